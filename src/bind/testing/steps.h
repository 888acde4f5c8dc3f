// Migrations that are bound one after the other, without a server: for tests of what is made of a step.
#pragma once

#include <string>
#include <vector>

#include "bind/evolve.h"

namespace pggit::bind::testing {

// A step for each text, from a catalog with an empty schema public; names are looked for there. Dies where one cannot be bound.
std::vector<Step> steps_of(const std::vector<std::string>& migrations);

}  // namespace pggit::bind::testing
