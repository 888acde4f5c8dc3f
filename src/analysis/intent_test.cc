#include "analysis/intent.h"

#include <gtest/gtest.h>

namespace pggit::analysis {
namespace {

// The schema that the examples stand on.
constexpr const char* kBefore =
    "CREATE SCHEMA shop;"
    "CREATE TABLE orders (id bigint PRIMARY KEY, note text, state text);"
    "CREATE TABLE shop.roles (id int PRIMARY KEY, name text);"
    "CREATE TYPE mood AS ENUM ('ok');";

bind::Step bound(bind::Evolver& evolver, const std::string& sql) {
  ir::LoweredMigration lowered;
  lowered.pieces = {ir::Sql{sql, base::kNoFile, {{0, 0, true}}}};
  bind::Step step = evolver.begin({}, lowered);
  evolver.bind_all(step);
  return step;
}

std::string intent(const std::string& sql) {
  base::Sources sources;
  base::Diagnostics diagnostics;
  ir::SessionRules rules;
  rules.search_path = {"public"};
  bind::Evolver evolver(sources, diagnostics, rules, "migrator");
  evolver.go_back(
      {catalog::Catalog().with(ir::Object(ir::Schema{"public", {}})), evolver.mark().session});
  bound(evolver, kBefore);
  return intent_of(bound(evolver, sql));
}

TEST(Intent, OfANewTableCountsItsColumnsAndNamesWhatIsUnique) {
  EXPECT_EQ(
      intent(
          "CREATE TABLE shop.users (id int PRIMARY KEY, email text UNIQUE, a int, b int, c int)"),
      "Create table shop.users with 5 columns, unique email");
}

TEST(Intent, SeesATableThatIsBuiltStepByStepAsOne) {
  EXPECT_EQ(
      intent("CREATE TABLE users (id int); ALTER TABLE users ADD COLUMN email varchar(255);"
             "ALTER TABLE users ADD CONSTRAINT uk_email UNIQUE (email); CREATE INDEX ON users (id);"
             "COMMENT ON TABLE users IS 'who'"),
      "Create table users with 2 columns, unique email");
}

TEST(Intent, DoesNotNameTheSequenceOfASerialColumn) {
  EXPECT_EQ(intent("CREATE TABLE users (id serial)"), "Create table users with 1 column");
}

TEST(Intent, NamesColumnsWithTheirTable) {
  EXPECT_EQ(intent("ALTER TABLE orders ADD COLUMN total numeric(10,2)"), "Add column orders.total");
  EXPECT_EQ(intent("ALTER TABLE orders ADD total numeric; ALTER TABLE orders ADD tax numeric"),
            "Add columns total, tax to orders");
  EXPECT_EQ(intent("ALTER TABLE orders DROP note"), "Drop column orders.note");
  EXPECT_EQ(intent("ALTER TABLE orders RENAME note TO remark"),
            "Rename column orders.note to remark");
  EXPECT_EQ(intent("ALTER TABLE orders ALTER note SET NOT NULL"), "Make orders.note not null");
  EXPECT_EQ(intent("ALTER TABLE orders ALTER note TYPE varchar(9)"),
            "Change type of orders.note to character varying(9)");
}

TEST(Intent, CountsTheRowsOfAnInsertOnlyWhereTheTextHasThem) {
  EXPECT_EQ(intent("INSERT INTO shop.roles VALUES (1, 'a'), (2, 'b);(it''s'), (3, upper('c'))"),
            "Insert 3 rows into shop.roles");
  EXPECT_EQ(intent("INSERT INTO shop.roles (id) VALUES (1) ON CONFLICT (id) DO NOTHING"),
            "Insert 1 row into shop.roles");
  EXPECT_EQ(intent("INSERT INTO shop.roles SELECT id, note FROM orders"),
            "Insert rows into shop.roles");
}

TEST(Intent, SaysWhatHappensToRows) {
  EXPECT_EQ(intent("UPDATE orders SET state = 'new'"), "Update rows of orders");
  EXPECT_EQ(intent("DELETE FROM orders"), "Delete rows of orders");
  EXPECT_EQ(intent("TRUNCATE orders"), "Empty orders");
}

TEST(Intent, NamesKeysAndIndexesByTheirColumns) {
  EXPECT_EQ(intent("CREATE UNIQUE INDEX i ON orders (note, state)"),
            "Create unique index on orders (note, state)");
  EXPECT_EQ(intent("ALTER TABLE orders ADD FOREIGN KEY (id) REFERENCES shop.roles"),
            "Add foreign key id to shop.roles to orders");
}

TEST(Intent, JoinsValuesOfAnEnumeration) {
  EXPECT_EQ(intent("ALTER TYPE mood ADD VALUE 'sad'; ALTER TYPE mood ADD VALUE 'glad'"),
            "Add values 'sad', 'glad' to type mood");
}

TEST(Intent, JoinsSeveralThingsInTheirOrder) {
  EXPECT_EQ(intent("ALTER TABLE orders ADD total numeric; UPDATE orders SET total = 0;"
                   "ALTER TABLE orders ALTER total SET NOT NULL"),
            "Add column orders.total; update rows of orders; make orders.total not null");
}

TEST(Intent, StaysUnderItsLengthAndCountsWhatIsLeftOut) {
  const std::string text = intent(
      "ALTER TABLE orders ADD total numeric; UPDATE orders SET total = 0; ALTER TABLE orders ALTER "
      "total SET NOT NULL;"
      "ALTER TABLE orders DROP note; INSERT INTO shop.roles VALUES (1, 'a'); DROP TYPE mood");
  EXPECT_EQ(
      text,
      "Add column orders.total; update rows of orders; make orders.total not null and 3 more");
  std::string many = "ALTER TABLE orders ADD c0 int";
  for (int i = 1; i < 60; ++i) many += ", ADD column_" + std::to_string(i) + " int";
  EXPECT_LE(intent(many).size(), kLongestIntent);
  EXPECT_TRUE(intent(many).ends_with("...")) << intent(many);
}

TEST(Intent, OfSettingsAloneIsToChangeNothing) {
  EXPECT_EQ(intent("SET lock_timeout = '1s'"), "Change neither schema nor rows");
  EXPECT_EQ(intent(""), "");
}

TEST(Intent, ClaimsNothingOfCodeThatIsNotRead) {
  EXPECT_EQ(intent("DO $$ BEGIN EXECUTE 'DROP TABLE orders'; END $$"),
            "Run code that only a server can read");
}

TEST(CountValueRows, RefusesTextThatNeedsAParser) {
  EXPECT_FALSE(count_value_rows("INSERT INTO t VALUES ($$(1)$$)").has_value());
  EXPECT_FALSE(count_value_rows("INSERT INTO t VALUES (1) -- (2)\n").has_value());
  EXPECT_FALSE(count_value_rows("INSERT INTO t DEFAULT VALUES").has_value());
}

}  // namespace
}  // namespace pggit::analysis
