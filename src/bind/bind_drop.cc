// DROP of every kind: what CASCADE takes along is predicted and listed, innermost first.
#include <algorithm>
#include <ranges>

#include "bind/foreign.h"
#include "bind/kinds.h"
#include "bind/routine_name.h"
#include "bind/table_parts.h"
#include "catalog/dependencies.h"
#include "catalog/partitions.h"
#include "catalog/parts.h"

namespace pggit::bind {
namespace {

using catalog::Dependent;

struct Target {
  ir::Key key;
  std::string spelled;
};

// Of a trigger, rule or policy.
std::optional<ir::Key> part_key(std::vector<sql::Node> list, ir::Kind kind,
                                const Binding& binding) {
  const std::string name(list.back().text());
  list.pop_back();
  const std::optional<ir::Key> table = binding.relation(list);
  if (!table) return std::nullopt;
  ir::Key key{kind, table->schema, table->name, name};
  return binding.now().find(key) ? std::optional(key) : std::nullopt;
}

RoutineKind routine_kind(std::string_view type) {
  if (type == "OBJECT_ROUTINE") return RoutineKind::Any;
  if (type == "OBJECT_AGGREGATE") return RoutineKind::Aggregate;
  return type == "OBJECT_FUNCTION" ? RoutineKind::Function : RoutineKind::Procedure;
}

bool is_routine(std::string_view type) {
  return type == "OBJECT_FUNCTION" || type == "OBJECT_PROCEDURE" || type == "OBJECT_ROUTINE" ||
         type == "OBJECT_AGGREGATE";
}

std::optional<ir::Key> key_of(const sql::Node& object, std::string_view type,
                              const Binding& binding) {
  if (type == "OBJECT_SCHEMA") {
    ir::Key key{ir::Kind::Schema, "", std::string(object.text()), ""};
    return binding.now().find(key) ? std::optional(key) : std::nullopt;
  }
  if (type == "OBJECT_TYPE" || type == "OBJECT_DOMAIN")
    return binding.names().resolve_type_name(object.list("names"));
  if (is_routine(type)) return binding.names().resolve_function(object, routine_kind(type));
  if (type == "OBJECT_OPERATOR") return operator_named(object, binding.names());
  if (type == "OBJECT_CAST") {
    const ir::Key key = cast_key(object.items(), binding.names());
    return binding.now().find(key) ? std::optional(key) : std::nullopt;
  }
  if (type == "OBJECT_TRIGGER") return part_key(object.items(), ir::Kind::Trigger, binding);
  if (type == "OBJECT_POLICY") return part_key(object.items(), ir::Kind::Policy, binding);
  if (type == "OBJECT_RULE") return part_key(object.items(), ir::Kind::Rule, binding);
  if (const auto kind = named_kind(type)) return named(*kind, object.items(), binding);
  if (type == "OBJECT_PUBLICATION") return publication_named(object, binding);
  if (type == "OBJECT_FDW" || type == "OBJECT_FOREIGN_SERVER")
    return foreign_named(type, object, binding);
  return binding.relation(object.items());
}

std::string spelled_object(const sql::Node& object) {
  if (object.is("ObjectWithArgs")) return spelled(object.list("objname"));
  if (object.is("TypeName")) return spelled(object.list("names"));
  return object.is("List") ? spelled(object.items()) : std::string(object.text());
}

bool is_held(std::string_view type) {
  for (const char* held :
       {"OBJECT_TABLE",        "OBJECT_VIEW",        "OBJECT_INDEX",     "OBJECT_SEQUENCE",
        "OBJECT_TYPE",         "OBJECT_FUNCTION",    "OBJECT_PROCEDURE", "OBJECT_ROUTINE",
        "OBJECT_SCHEMA",       "OBJECT_TRIGGER",     "OBJECT_POLICY",    "OBJECT_DOMAIN",
        "OBJECT_MATVIEW",      "OBJECT_RULE",        "OBJECT_AGGREGATE", "OBJECT_OPERATOR",
        "OBJECT_CAST",         "OBJECT_PUBLICATION", "OBJECT_FDW",       "OBJECT_FOREIGN_SERVER",
        "OBJECT_FOREIGN_TABLE"}) {
    if (type == held) return true;
  }
  return named_kind(type).has_value();
}

// A part of it, or of a partition that goes with it.
bool belongs_to(const Dependent& dependent, const std::vector<Target>& targets,
                const Binding& binding) {
  std::vector<ir::Key> owners = catalog::partitioned_above(binding.now(), dependent.key);
  owners.push_back(dependent.key);
  return std::ranges::any_of(
      targets, [&](const Target& t) { return std::ranges::find(owners, t.key) != owners.end(); });
}

// What a child or a partition had from its parent may have gone with that one's.
bool is_gone(const Dependent& dependent, const Binding& binding) {
  const ir::Table* table = binding.get<ir::Table>(dependent.key);
  if (!table || (table->inherits.empty() && !table->partition_of)) return false;
  const auto is_it = [&](const auto& part) { return part.name == dependent.name; };
  return dependent.part == Dependent::Part::Constraint
             ? std::ranges::none_of(table->constraints, is_it)
             : std::ranges::none_of(table->columns, is_it);
}

void drop_dependent(const Dependent& dependent, Binding& binding) {
  if (dependent.part != Dependent::Part::Object && is_gone(dependent, binding)) return;
  switch (dependent.part) {
    case Dependent::Part::Object:
      if (binding.now().find(dependent.key)) binding.emit(ir::Drop{dependent.key});
      return;
    case Dependent::Part::Constraint:
      return binding.emit(ir::DropConstraint{dependent.key, dependent.name});
    case Dependent::Part::Default:
      return binding.emit(ir::SetDefault{dependent.key, dependent.name, std::nullopt});
    case Dependent::Part::Column:
      return binding.emit(ir::DropColumn{dependent.key, dependent.name});
  }
}

// Everything in a schema, for DROP SCHEMA ... CASCADE.
std::vector<ir::Key> members(const catalog::Catalog& catalog, const std::string& schema) {
  std::vector<ir::Key> keys;
  catalog.for_each([&](const catalog::EntryRef& entry) {
    const bool is_member =
        entry->key.kind != ir::Kind::DefaultGrants && entry->key.kind != ir::Kind::PublishedSchema;
    if (is_member && entry->key.schema == schema) keys.push_back(entry->key);
  });
  return keys;
}

// What goes with an operator or cast that a text may use is not known; refuses then.
bool is_hidden_in_texts(const ir::Key& key, Binding& binding) {
  const bool is_hidden = key.kind == ir::Kind::Operator || key.kind == ir::Kind::Cast;
  if (!is_hidden || !may_be_used(key, binding.now())) return false;
  binding.refuse("a text may use " + ir::to_text(key));
  return true;
}

void drop_one(const Target& target, const std::vector<Target>& targets, bool cascades,
              Binding& binding) {
  if (!binding.now().find(target.key)) return;  // went along with an earlier one
  if (is_meant_by_chance(target.key, binding.now()))
    return binding.refuse(ir::to_text(target.key) + " is one of several that a text may mean");
  if (cascades && is_hidden_in_texts(target.key, binding)) return;
  for (const Dependent& dependent : catalog::cascade(binding.now(), {target.key, ""})) {
    if (is_hidden_in_texts(dependent.key, binding)) return;
    if (!cascades && !belongs_to(dependent, targets, binding)) {
      return binding.refuse("cannot drop " + ir::to_text(target.key) +
                            " because other objects depend on it");
    }
    drop_dependent(dependent, binding);
    if (binding.refused()) return;
  }
  std::vector<ir::Key> partitions = catalog::partitions_below(binding.now(), target.key);
  for (const ir::Key& partition : partitions | std::views::reverse) {
    if (binding.now().find(partition)) binding.emit(ir::Drop{partition});
  }
  if (binding.now().find(target.key)) binding.emit(ir::Drop{target.key});
}

bool holds_extension(const catalog::Catalog& catalog, const std::string& schema) {
  bool holds = false;
  catalog.for_each([&](const catalog::EntryRef& entry) {
    const auto* extension = std::get_if<ir::Extension>(&entry->object);
    holds = holds || (extension && extension->in_schema == schema);
  });
  return holds;
}

void drop_schema(const Target& target, bool cascades, Binding& binding) {
  if (holds_extension(binding.now(), target.key.name))
    return binding.refuse("what goes with the extension in schema " + target.key.name +
                          " is not known");
  for (const ir::Key& key : members(binding.now(), target.key.name)) {
    if (!cascades) {
      return binding.refuse("cannot drop schema " + target.key.name +
                            " because other objects depend on it");
    }
    drop_one({key, ""}, {}, true, binding);
  }
  binding.emit(ir::Drop{target.key});
}

// Whether a foreign key of some table rests on these columns of the table.
bool rests_on(const ir::Constraint& foreign, const ir::Key& table, const ir::Constraint& key) {
  return catalog::refers_to(foreign, table) &&
         std::ranges::is_permutation(foreign.foreign->columns, key.columns);
}

std::vector<Dependent> foreign_keys_on(const catalog::Catalog& catalog, const ir::Key& table,
                                       const ir::Constraint& key) {
  std::vector<Dependent> found;
  for (const Dependent& dependent : catalog::dependents(catalog, {table, ""})) {
    const ir::Table* other = catalog.get<ir::Table>(dependent.key);
    if (!other || dependent.part != Dependent::Part::Constraint) continue;
    const auto at = std::ranges::find(other->constraints, dependent.name, &ir::Constraint::name);
    if (at != other->constraints.end() && rests_on(*at, table, key)) found.push_back(dependent);
  }
  return found;
}

bool is_key(const ir::Constraint& constraint) {
  return constraint.kind == ir::ConstraintKind::Primary ||
         constraint.kind == ir::ConstraintKind::Unique;
}

// A part of a relation is named behind it.
bool drops_part_of_temporary(std::string_view type, std::vector<sql::Node> name,
                             const Binding& binding) {
  const bool is_part = type == "OBJECT_TRIGGER" || type == "OBJECT_RULE" || type == "OBJECT_POLICY";
  if (!is_part || name.size() < 2) return false;
  name.pop_back();
  return binding.is_temporary(name);
}

bool drops_temporary(std::string_view type, const sql::Node& object, Binding& binding) {
  // Calls of a function that was dropped fail by themselves: its code may stay known.
  if (object.is("ObjectWithArgs") && binding.is_temporary(object.list("objname"))) {
    binding.no_effect("a temporary function is dropped");
    return true;
  }
  if (!object.is("List") || named_kind(type)) return false;
  if (drops_part_of_temporary(type, object.items(), binding)) {
    binding.no_effect("a part of a temporary relation is dropped");
    return true;
  }
  if (!binding.is_temporary(object.items())) return false;
  std::erase(binding.session().temporary, object.items().back().text());
  binding.no_effect("a temporary relation is dropped");
  return true;
}

}  // namespace

namespace {

// A view that groups by a primary key may stand on that key: only the server knows.
const ir::Key* grouping_view(const catalog::Catalog& catalog, const std::vector<Dependent>& users) {
  for (const Dependent& user : users) {
    const ir::View* view = catalog.get<ir::View>(user.key);
    const auto* filled = catalog.get<ir::MaterializedView>(user.key);
    if (!view && !filled) continue;
    const ir::Expression& query = view ? view->query : filled->query;
    if (query.sql().find("GROUP BY") != std::string::npos) return &user.key;
  }
  return nullptr;
}

}  // namespace

void drop_constraint_with_dependents(const ir::Key& table, const std::string& name, bool cascades,
                                     bool only, Binding& binding) {
  const ir::Table* owner = binding.get<ir::Table>(table);
  const auto at = std::ranges::find(owner->constraints, name, &ir::Constraint::name);
  if (at != owner->constraints.end() && at->kind == ir::ConstraintKind::Primary) {
    const std::vector<Dependent> users = catalog::dependents(binding.now(), {table, ""});
    if (const ir::Key* view = grouping_view(binding.now(), users))
      return binding.refuse(ir::to_text(*view) + " may depend on the key by its GROUP BY");
  }
  if (at != owner->constraints.end() && is_key(*at)) {
    for (const Dependent& dependent : foreign_keys_on(binding.now(), table, *at)) {
      if (!cascades)
        return binding.refuse("cannot drop constraint " + name +
                              " because other objects depend on it");
      drop_dependent(dependent, binding);
    }
  }
  binding.emit(ir::DropConstraint{table, name, only});
}

void drop_with_dependents(const ir::Key& table, const std::string& column, bool cascades,
                          Binding& binding) {
  for (const Dependent& dependent : catalog::cascade(binding.now(), {table, column})) {
    if (!cascades) {
      return binding.refuse("cannot drop column " + column + " of " + ir::to_text(table) +
                            " because other objects depend on it");
    }
    drop_dependent(dependent, binding);
  }
}

void drop_all(const std::vector<ir::Key>& keys, bool cascades, Binding& binding) {
  std::vector<Target> targets;
  for (const ir::Key& key : keys) targets.push_back({key, ""});
  for (const Target& target : targets) {
    if (target.key.kind != ir::Kind::Schema) drop_one(target, targets, cascades, binding);
  }
  // What is in a schema still is none of them.
  for (const Target& target : targets) {
    if (target.key.kind == ir::Kind::Schema) drop_schema(target, cascades, binding);
  }
}

void bind_drop(const sql::Node& statement, Binding& binding) {
  const std::string_view type = statement.str("removeType");
  if (type == "OBJECT_EXTENSION") return drop_extensions(statement, binding);
  if (!is_held(type)) return binding.not_held("drop of another kind");
  std::vector<Target> targets;
  for (const sql::Node& object : statement.list("objects")) {
    if (drops_temporary(type, object, binding)) continue;
    const std::optional<ir::Key> key = key_of(object, type, binding);
    const auto* function = key ? binding.get<ir::Function>(*key) : nullptr;
    if (function && function->aggregate && type == "OBJECT_FUNCTION")
      return binding.refuse("\"" + key->name + "\" is an aggregate function");
    if (key && !is_named(type, key->kind))
      return binding.refuse("\"" + key->name + "\" is a " + ir::kind_name(key->kind));
    if (key && is_other_table(type, *key, binding))
      return binding.refuse("\"" + key->name + "\" is a table of another kind");
    if (key) {
      targets.push_back({*key, spelled_object(object)});
    } else if (statement.flag("missing_ok")) {
      binding.no_effect("nothing of the name " + spelled_object(object));
    } else {
      return binding.refuse("\"" + spelled_object(object) + "\" does not exist");
    }
  }
  const bool cascades = statement.str("behavior") == "DROP_CASCADE";
  for (const Target& target : targets) {
    if (type == "OBJECT_SCHEMA") {
      drop_schema(target, cascades, binding);
    } else {
      drop_one(target, targets, cascades, binding);
    }
  }
}

}  // namespace pggit::bind
