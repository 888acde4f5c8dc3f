// Composite and range types, extended statistics, rules, policies and default privileges from nothing.
#include "base/text.h"
#include "ir/multirange.h"
#include "sql/print_parts.h"

namespace pggit::sql {
namespace {

using Statements = std::vector<std::string>;

void add_comment(Statements& out, const std::string& what,
                 const std::optional<std::string>& comment) {
  if (comment) out.push_back("COMMENT ON " + what + " IS " + base::quote_literal(*comment));
}

std::string attribute(const ir::ViewColumn& a) {
  std::string sql = base::quote_ident(a.name) + " " + a.type.sql();
  return a.collation.empty() ? sql : sql + " COLLATE " + a.collation;
}

const char* rule_event(char event) {
  switch (event) {
    case '2':
      return "UPDATE";
    case '3':
      return "INSERT";
    default:
      return "DELETE";
  }
}

std::string rule_actions(const ir::Rule& rule) {
  if (rule.actions.empty()) return "NOTHING";
  Statements actions;
  for (const ir::Expression& action : rule.actions) actions.push_back(action.sql());
  return actions.size() == 1 ? actions.front() : "(" + base::join(actions, "; ") + ")";
}

const char* firing(char enabled) {
  switch (enabled) {
    case 'D':
      return "DISABLE";
    case 'R':
      return "ENABLE REPLICA";
    case 'A':
      return "ENABLE ALWAYS";
    default:
      return "ENABLE";
  }
}

const char* policy_command(char command) {
  switch (command) {
    case 'r':
      return "SELECT";
    case 'a':
      return "INSERT";
    case 'w':
      return "UPDATE";
    case 'd':
      return "DELETE";
    default:
      return "ALL";
  }
}

}  // namespace

std::vector<std::string> create_composite(const ir::Composite& type) {
  const std::string name = base::qualified(type.schema, type.name);
  Statements attributes;
  for (const ir::ViewColumn& a : type.attributes) attributes.push_back(attribute(a));
  Statements out{"CREATE TYPE " + name + " AS (" + base::join(attributes, ", ") + ")"};
  add_comment(out, "TYPE " + name, type.comment);
  for (const ir::ViewColumn& a : type.attributes)
    add_comment(out, "COLUMN " + name + "." + base::quote_ident(a.name), a.comment);
  return out;
}

std::vector<std::string> create_range(const ir::Range& range) {
  const std::string name = base::qualified(range.schema, range.name);
  std::string sql = "CREATE TYPE " + name + " AS RANGE (SUBTYPE = " + range.subtype.sql();
  if (!range.opclass.empty()) sql += ", SUBTYPE_OPCLASS = " + range.opclass;
  if (!range.collation.empty()) sql += ", COLLATION = " + range.collation;
  if (!range.canonical.empty()) sql += ", CANONICAL = " + range.canonical;
  if (!range.subtype_diff.empty()) sql += ", SUBTYPE_DIFF = " + range.subtype_diff;
  const bool is_usual = range.multirange_schema == range.schema &&
                        range.multirange == ir::multirange_name(range.name);
  if (!range.multirange.empty() && !is_usual)
    sql += ", MULTIRANGE_TYPE_NAME = " + base::qualified(range.multirange_schema, range.multirange);
  Statements out{sql + ")"};
  add_comment(out, "TYPE " + name, range.comment);
  return out;
}

std::vector<std::string> create_statistics(const ir::Statistics& statistics) {
  const std::string name = base::qualified(statistics.schema, statistics.name);
  Statements kinds;
  for (const char kind : statistics.kinds)
    kinds.push_back(kind == 'd' ? "ndistinct" : kind == 'f' ? "dependencies" : "mcv");
  Statements on;
  for (const std::string& column : statistics.columns) on.push_back(base::quote_ident(column));
  for (const ir::Expression& e : statistics.expressions) on.push_back("(" + e.sql() + ")");
  // A single expression takes no list of kinds.
  Statements out{"CREATE STATISTICS " + name +
                 (kinds.empty() ? "" : " (" + base::join(kinds, ", ") + ")") + " ON " +
                 base::join(on, ", ") + " FROM " +
                 base::qualified(statistics.table_schema, statistics.table)};
  if (statistics.target)
    out.push_back("ALTER STATISTICS " + name + " SET STATISTICS " +
                  std::to_string(*statistics.target));
  add_comment(out, "STATISTICS " + name, statistics.comment);
  return out;
}

std::vector<std::string> create_rule(const ir::Rule& rule, bool replace) {
  const std::string name = base::quote_ident(rule.name);
  const std::string table = base::qualified(rule.schema, rule.table);
  std::string sql = std::string("CREATE ") + (replace ? "OR REPLACE " : "") + "RULE " + name +
                    " AS ON " + rule_event(rule.event) + " TO " + table;
  if (rule.where) sql += " WHERE (" + rule.where->sql() + ")";
  Statements out{sql + " DO " + (rule.instead ? "INSTEAD " : "ALSO ") + rule_actions(rule)};
  if (replace || rule.enabled != 'O')
    out.push_back("ALTER TABLE " + table + " " + firing(rule.enabled) + " RULE " + name);
  if (!replace) add_comment(out, "RULE " + name + " ON " + table, rule.comment);
  return out;
}

std::string role_list(const std::vector<std::string>& roles) {
  if (roles.empty()) return "PUBLIC";
  Statements names;
  for (const std::string& role : roles) names.push_back(role_name(role));
  return base::join(names, ", ");
}

namespace {

std::string policy_expressions(const ir::Policy& policy) {
  std::string sql;
  if (policy.using_expression) sql += " USING (" + policy.using_expression->sql() + ")";
  if (policy.with_check) sql += " WITH CHECK (" + policy.with_check->sql() + ")";
  return sql;
}

}  // namespace

std::vector<std::string> alter_policy(const ir::Policy& policy) {
  return {"ALTER POLICY " + ir::sql_name(policy.key()) + " TO " + role_list(policy.roles) +
          policy_expressions(policy)};
}

std::vector<std::string> create_policy(const ir::Policy& policy) {
  const std::string on =
      base::quote_ident(policy.name) + " ON " + base::qualified(policy.schema, policy.table);
  std::string sql = "CREATE POLICY " + on + (policy.permissive ? "" : " AS RESTRICTIVE") + " FOR " +
                    policy_command(policy.command) + " TO " + role_list(policy.roles);
  Statements out{sql + policy_expressions(policy)};
  add_comment(out, "POLICY " + on, policy.comment);
  return out;
}

}  // namespace pggit::sql
