#include "frontend/golang_migrate/golang_migrate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "frontend/testing/sample.h"

namespace pggit::frontend::golang_migrate {
namespace {

using ::testing::HasSubstr;

using Sample = frontend::testing::SampleOf<kGolangMigrate>;

TEST(GolangMigrateNames, AreTakenApartAsItsRegularExpressionDoes) {
  const auto name = parse_file_name("0007_add.up.users.down.sql");
  ASSERT_TRUE(name);
  EXPECT_EQ(name->version, "0007");
  EXPECT_EQ(name->title, "add.up.users");
  EXPECT_FALSE(name->is_up);
  EXPECT_TRUE(parse_file_name("1_.up.sql"));
  for (const char* other :
       {"1.up.sql", "a_1.up.sql", "1_a.sql", "1_a.up", "18446744073709551616_a.up.sql"})
    EXPECT_FALSE(parse_file_name(other)) << other;
}

TEST(GolangMigrate, RunsByNumberAndSetsDownFilesAside) {
  Sample sample({{"migrations/10_b.up.sql", "SELECT 10;"},
                 {"migrations/9_a.up.sql", "SELECT 9;"},
                 {"migrations/9_a.down.sql", "SELECT -9;"}});
  EXPECT_EQ(sample.ids(), "9 10 | 9.down");
  EXPECT_EQ(sample.entry("9.down").set_aside, "the author's own way back from 9");
  EXPECT_EQ(sample.entry("9.down").path, "migrations/9_a.down.sql");
  EXPECT_EQ(sample.text("9"), "[SELECT 9;]");
  EXPECT_EQ(sample.text("9.down"), "[SELECT -9;]");
  EXPECT_EQ(sample.messages(), "");
}

TEST(GolangMigrate, KeepsItsSessionFromFileToFile) {
  Sample sample({{"1_a.up.sql", "SET search_path = x;"}});
  sample.run();
  EXPECT_FALSE(sample.listing.session.restores_session);
}

TEST(GolangMigrate, SendsAFileInOneMessageWhichIsOneTransaction) {
  Sample sample({{"1_a.up.sql", "SELECT 1; SELECT 2;"},
                 {"2_b.up.sql", "CREATE INDEX CONCURRENTLY i ON t (a);"},
                 {"3_c.up.sql", "BEGIN; SELECT 1; COMMIT;"}});
  sample.run();
  EXPECT_EQ(sample.lowered("1").transaction, ir::TransactionMode::PerMigration);
  EXPECT_EQ(sample.lowered("2").transaction, ir::TransactionMode::None);
  EXPECT_EQ(sample.lowered("3").transaction, ir::TransactionMode::None);
}

TEST(GolangMigrate, SaysWhichFilesItPassesOver) {
  Sample sample({{"1_a.up.sql", ""}, {"notes.sql", ""}, {"sub/2_b.up.sql", ""}});
  EXPECT_EQ(sample.ids(), "1");
  EXPECT_EQ(
      sample.messages(),
      "notes.sql: warning: is not named like 1_title.up.sql: golang-migrate does not run it, and "
      "neither does pggit; rename it, or move it out of the folder\n");
}

TEST(GolangMigrate, CountsADownFileAloneAndRunsNothing) {
  Sample sample({{"1_a.up.sql", ""}, {"2_b.down.sql", "DROP TABLE t;"}});
  EXPECT_EQ(sample.ids(), "1 | 2");
  EXPECT_THAT(sample.messages(),
              HasSubstr("2_b.down.sql: warning: there is no up file of version 2"));
}

TEST(GolangMigrate, RefusesTwoUpFilesOrTwoDownFilesOfOneVersion) {
  Sample ups({{"1_a.up.sql", ""}, {"01_b.up.sql", ""}});
  EXPECT_EQ(ups.run(),
            "01_b.up.sql and 1_a.up.sql both have version 1, and golang-migrate refuses that; "
            "give one of them another");
  Sample downs({{"1_a.up.sql", ""}, {"1_a.down.sql", ""}, {"1_b.down.sql", ""}});
  EXPECT_THAT(downs.run(), HasSubstr("1_a.down.sql and 1_b.down.sql"));
}

TEST(GolangMigrate, LeavesOutWhatIsAboveTheTarget) {
  Sample sample({{"1_a.up.sql", ""}, {"2_b.up.sql", ""}});
  sample.project.target_version = "001";
  EXPECT_EQ(sample.ids(), "1 | 2");
  EXPECT_EQ(sample.entry("2").set_aside, "above the target 001");
  sample.project.target_version = "3";
  EXPECT_EQ(sample.run(), "--target-version: no migration has the version `3`; the last is 2");
}

TEST(GolangMigrate, CannotSendTheRowsOfACopy) {
  Sample sample({{"1_a.up.sql", "COPY t FROM stdin;\n1\n\\.\n"}});
  sample.run();
  sample.lowered("1");
  EXPECT_THAT(sample.messages(), HasSubstr("1_a.up.sql:2:1: golang-migrate cannot send the rows"));
}

TEST(GolangMigrate, AsksWhichOfSeveralFolders) {
  Sample sample({{"a/1_a.up.sql", ""}, {"b/1_a.up.sql", ""}});
  EXPECT_EQ(sample.run(),
            "p: there are several folders with golang-migrate migrations: a, b; name one "
            "with --dir");
}

}  // namespace
}  // namespace pggit::frontend::golang_migrate
