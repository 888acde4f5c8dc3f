// Tables that a migration drops and makes again under their names. On the way back their new rows go, and the old ones come:
//
//   TRUNCATE TABLE app.orders, app.lines;
//   ... columns, keys and checks as they were ...
//   INSERT INTO app.orders ... ; INSERT INTO app.lines ...
//   ... foreign keys and triggers that are not the same ...
#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "bind/evolve.h"
#include "rollback/lineage.h"

namespace pggit::rollback {

struct RemadeTables {
  std::vector<ir::Key> to_empty;  // with tables that the migration made and that refer to them
  std::vector<ir::Key> to_fill;   // who is referred to comes first
  // That an INSERT would fire, because they are there before and after alike.
  std::map<ir::Key, std::vector<ir::Trigger>> triggers;
};

// `lineage`: after the step; `keys`: the tables. Nothing where a table that stays refers to one of them, where they refer to one
// another in a circle, where rules or partitions are in the way.
std::optional<RemadeTables> remade_tables(const bind::Step& step, const Lineage& lineage,
                                          const std::set<ir::Key>& keys);

}  // namespace pggit::rollback
