// CREATE TABLE.
#include <algorithm>

#include "bind/binding.h"
#include "bind/foreign.h"
#include "bind/inheritance.h"
#include "bind/kinds.h"
#include "bind/options.h"
#include "bind/partitions.h"
#include "bind/type_name.h"

namespace pggit::bind {
namespace {

// OF: the columns are the attributes of a composite type (transformOfType in parse_utilcmd.c).
void draft_of_type(const sql::Node& type_name, Binding& binding, ir::Table& table) {
  table.of_type = bind_type(type_name, binding.names());
  const auto* type = binding.get<ir::Composite>(
      {ir::Kind::Composite, table.of_type.schema, table.of_type.name, ""});
  if (!type) return binding.refuse("type " + table.of_type.sql() + " is not a composite type");
  for (const ir::ViewColumn& attribute : type->attributes)
    table.columns.push_back(as_column(attribute));
}

void make_temporary(const sql::Node& statement, Binding& binding) {
  const std::string name(statement["relation"].str("relname"));
  if (statement.str("oncommit") == "ONCOMMIT_DROP")
    binding.session().temporary_until_commit.push_back(name);
  binding.add_temporary(name, "temporary table");
}

void draft_elements(const sql::Node& statement, Binding& binding, TableDraft& draft) {
  std::vector<sql::Node> constraints = statement.list("constraints");
  for (const sql::Node& element : statement.list("tableElts")) {
    const bool is_given = draft.table.partition_of || draft.table.of_type.is_known();
    if (element.is("ColumnDef") && is_given) {
      draft_given_column(element, binding, draft);
    } else if (element.is("ColumnDef")) {
      draft_column(element, binding, draft);
    } else if (element.is("Constraint")) {
      constraints.push_back(element);
    } else if (draft.table.foreign) {
      binding.refuse("LIKE is not supported for creating foreign tables");
    } else {
      draft_like(element, binding, draft);
    }
  }
  for (const sql::Node& constraint : constraints) draft_constraint(constraint, binding, draft);
}

void set_primary_not_null(ir::Table& table) {
  for (const ir::Constraint& constraint : table.constraints) {
    if (constraint.kind != ir::ConstraintKind::Primary) continue;
    for (ir::Column& column : table.columns) {
      if (std::ranges::find(constraint.columns, column.name) != constraint.columns.end())
        column.not_null = true;
    }
  }
}

ir::ForeignTable foreign_part(const sql::Node& statement, Binding& binding) {
  ir::ForeignTable foreign{std::string(statement.str("servername"))};
  foreign.options = foreign_options({}, statement.list("options"), ir::Kind::Table,
                                    validator_of_server(foreign.server, binding), binding);
  return foreign;
}

// The sequence comes first and is owned once the table is there.
void emit_table(Binding& binding, TableDraft draft) {
  for (ir::Sequence sequence : draft.sequences) {
    sequence.owner_table.clear();
    sequence.owner_column.clear();
    binding.emit(ir::Create{std::move(sequence)});
  }
  const ir::Key key = draft.table.key();
  const bool is_partition = draft.table.partition_of.has_value();
  binding.emit(ir::Create{std::move(draft.table)});
  for (ir::Index& index : draft.indexes) binding.emit(ir::Create{std::move(index)});
  for (ir::Statistics& copied : draft.statistics) binding.emit(ir::Create{std::move(copied)});
  for (ir::Sequence& sequence : draft.sequences) binding.emit(ir::Replace{std::move(sequence)});
  if (is_partition) copy_triggers_to(key, binding);
}

// A foreign table stores nothing, so that nothing can set what it takes over from its parents.
void forget_compression(ir::Table& table, Binding& binding) {
  for (ir::Column& column : table.columns) {
    if (!column.inherited && !column.compression.empty())
      binding.refuse("a foreign table's column is given a compression of its own");
    column.compression.clear();
  }
}

// Of a CreateStmt; `foreign`: the statement around it where it makes a foreign table.
void make_table(const sql::Node& statement, const sql::Node& foreign, Binding& binding) {
  const sql::Node range = statement["relation"];
  if (binding.creates_temporary(range)) return make_temporary(statement, binding);
  TableDraft draft;
  std::tie(draft.table.schema, draft.table.name) = binding.target(range);
  if (statement.flag("if_not_exists") &&
      catalog::relation_name_taken(binding.now(), draft.table.schema, draft.table.name)) {
    return binding.no_effect("relation " + spelled(range) + " is there already");
  }
  if (foreign) draft.table.foreign = foreign_part(foreign, binding);
  require_base(draft.table, binding);
  draft.table.unlogged = range.str("relpersistence") == "u";
  draft.table.options = bind_options(statement.list("options"));
  // WITH (oids = false) is taken and kept nowhere since PostgreSQL 12; oids = true is refused.
  std::erase_if(draft.table.options, [](const auto& option) { return option.first == "oids"; });
  const catalog::Catalog before = binding.now();
  draft.taken = {&before, draft.table.schema, {draft.table.name}, {}};
  const bool inherits = !statement.has("partbound") && statement.has("inhRelations");
  if (const sql::Node type = statement["ofTypename"]) draft_of_type(type, binding, draft.table);
  if (statement.has("partbound")) draft_partition(statement, binding, draft);
  if (inherits) draft_parents(statement.list("inhRelations"), binding, draft);
  draft_elements(statement, binding, draft);
  if (inherits) merge_own_columns(binding, draft);
  if (foreign) forget_compression(draft.table, binding);
  bind_generated(binding, draft);
  if (binding.refused()) return;
  if (draft.table.partition_of) add_parent_constraints(binding, draft);
  merge_own_constraints(bind_constraints(binding, draft), binding, draft);
  if (binding.refused()) return;
  if (statement.has("partspec")) set_partition_key(statement["partspec"], binding, draft.table);
  std::ranges::sort(draft.table.constraints, {}, &ir::Constraint::name);
  set_primary_not_null(draft.table);
  emit_table(binding, std::move(draft));
}

}  // namespace

void bind_create_table(const sql::Node& statement, Binding& binding) {
  make_table(statement, {}, binding);
}

void bind_create_foreign_table(const sql::Node& statement, Binding& binding) {
  make_table(statement["base"], statement, binding);
}

}  // namespace pggit::bind
