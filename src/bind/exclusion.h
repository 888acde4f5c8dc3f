// EXCLUDE USING method (key WITH operator, ...) WHERE (...).
#pragma once

#include <string>
#include <vector>

#include "bind/binding.h"

namespace pggit::bind {

// What the keys of the Constraint node enter its chosen name as.
std::vector<std::string> exclusion_key_names(const sql::Node& constraint);

// Refuses an operator whose schema cannot be told: over types that are neither PostgreSQL's nor in the catalog.
ir::Exclusion bind_exclusion(const sql::Node& constraint, const ir::Table& table, Binding& binding);

}  // namespace pggit::bind
