#include "frontend/hasura/hasura.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "frontend/testing/sample.h"

namespace pggit::frontend::hasura {
namespace {

using ::testing::HasSubstr;
using Sample = frontend::testing::SampleOf<kHasura>;
using Mode = ir::TransactionMode;

TEST(Hasura, RunsFoldersByNumberAndSetsDownFilesAside) {
  Sample sample({{"migrations/default/1706779800000_b/up.sql", "SELECT 2;"},
                 {"migrations/default/1706693400000_a/up.sql", "SELECT 1;"},
                 {"migrations/default/1706693400000_a/down.sql", "SELECT -1;"},
                 {"migrations/default/9_c/up.sql", "SELECT 0;"}});
  EXPECT_EQ(sample.ids(), "9 1706693400000 1706779800000 | 1706693400000.down");
  EXPECT_EQ(sample.entry("9").path, "migrations/default/9_c/up.sql");
  EXPECT_EQ(sample.lowered("9").transaction, Mode::PerMigration);
}

TEST(Hasura, ReadsTheLayoutWithoutDatabase) {
  Sample sample({{"migrations/1706693400000_a/up.sql", "SELECT 1;"}});
  EXPECT_EQ(sample.ids(), "1706693400000");
}

TEST(Hasura, AsksWhichOfSeveralDatabases) {
  Sample sample({{"migrations/default/1706693400000_a/up.sql", "SELECT 1;"},
                 {"migrations/reports/1706693400001_a/up.sql", "SELECT 2;"}});
  EXPECT_EQ(sample.run(),
            "there are migrations of several databases: migrations/default, migrations/reports; "
            "name one with --env (`default`) or with --dir");
  sample.project.environment = "reports";
  EXPECT_EQ(sample.ids(), "1706693400001");
}

TEST(Hasura, MakesAHoleOfMetadataInYaml) {
  Sample sample({{"migrations/1706693400000_a/up.yaml", "- type: run_sql\n"},
                 {"migrations/1706693400001_b/up.sql", ""}});
  sample.run();
  EXPECT_EQ(sample.text("1706693400000"), "{YAML migration}");
}

TEST(Hasura, ReportsAFolderWithoutUp) {
  Sample sample({{"migrations/1706693400000_a/up.sql", ""},
                 {"migrations/1706693400001_b/down.sql", "SELECT 1;"}});
  EXPECT_EQ(sample.ids(), "1706693400000 | 1706693400001");
  EXPECT_THAT(sample.messages(),
              HasSubstr("1706693400001_b/down.sql: warning: there is no up.sql beside it"));
}

TEST(Hasura, SaysOnceWhatItsServerMakesBefore) {
  Sample sample({{"migrations/1706693400000_a/up.sql", "SELECT 'hdb_catalog';\n"},
                 {"migrations/1706693400001_b/up.sql", "SELECT * FROM hdb_catalog.event_log;\n"},
                 {"migrations/1706693400002_c/up.sql", "SELECT * FROM hdb_catalog.event_log;\n"}});
  sample.run();
  EXPECT_THAT(sample.messages(),
              ::testing::StartsWith(
                  "migrations/1706693400001_b/up.sql:1:15: note: Hasura makes schema hdb_catalog"));
  EXPECT_THAT(sample.messages(), ::testing::Not(HasSubstr("1706693400002_c")));
}

TEST(Hasura, DoesNotClaimFoldersWithDates) {
  Sample sample({{"migrations/20240131093000_a/up.sql", "SELECT 1;"}});
  EXPECT_EQ(kHasura.detect(sample.project).score, 0);
}

}  // namespace
}  // namespace pggit::frontend::hasura
