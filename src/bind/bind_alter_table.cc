// ALTER TABLE, and what else PostgreSQL runs through AlterTableStmt: views, indexes, sequences.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "bind/binding.h"
#include "bind/options.h"
#include "bind/sequence_options.h"
#include "bind/table_parts.h"
#include "bind/type_name.h"

namespace pggit::bind {
namespace {

struct Part {
  ir::Key key;         // of the relation
  sql::Node command;   // AlterTableCmd
  std::string column;  // its `name`
  bool cascades = false;
};

using Bind = void (*)(const Part&, Binding&);

const ir::Column* find_column(const Part& part, const Binding& binding) {
  const ir::Table* table = binding.get<ir::Table>(part.key);
  if (!table) return nullptr;
  const auto found = std::ranges::find(table->columns, part.column, &ir::Column::name);
  return found == table->columns.end() ? nullptr : &*found;
}

const ir::Column* column_or_refuse(const Part& part, Binding& binding) {
  const ir::Column* column = find_column(part, binding);
  if (!column) {
    binding.refuse("column \"" + part.column + "\" of relation \"" + part.key.name +
                   "\" does not exist");
  }
  return column;
}

TableDraft draft_of(const Part& part, const Binding& binding, const catalog::Catalog& now) {
  TableDraft draft;
  draft.table = *binding.get<ir::Table>(part.key);
  draft.taken = {&now, part.key.schema, {}, {}};
  draft.is_new = false;
  return draft;
}

void add_constraints(const Part& part, Binding& binding, TableDraft& draft) {
  for (ir::Constraint& constraint : bind_constraints(binding, draft)) {
    binding.emit(ir::AddConstraint{part.key, std::move(constraint), ""});
  }
}

void add_column(const Part& part, Binding& binding) {
  const sql::Node def = part.command["def"];
  const Part named{part.key, part.command, std::string(def.str("colname")), false};
  if (part.command.flag("missing_ok") && find_column(named, binding)) {
    return binding.no_effect("column " + named.column + " is there already");
  }
  const catalog::Catalog now = binding.now();
  TableDraft draft = draft_of(part, binding, now);
  draft_column(def, binding, draft);
  bind_generated(binding, draft);
  for (ir::Sequence sequence : draft.sequences) {
    sequence.owner_table.clear();
    sequence.owner_column.clear();
    binding.emit(ir::Create{std::move(sequence)});
  }
  binding.emit(ir::AddColumn{part.key, draft.table.columns.back()});
  for (ir::Sequence& sequence : draft.sequences) binding.emit(ir::Replace{std::move(sequence)});
  // A foreign key or check that comes with a new column needs no validation.
  draft.is_new = true;
  add_constraints(part, binding, draft);
}

void drop_column(const Part& part, Binding& binding) {
  if (!find_column(part, binding)) {
    if (part.command.flag("missing_ok")) return binding.no_effect("no column " + part.column);
    column_or_refuse(part, binding);
    return;
  }
  drop_with_dependents(part.key, part.column, part.cascades, binding);
  binding.emit(ir::DropColumn{part.key, part.column});
}

void set_default(const Part& part, Binding& binding) {
  const sql::Node value = part.command["def"];
  ir::SetDefault op{part.key, part.column, std::nullopt};
  const ir::Table* table = binding.get<ir::Table>(part.key);
  if (value && !is_null_constant(value)) {
    op.value = bind_expression(value, binding.names(), table ? Scope::of_table(*table) : Scope());
  }
  binding.emit(std::move(op));
}

void set_not_null(const Part& part, Binding& binding) {
  binding.emit(ir::SetNotNull{part.key, part.column, true});
}
void drop_not_null(const Part& part, Binding& binding) {
  binding.emit(ir::SetNotNull{part.key, part.column, false});
}

void set_type(const Part& part, Binding& binding) {
  const ir::Column* column = column_or_refuse(part, binding);
  if (!column) return;
  const sql::Node def = part.command["def"];
  ir::SetColumnType op;
  op.table = part.key;
  op.column = part.column;
  op.type = bind_type(def["typeName"], binding.names());
  op.collation = collation_name(def["collClause"].list("collname"));
  if (const sql::Node expression = def["raw_default"]) {
    op.using_expression = bind_expression(expression, binding.names(),
                                          Scope::of_table(*binding.get<ir::Table>(part.key)));
  }
  binding.emit(std::move(op));
}

void set_attributes(const Part& part, Binding& binding) {
  const ir::Column* column = column_or_refuse(part, binding);
  if (!column) return;
  const std::string_view type = part.command.str("subtype");
  const sql::Node def = part.command["def"];
  ir::SetColumnAttributes op{part.key,           part.column,
                             column->storage,    column->compression,
                             column->statistics, column->options};
  if (type == "AT_SetStorage") op.storage = base::to_lower(def.text());
  if (type == "AT_SetCompression") op.compression = def.text() == "default" ? "" : def.text();
  if (type == "AT_SetStatistics") {
    const std::int64_t target = def.integer();
    op.statistics = target < 0 ? std::nullopt : std::optional(target);
  }
  if (type == "AT_SetOptions") op.options = merged_options(column->options, def.items());
  if (type == "AT_ResetOptions") op.options = without_options(column->options, def.items());
  binding.emit(std::move(op));
}

void add_identity(const Part& part, Binding& binding) {
  const ir::Column* column = column_or_refuse(part, binding);
  if (!column) return;
  const sql::Node def = part.command["def"];
  ir::Identity identity;
  identity.always = def.str("generated_when") == "a";
  identity.options = new_sequence_options(def.list("options"), binding.names(), column->type.name);
  const TakenNames taken{&binding.now(), part.key.schema, {}, {}};
  identity.sequence = choose_relation_name(taken, part.key.name, part.column, "seq", false);
  binding.emit(ir::SetIdentity{part.key, part.column, std::move(identity)});
}

void set_identity(const Part& part, Binding& binding) {
  const ir::Column* column = column_or_refuse(part, binding);
  if (!column) return;
  if (!column->identity)
    return binding.refuse("column \"" + part.column + "\" is not an identity column");
  ir::Identity identity = *column->identity;
  const std::vector<sql::Node> options = part.command["def"].items();
  for (const sql::Node& option : options) {
    if (option.str("defname") == "generated") identity.always = option["arg"].integer() == 'a';
  }
  identity.options = changed_sequence_options(options, binding.names(), identity.options);
  binding.emit(ir::SetIdentity{part.key, part.column, std::move(identity), true});
}

void drop_identity(const Part& part, Binding& binding) {
  const ir::Column* column = column_or_refuse(part, binding);
  if (column && !column->identity && part.command.flag("missing_ok"))
    return binding.no_effect("no identity");
  binding.emit(ir::SetIdentity{part.key, part.column, std::nullopt});
}

void drop_expression(const Part& part, Binding& binding) {
  binding.emit(ir::DropExpression{part.key, part.column});
}

void add_constraint(const Part& part, Binding& binding) {
  const sql::Node node = part.command["def"];
  const catalog::Catalog now = binding.now();
  TableDraft draft = draft_of(part, binding, now);
  if (const std::string_view index = node.str("indexname"); !index.empty()) {
    return binding.refuse("ADD CONSTRAINT ... USING INDEX is not read yet");
  }
  draft_constraint(node, binding, draft);
  add_constraints(part, binding, draft);
}

bool has_constraint(const Part& part, const Binding& binding) {
  const ir::Table* table = binding.get<ir::Table>(part.key);
  return table && std::ranges::find(table->constraints, part.column, &ir::Constraint::name) !=
                      table->constraints.end();
}

void drop_constraint(const Part& part, Binding& binding) {
  if (!has_constraint(part, binding)) {
    if (part.command.flag("missing_ok")) return binding.no_effect("no constraint " + part.column);
    return binding.refuse("constraint \"" + part.column + "\" of relation \"" + part.key.name +
                          "\" does not exist");
  }
  drop_constraint_with_dependents(part.key, part.column, part.cascades, binding);
}

void validate_constraint(const Part& part, Binding& binding) {
  binding.emit(ir::ValidateConstraint{part.key, part.column});
}

void alter_constraint(const Part& part, Binding& binding) {
  const sql::Node def = part.command["def"];
  binding.emit(ir::AlterConstraint{part.key, std::string(def.str("conname")),
                                   def.flag("deferrable"), def.flag("initdeferred")});
}

void set_logged(const Part& part, Binding& binding) {
  binding.emit(ir::SetUnlogged{part.key, part.command.str("subtype") == "AT_SetUnLogged"});
}

template <class T>
void replace_options(const T& object, const Part& part, Binding& binding) {
  T changed = object;
  const std::vector<sql::Node> list = part.command["def"].items();
  const bool sets = part.command.str("subtype") == "AT_SetRelOptions";
  changed.options =
      sets ? merged_options(object.options, list) : without_options(object.options, list);
  binding.emit(ir::Replace{std::move(changed)});
}

void set_options(const Part& part, Binding& binding) {
  if (const auto* view = binding.get<ir::View>(part.key))
    return replace_options(*view, part, binding);
  if (const auto* index = binding.get<ir::Index>(part.key))
    return replace_options(*index, part, binding);
  const ir::Table* table = binding.get<ir::Table>(part.key);
  if (!table) return binding.refuse("options of this kind of relation are not held yet");
  const std::vector<sql::Node> list = part.command["def"].items();
  const bool sets = part.command.str("subtype") == "AT_SetRelOptions";
  binding.emit(ir::SetTableOptions{part.key, sets ? merged_options(table->options, list)
                                                  : without_options(table->options, list)});
}

char trigger_state(std::string_view type) {
  if (type.starts_with("AT_DisableTrig")) return 'D';
  if (type == "AT_EnableAlwaysTrig") return 'A';
  return type == "AT_EnableReplicaTrig" ? 'R' : 'O';
}

void set_trigger_state(const Part& part, Binding& binding) {
  const std::string_view type = part.command.str("subtype");
  const bool all = part.column.empty();
  std::vector<ir::Trigger> changed;
  binding.now().for_each([&](const catalog::EntryRef& entry) {
    const auto* trigger = std::get_if<ir::Trigger>(&entry->object);
    if (!trigger || trigger->schema != part.key.schema || trigger->table != part.key.name) return;
    if (all || trigger->name == part.column) changed.push_back(*trigger);
  });
  if (changed.empty() && !all)
    return binding.refuse("trigger \"" + part.column + "\" does not exist");
  if (changed.empty()) return binding.no_effect("no trigger");
  for (ir::Trigger& trigger : changed) {
    trigger.enabled = trigger_state(type);
    binding.emit(ir::Replace{std::move(trigger)});
  }
}

void change_owner(const Part&, Binding& binding) { binding.not_held("owner"); }
void row_security(const Part&, Binding& binding) { binding.not_held("row security flag"); }
void partition(const Part&, Binding& binding) { binding.not_held("partition"); }
void inheritance(const Part&, Binding& binding) { binding.not_held("inheritance"); }

struct Entry {
  std::string_view type;
  int pass;  // PostgreSQL's AlterTablePass: what runs before what, whatever the order of the text
  Bind bind;
};

constexpr Entry kParts[] = {
    {"AT_DropColumn", 0, drop_column},
    {"AT_DropConstraint", 0, drop_constraint},
    {"AT_DropNotNull", 0, drop_not_null},
    {"AT_DropExpression", 0, drop_expression},
    {"AT_DropIdentity", 0, drop_identity},
    {"AT_AlterColumnType", 1, set_type},
    {"AT_AddColumn", 4, add_column},
    {"AT_SetNotNull", 6, set_not_null},
    {"AT_ColumnDefault", 6, set_default},
    {"AT_SetIdentity", 6, set_identity},
    {"AT_AddIdentity", 6, add_identity},
    {"AT_AddConstraint", 7, add_constraint},
    {"AT_SetStatistics", 9, set_attributes},
    {"AT_SetOptions", 9, set_attributes},
    {"AT_ResetOptions", 9, set_attributes},
    {"AT_SetStorage", 9, set_attributes},
    {"AT_SetCompression", 9, set_attributes},
    {"AT_AlterConstraint", 9, alter_constraint},
    {"AT_ValidateConstraint", 9, validate_constraint},
    {"AT_ChangeOwner", 9, change_owner},
    {"AT_SetLogged", 9, set_logged},
    {"AT_SetUnLogged", 9, set_logged},
    {"AT_SetRelOptions", 9, set_options},
    {"AT_ResetRelOptions", 9, set_options},
    {"AT_EnableTrig", 9, set_trigger_state},
    {"AT_EnableAlwaysTrig", 9, set_trigger_state},
    {"AT_EnableReplicaTrig", 9, set_trigger_state},
    {"AT_DisableTrig", 9, set_trigger_state},
    {"AT_EnableTrigAll", 9, set_trigger_state},
    {"AT_EnableTrigUser", 9, set_trigger_state},
    {"AT_DisableTrigAll", 9, set_trigger_state},
    {"AT_DisableTrigUser", 9, set_trigger_state},
    {"AT_EnableRowSecurity", 9, row_security},
    {"AT_DisableRowSecurity", 9, row_security},
    {"AT_ForceRowSecurity", 9, row_security},
    {"AT_NoForceRowSecurity", 9, row_security},
    {"AT_AttachPartition", 9, partition},
    {"AT_DetachPartition", 9, partition},
    {"AT_AddInherit", 9, inheritance},
    {"AT_DropInherit", 9, inheritance},
};

struct Planned {
  Part part;
  const Entry* entry;
};

}  // namespace

void bind_alter_table(const sql::Node& statement, Binding& binding) {
  const sql::Node range = statement["relation"];
  const std::optional<ir::Key> key = binding.relation(range);
  if (!key) {
    if (statement.flag("missing_ok")) return binding.no_effect("no relation " + spelled(range));
    return binding.refuse("relation \"" + spelled(range) + "\" does not exist");
  }
  std::vector<Planned> plan;
  for (const sql::Node& command : statement.list("cmds")) {
    const auto entry = std::ranges::find(kParts, command.str("subtype"), &Entry::type);
    if (entry == std::end(kParts)) {
      return binding.refuse("ALTER TABLE " + std::string(command.str("subtype").substr(3)) +
                            " is not read yet");
    }
    const bool cascades = command.str("behavior") == "DROP_CASCADE";
    plan.push_back({{*key, command, std::string(command.str("name")), cascades}, entry});
  }
  std::ranges::stable_sort(plan, {}, [](const Planned& p) { return p.entry->pass; });
  for (const Planned& planned : plan) {
    planned.entry->bind(planned.part, binding);
    if (binding.refused()) return;
  }
}

}  // namespace pggit::bind
