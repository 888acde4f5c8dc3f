// CREATE SCHEMA with its elements; SET search_path.
#include <algorithm>

#include "base/text.h"
#include "bind/bind.h"
#include "bind/binding.h"
#include "bind/roles.h"

namespace pggit::bind {
namespace {

std::string constant_text(const sql::Node& node) {
  const sql::Node value = node.is("A_Const") ? node["sval"] : node;
  return std::string(value.str("sval"));
}

std::vector<std::string> path_of(const std::vector<sql::Node>& arguments) {
  std::vector<std::string> path;
  for (const sql::Node& argument : arguments) {
    if (std::string schema = constant_text(argument); !schema.empty()) path.push_back(schema);
  }
  return path;
}

// Sequences first, tables, views, ...: transformCreateSchemaStmtElements.
std::vector<sql::Node> in_order_of_kinds(const std::vector<sql::Node>& elements) {
  std::vector<sql::Node> sorted;
  for (const char* kind :
       {"CreateSeqStmt", "CreateStmt", "ViewStmt", "IndexStmt", "CreateTrigStmt", "GrantStmt"}) {
    std::ranges::copy_if(elements, std::back_inserter(sorted),
                         [&](const sql::Node& element) { return element.is(kind); });
  }
  return sorted;
}

// As flatten_set_variable_args() makes it.
std::string text_of(const sql::Node& set) {
  std::vector<std::string> names;
  for (const sql::Node& argument : set.list("args"))
    names.push_back(base::quote_ident(constant_text(argument)));
  return base::join(names, ", ");
}

}  // namespace

void set_search_path(const std::vector<std::string>& path, bool local, Binding& binding,
                     std::optional<std::string> text) {
  Session& session = binding.session();
  if (!local) session.path_after_commit.reset();
  if (local && !session.path_after_commit) session.path_after_commit = session.search_path;
  session.search_path = path;
  session.path_text = std::move(text);
  binding.emit(ir::SetSearchPath{path, local});
}

void bind_create_schema(const sql::Node& statement, Binding& binding) {
  ir::Schema schema;
  schema.name = statement.str("schemaname");
  if (schema.name.empty()) schema.name = statement["authrole"].str("rolename");
  if (schema.name.empty()) return binding.refuse("the schema is named after the role that runs it");
  if (statement.flag("if_not_exists") && binding.now().find(schema.key())) {
    return binding.no_effect("schema " + schema.name + " is there already");
  }
  const std::string name = schema.name;
  if (const sql::Node role = statement["authrole"])
    schema.owner = bind_owner_role(role, binding.session());
  const std::string owner = schema.owner;
  binding.emit(ir::Create{std::move(schema)});
  // Its elements are made by the owner.
  const std::string maker = binding.session().role;
  if (!owner.empty()) binding.session().role = owner;
  const std::vector<std::string> path = binding.session().search_path;
  binding.session().search_path.insert(binding.session().search_path.begin(), name);
  for (const sql::Node& element : in_order_of_kinds(statement.list("schemaElts")))
    bind_into(element, binding);
  binding.session().search_path = path;
  binding.session().role = maker;
}

namespace {

// What is made from now on belongs to that role.
void set_role(const sql::Node& statement, Binding& binding) {
  Session& session = binding.session();
  const std::vector<std::string> roles = named_roles(statement);
  const bool authorizes = statement.str("name") == "session_authorization";
  const bool names_one = !roles.empty() && roles[0] != "none";
  std::string role = names_one ? roles[0] : authorizes ? "" : session.authorized;
  if (role == session.user) role.clear();
  session.role = std::move(role);
  session.role_is_local = statement.flag("is_local");
  if (authorizes && !session.role_is_local) session.authorized = session.role;
  binding.no_effect("set role");
}

}  // namespace

void bind_set(const sql::Node& statement, Binding& binding) {
  const std::string name = base::to_lower(statement.str("name"));
  const std::string_view kind = statement.str("kind");
  if (name == "role" || name == "session_authorization") return set_role(statement, binding);
  if (name != "search_path" && kind != "VAR_RESET_ALL") {
    return binding.no_effect(name.empty() ? "set" : "set " + name);
  }
  const bool sets = kind == "VAR_SET_VALUE";
  if (kind == "VAR_SET_CURRENT") return binding.no_effect("set search_path");
  const std::vector<std::string> path =
      sets ? path_of(statement.list("args")) : default_search_path();
  const bool local = statement.flag("is_local");
  set_search_path(path, local, binding, sets ? std::optional(text_of(statement)) : std::nullopt);
}

}  // namespace pggit::bind
