// What users and servers wrote, on its way to a terminal.
#pragma once

#include <string>
#include <string_view>

namespace pggit::base {

// Control characters, the same as one character (U+0080 to U+009F) and bytes that are no UTF-8 become a blank each.
// `kept`: those that may stay, as "\n\t".
std::string harmless(std::string_view text, std::string_view kept = "");

}  // namespace pggit::base
