// Which texts can share one transaction with their way back, and how they read then.
#include "pipeline/planted_script.h"

#include <gtest/gtest.h>

#include "bind/testing/steps.h"

namespace pggit::pipeline {
namespace {

bind::Step step_of(const std::string& sql) {
  return bind::testing::steps_of({"CREATE TABLE t (id int)", sql})[1];
}

std::string why_not(const std::string& sql) { return why_not_in_one_transaction(step_of(sql)); }

TEST(PlantedScript, TakesTransactionsThatBeginAndCommitByTurns) {
  for (const char* sql :
       {"BEGIN; ALTER TABLE t ADD n int; COMMIT",
        "BEGIN; SET LOCAL lock_timeout = '5s'; SET  LOCAL statement_timeout TO 30; COMMIT",
        "ALTER TABLE t ADD n int; START  TRANSACTION; UPDATE t SET n = 1; END; BEGIN WORK; COMMIT "
        "WORK; ALTER TABLE t ADD m int"})
    EXPECT_EQ(why_not(sql), "") << sql;
}

TEST(PlantedScript, TakesNoOtherTransactions) {
  for (const char* sql :
       {"ALTER TABLE t ADD n int; COMMIT", "BEGIN; ALTER TABLE t ADD n int",
        "BEGIN; BEGIN; COMMIT; COMMIT", "COMMIT; BEGIN", "BEGIN; ROLLBACK",
        "BEGIN; PREPARE TRANSACTION 'x'", "BEGIN ISOLATION LEVEL SERIALIZABLE; COMMIT",
        "BEGIN; COMMIT AND CHAIN; COMMIT", "BEGIN; SET LOCAL search_path = ''; COMMIT",
        "BEGIN; CREATE TEMP TABLE x (id int) ON COMMIT DROP; COMMIT"})
    EXPECT_EQ(why_not(sql), "it begins or ends transactions itself") << sql;
}

TEST(PlantedScript, ReadsThemStatementForStatement) {
  const auto script =
      planted_script(step_of("BEGIN; CREATE INDEX CONCURRENTLY i ON t (id); COMMIT"));
  ASSERT_EQ(script.size(), 3u);
  EXPECT_EQ(script[0].sql, "SELECT");
  EXPECT_EQ(script[1].sql, "CREATE INDEX i ON t (id)");
  EXPECT_EQ(script[2].sql, "SET CONSTRAINTS ALL IMMEDIATE");
}

}  // namespace
}  // namespace pggit::pipeline
