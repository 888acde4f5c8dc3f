#include "frontend/mybatis/mybatis.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "frontend/testing/sample.h"

namespace pggit::frontend::mybatis {
namespace {

using ::testing::HasSubstr;
using Sample = frontend::testing::SampleOf<kMybatis>;
using Mode = ir::TransactionMode;

std::string messages_of(const std::string& text) {
  Sample sample({{"scripts/1_a.sql", "-- //@UNDO\n"}, {"scripts/2_b.sql", text}});
  const std::string error = sample.run();
  return error + sample.messages();
}

TEST(Mybatis, CutsTheTwoDirectionsIntoStatements) {
  Sample sample({{"scripts/2_a.sql",
                  "-- // a\nCREATE TABLE t (\n  -- inside\n  a int\n);\nSELECT 1; SELECT 2;\n // "
                  "no SQL\n--//@UNDO\nDROP TABLE t;\n"},
                 {"scripts/010_b.sql", "SELECT 3;\n"}});
  EXPECT_EQ(sample.ids(), "2 10 | 2.down");
  EXPECT_EQ(sample.text("2"), "[CREATE TABLE t (\n  a int\n)][SELECT 1; SELECT 2]");
  EXPECT_EQ(sample.text("2.down"), "[DROP TABLE t]");
  EXPECT_EQ(sample.entry("2.down").set_aside, "the author's own way back from 2 (line 9)");
  EXPECT_EQ(sample.lowered("2").transaction, Mode::PerMigration);
  EXPECT_EQ(sample.messages(), "");
}

TEST(Mybatis, FollowsADelimiterToTheEndOfItsDirection) {
  Sample sample({{"scripts/1_a.sql",
                  "-- @DELIMITER |\nCREATE FUNCTION f() AS $$\nSELECT 1;\n$$;\n|\n-- //@UNDO\nDROP "
                  "FUNCTION f();\n"}});
  sample.run();
  EXPECT_EQ(sample.text("1"), "[CREATE FUNCTION f() AS $$\nSELECT 1;\n$$;\n]");
  EXPECT_EQ(sample.text("1.down"), "[DROP FUNCTION f()]");
  EXPECT_EQ(sample.messages(), "");
}

TEST(Mybatis, TakesTheSettingsOfItsEnvironment) {
  Sample sample(
      {{"environments/development.properties",
        "delimiter=/"
        "\nfull_line_delimiter=true\nauto_commit=true\nchangelog=audit.CHANGES\nowner=ann\n"},
       {"scripts/1_a.sql", "SELECT 1;\nSELECT '${owner} ${changelog}';\n/\nSELECT 2;\n/\n"}});
  sample.run();
  EXPECT_EQ(sample.text("1"), "[SELECT 1;\nSELECT 'ann audit.CHANGES';\n][SELECT 2;\n]");
  EXPECT_EQ(sample.lowered("1").transaction, Mode::None);
  EXPECT_EQ(sample.listing.history_table.schema, "audit");
  EXPECT_EQ(sample.listing.history_table.name, "changes");
  sample.project.environment = "production";
  EXPECT_EQ(sample.run(),
            "p/environments/production.properties: there is no such environment; name another with "
            "--env");
}

TEST(Mybatis, SendsAFullScriptWhereItsEnvironmentSaysSo) {
  Sample sample({{"environments/development.properties", "send_full_script=true\n"},
                 {"scripts/1_a.sql", "SELECT 1;\nSELECT 2\n"}});
  sample.run();
  EXPECT_EQ(sample.text("1"), "[SELECT 1;\nSELECT 2\n]");
}

TEST(Mybatis, RunsBootstrapFirstAndNeverOnabort) {
  Sample sample({{"scripts/1_a.sql", "SELECT 1;\n-- //@UNDO\n"},
                 {"scripts/bootstrap.sql", "SELECT 0;\n"},
                 {"scripts/onabort.sql", "SELECT -1;\n"}});
  EXPECT_EQ(sample.ids(), "bootstrap 1 | onabort");
  Sample empty(
      {{"scripts/1_a.sql", "SELECT 1;\n-- //@UNDO\n"}, {"scripts/bootstrap.sql", "-- nothing\n"}});
  EXPECT_EQ(empty.ids(), "1 | bootstrap");
}

TEST(Mybatis, ReadsFilesInTheEncodingOfItsEnvironment) {
  Sample sample({{"environments/development.properties", "script_char_set=ISO-8859-1\n"},
                 {"scripts/1_a.sql", "SELECT '\xE4';\n"}});
  sample.run();
  EXPECT_EQ(sample.text("1"), "[SELECT '\xC3\xA4']");
}

TEST(Mybatis, SaysWhatIsWrongWithAFile) {
  EXPECT_THAT(messages_of("SELECT 1\n"),
              HasSubstr("scripts/2_b.sql:1:1: this statement has no `;`"));
  EXPECT_THAT(messages_of("DO $$\nBEGIN\n  NULL;\nEND $$;\n"),
              HasSubstr("scripts/2_b.sql:1:1: MyBatis ends this statement at the `;` of line 3"));
  EXPECT_THAT(messages_of("SELECT 1; SELECT 2\n"),
              HasSubstr("scripts/2_b.sql:1:11: warning: MyBatis never runs"));
  EXPECT_THAT(messages_of("SELECT '${a}';\n"),
              HasSubstr("scripts/2_b.sql:1:9: warning: no value for `a`"));
}

}  // namespace
}  // namespace pggit::frontend::mybatis
