// The door to the user's terminal.
//
// Texts hold what users and servers wrote. Where a person reads them no control character of theirs passes; into a file or
// a pipe they go as they are, so that SQL can be run and compared.
#pragma once

#include <string_view>

#include "base/error.h"

namespace pggit::cli {

// Standard files that nobody opened are /dev/null from here on: else the first connection to a server would get the
// number of stdout, and what is printed would be sent there.
void open_standard_files();

// To stdout.
void print(std::string_view text);
// To stdout, with escapes of ours; what is the user's in it must be harmless already.
void print_painted(std::string_view text);
// To stderr, at once; lines stay lines.
void complain(std::string_view text);

// Whether all that was printed arrived. A reader that went away has read enough. Errors: Input (a full disk).
base::Result<void> finish_output();

}  // namespace pggit::cli
