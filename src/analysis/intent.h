// What a migration is for, in words made from its operations: "Create table users with 5 columns, unique email".
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bind/evolve.h"

namespace pggit::analysis {

inline constexpr std::size_t kLongestIntent = 100;  // bytes

// One sentence of at most kLongestIntent bytes, without a full stop; what does not fit ends in "and N more". Schema
// public is not named. What is added to a table that the same step made counts as part of making it. Empty for a step
// without statements.
std::string intent_of(const bind::Step& step);

// How many rows an INSERT ... VALUES names; nothing for any other statement, and where quotes or comments make the text
// too hard to count without a parser.
std::optional<int> count_value_rows(std::string_view insert);

}  // namespace pggit::analysis
