#include "frontend/diesel/diesel.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "frontend/testing/sample.h"

namespace pggit::frontend::diesel {
namespace {

using ::testing::HasSubstr;

using Sample = frontend::testing::SampleOf<kDiesel>;

TEST(Diesel, RunsFoldersByVersionAndSetsDownFilesAside) {
  Sample sample({{"migrations/2024-01-31-093000_b/up.sql", "SELECT 2;"},
                 {"migrations/2024-01-31-093000_b/down.sql", "SELECT -2;"},
                 {"migrations/20230101000000_a/up.sql", "SELECT 1;"},
                 {"migrations/.keep", ""}});
  EXPECT_EQ(sample.ids(), "20230101000000 20240131093000 | 20240131093000.down");
  EXPECT_EQ(sample.text("20240131093000.down"), "[SELECT -2;]");
  EXPECT_EQ(sample.entry("20240131093000").description, "b");
  EXPECT_EQ(sample.messages(), "");
}

TEST(Diesel, RunsInATransactionUnlessItsMetadataSaysOtherwise) {
  Sample sample({{"00000000000001_a/up.sql", "SELECT 1; SELECT 2;"},
                 {"00000000000001_a/metadata.toml", "run_in_transaction = true\n"},
                 {"00000000000002_b/up.sql", "CREATE INDEX CONCURRENTLY i ON t (a);"},
                 {"00000000000002_b/metadata.toml", "run_in_transaction = false\n"},
                 {"00000000000003_c/up.sql", "CREATE INDEX CONCURRENTLY i ON t (a);"},
                 {"00000000000003_c/metadata.toml", "author = \"me\"\n"}});
  sample.run();
  EXPECT_EQ(sample.lowered("00000000000001").transaction, ir::TransactionMode::PerMigration);
  EXPECT_EQ(sample.lowered("00000000000002").transaction, ir::TransactionMode::None);
  EXPECT_EQ(sample.lowered("00000000000003").transaction, ir::TransactionMode::None);
  EXPECT_EQ(sample.messages(),
            "00000000000003_c/metadata.toml: warning: does not say run_in_transaction, which "
            "Diesel takes "
            "for false; write it down\n");
}

TEST(Diesel, TakesTheFolderOfItsConfiguration) {
  Sample sample({{"diesel.toml", "[migrations_directory]\ndir = \"./db\"\n"},
                 {"db/2024-01-31-093000_a/up.sql", "SELECT 1;"},
                 {"migrations/2024-01-31-093000_other/up.sql", "SELECT 2;"}});
  EXPECT_EQ(sample.ids(), "20240131093000");
  EXPECT_EQ(sample.entry("20240131093000").path, "db/2024-01-31-093000_a/up.sql");
}

TEST(Diesel, RefusesAFolderWithoutUpAndAnEmptyUp) {
  Sample sample(
      {{"2024-01-31-093000_a/up.sql", ""}, {"2024-02-01-093000_b/down.sql", "SELECT 1;"}});
  sample.run();
  EXPECT_THAT(sample.messages(), HasSubstr("2024-01-31-093000_a/up.sql: is empty"));
  EXPECT_THAT(sample.messages(),
              HasSubstr("2024-02-01-093000_b/down.sql: there is no up.sql beside it"));
}

TEST(Diesel, RefusesTwoFoldersOfOneVersion) {
  Sample sample({{"2024-01-31-093000_a/up.sql", ""}, {"20240131093000_b/up.sql", ""}});
  EXPECT_THAT(sample.run(), HasSubstr("both have version 20240131093000, and Diesel refuses that"));
}

TEST(Diesel, DoesNotClaimFoldersWithMilliseconds) {
  Sample sample({{"migrations/default/1706693400000_a/up.sql", "SELECT 1;"}});
  EXPECT_EQ(kDiesel.detect(sample.project).score, 0);
}

}  // namespace
}  // namespace pggit::frontend::diesel
