#include "sql/print.h"

#include <gtest/gtest.h>

#include "sql/parse.h"

namespace pggit::sql {
namespace {

ir::Table orders() {
  ir::Table table;
  table.schema = "shop";
  table.name = "Order";
  ir::Column id;
  id.name = "id";
  id.type.name = "bigint";
  id.not_null = true;
  id.identity = ir::Identity{true, "Order_id_seq", {}};
  ir::Column note;
  note.name = "note";
  note.type.name = "text";
  note.comment = "it's free text";
  table.columns = {id, note};
  ir::Constraint key;
  key.name = "Order_pkey";
  key.kind = ir::ConstraintKind::Primary;
  key.columns = {"id"};
  table.constraints = {key};
  return table;
}

TEST(Print, WritesATableWithQuotedNamesIdentityAndComments) {
  const std::vector<std::string> sql = print_create(ir::Object(orders()));
  ASSERT_EQ(sql.size(), 2u);
  EXPECT_EQ(sql[0],
            "CREATE TABLE shop.\"Order\" (id bigint GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME "
            "shop.\"Order_id_seq\" "
            "START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 CACHE 1 NO CYCLE) "
            "NOT NULL, note text, "
            "CONSTRAINT \"Order_pkey\" PRIMARY KEY (id))");
  EXPECT_EQ(sql[1], "COMMENT ON COLUMN shop.\"Order\".note IS 'it''s free text'");
}

TEST(Print, KeepsAForeignKeyOutOfCreateTableSoThatCirclesCanBeMade) {
  ir::Table table = orders();
  ir::Constraint foreign;
  foreign.name = "self";
  foreign.kind = ir::ConstraintKind::Foreign;
  foreign.columns = {"id"};
  foreign.foreign = ir::ForeignKey{"shop", "Order", {"id"}, 's', 'a', 'c', {}};
  table.constraints.push_back(foreign);
  const std::vector<std::string> sql = print_create(ir::Object(table));
  EXPECT_EQ(sql[0].find("FOREIGN KEY"), std::string::npos);
  EXPECT_EQ(sql[1],
            "ALTER TABLE shop.\"Order\" ADD CONSTRAINT self FOREIGN KEY (id) REFERENCES "
            "shop.\"Order\" (id) ON DELETE CASCADE");
}

TEST(Print, EveryStatementParses) {
  Parser parser;
  for (const std::string& sql : print_create(ir::Object(orders())))
    EXPECT_TRUE(parser.parse(sql).has_value()) << sql;
}

}  // namespace
}  // namespace pggit::sql
