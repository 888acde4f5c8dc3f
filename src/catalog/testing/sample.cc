#include "catalog/testing/sample.h"

#include <cstdio>

#include "base/check.h"
#include "catalog/apply.h"

namespace pggit::catalog::testing {
namespace {

ir::Constraint primary(std::string name, std::vector<std::string> columns) {
  ir::Constraint constraint = unique_key(std::move(name), std::move(columns));
  constraint.kind = ir::ConstraintKind::Primary;
  return constraint;
}

ir::Table users() {
  ir::Table table;
  table.schema = "app";
  table.name = "users";
  table.columns = {column_of_type("id", "bigint"),
                   column_of_type("email", "character varying(255)"), column_of_type("role", "")};
  table.columns[0].identity = ir::Identity{false, "users_id_seq", {}};
  table.columns[0].not_null = true;
  table.columns[2].type = {"app", "role", "", false};
  table.columns[2].default_value = expression({text("'member'::"), type(kRole)});
  table.constraints = {
      check("users_email_check", expression({column(kUsers, "email"), text(" <> ''")})),
      primary("users_pkey", {"id"})};
  return table;
}

ir::Table orders() {
  ir::Table table;
  table.schema = "app";
  table.name = "orders";
  table.columns = {column_of_type("id", "integer"), column_of_type("user_id", "bigint"),
                   column_of_type("total", "numeric(10,2)")};
  table.columns[0].not_null = true;
  table.columns[0].default_value =
      expression({text("nextval("),
                  {ir::Piece::Kind::Regclass, "", "app", "orders_id_seq", ""},
                  text("::regclass)")});
  table.constraints = {primary("orders_pkey", {"id"}),
                       foreign_key("orders_user_id_fkey", {"user_id"}, kUsers, {"id"})};
  return table;
}

ir::Sequence orders_sequence() {
  ir::Sequence sequence;
  sequence.schema = "app";
  sequence.name = "orders_id_seq";
  sequence.options.type = "integer";
  sequence.options.max = INT32_MAX;
  return sequence;
}

ir::View big_spenders() {
  ir::View view;
  view.schema = "app";
  view.name = "big_spenders";
  view.columns.resize(2);
  view.columns[0] = {"email", {"", "character varying(255)", "", false}, "", {}, {}};
  view.columns[1] = {"spent", {"", "numeric", "", false}, "", {}, {}};
  view.query = expression({text("SELECT "),
                           {ir::Piece::Kind::RelationName, "", "app", "users", ""},
                           text("."),
                           column(kUsers, "email"),
                           text(" AS email, sum(o."),
                           column(kOrders, "total"),
                           text(") AS spent FROM "),
                           relation(kUsers),
                           text(" JOIN "),
                           relation(kOrders),
                           text(" o ON o."),
                           column(kOrders, "user_id"),
                           text(" = "),
                           {ir::Piece::Kind::RelationName, "", "app", "users", ""},
                           text("."),
                           column(kUsers, "id"),
                           text(" GROUP BY 1")});
  return view;
}

ir::Function touch() {
  ir::Function function;
  function.schema = "app";
  function.name = "touch";
  function.returns = {"", "trigger", "", false};
  function.language = "plpgsql";
  function.body = "BEGIN RETURN NEW; END";
  return function;
}

ir::Trigger touch_users() {
  ir::Trigger trigger;
  trigger.schema = "app";
  trigger.table = "users";
  trigger.name = "touch_users";
  trigger.timing = 'b';
  trigger.on_update = true;
  trigger.update_of = {"email"};
  trigger.for_each_row = true;
  trigger.function_schema = "app";
  trigger.function = "touch";
  return trigger;
}

ir::Index email_index() {
  ir::Index index;
  index.schema = "app";
  index.name = "users_email_idx";
  index.table = "users";
  index.keys.resize(1);
  index.keys[0].expression = expression({text("lower("), column(kUsers, "email"), text(")")});
  return index;
}

}  // namespace

ir::Piece text(std::string words) { return {ir::Piece::Kind::Text, std::move(words), "", "", ""}; }
ir::Piece relation(const ir::Key& key) {
  return {ir::Piece::Kind::Relation, "", key.schema, key.name, ""};
}
ir::Piece column(const ir::Key& relation, std::string name) {
  return {ir::Piece::Kind::Column, "", relation.schema, relation.name, std::move(name)};
}
ir::Piece type(const ir::Key& key) { return {ir::Piece::Kind::Type, "", key.schema, key.name, ""}; }
ir::Expression expression(std::vector<ir::Piece> pieces) {
  return ir::Expression(std::move(pieces));
}

ir::Column column_of_type(std::string name, std::string type) {
  ir::Column column;
  column.name = std::move(name);
  column.type.name = std::move(type);
  return column;
}

ir::Constraint check(std::string name, ir::Expression expression) {
  ir::Constraint constraint;
  constraint.name = std::move(name);
  constraint.check = std::move(expression);
  return constraint;
}

ir::Constraint unique_key(std::string name, std::vector<std::string> columns) {
  ir::Constraint constraint;
  constraint.name = std::move(name);
  constraint.kind = ir::ConstraintKind::Unique;
  constraint.columns = std::move(columns);
  return constraint;
}

ir::Constraint foreign_key(std::string name, std::vector<std::string> columns, const ir::Key& table,
                           std::vector<std::string> referenced) {
  ir::Constraint constraint;
  constraint.name = std::move(name);
  constraint.kind = ir::ConstraintKind::Foreign;
  constraint.columns = std::move(columns);
  constraint.foreign.emplace();
  constraint.foreign->schema = table.schema;
  constraint.foreign->table = table.name;
  constraint.foreign->columns = std::move(referenced);
  return constraint;
}

Catalog sample() {
  ir::Sequence owned = orders_sequence();
  owned.owner_table = "orders";
  owned.owner_column = "id";
  ir::Enum role{"app", "role", {"member", "admin"}, {}};
  return applied(
      Catalog(),
      {ir::Create{ir::Schema{"app", {}}}, ir::Create{role}, ir::Create{orders_sequence()},
       ir::Create{touch()}, ir::Create{users()}, ir::Create{orders()}, ir::Replace{owned},
       ir::Create{email_index()}, ir::Create{big_spenders()}, ir::Create{touch_users()}});
}

Catalog applied(Catalog catalog, const std::vector<ir::Op>& ops) {
  for (const ir::Op& op : ops) {
    base::Result<Catalog> after = pggit::catalog::apply(op, catalog);
    if (!after)
      std::fprintf(stderr, "%s: %s\n", ir::op_name(op).c_str(), after.error().message.c_str());
    PGGIT_CHECK(after.has_value());
    catalog = *std::move(after);
  }
  return catalog;
}

std::string refusal(const Catalog& catalog, const ir::Op& op) {
  const base::Result<Catalog> after = pggit::catalog::apply(op, catalog);
  return after ? "" : after.error().message;
}

}  // namespace pggit::catalog::testing
