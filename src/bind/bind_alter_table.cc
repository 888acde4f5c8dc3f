// ALTER TABLE, and what else PostgreSQL runs through AlterTableStmt: views, indexes, sequences.
#include <algorithm>

#include "bind/alter_table.h"
#include "bind/foreign.h"
#include "bind/inheritance.h"
#include "bind/kinds.h"
#include "bind/options.h"
#include "bind/partitions.h"
#include "bind/type_name.h"
#include "catalog/index_marks.h"

namespace pggit::bind {
namespace {

void set_logged(const Part& part, Binding& binding) {
  const auto* table = binding.get<ir::Table>(part.key);
  if (table && table->partition_by)
    return binding.emit(ir::NoEffect{"a partitioned table keeps no rows to be logged"});
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
  const std::vector<sql::Node> list = part.command["def"].items();
  const bool sets = part.command.str("subtype") == "AT_SetRelOptions";
  const ir::Options* options = nullptr;
  if (const auto* table = binding.get<ir::Table>(part.key)) options = &table->options;
  if (const auto* view = binding.get<ir::MaterializedView>(part.key)) options = &view->options;
  if (!options) return binding.refuse("options of this kind of relation are not held yet");
  binding.emit(ir::SetTableOptions{
      part.key, sets ? merged_options(*options, list) : without_options(*options, list)});
}

char trigger_state(std::string_view type) {
  if (type.starts_with("AT_DisableTrig")) return 'D';
  if (type == "AT_EnableAlwaysTrig") return 'A';
  return type == "AT_EnableReplicaTrig" ? 'R' : 'O';
}

void set_trigger_state(const Part& part, Binding& binding) {
  const std::string_view type = part.command.str("subtype");
  const bool all = part.column.empty();
  std::vector<ir::Key> changed;
  binding.now().for_each([&](const catalog::EntryRef& entry) {
    const auto* trigger = std::get_if<ir::Trigger>(&entry->object);
    if (!trigger || trigger->schema != part.key.schema || trigger->table != part.key.name) return;
    if (all || trigger->name == part.column) changed.push_back(entry->key);
  });
  if (changed.empty() && !all)
    return binding.refuse("trigger \"" + part.column + "\" does not exist");
  if (changed.empty()) return binding.no_effect("no trigger");
  for (const ir::Key& trigger : changed)
    binding.emit(ir::SetTriggerState{trigger, trigger_state(type), part.only});
}

void cluster_on(const Part& part, Binding& binding) {
  const bool none = part.command.str("subtype") == "AT_DropCluster";
  mark_clustered(part.key, none ? "" : part.column, binding);
}

void replica_identity(const Part& part, Binding& binding) {
  const sql::Node def = part.command["def"];
  const std::string index(def.str("name"));
  const char kind = def.str("identity_type").front();
  const ir::Table* table = binding.get<ir::Table>(part.key);
  if (!table) return binding.refuse("\"" + part.key.name + "\" is not a table");
  // The index says that it is the one; its table says 'd' then.
  const ir::SetReplicaIdentity op{part.key, kind == 'i' ? 'd' : kind, index};
  if (op.identity == table->replica_identity &&
      index == catalog::replica_index(binding.now(), part.key))
    return binding.no_effect("it is marked so already");
  binding.emit(op);
}

bool is_column_of(const ir::Column& column, const ir::ViewColumn& attribute) {
  return column.name == attribute.name && column.type == attribute.type &&
         column.collation == attribute.collation;
}

// OF, NOT OF.
void set_of_type(const Part& part, Binding& binding) {
  const ir::Table* table = binding.get<ir::Table>(part.key);
  if (!table) return binding.refuse("\"" + part.key.name + "\" is not a table");
  if (part.command.str("subtype") == "AT_DropOf") {
    if (!table->of_type.is_known())
      return binding.refuse("\"" + table->name + "\" is not a typed table");
    return binding.emit(ir::SetOfType{part.key, {}});
  }
  const ir::TypeName name = bind_type(part.command["def"], binding.names());
  const auto* type = binding.get<ir::Composite>({ir::Kind::Composite, name.schema, name.name, ""});
  if (!type) return binding.refuse("type " + name.sql() + " is not a composite type");
  if (!table->inherits.empty()) return binding.refuse("typed tables cannot inherit");
  if (!std::ranges::equal(table->columns, type->attributes, is_column_of))
    return binding.refuse("table \"" + table->name + "\" has other columns than type " +
                          name.sql());
  binding.emit(ir::SetOfType{part.key, name});
}

void change_owner(const Part& part, Binding& binding) {
  set_owner(part.key, part.command["newowner"], binding);
}
void without_oids(const Part&, Binding& binding) { binding.no_effect("tables have no OIDs"); }
void row_security(const Part& part, Binding& binding) {
  const ir::Table* table = binding.get<ir::Table>(part.key);
  if (!table) return binding.refuse("row security is of tables");
  const std::string_view type = part.command.str("subtype");
  ir::SetRowSecurity op{part.key, {}, {}};
  if (type == "AT_EnableRowSecurity" || type == "AT_DisableRowSecurity")
    op.enabled = type == "AT_EnableRowSecurity";
  else
    op.forced = type == "AT_ForceRowSecurity";
  binding.emit(std::move(op));
}

struct Entry {
  std::string_view type;
  Pass pass;
  void (*bind)(const Part&, Binding&);
};

constexpr Entry kParts[] = {
    {"AT_DropColumn", Pass::Drop, alter_drop_column},
    {"AT_DropConstraint", Pass::Drop, alter_drop_constraint},
    {"AT_DropNotNull", Pass::Drop, alter_drop_not_null},
    {"AT_DropExpression", Pass::Drop, alter_drop_expression},
    {"AT_DropIdentity", Pass::Drop, alter_drop_identity},
    {"AT_AlterColumnType", Pass::Type, alter_set_type},
    {"AT_AddColumn", Pass::AddColumn, alter_add_column},
    {"AT_SetExpression", Pass::SetExpression, alter_set_expression},
    {"AT_SetNotNull", Pass::ColumnAttributes, alter_set_not_null},
    {"AT_SetIdentity", Pass::ColumnAttributes, alter_set_identity},
    {"AT_AddConstraint", Pass::ColumnAttributes, alter_add_constraint},
    {"AT_AddIdentity", Pass::Others, alter_add_identity},
    {"AT_ColumnDefault", Pass::Others, alter_set_default},
    {"AT_SetStatistics", Pass::Rest, alter_set_attributes},
    {"AT_SetOptions", Pass::Rest, alter_set_attributes},
    {"AT_ResetOptions", Pass::Rest, alter_set_attributes},
    {"AT_SetStorage", Pass::Rest, alter_set_attributes},
    {"AT_SetCompression", Pass::Rest, alter_set_attributes},
    {"AT_AlterConstraint", Pass::Rest, alter_alter_constraint},
    {"AT_ValidateConstraint", Pass::Rest, alter_validate_constraint},
    {"AT_ChangeOwner", Pass::Rest, change_owner},
    {"AT_GenericOptions", Pass::Rest, alter_foreign_options},
    {"AT_AlterColumnGenericOptions", Pass::Rest, alter_foreign_options},
    {"AT_DropOids", Pass::Rest, without_oids},
    {"AT_SetLogged", Pass::Rest, set_logged},
    {"AT_SetUnLogged", Pass::Rest, set_logged},
    {"AT_SetRelOptions", Pass::Rest, set_options},
    {"AT_ResetRelOptions", Pass::Rest, set_options},
    {"AT_ClusterOn", Pass::Rest, cluster_on},
    {"AT_DropCluster", Pass::Rest, cluster_on},
    {"AT_ReplicaIdentity", Pass::Rest, replica_identity},
    {"AT_EnableTrig", Pass::Rest, set_trigger_state},
    {"AT_EnableAlwaysTrig", Pass::Rest, set_trigger_state},
    {"AT_EnableReplicaTrig", Pass::Rest, set_trigger_state},
    {"AT_DisableTrig", Pass::Rest, set_trigger_state},
    {"AT_EnableTrigAll", Pass::Rest, set_trigger_state},
    {"AT_EnableTrigUser", Pass::Rest, set_trigger_state},
    {"AT_DisableTrigAll", Pass::Rest, set_trigger_state},
    {"AT_DisableTrigUser", Pass::Rest, set_trigger_state},
    {"AT_EnableRule", Pass::Rest, alter_rule_state},
    {"AT_EnableAlwaysRule", Pass::Rest, alter_rule_state},
    {"AT_EnableReplicaRule", Pass::Rest, alter_rule_state},
    {"AT_DisableRule", Pass::Rest, alter_rule_state},
    {"AT_EnableRowSecurity", Pass::Rest, row_security},
    {"AT_DisableRowSecurity", Pass::Rest, row_security},
    {"AT_ForceRowSecurity", Pass::Rest, row_security},
    {"AT_NoForceRowSecurity", Pass::Rest, row_security},
    {"AT_AttachPartition", Pass::Rest, alter_partition},
    {"AT_DetachPartition", Pass::Rest, alter_partition},
    {"AT_DetachPartitionFinalize", Pass::Rest, alter_partition},
    {"AT_AddOf", Pass::Rest, set_of_type},
    {"AT_DropOf", Pass::Rest, set_of_type},
    {"AT_AddInherit", Pass::Rest, alter_inherit},
    {"AT_DropInherit", Pass::Rest, alter_inherit},
};

bool is_index_of_constraint(const sql::Node& statement, const Binding& binding) {
  const auto [schema, name] = binding.target(statement["relation"]);
  return statement.str("objtype") == "OBJECT_INDEX" &&
         !binding.now().users(catalog::Link::Kind::TakesRelation, schema, name).empty();
}

// DROP DEFAULT runs with the other drops.
Pass pass_of(const Entry& entry, const sql::Node& command) {
  return entry.type == "AT_ColumnDefault" && !command.has("def") ? Pass::Drop : entry.pass;
}

// It does not follow the table in the same statement: its OWNED BY comes after all else (transformAlterTableStmt).
bool is_set_logged_with_new_sequence(const catalog::Catalog& before, const ir::Key& table,
                                     const catalog::Catalog& after) {
  const auto* was = before.get<ir::Table>(table);
  const auto* is = after.get<ir::Table>(table);
  if (!was || !is || was->unlogged == is->unlogged) return false;
  const auto changes = catalog::Catalog::changes(before, after);
  return std::ranges::any_of(changes, [](const catalog::Catalog::Change& change) {
    return change.key.kind == ir::Kind::Sequence && !change.before;
  });
}

}  // namespace

void Passes::run(Binding& binding) {
  while (!steps_.empty() && !binding.refused()) {
    const Step step = std::move(steps_.begin()->second);
    steps_.erase(steps_.begin());
    step(binding);
  }
}

void bind_alter_table(const sql::Node& statement, Binding& binding) {
  if (statement.str("objtype") == "OBJECT_TYPE") return bind_alter_composite(statement, binding);
  const sql::Node range = statement["relation"];
  const std::optional<ir::Key> key = binding.relation(range);
  if (!key && is_index_of_constraint(statement, binding))
    return binding.refuse("ALTER INDEX on the index of a constraint is not read yet");
  if (!key) {
    if (statement.flag("missing_ok")) return binding.no_effect("no relation " + spelled(range));
    return binding.refuse("relation \"" + spelled(range) + "\" does not exist");
  }
  if (!is_named(statement.str("objtype"), key->kind, true))
    return binding.refuse("\"" + spelled(range) + "\" is a " + ir::kind_name(key->kind));
  if (statement.str("objtype") == "OBJECT_FOREIGN_TABLE" &&
      is_other_table("OBJECT_FOREIGN_TABLE", *key, binding))
    return binding.refuse("\"" + spelled(range) + "\" is not a foreign table");
  const bool only = !range.flag("inh");
  Passes passes;
  for (const sql::Node& command : statement.list("cmds")) {
    const auto entry = std::ranges::find(kParts, command.str("subtype"), &Entry::type);
    if (entry == std::end(kParts)) {
      return binding.refuse("ALTER TABLE " + std::string(command.str("subtype").substr(3)) +
                            " is not read yet");
    }
    const bool cascades = command.str("behavior") == "DROP_CASCADE";
    const Part part{*key, command, std::string(command.str("name")), cascades, only, &passes};
    passes.add(pass_of(*entry, command), [part, entry](Binding& b) { entry->bind(part, b); });
  }
  const catalog::Catalog before = binding.now();
  passes.run(binding);
  if (is_set_logged_with_new_sequence(before, *key, binding.now()))
    binding.refuse("a sequence that comes with SET UNLOGGED or SET LOGGED is owned too late");
}

}  // namespace pggit::bind
