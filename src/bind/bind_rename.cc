// ALTER ... RENAME and ALTER ... SET SCHEMA.
#include "bind/foreign.h"
#include "bind/inheritance.h"
#include "bind/kinds.h"
#include "bind/routine_name.h"
#include "catalog/dependencies.h"

namespace pggit::bind {
namespace {

std::string owner_missing(const sql::Node& range) {
  return "relation \"" + spelled(range) + "\" does not exist";
}

// The key of what a RenameStmt or AlterObjectSchemaStmt names; nothing when it is not there.
std::optional<ir::Key> object_of(const sql::Node& statement, std::string_view type,
                                 const Binding& binding) {
  if (type == "OBJECT_TABLE" || type == "OBJECT_VIEW" || type == "OBJECT_INDEX" ||
      type == "OBJECT_SEQUENCE" || type == "OBJECT_MATVIEW" || type == "OBJECT_FOREIGN_TABLE") {
    return binding.relation(statement["relation"]);
  }
  if (type == "OBJECT_TYPE" || type == "OBJECT_DOMAIN") {
    const sql::Node object = statement["object"];
    return binding.names().resolve_type_name(object.is("List") ? object.items()
                                                               : object.list("names"));
  }
  if (type == "OBJECT_AGGREGATE")
    return binding.names().resolve_function(statement["object"], RoutineKind::Aggregate);
  if (type == "OBJECT_OPERATOR") return operator_named(statement["object"], binding.names());
  if (type == "OBJECT_FUNCTION" || type == "OBJECT_PROCEDURE" || type == "OBJECT_ROUTINE") {
    return binding.names().resolve_function(statement["object"]);
  }
  if (const auto kind = named_kind(type)) return named(*kind, statement["object"].items(), binding);
  if (type == "OBJECT_PUBLICATION") return publication_named(statement["object"], binding);
  if (type == "OBJECT_FDW" || type == "OBJECT_FOREIGN_SERVER")
    return foreign_named(type, statement["object"], binding);
  if (type == "OBJECT_SCHEMA") {
    return ir::Key{ir::Kind::Schema, "", std::string(statement.str("subname")), ""};
  }
  return std::nullopt;
}

bool is_held(std::string_view type) {
  for (const char* held :
       {"OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_INDEX", "OBJECT_SEQUENCE", "OBJECT_TYPE",
        "OBJECT_FUNCTION", "OBJECT_PROCEDURE", "OBJECT_ROUTINE", "OBJECT_SCHEMA", "OBJECT_DOMAIN",
        "OBJECT_MATVIEW", "OBJECT_AGGREGATE", "OBJECT_OPERATOR", "OBJECT_PUBLICATION", "OBJECT_FDW",
        "OBJECT_FOREIGN_SERVER", "OBJECT_FOREIGN_TABLE"}) {
    if (type == held) return true;
  }
  return named_kind(type).has_value();
}

void rename_part(const sql::Node& statement, std::string_view type, Binding& binding) {
  const sql::Node range = statement["relation"];
  const std::optional<ir::Key> owner = binding.relation(range);
  const std::string from(statement.str("subname"));
  const std::string to(statement.str("newname"));
  if (!owner) {
    if (statement.flag("missing_ok")) return binding.no_effect("no relation " + spelled(range));
    return binding.refuse(owner_missing(range));
  }
  const Part part{*owner, statement, from, false, !range.flag("inh")};
  if (type == "OBJECT_COLUMN") {
    if (is_bound_by_family(part, "rename", binding) || is_shared_below(part, "rename", binding))
      return;
    return binding.emit(ir::RenameColumn{*owner, from, to});
  }
  if (type == "OBJECT_TABCONSTRAINT") {
    if (is_constraint_bound_by_family(part, "rename", binding)) return;
    return binding.emit(ir::RenameConstraint{*owner, from, to});
  }
  const ir::Kind kind = type == "OBJECT_POLICY" ? ir::Kind::Policy
                        : type == "OBJECT_RULE" ? ir::Kind::Rule
                                                : ir::Kind::Trigger;
  binding.emit(ir::Rename{{kind, owner->schema, owner->name, from}, to});
}

void rename_domain_constraint(const sql::Node& statement, Binding& binding) {
  const std::optional<ir::Key> key = object_of(statement, "OBJECT_DOMAIN", binding);
  if (!key || key->kind != ir::Kind::Domain)
    return binding.refuse("the domain of the constraint does not exist");
  binding.emit(ir::RenameConstraint{*key, std::string(statement.str("subname")),
                                    std::string(statement.str("newname"))});
}

// Texts keep the schemas of operators as words.
bool holds_used_operator(const ir::Key& schema, const catalog::Catalog& catalog) {
  bool holds = false;
  catalog.for_each_in(ir::Kind::Operator, schema.name, [&](const catalog::EntryRef& entry) {
    holds = holds || may_be_used(entry->key, catalog);
  });
  return holds;
}

}  // namespace

void bind_rename(const sql::Node& statement, Binding& binding) {
  const std::string_view type = statement.str("renameType");
  if (type == "OBJECT_ATTRIBUTE") return rename_attribute(statement, binding);
  if (type == "OBJECT_COLUMN" || type == "OBJECT_TABCONSTRAINT" || type == "OBJECT_TRIGGER" ||
      type == "OBJECT_POLICY" || type == "OBJECT_RULE") {
    return rename_part(statement, type, binding);
  }
  if (type == "OBJECT_DOMCONSTRAINT") return rename_domain_constraint(statement, binding);
  if (!is_held(type)) return binding.not_held("rename of another kind");
  std::optional<ir::Key> key = object_of(statement, type, binding);
  if (!key && type == "OBJECT_INDEX")
    key = hidden_relation(statement["relation"], ir::Kind::Index, binding);
  if (!key && type == "OBJECT_SEQUENCE")
    key = hidden_relation(statement["relation"], ir::Kind::Sequence, binding);
  if (!key) {
    if (statement.flag("missing_ok")) return binding.no_effect("nothing to rename");
    return binding.refuse("what is to be renamed does not exist");
  }
  if (!is_named(type, key->kind, true))
    return binding.refuse("\"" + key->name + "\" is a " + ir::kind_name(key->kind));
  if (type == "OBJECT_FOREIGN_TABLE" && is_other_table(type, *key, binding))
    return binding.refuse("\"" + key->name + "\" is not a foreign table");
  if (catalog::is_meant_by_chance(*key, binding.now()))
    return binding.refuse(ir::to_text(*key) + " is one of several that a text may mean");
  if (key->kind == ir::Kind::Schema && holds_used_operator(*key, binding.now()))
    return binding.refuse("a text may use an operator of schema " + key->name);
  if (key->kind == ir::Kind::Range)
    return binding.refuse("the constructors of a range type keep its old name");
  binding.emit(ir::Rename{*key, std::string(statement.str("newname"))});
}

void bind_set_schema(const sql::Node& statement, Binding& binding) {
  const std::string_view type = statement.str("objectType");
  if (!is_held(type)) return binding.not_held("set schema of another kind");
  const std::optional<ir::Key> key = object_of(statement, type, binding);
  if (!key) {
    if (statement.flag("missing_ok")) return binding.no_effect("nothing to move");
    return binding.refuse("what is to be moved does not exist");
  }
  if (!is_named(type, key->kind, true))
    return binding.refuse("\"" + key->name + "\" is a " + ir::kind_name(key->kind));
  if (type == "OBJECT_FOREIGN_TABLE" && is_other_table(type, *key, binding))
    return binding.refuse("\"" + key->name + "\" is not a foreign table");
  const std::string schema(statement.str("newschema"));
  if (schema != "public" && !binding.now().find({ir::Kind::Schema, "", schema, ""}))
    return binding.refuse("schema \"" + schema + "\" does not exist");
  const ir::Sequence* sequence = binding.get<ir::Sequence>(*key);
  if (sequence && !sequence->owner_table.empty())
    return binding.refuse("cannot move an owned sequence into another schema");
  if (key->schema == schema) return binding.no_effect("it is in schema " + schema + " already");
  if (catalog::is_meant_by_chance(*key, binding.now()))
    return binding.refuse(ir::to_text(*key) + " is one of several that a text may mean");
  if (key->kind == ir::Kind::Operator && may_be_used(*key, binding.now()))
    return binding.refuse("a text may use " + ir::to_text(*key));
  if (key->kind == ir::Kind::Range)
    return binding.refuse("the constructors of a range type stay in its old schema");
  binding.emit(ir::Move{*key, schema});
}

}  // namespace pggit::bind
