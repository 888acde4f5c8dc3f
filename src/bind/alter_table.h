// The subcommands of ALTER TABLE. PostgreSQL runs them in passes, whatever the order of the text.
// Source of the rules: ATPrepCmd and ATParseTransformCmd in PostgreSQL's tablecmds.c.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "bind/binding.h"
#include "bind/table_parts.h"

namespace pggit::bind {

enum class Pass {
  Drop,
  Type,
  AddColumn,
  SetExpression,
  ColumnAttributes,
  IndexConstraints,  // ADD ... USING INDEX
  Indexes,           // of primary and unique constraints
  Others,            // checks, foreign keys, defaults, identity
  Rest
};

// What is still to be done, in the order of passes; a step may put more behind itself.
class Passes {
 public:
  using Step = std::function<void(Binding&)>;
  void add(Pass pass, Step step) { steps_.emplace(pass, std::move(step)); }
  void run(Binding& binding);

 private:
  std::multimap<Pass, Step> steps_;
};

struct Part {
  ir::Key key;         // of the relation
  sql::Node command;   // AlterTableCmd
  std::string column;  // its `name`
  bool cascades = false;
  bool only = false;  // ALTER TABLE ONLY
  Passes* passes = nullptr;
};

const ir::Column* find_column(const Part& part, const Binding& binding);
const ir::Column* column_or_refuse(const Part& part, Binding& binding);
// Refuses where the part is of something else, as ALTER TABLE may be.
bool is_of_table(const Part& part, Binding& binding);
// Of a table's part.
TableDraft draft_of(const Part& part, const Binding& binding, const catalog::Catalog& now);

// Columns (alter_column.cc).
void alter_add_column(const Part& part, Binding& binding);
void alter_drop_column(const Part& part, Binding& binding);
void alter_set_default(const Part& part, Binding& binding);
void alter_set_not_null(const Part& part, Binding& binding);
void alter_drop_not_null(const Part& part, Binding& binding);
void alter_set_type(const Part& part, Binding& binding);
void alter_set_attributes(const Part& part, Binding& binding);
void alter_add_identity(const Part& part, Binding& binding);
void alter_set_identity(const Part& part, Binding& binding);
void alter_drop_identity(const Part& part, Binding& binding);
void alter_set_expression(const Part& part, Binding& binding);
void alter_drop_expression(const Part& part, Binding& binding);

// OPTIONS of a foreign table and of its columns (foreign_table.cc).
void alter_foreign_options(const Part& part, Binding& binding);

// ENABLE RULE, DISABLE RULE (bind_rule.cc).
void alter_rule_state(const Part& part, Binding& binding);

// Constraints (alter_constraint.cc).
void alter_add_constraint(const Part& part, Binding& binding);
void alter_drop_constraint(const Part& part, Binding& binding);
void alter_validate_constraint(const Part& part, Binding& binding);
void alter_alter_constraint(const Part& part, Binding& binding);
// Puts the constraints of a draft behind, each kind in its pass.
void add_constraints_later(const Part& part, TableDraft draft);

}  // namespace pggit::bind
