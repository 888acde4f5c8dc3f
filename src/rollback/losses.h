// What a migration destroys on its way up, thing by thing.
#pragma once

#include <string>
#include <vector>

#include "bind/evolve.h"

namespace pggit::rollback {

struct Loss {
  enum class Kind { Rows, Position, Moved, Values, Identity, Precision };
  Kind kind = Kind::Rows;
  ir::Key key;         // the table or sequence, as it was called before the migration
  std::string column;  // likewise; empty for whole objects
  std::string text;    // "dropped table app.users: its rows do not return"
};

// In the order of the statements. What the migration made itself is no loss.
std::vector<Loss> losses(const bind::Step& step);

// The table, or of a partitioned one the partitions below it in which its rows are.
std::vector<ir::Key> holders_of_rows(const catalog::Catalog& catalog, const ir::Key& table);

}  // namespace pggit::rollback
