// ALTER TABLE: constraints.
#include <algorithm>

#include "bind/alter_table.h"

namespace pggit::bind {
namespace {

bool has_constraint(const Part& part, const Binding& binding) {
  const ir::Table* table = binding.get<ir::Table>(part.key);
  return table && std::ranges::find(table->constraints, part.column, &ir::Constraint::name) !=
                      table->constraints.end();
}

void add_constraints(const Part& part, TableDraft& draft, Binding& binding) {
  const catalog::Catalog now = binding.now();
  TableDraft current = draft_of(part, binding, now);
  draft.table = std::move(current.table);
  draft.taken = std::move(current.taken);
  for (ir::Constraint& constraint : bind_constraints(binding, draft)) {
    binding.emit(ir::AddConstraint{part.key, std::move(constraint), ""});
  }
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
  const sql::Node node = part.command["def"];
  const catalog::Catalog now = binding.now();
  TableDraft draft = draft_of(part, binding, now);
  if (const std::string_view index = node.str("indexname"); !index.empty()) {
    return binding.refuse("ADD CONSTRAINT ... USING INDEX is not read yet");
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
  drop_constraint_with_dependents(part.key, part.column, part.cascades, binding);
}

void alter_validate_constraint(const Part& part, Binding& binding) {
  binding.emit(ir::ValidateConstraint{part.key, part.column});
}

void alter_alter_constraint(const Part& part, Binding& binding) {
  const sql::Node def = part.command["def"];
  binding.emit(ir::AlterConstraint{part.key, std::string(def.str("conname")),
                                   def.flag("deferrable"), def.flag("initdeferred")});
}

}  // namespace pggit::bind
