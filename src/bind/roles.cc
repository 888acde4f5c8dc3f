#include "bind/roles.h"

#include <algorithm>

namespace pggit::bind {
namespace {

// Statements with a RoleSpec somewhere. Others may be long, and are not walked through.
constexpr std::string_view kNamesRoles[] = {
    "AlterDefaultPrivilegesStmt", "AlterOwnerStmt",   "AlterPolicyStmt", "AlterTableStmt",
    "CreatePolicyStmt",           "CreateSchemaStmt", "GrantStmt",       "ReassignOwnedStmt"};

void add_roles(const sql::Node& node, std::vector<std::string>& roles) {
  if (node.str("roletype") == "ROLESPEC_CSTRING") roles.emplace_back(node.str("rolename"));
  for (const sql::Node& child : node.children()) add_roles(child, roles);
}

bool sets_role(const sql::Node& statement) {
  const std::string_view name = statement.str("name");
  return statement.is("VariableSetStmt") && statement.str("kind") == "VAR_SET_VALUE" &&
         (name == "role" || name == "session_authorization");
}

}  // namespace

std::string bind_role(const sql::Node& spec, const Session& session) {
  const std::string_view type = spec.str("roletype");
  if (type == "ROLESPEC_PUBLIC") return ir::kPublic;
  if (type == "ROLESPEC_SESSION_USER") return ir::kMigrationRole;
  if (type != "ROLESPEC_CSTRING") return session.role.empty() ? ir::kMigrationRole : session.role;
  const std::string name(spec.str("rolename"));
  return name == session.user ? ir::kMigrationRole : name;
}

std::string bind_owner_role(const sql::Node& spec, const Session& session) {
  std::string role = bind_role(spec, session);
  return role == ir::kMigrationRole ? "" : role;
}

std::string as_grantee(const std::string& role, const std::string& owner) {
  return role == (owner.empty() ? ir::kMigrationRole : owner) ? "" : role;
}

std::vector<std::string> named_roles(const sql::Node& statement) {
  std::vector<std::string> roles;
  if (sets_role(statement)) {
    for (const sql::Node& argument : statement.list("args")) {
      const sql::Node value = argument.is("A_Const") ? argument["sval"] : argument;
      roles.emplace_back(value.str("sval"));
    }
  }
  if (std::ranges::find(kNamesRoles, statement.kind()) != std::end(kNamesRoles))
    add_roles(statement, roles);
  return roles;
}

}  // namespace pggit::bind
