// Which build of this program is running: two builds that differ in any byte of code or data differ in it.
#pragma once

#include <string>

namespace pggit::base {

// The linker's build id in hex digits; empty where the linker wrote none.
std::string build_id();

}  // namespace pggit::base
