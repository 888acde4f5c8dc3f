// ALTER DEFAULT PRIVILEGES. Source of the rules: ExecAlterDefaultPrivilegesStmt and SetDefaultACL in aclchk.c.
#include <algorithm>

#include "bind/binding.h"
#include "bind/grant_request.h"
#include "bind/roles.h"
#include "catalog/access.h"

namespace pggit::bind {
namespace {

struct Scope {
  std::vector<std::string> roles;    // as owners
  std::vector<std::string> schemas;  // "": everywhere
};

Scope scope_of(const sql::Node& statement, const Session& session) {
  Scope scope;
  for (const sql::Node& option : statement.list("options")) {
    for (const sql::Node& item : option["arg"].items()) {
      if (option.str("defname") == "schemas") scope.schemas.emplace_back(item.text());
      if (option.str("defname") == "roles") scope.roles.push_back(bind_owner_role(item, session));
    }
  }
  if (scope.roles.empty()) scope.roles = {session.role};
  if (scope.schemas.empty()) scope.schemas = {""};
  return scope;
}

char letter_of(std::string_view type) {
  if (type == "OBJECT_TABLE") return 'r';
  if (type == "OBJECT_SEQUENCE") return 'S';
  if (type == "OBJECT_FUNCTION" || type == "OBJECT_ROUTINE" || type == "OBJECT_PROCEDURE")
    return 'f';
  if (type == "OBJECT_TYPE") return 'T';
  return type == "OBJECT_SCHEMA" ? 'n' : '\0';
}

// Whether it changes anything.
bool change(const ir::Key& key, const GrantRequest& request, Binding& binding) {
  const std::string_view all = ir::all_privileges(key);
  const std::string letters = request.all ? std::string(all) : request.privileges;
  const bool fits = std::ranges::all_of(
      letters, [&](char letter) { return all.find(letter) != std::string_view::npos; });
  if (!fits) binding.refuse("invalid privilege type for " + ir::to_text(key));
  if (!key.schema.empty() && !binding.now().find({ir::Kind::Schema, "", key.schema, ""}))
    binding.refuse("schema \"" + key.schema + "\" does not exist");
  if (binding.refused()) return false;
  const ir::Grants before = catalog::default_privileges(binding.now(), key);
  const auto acl = request.applied_to(ir::spelled_out(before, key), letters, key.name);
  if (!acl) {
    binding.refuse(acl.error().message);
    return false;
  }
  ir::Grants after = ir::stored(*acl, key);
  if (after == before) return false;
  binding.emit(ir::SetGrants{key, "", before, std::move(after), key.name});
  return true;
}

}  // namespace

void bind_alter_default_privileges(const sql::Node& statement, Binding& binding) {
  const sql::Node grant = statement["action"];
  const char letter = letter_of(grant.str("objtype"));
  if (!letter) return binding.not_held("default privileges of another kind");
  const std::optional<GrantRequest> request = grant_request(grant, binding);
  if (!request) return;
  const Scope scope = scope_of(statement, binding.session());
  bool changed = false;
  for (const std::string& role : scope.roles) {
    for (const std::string& schema : scope.schemas) {
      if (!schema.empty() && letter == 'n')
        return binding.refuse("cannot use IN SCHEMA clause when using GRANT/REVOKE ON SCHEMAS");
      const ir::Key key{ir::Kind::DefaultGrants, schema, role, std::string(1, letter)};
      changed = change(key, *request, binding) || changed;
    }
  }
  if (!changed && !binding.refused()) binding.no_effect("nothing of it is new");
}

}  // namespace pggit::bind
