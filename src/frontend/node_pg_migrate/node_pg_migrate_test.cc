#include "frontend/node_pg_migrate/node_pg_migrate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "frontend/testing/sample.h"

namespace pggit::frontend::node_pg_migrate {
namespace {

using ::testing::HasSubstr;
using Sample = frontend::testing::SampleOf<kNodePgMigrate>;
using Mode = ir::TransactionMode;

TEST(NodePgMigrate, CutsTheTwoDirections) {
  Sample sample({{"migrations/1706693400000_a.sql",
                  "-- Up Migration\nSELECT 1;\n\n---  down   MIGRATION of it\nSELECT -1;\n"}});
  EXPECT_EQ(sample.ids(), "1706693400000_a | 1706693400000_a.down");
  EXPECT_EQ(sample.text("1706693400000_a"), "[-- Up Migration\nSELECT 1;\n\n]");
  EXPECT_EQ(sample.text("1706693400000_a.down"), "[---  down   MIGRATION of it\nSELECT -1;\n]");
  EXPECT_EQ(sample.messages(), "");
}

TEST(NodePgMigrate, TakesAllOfAFileWithoutMarksForTheWayUp) {
  Sample sample({{"1_a.sql", "-- Up Migration\n"},
                 {"2_b.sql", "SELECT 2;\n"},
                 {"3_c.sql", "SELECT 3;\n-- Down Migration\nSELECT -3;\n"}});
  sample.run();
  EXPECT_EQ(sample.text("2_b"), "[SELECT 2;\n]");
  EXPECT_EQ(sample.text("3_c"), "[SELECT 3;\n-- Down Migration\nSELECT -3;\n]");
  EXPECT_THAT(sample.messages(),
              HasSubstr("3_c.sql:2:1: warning: `-- Down Migration` stands before"));
}

TEST(NodePgMigrate, RunsByNumberAndSeventeenDigitsAreADate) {
  Sample sample({{"20240131093000000_b.sql", "-- Up Migration\n"},  // 1706693400000
                 {"1706693399999_a.sql", "-- Up Migration\n"},
                 {"1706693400001_c.ts", "export const up = 1;\n"},
                 {"1706693400001_types.d.ts", "\n"}});
  EXPECT_EQ(sample.ids(), "1706693399999_a 20240131093000000_b 1706693400001_c");
  EXPECT_EQ(sample.text("1706693400001_c"), "{JavaScript migration}");
}

TEST(NodePgMigrate, ClaimsFilesWithItsMarksOrBesideAPackageThatNamesIt) {
  Sample bare({{"migrations/1_a.sql", "SELECT 1;"}});
  EXPECT_EQ(kNodePgMigrate.detect(bare.project).score, 0);
  Sample beside(
      {{"migrations/1_a.sql", "SELECT 1;"}, {"package.json", "{\"node-pg-migrate\": 8}"}});
  EXPECT_GT(kNodePgMigrate.detect(beside.project).score, 90);
}

}  // namespace
}  // namespace pggit::frontend::node_pg_migrate
