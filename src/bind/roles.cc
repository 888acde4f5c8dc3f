#include "bind/roles.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "syntax/sql/lexer.h"

namespace pggit::bind {
namespace {

// Statements with a RoleSpec somewhere. Others may be long, and are not walked through.
constexpr std::string_view kNamesRoles[] = {"AlterDefaultPrivilegesStmt",
                                            "AlterOwnerStmt",
                                            "AlterPolicyStmt",
                                            "AlterTableStmt",
                                            "CreatePolicyStmt",
                                            "CreateSchemaStmt",
                                            "CreateUserMappingStmt",
                                            "DropOwnedStmt",
                                            "GrantStmt",
                                            "ReassignOwnedStmt"};

// As PostgreSQL stores it.
std::string stored_name(std::string_view token) {
  if (!token.starts_with('"')) return base::to_lower(token);
  std::string name(token.substr(1));
  if (name.ends_with('"')) name.pop_back();
  return name;
}

void add_roles(const sql::Node& node, std::vector<std::string>& roles) {
  if (node.str("roletype") == "ROLESPEC_CSTRING") roles.emplace_back(node.str("rolename"));
  for (const sql::Node& child : node.children()) add_roles(child, roles);
}

void add_made_roles(std::string_view code, std::vector<std::string>& roles) {
  syntax::sql::Lexer lexer(code, true);
  std::string before;
  std::string last;
  while (!lexer.at_end()) {
    const std::size_t at = lexer.at();
    if (syntax::sql::is_space(lexer.peek())) {
      lexer.skip_spaces();
      continue;
    }
    lexer.skip_token();
    const std::string_view token = code.substr(at, lexer.at() - at);
    const bool is_role = last == "role" || last == "user" || last == "group";
    if (before == "create" && is_role) roles.push_back(stored_name(token));
    if (token.starts_with('\'')) add_made_roles(token.substr(1), roles);
    before = std::exchange(last, base::to_lower(token));
  }
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
  if (statement.is("DoStmt")) {
    for (const sql::Node& option : statement.list("args")) {
      if (option.str("defname") == "as") add_made_roles(option["arg"].text(), roles);
    }
  }
  if (std::ranges::find(kNamesRoles, statement.kind()) != std::end(kNamesRoles))
    add_roles(statement, roles);
  return roles;
}

}  // namespace pggit::bind
