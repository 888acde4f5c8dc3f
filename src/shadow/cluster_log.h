// What a server said last.
#pragma once

#include <string>

namespace pggit::shadow {

// The end of a log file as lines to put behind a message: "\n  <line>\n  <line>"; empty when there
// is none.
std::string last_lines(const std::string& path, std::size_t bytes = 1500);

}  // namespace pggit::shadow
