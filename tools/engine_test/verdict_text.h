// What is wrong with what came of a statement, in words.
#pragma once

#include <string>
#include <vector>

#include "tools/engine_test/lockstep.h"

namespace pggit::engine_test {

// One paragraph for each.
std::string text_of(const std::vector<catalog::Difference>& differences);

// That the server refuses it, or has something else; empty: nothing.
std::string fault_of(const Verdict& verdict);

}  // namespace pggit::engine_test
