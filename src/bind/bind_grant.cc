// GRANT and REVOKE. Source of the rules: ExecuteGrantStmt and what it calls in PostgreSQL's aclchk.c.
#include "bind/bind_grant.h"

#include <algorithm>

#include "bind/binding.h"
#include "bind/foreign.h"
#include "bind/grant_request.h"
#include "bind/roles.h"
#include "catalog/access.h"

namespace pggit::bind {
namespace {

bool is_sequence(const ir::Key& key) { return key.kind == ir::Kind::Sequence; }

// What a key stands for: an object, or the sequence of an identity column.
struct Holder {
  ir::Grants grants;
  std::string owner;
};

std::optional<Holder> holder_of(const ir::Key& key, const Binding& binding) {
  if (const ir::Object* object = binding.now().find(key))
    return Holder{catalog::grants_of(*object, ""), catalog::owner_of(*object)};
  for (const ir::Key& user :
       binding.now().users(catalog::Link::Kind::TakesRelation, key.schema, key.name)) {
    const ir::Object& table = *binding.now().find(user);
    for (const catalog::IdentitySequence& identity : catalog::identity_sequences(table)) {
      if (identity.sequence == key) return Holder{identity.grants, catalog::owner_of(table)};
    }
  }
  return std::nullopt;
}

class Granter {
 public:
  Granter(const GrantRequest& request, Binding& binding) : request_(request), binding_(binding) {}

  void on(const ir::Key& key) {
    const std::optional<Holder> holder = holder_of(key, binding_);
    if (!holder) return binding_.refuse(ir::to_text(key) + " does not exist");
    if (!binding_.session().role.empty() && binding_.session().role != holder->owner)
      return binding_.refuse("what a role that is not the owner grants is not predicted");
    if (ir::all_privileges(key.kind).empty())
      return binding_.refuse("\"" + key.name + "\" is a " + ir::kind_name(key.kind));
    const std::string letters = letters_on(key);
    if (binding_.refused()) return;
    change(key, "", letters, *holder);
    if (!request_.gives) revoke_on_columns(key, letters);
    for (const ColumnPrivileges& part : request_.on_columns) on_columns(key, part);
  }

  bool changed_nothing() const { return !changed_; }

 private:
  // GRANT ... ON TABLE of a sequence passes over what a sequence has not.
  std::string letters_on(const ir::Key& key) {
    const std::string_view all = ir::all_privileges(key.kind);
    if (request_.all) return std::string(all);
    std::string letters;
    for (const char letter : request_.privileges) {
      if (all.find(letter) != std::string_view::npos) {
        letters.push_back(letter);
      } else if (!is_sequence(key) || request_.object_type != "OBJECT_TABLE") {
        binding_.refuse("invalid privilege type for " + ir::to_text(key));
      }
    }
    return letters;
  }

  void change(const ir::Key& key, const std::string& column, const std::string& letters,
              const Holder& holder) {
    if (letters.empty()) return;
    const ir::Object* object = binding_.now().find(key);
    const ir::Grants before = column.empty() ? holder.grants : catalog::grants_of(*object, column);
    const ir::Acl old = column.empty() ? ir::spelled_out(before, key) : before.value_or(ir::Acl{});
    const auto acl = request_.applied_to(old, letters, holder.owner);
    if (!acl) return binding_.refuse(acl.error().message);
    ir::Grants after = column.empty() ? ir::stored(*acl, key) : ir::Grants(ir::in_order(*acl));
    if (!column.empty() && after->empty()) after.reset();
    if (after == before) return;
    changed_ = true;
    binding_.emit(ir::SetGrants{key, column, before, std::move(after), holder.owner});
  }

  // REVOKE on a table takes the same privileges on its columns.
  void revoke_on_columns(const ir::Key& key, const std::string& letters) {
    const ir::Object* object = binding_.now().find(key);
    if (!object) return;
    const Holder holder{std::nullopt, catalog::owner_of(*object)};
    std::string on_column;
    for (const char letter : letters) {
      if (ir::kColumnPrivileges.find(letter) != std::string_view::npos) on_column.push_back(letter);
    }
    for (const std::string& column : catalog::grantable_columns(*object)) {
      if (catalog::grants_of(*binding_.now().find(key), column))
        change(key, column, on_column, holder);
    }
  }

  void on_columns(const ir::Key& key, const ColumnPrivileges& part) {
    const ir::Object* object = binding_.now().find(key);
    const std::vector<std::string> there =
        object ? catalog::grantable_columns(*object) : std::vector<std::string>{};
    for (const char letter : part.privileges) {
      if (ir::kColumnPrivileges.find(letter) == std::string_view::npos)
        return binding_.refuse("invalid privilege type for column");
    }
    for (const std::string& column : part.columns) {
      if (std::ranges::find(there, column) == there.end())
        return binding_.refuse("column \"" + column + "\" of " + ir::to_text(key) +
                               " does not exist");
      change(key, column, part.privileges, {std::nullopt, catalog::owner_of(*object)});
    }
  }

