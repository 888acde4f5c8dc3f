// Columns and constraints, as CREATE TABLE and ALTER TABLE share them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bind/binding.h"
#include "bind/choose_name.h"
#include "bind/expression.h"

namespace pggit::bind {

// A LIKE clause: the table or view, and what it includes (bits of TableLikeClause).
struct Like {
  ir::Key source;
  std::int64_t options = 0;
};

// A table in the making: the columns so far, what its parts ask for, and the names already chosen in
// this statement.
struct TableDraft {
  ir::Table table;
  TakenNames taken;
  bool is_new = true;                   // CREATE TABLE, not ALTER TABLE ... ADD
  std::vector<ir::Sequence> sequences;  // of serial columns, to be created first and owned after
  // Generated columns: bound last, since they may use columns that stand behind them.
  std::vector<std::pair<std::string, sql::Node>> generated;
  std::vector<sql::Node> checks;  // Constraint nodes, in the order of the text
  std::vector<sql::Node> keys;    // primary, unique and exclusion
  std::vector<sql::Node> foreign_keys;
  // Columns that a column constraint of keys[i] or foreign_keys[i] means, else empty.
  std::vector<std::string> key_columns;
  std::vector<std::string> foreign_columns;
  // [NOT] DEFERRABLE, INITIALLY ... stand behind a column constraint as nodes of their own.
  struct Deferral {
    bool deferrable = false;
    bool initially_deferred = false;
  };
  // INHERITS: how many columns are those of parents, and on whose default these differ.
  std::size_t parents_columns = 0;
  std::vector<std::string> conflicting_defaults;
  std::vector<Like> likes;
  std::vector<ir::Index> indexes;  // copied by LIKE: to be created after the table
  std::vector<ir::Statistics> statistics;
  std::vector<Deferral> key_deferrals;
  std::vector<Deferral> foreign_deferrals;
};

// Adds the column and puts its constraints into the draft. Refuses what is not read yet.
void draft_column(const sql::Node& column_def, Binding& binding, TableDraft& draft);
// A table constraint node.
void draft_constraint(const sql::Node& constraint, Binding& binding, TableDraft& draft);

// The columns of a LIKE clause; then, once the table's own keys are named, its constraints and indexes.
void draft_like(const sql::Node& clause, Binding& binding, TableDraft& draft);
void bind_like(const Like& like, Binding& binding, TableDraft& draft,
               std::vector<ir::Constraint>& out);

// Binds the expressions of generated columns, when all columns are there.
void bind_generated(Binding& binding, TableDraft& draft);

// Binds what the draft has gathered, in PostgreSQL's order: checks, keys, foreign keys.
std::vector<ir::Constraint> bind_constraints(Binding& binding, TableDraft& draft);

// What an index names an expression: its FigureIndexColname, else "expr".
std::string figure_index_column_name(const sql::Node& expression);

// Whether a column of that type keeps no default when it is given this one: NULL, unless a length or
// precision must be put on it (AddRelationNewConstraints in heap.c, coerce_type_typmod).
bool is_no_default(const sql::Node& expression, const ir::TypeName& type, const Names& names);

// Drops what depends on the column, or refuses without CASCADE.
void drop_with_dependents(const ir::Key& table, const std::string& column, bool cascades,
                          Binding& binding);

// Drops the constraint and, with CASCADE, what depends on it: foreign keys on a key.
void drop_constraint_with_dependents(const ir::Key& table, const std::string& constraint,
                                     bool cascades, bool only, Binding& binding);

}  // namespace pggit::bind
