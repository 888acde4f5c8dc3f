// Statements whose effect a later statement takes away again: a table made and dropped, a column added and dropped.
#pragma once

#include <string>
#include <vector>

#include "bind/evolve.h"

namespace pggit::analysis {

struct TakenBack {
  const bind::Statement* made = nullptr;
  const bind::Statement* by = nullptr;  // the one that took the last of it away
  std::string what;                     // "column app.users.note", "table app.users"
};

// In the order of the statements that took back. A statement counts when all that it made is gone, and it made
// nothing but objects, columns and constraints; renames are followed. Steps and statements must outlive the result.
std::vector<TakenBack> taken_back(const std::vector<const bind::Step*>& steps);

}  // namespace pggit::analysis
