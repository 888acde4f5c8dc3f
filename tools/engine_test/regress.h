// PostgreSQL's own regression suite, statement by statement on a server and in the virtual catalog.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "base/error.h"

namespace pggit::engine_test {

struct RegressOptions {
  std::string folder;              // src/test/regress of the server's release
  std::vector<std::string> files;  // only these of its schedule, after what all rest on; empty: all
};

// Prints each disagreement, then the table by file and the reasons of what was opaque. Returns whether there was no
// disagreement. Errors: Input (no such folder), Database.
base::Result<bool> run_regress(const RegressOptions& options, std::ostream& out);

}  // namespace pggit::engine_test
