// What becomes of each object and each part of a table between two catalogs, dependants followed: what stands
// on something that goes must go before it and come back after.
#pragma once

#include <map>
#include <set>
#include <string>

#include "catalog/catalog.h"
#include "catalog/dependencies.h"

namespace pggit::catalog {

enum class Fate { Create, Change, Recreate, Drop };

using Names = std::set<std::string>;

struct TablePlan {
  const ir::Table* before = nullptr;
  const ir::Table* after = nullptr;
  Names dropped_columns;
  Names added_columns;
  Names remade_columns;  // dropped and added: generated columns
  Names retyped_columns;
  Names columns_over_text;  // their type is made anew under them
  Names dropped_defaults;   // before something that the default or the column rests on goes
  Names dropped_constraints;
  Names added_constraints;
  std::map<std::string, std::string> renamed_constraints;
};

struct Plan {
  const Catalog* from = nullptr;
  const Catalog* to = nullptr;
  std::map<ir::Key, Fate> fates;
  std::map<ir::Key, TablePlan> tables;  // those that are in both and change
  std::map<ir::Key, ir::Key> renamed_indexes;
};

// Whether ALTER INDEX ... ATTACH PARTITION is what makes of one the other: their table was a partition before, and stays it.
bool gets_attached(const Plan& plan, const ir::Index& before, const ir::Index& after);
// Whether it is attached no longer to what it was, which only dropping that does.
bool is_let_go(const Plan& plan, const ir::Index& before, const ir::Index& after);
// Whether an index of a partitioned table is valid by what gets attached.
bool becomes_valid(const Plan& plan, const ir::Index& before, ir::Index after);

Plan make_plan(const Catalog& from, const Catalog& to);

// Equal as far as a hash would see; references in bound texts do not count.
template <class T>
bool same(const T& a, const T& b);

// Whether two views differ only in types that one of them does not know.
bool says_the_same(const ir::Object& before, const ir::Object& after);

// In-place ALTER or CREATE OR REPLACE, by PostgreSQL's rules. False: drop and create.
bool can_change(const ir::Object& before, const ir::Object& after);

// Whether the constraints are equal but for name and comment.
bool same_but_for_name(ir::Constraint a, const ir::Constraint& b);
bool same_but_for_name(ir::Index a, const ir::Index& b);
// Whether an ALTER in place leads from one to the other (validated, deferrable, comment).
bool can_alter_constraint(ir::Constraint before, const ir::Constraint& after);

}  // namespace pggit::catalog

#include "catalog/value_text.h"

template <class T>
bool pggit::catalog::same(const T& a, const T& b) {
  return a == b || value_text(a) == value_text(b);
}
