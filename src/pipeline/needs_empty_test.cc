// Which steps run only while a table is empty, and which may run on rows after all.
#include "pipeline/needs_empty.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bind/testing/steps.h"

namespace pggit::pipeline {
namespace {

using ::testing::ElementsAre;

constexpr const char* kBefore =
    "CREATE TABLE t (id int PRIMARY KEY, old int, code text);"
    "CREATE TABLE u (id int PRIMARY KEY, t_id int REFERENCES t ON DELETE CASCADE);"
    "CREATE DOMAIN rank AS int DEFAULT 1;"
    "CREATE FUNCTION sweep(int) RETURNS int LANGUAGE sql AS 'DELETE FROM t; SELECT 1'";

pg::ServerError refused(const std::string& column, const std::string& table) {
  pg::ServerError error;
  error.sqlstate = "23502";
  error.message = "column \"" + column + "\" of relation \"" + table + "\" contains null values";
  return error;
}

// Of the step's last statement, where the server refused rows for NULL in t.n.
std::string asked(const std::string& sql, const pg::ServerError& error = refused("n", "t")) {
  const bind::Step step = bind::testing::steps_of({kBefore, sql})[1];
  const auto table = needs_empty(step, step.statements.size() - 1, error);
  return table ? ir::to_text(*table) : "";
}

TEST(NeedsEmpty, IsAStepThatAddsAColumnWithoutValuesForIt) {
  for (const char* sql :
       {"ALTER TABLE t ADD n int NOT NULL",
        "COMMENT ON TABLE t IS 'x'; ALTER TABLE u ADD m int DEFAULT 5; DROP TABLE u; "
        "CREATE INDEX ON t (old); ALTER TABLE t DROP old, ADD m int, ADD n int NOT NULL",
        "ALTER TABLE t ADD n int; ALTER TABLE t ALTER n SET NOT NULL",
        "ALTER TABLE t ADD n int; ALTER TABLE t DROP CONSTRAINT t_pkey CASCADE, ADD PRIMARY KEY "
        "(n)"})
    EXPECT_EQ(asked(sql), "table public.t") << sql;
}

TEST(NeedsEmpty, FollowsATableThroughItsNames) {
  EXPECT_EQ(asked("ALTER TABLE t RENAME TO s; ALTER TABLE s ADD n int NOT NULL", refused("n", "s")),
            "table public.t");
  EXPECT_EQ(asked("ALTER TABLE u RENAME TO s; ALTER TABLE t RENAME TO u; ALTER TABLE u ADD n int "
                  "NOT NULL",
                  refused("n", "u")),
            "table public.t");
}

TEST(NeedsEmpty, IsNoneWhereTheColumnMayHaveValues) {
  for (const char* sql :
       {"ALTER TABLE t ADD n int NOT NULL DEFAULT 5",
        "ALTER TABLE t ADD n int NOT NULL GENERATED ALWAYS AS (old + 1) STORED",
        "ALTER TABLE t ADD n int NOT NULL GENERATED ALWAYS AS IDENTITY",
        "ALTER TABLE t ADD n rank NOT NULL",
        "ALTER TABLE t ADD n int DEFAULT 5; ALTER TABLE t ALTER n SET NOT NULL",
        "ALTER TABLE t ADD n int; ALTER TABLE t ALTER n TYPE bigint USING old; ALTER TABLE t ALTER "
        "n SET NOT NULL",
        "ALTER TABLE t RENAME old TO n; ALTER TABLE t ALTER n SET NOT NULL"})
    EXPECT_EQ(asked(sql), "") << sql;
}

TEST(NeedsEmpty, IsNoneOfAColumnThatIsThereAlready) {
  EXPECT_EQ(asked("ALTER TABLE t ALTER old SET NOT NULL", refused("old", "t")), "");
  EXPECT_EQ(
      asked("ALTER TABLE t DROP old; ALTER TABLE t ADD old int NOT NULL", refused("old", "t")), "");
}

TEST(NeedsEmpty, IsNoneWhereSomethingBeforeMayHaveTakenTheRowsOut) {
  for (const char* before : {"DELETE FROM t",
                             "TRUNCATE t",
                             "DELETE FROM u",
                             "UPDATE t SET old = 1",
                             "INSERT INTO u VALUES (1)",
                             "SELECT sweep(1)",
                             "DO $$BEGIN DELETE FROM t; END$$",
                             "DO $$BEGIN EXECUTE 'DELETE FROM ' || 't'; END$$",
                             "DO $$BEGIN ALTER TABLE t ADD CHECK (id < 5); EXCEPTION WHEN OTHERS "
                             "THEN DELETE FROM t; END$$",
                             "DO $$BEGIN IF 1 = 1 THEN ALTER TABLE u ADD m int; END IF; END$$",
                             "ALTER TABLE u ADD m int DEFAULT sweep(1)",
                             "ALTER TABLE u ADD CHECK (sweep(id) = 1)",
                             "CREATE INDEX ON u (sweep(id))",
                             "ALTER TABLE u ALTER t_id TYPE bigint USING sweep(t_id)",
                             "DROP TABLE t CASCADE; CREATE TABLE t (id int)",
                             "CREATE MATERIALIZED VIEW v AS SELECT sweep(1)",
                             "CREATE TABLE v AS SELECT sweep(1) AS a",
                             "CREATE TEMP TABLE v AS SELECT sweep(1) AS a",
                             "CREATE EXTENSION hstore",
                             "CREATE DOMAIN d AS int CHECK (sweep(VALUE) = 1)"})
    EXPECT_EQ(asked(std::string(before) + "; ALTER TABLE t ADD n int NOT NULL"), "") << before;
}

TEST(NeedsEmpty, IsNoneOfATableThatTheStepMakes) {
  EXPECT_EQ(asked("CREATE TABLE w (id int); ALTER TABLE w ADD n int NOT NULL", refused("n", "w")),
            "");
}

// Of the step's last statement, where the server refused rows whose key it did not find.
std::string asked_of_key(const std::string& sql) {
  const bind::Step step = bind::testing::steps_of({kBefore, sql})[1];
  pg::ServerError error;
  error.sqlstate = "23503";
  error.message = "insert or update on table \"t\" violates foreign key constraint \"k\"";
  const auto table = needs_empty(step, step.statements.size() - 1, error);
  return table ? ir::to_text(*table) : "";
}

TEST(NeedsEmpty, IsAStepThatMakesEveryRowReferToATableWithoutRows) {
  const std::string made = "CREATE TABLE p (id int PRIMARY KEY); ";
  const std::string add = "ADD CONSTRAINT k FOREIGN KEY ";
  EXPECT_EQ(asked_of_key(made + "ALTER TABLE t " + add + "(id) REFERENCES p"), "table public.t");
  // A row may refer to nothing, or to rows that were there or have come.
  EXPECT_EQ(asked_of_key(made + "ALTER TABLE t " + add + "(old) REFERENCES p"), "");
  EXPECT_EQ(asked_of_key("ALTER TABLE t " + add + "(id) REFERENCES u"), "");
  EXPECT_EQ(asked_of_key("ALTER TABLE u RENAME TO p; ALTER TABLE t " + add + "(id) REFERENCES p"),
            "");
  EXPECT_EQ(
      asked_of_key(made + "INSERT INTO p VALUES (1); ALTER TABLE t " + add + "(id) REFERENCES p"),
      "");
  EXPECT_EQ(asked_of_key(made + "ALTER TABLE t ALTER id TYPE bigint USING old; ALTER TABLE t " +
                         add + "(id) REFERENCES p"),
            "");
  EXPECT_EQ(asked_of_key(made +
                         "ALTER TABLE t DROP id; ALTER TABLE t RENAME old TO id; ALTER TABLE "
                         "t " +
                         add + "(id) REFERENCES p"),
            "");
}

TEST(NeedsEmpty, TakesTheServersWordForNothingElse) {
  const char* sql = "ALTER TABLE t ADD n int NOT NULL";
  EXPECT_EQ(asked(sql, refused("m", "t")), "");
  EXPECT_EQ(asked(sql, refused("n", "u")), "");
  pg::ServerError other = refused("n", "t");
  other.sqlstate = "23514";
  EXPECT_EQ(asked(sql, other), "");
}

TEST(WithReferrers, AreThoseWhoseRowsHaveToRefer) {
  const bind::Step step = bind::testing::steps_of(
      {"CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE has (id int PRIMARY KEY REFERENCES t);"
       "CREATE TABLE may (t_id int REFERENCES t); CREATE TABLE far (has_id int NOT NULL REFERENCES "
       "has); CREATE TABLE unlooked (t_id int NOT NULL);"
       "ALTER TABLE unlooked ADD FOREIGN KEY (t_id) REFERENCES t NOT VALID; CREATE TABLE other (id "
       "int)"})[0];
  const ir::Key t{ir::Kind::Table, "public", "t", ""};
  std::vector<std::string> names;
  for (const ir::Key& key : with_referrers(step.after, {t})) names.push_back(ir::to_text(key));
  EXPECT_THAT(names, ElementsAre("table public.far", "table public.has", "table public.t"));
}

}  // namespace
}  // namespace pggit::pipeline
