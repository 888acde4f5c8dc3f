// CREATE [OR REPLACE] RULE, ENABLE and DISABLE RULE.
// Source of the rules: DefineQueryRewrite and InsertRule in PostgreSQL's rewriteDefine.c.
#include "bind/alter_table.h"
#include "bind/expression.h"
#include "bind/kinds.h"
#include "bind/query.h"

namespace pggit::bind {
namespace {

// As pg_rewrite.ev_type has it; a space for SELECT.
char event_letter(std::string_view event) {
  if (event == "CMD_UPDATE") return '2';
  if (event == "CMD_INSERT") return '3';
  return event == "CMD_DELETE" ? '4' : ' ';
}

char rule_state(std::string_view type) {
  if (type == "AT_DisableRule") return 'D';
  if (type == "AT_EnableAlwaysRule") return 'A';
  return type == "AT_EnableReplicaRule" ? 'R' : 'O';
}

}  // namespace

void bind_rule(const sql::Node& statement, Binding& binding) {
  const sql::Node range = statement["relation"];
  const std::optional<ir::Key> relation = binding.relation(range);
  if (!relation) return binding.refuse("relation \"" + spelled(range) + "\" does not exist");
  ir::Rule rule;
  rule.schema = relation->schema;
  rule.table = relation->name;
  rule.name = statement.str("rulename");
  rule.event = event_letter(statement.str("event"));
  rule.instead = statement.flag("instead");
  if (rule.event == ' ') return binding.refuse("a rule ON SELECT makes a view of a table");
  const Scope scope = Scope::of_trigger(binding.names(), *relation);
  for (const sql::Node& action : statement.list("actions")) {
    auto bound = bind_row_statement(action, binding.names(), scope);
    if (!bound) return binding.refuse(std::move(bound.error()));
    rule.actions.push_back(*std::move(bound));
  }
  if (const sql::Node where = statement["whereClause"])
    rule.where = bind_expression(where, binding.names(), scope);
  const ir::Rule* before = binding.get<ir::Rule>(rule.key());
  if (!before) return binding.emit(ir::Create{std::move(rule)});
  if (!statement.flag("replace"))
    return binding.refuse("rule \"" + rule.name + "\" for relation \"" + spelled(range) +
                          "\" already exists");
  rule.enabled = before->enabled;
  rule.comment = before->comment;
  binding.emit(ir::Replace{std::move(rule)});
}

void alter_rule_state(const Part& part, Binding& binding) {
  const ir::Rule* found =
      binding.get<ir::Rule>({ir::Kind::Rule, part.key.schema, part.key.name, part.column});
  if (!found)
    return binding.refuse("rule \"" + part.column + "\" for relation \"" + part.key.name +
                          "\" does not exist");
  ir::Rule rule = *found;
  rule.enabled = rule_state(part.command.str("subtype"));
  binding.emit(ir::Replace{std::move(rule)});
}

}  // namespace pggit::bind
