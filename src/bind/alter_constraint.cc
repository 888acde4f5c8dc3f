// ALTER TABLE: constraints.
#include <algorithm>

#include "bind/inheritance.h"
#include "bind/partitions.h"
#include "catalog/inheritance.h"
#include "catalog/named.h"
#include "catalog/partitions.h"

namespace pggit::bind {
namespace {

bool has_constraint(const Part& part, const Binding& binding) {
  const ir::Table* table = binding.get<ir::Table>(part.key);
  return table && std::ranges::find(table->constraints, part.column, &ir::Constraint::name) !=
                      table->constraints.end();
}

// Whether it is a primary key over a column that may be null so far.
bool asks_not_null(const ir::Constraint& constraint, const ir::Table& table) {
  return constraint.kind == ir::ConstraintKind::Primary &&
         std::ranges::any_of(constraint.columns, [&](const std::string& name) {
           const ir::Column* column = catalog::find_named(table.columns, name);
           return column && !column->not_null;
         });
}

void add_constraints(const Part& part, TableDraft& draft, Binding& binding) {
  const catalog::Catalog now = binding.now();
  TableDraft current = draft_of(part, binding, now);
  draft.table = std::move(current.table);
  draft.taken = std::move(current.taken);
  for (ir::Constraint& constraint : bind_constraints(binding, draft)) {
    if (constraint.foreign && draft.table.partition_by && (part.only || !constraint.validated))
      return binding.refuse("a foreign key of a partitioned table is neither ONLY nor NOT VALID");
    const bool is_key = !constraint.check && !constraint.foreign;
    if (part.only && catalog::is_inheritable(constraint) &&
        !catalog::children_of(binding.now(), part.key).empty())
      return binding.refuse("constraint must be added to child tables too");
    if (part.only && asks_not_null(constraint, draft.table) &&
        !catalog::children_of(binding.now(), part.key).empty())
      return binding.refuse("NOT NULL of a parent's primary key alone is not read yet");
    if (part.only && is_key && !catalog::partitions_of(binding.now(), part.key).empty())
      return binding.refuse("a key of a partitioned table alone is not read yet");
    emit_constraint(part.key, std::move(constraint), binding);
  }
}

// The constraint that an index becomes: transformIndexConstraint in parse_utilcmd.c says which may.
void use_index(const Part& part, Binding& binding) {
  const sql::Node node = part.command["def"];
  const std::string name(node.str("indexname"));
  const ir::Index* index = binding.get<ir::Index>({ir::Kind::Index, part.key.schema, name, ""});
  if (!index || index->table != part.key.name)
    return binding.refuse("index \"" + name + "\" does not exist");
  ir::Constraint constraint;
  const bool primary = node.str("contype") == "CONSTR_PRIMARY";
  constraint.kind = primary ? ir::ConstraintKind::Primary : ir::ConstraintKind::Unique;
  constraint.name = node.has("conname") ? std::string(node.str("conname")) : name;
  for (const ir::IndexKey& key : index->keys) {
    const bool plain = !key.column.empty() && key.opclass.empty() && key.collation.empty() &&
                       !key.descending && !key.nulls_first;
    if (!plain)
      return binding.refuse("index \"" + name + "\" does not have default sorting behavior");
    constraint.columns.push_back(key.column);
  }
  if (!index->unique || index->where || !index->valid)
    return binding.refuse("\"" + name + "\" is not a valid, whole, unique index");
  constraint.include = index->include;
  constraint.nulls_not_distinct = index->nulls_not_distinct;
  constraint.index_options = index->options;
  constraint.clustered = index->clustered;
  constraint.replica_identity = index->replica_identity;
  constraint.index_comment = index->comment;
  constraint.deferrable = node.flag("deferrable");
  constraint.initially_deferred = node.flag("initdeferred");
  binding.emit(ir::AddConstraint{part.key, std::move(constraint), name});
}

TableDraft without_keys(TableDraft draft) {
  draft.keys.clear();
  return draft;
}

TableDraft with_keys_only(TableDraft draft) {
  draft.checks.clear();
  draft.foreign_keys.clear();
  return draft;
}

}  // namespace

void add_constraints_later(const Part& part, TableDraft draft) {
  for (const Pass pass : {Pass::Indexes, Pass::Others}) {
    part.passes->add(
        pass, [part, mine = pass == Pass::Indexes ? with_keys_only(draft) : without_keys(draft)](
                  Binding& binding) mutable { add_constraints(part, mine, binding); });
  }
}

void alter_add_constraint(const Part& part, Binding& binding) {
  if (!is_of_table(part, binding)) return;
  const sql::Node node = part.command["def"];
  const catalog::Catalog now = binding.now();
  TableDraft draft = draft_of(part, binding, now);
  if (node.has("indexname")) {
    return part.passes->add(Pass::IndexConstraints, [part](Binding& b) { use_index(part, b); });
  }
  draft_constraint(node, binding, draft);
  add_constraints_later(part, std::move(draft));
}

void alter_drop_constraint(const Part& part, Binding& binding) {
  if (!has_constraint(part, binding)) {
    if (part.command.flag("missing_ok")) return binding.no_effect("no constraint " + part.column);
    return binding.refuse("constraint \"" + part.column + "\" of relation \"" + part.key.name +
                          "\" does not exist");
  }
  if (is_constraint_bound_by_family(part, "drop", binding)) return;
  drop_constraint_with_dependents(part.key, part.column, part.cascades, part.only, binding);
}

void alter_validate_constraint(const Part& part, Binding& binding) {
  if (part.only && !catalog::children_of(binding.now(), part.key).empty())
    return binding.refuse("constraint must be validated on child tables too");
  binding.emit(ir::ValidateConstraint{part.key, part.column});
}

void alter_alter_constraint(const Part& part, Binding& binding) {
  const sql::Node def = part.command["def"];
  const std::string name(def.str("conname"));
  const Part of_constraint{part.key, part.command, name, false, part.only};
  if (is_constraint_bound_by_family(of_constraint, "alter", binding)) return;
  binding.emit(
      ir::AlterConstraint{part.key, name, def.flag("deferrable"), def.flag("initdeferred")});
}

}  // namespace pggit::bind
