// The way back of one migration: the DDL that leads from the catalog after it to the catalog before it, and
// for rows what can be put back from the text alone. docs/decisions/002-downs-from-the-differ.md says why.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "bind/evolve.h"
#include "catalog/diff.h"
#include "ir/origin.h"

namespace pggit::rollback {

// How much of the state before returns. The names are what reports and the store hold.
enum class Class {
  Exact,                // schema, rows and sequence positions
  ExactButColumnOrder,  // a re-added column lands last
  ExactWithSnapshot,    // what up destroys is saved first
  StructureOnly,        // the shape returns, rows do not
  Impossible,           // not even the shape, with the reason
};
const char* class_name(Class rollback_class);  // "exact", "exact but for column order", ...

struct DownStatement {
  std::string sql;  // without its semicolon
  ir::OriginRef origin;
};

struct Down {
  Class rollback_class = Class::Exact;
  std::vector<std::string>
      reasons;  // why it is less than exact, one a cause; what costs most first
  std::vector<DownStatement> statements;
  // In up's transaction, before it or after it (runs_after_up()): what it destroys is copied to tables of schema pggit, from
  // which the statements bring it again (rollback/snapshot.h). Of class ExactWithSnapshot all of it, of class StructureOnly
  // what can be copied.
  std::vector<std::string> saves;
  // Sequences whose positions the statements bring from copies, quoted and qualified, by their names before the migration.
  std::set<std::string> sequences;
  // What running the down discards: "rows of table app.users", "values of app.users.email".
  std::vector<std::string> discards;
};

// Whether the down promises the rows of before: the classes up to ExactWithSnapshot.
bool returns_rows(const Down& down);

// What make_down() will say is to be saved, of a step that did not run yet; Down without statements.
Down saves_of(const bind::Step& step);

// From a step whose statements are all bound (or learnt).
Down make_down(const bind::Step& step);

// What the migration itself destroys on the way up, in words: dropped tables and columns, deleted rows.
std::vector<std::string> destroys(const bind::Step& step);

}  // namespace pggit::rollback
