#include "bind/bind_policy.h"

#include <algorithm>

#include "bind/expression.h"
#include "bind/roles.h"

namespace pggit::bind {
namespace {

char command_of(std::string_view name) {
  if (name == "select") return 'r';
  if (name == "insert") return 'a';
  if (name == "update") return 'w';
  return name == "delete" ? 'd' : '*';
}

// None: PUBLIC, which makes every other one needless.
std::vector<std::string> roles_of(const sql::Node& statement, const Session& session) {
  std::vector<std::string> roles;
  for (const sql::Node& role : statement.list("roles")) {
    roles.push_back(bind_role(role, session));
    if (roles.back() == ir::kPublic) return {};
  }
  std::ranges::sort(roles);
  return roles;
}

// Columns stand with their table's name: a subquery may have columns of the same names.
void set_expressions(const sql::Node& statement, const ir::Key& table, Binding& binding,
                     ir::Policy& policy) {
  Scope scope;
  scope.items.push_back(range_of(binding.names(), table, table.name, true));
  if (const sql::Node qual = statement["qual"])
    policy.using_expression = bind_expression(qual, binding.names(), scope);
  if (const sql::Node check = statement["with_check"])
    policy.with_check = bind_expression(check, binding.names(), scope);
  if (policy.with_check && (policy.command == 'r' || policy.command == 'd'))
    binding.refuse("WITH CHECK cannot be applied to SELECT or DELETE");
  if (policy.using_expression && policy.command == 'a')
    binding.refuse("only WITH CHECK expression allowed for INSERT");
}

}  // namespace

void bind_create_policy(const sql::Node& statement, Binding& binding) {
  const ir::Table* table = binding.table_or_refuse(statement["table"]);
  if (!table) return;
  ir::Policy policy;
  policy.schema = table->schema;
  policy.table = table->name;
  policy.name = statement.str("policy_name");
  policy.permissive = statement.flag("permissive");
  policy.command = command_of(statement.str("cmd_name"));
  policy.roles = roles_of(statement, binding.session());
  set_expressions(statement, table->key(), binding, policy);
  binding.emit(ir::Create{std::move(policy)});
}

void bind_alter_policy(const sql::Node& statement, Binding& binding) {
  const ir::Table* table = binding.table_or_refuse(statement["table"]);
  if (!table) return;
  const ir::Key key{ir::Kind::Policy, table->schema, table->name,
                    std::string(statement.str("policy_name"))};
  const auto* before = binding.get<ir::Policy>(key);
  if (!before) return binding.refuse(ir::to_text(key) + " does not exist");
  ir::Policy policy = *before;
  if (!statement.list("roles").empty()) policy.roles = roles_of(statement, binding.session());
  set_expressions(statement, table->key(), binding, policy);
  binding.emit(ir::Replace{std::move(policy)});
}

}  // namespace pggit::bind