  const GrantRequest& request_;
  Binding& binding_;
  bool changed_ = false;
};

RoutineKind routine_kind(std::string_view type) {
  if (type == "OBJECT_ROUTINE") return RoutineKind::Any;
  return type == "OBJECT_FUNCTION" ? RoutineKind::Function : RoutineKind::Procedure;
}

bool is_routine(std::string_view type) {
  return type == "OBJECT_FUNCTION" || type == "OBJECT_PROCEDURE" || type == "OBJECT_ROUTINE";
}

std::optional<ir::Key> key_of(const sql::Node& object, std::string_view type,
                              const Binding& binding) {
  if (type == "OBJECT_SCHEMA") return ir::Key{ir::Kind::Schema, "", std::string(object.text()), ""};
  if (is_routine(type)) return binding.names().resolve_function(object, routine_kind(type));
  if (type == "OBJECT_TYPE" || type == "OBJECT_DOMAIN")
    return binding.names().resolve_type_name(object.items());
  if (type == "OBJECT_FDW" || type == "OBJECT_FOREIGN_SERVER")
    return foreign_named(type, object, binding);
  std::optional<ir::Key> key = binding.relation(object);
  if (!key) key = hidden_relation(object, ir::Kind::Sequence, binding);
  return key;
}

std::string spelled_object(const sql::Node& object) {
  if (object.is("RangeVar")) return spelled(object);
  if (object.is("ObjectWithArgs")) return spelled(object.list("objname"));
  return object.is("List") ? spelled(object.items()) : std::string(object.text());
}

// Whether GRANT ... ON that kind of objects takes the one that is named; of a table all that is like one.
bool fits(std::string_view type, const ir::Key& key) {
  if (type == "OBJECT_SEQUENCE") return is_sequence(key);
  if (type == "OBJECT_DOMAIN") return key.kind == ir::Kind::Domain;
  return true;
}

void on_named(const sql::Node& statement, std::string_view type, Granter& granter,
              Binding& binding) {
  for (const sql::Node& object : statement.list("objects")) {
    if (object.is("RangeVar") && binding.is_temporary(object)) continue;
    const std::optional<ir::Key> key = key_of(object, type, binding);
    if (!key) return binding.refuse("\"" + spelled_object(object) + "\" does not exist");
    if (!fits(type, *key))
      return binding.refuse("\"" + key->name + "\" is a " + ir::kind_name(key->kind));
    granter.on(*key);
  }
}

// What ALL ... IN SCHEMA means at this point.
std::vector<ir::Key> members(const std::string& schema, std::string_view type,
                             const catalog::Catalog& catalog) {
  std::vector<ir::Key> keys;
  const auto add_all = [&](ir::Kind kind) {
    catalog.for_each_in(kind, schema, [&](const catalog::EntryRef& entry) {
      const auto* function = std::get_if<ir::Function>(&entry->object);
      const bool fits = !function || type == "OBJECT_ROUTINE" ||
                        function->is_procedure == (type == "OBJECT_PROCEDURE");
      if (fits) keys.push_back(entry->key);
    });
  };
  if (is_routine(type)) add_all(ir::Kind::Function);
  if (type == "OBJECT_SEQUENCE") {
    add_all(ir::Kind::Sequence);
    catalog.for_each_in(ir::Kind::Table, schema, [&](const catalog::EntryRef& entry) {
      for (const catalog::IdentitySequence& identity : catalog::identity_sequences(entry->object))
        keys.push_back(identity.sequence);
    });
  }
  if (type == "OBJECT_TABLE") {
    for (const ir::Kind kind : {ir::Kind::Table, ir::Kind::View, ir::Kind::MaterializedView})
      add_all(kind);
  }
  return keys;
}

bool holds_extension(const std::string& schema, const catalog::Catalog& catalog) {
  bool holds = false;
  catalog.for_each_in(ir::Kind::Extension, "", [&](const catalog::EntryRef& entry) {
    holds = holds || std::get<ir::Extension>(entry->object).in_schema == schema;
  });
  return holds;
}

void on_all_in_schemas(const sql::Node& statement, std::string_view type, Granter& granter,
                       Binding& binding) {
  for (const sql::Node& object : statement.list("objects")) {
    const std::string schema(object.text());
    if (!binding.now().find({ir::Kind::Schema, "", schema, ""}))
      return binding.refuse("schema \"" + schema + "\" does not exist");
    if (is_routine(type) && holds_extension(schema, binding.now()))
      return binding.refuse("what is granted on functions of an extension is not held");
    for (const ir::Key& key : members(schema, type, binding.now())) granter.on(key);
  }
}

constexpr std::string_view kHeld[] = {"OBJECT_TABLE",         "OBJECT_SEQUENCE",  "OBJECT_SCHEMA",
                                      "OBJECT_FUNCTION",      "OBJECT_PROCEDURE", "OBJECT_ROUTINE",
                                      "OBJECT_TYPE",          "OBJECT_DOMAIN",    "OBJECT_FDW",
                                      "OBJECT_FOREIGN_SERVER"};

}  // namespace

void revoke_all(const ir::Key& key, const std::string& role, Binding& binding) {
  GrantRequest request;
  request.gives = false;
  request.cascades = true;
  request.all = true;
  request.roles = {role};
  Granter granter(request, binding);
  granter.on(key);
  for (const catalog::IdentitySequence& identity :
       catalog::identity_sequences(*binding.now().find(key)))
    granter.on(identity.sequence);
}

void bind_grant(const sql::Node& statement, Binding& binding) {
  const std::string_view type = statement.str("objtype");
  if (std::ranges::find(kHeld, type) == std::end(kHeld))
    return binding.not_held("grant on another kind");
  const std::optional<GrantRequest> request = grant_request(statement, binding);
  if (!request) return;
  Granter granter(*request, binding);
  if (statement.str("targtype") == "ACL_TARGET_ALL_IN_SCHEMA") {
    on_all_in_schemas(statement, type, granter, binding);
  } else {
    on_named(statement, type, granter, binding);
  }
  if (granter.changed_nothing()) binding.no_effect("nothing of it is new");
}

}  // namespace pggit::bind
