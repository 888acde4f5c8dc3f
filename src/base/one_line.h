// A text of several lines on one, for messages: "SELECT 1,\n       2" => "SELECT 1, 2".
#pragma once

#include <string>
#include <string_view>

namespace pggit::base {

// White space becomes one space, and none stands at either end. What is longer than `longest` bytes is cut between two
// characters, with "..." behind it.
std::string one_line(std::string_view text, std::size_t longest);

}  // namespace pggit::base
