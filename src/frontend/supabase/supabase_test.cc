#include "frontend/supabase/supabase.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "frontend/testing/sample.h"

namespace pggit::frontend::supabase {
namespace {

using ::testing::HasSubstr;
using Sample = frontend::testing::SampleOf<kSupabase>;
using Mode = ir::TransactionMode;

TEST(Supabase, RunsByFileNameAndSetsTheSeedAside) {
  Sample sample({{"supabase/migrations/20240201093000_b.sql", "SELECT 2;"},
                 {"supabase/migrations/20240131093000_a.sql", "SELECT 1;"},
                 {"supabase/seed.sql", "SELECT 0;"}});
  EXPECT_EQ(sample.ids(), "20240131093000 20240201093000 | seed");
  EXPECT_EQ(sample.entry("seed").path, "supabase/seed.sql");
  EXPECT_EQ(sample.messages(), "");
  EXPECT_TRUE(sample.listing.session.restores_session);
}

TEST(Supabase, SkipsAnOldFirstMigrationNamedInit) {
  Sample sample({{"supabase/migrations/20210101000000_init.sql", "SELECT 1;"},
                 {"supabase/migrations/20240131093000_a.sql", "SELECT 1;"}});
  EXPECT_EQ(sample.ids(), "20240131093000 | 20210101000000");
}

TEST(Supabase, SendsStatementsInOnePipeline) {
  Sample sample(
      {{"supabase/migrations/1_a.sql", "SELECT 1; SELECT 2;"},
       {"supabase/migrations/2_b.sql", "CREATE INDEX CONCURRENTLY i ON t (a); SELECT 1;"}});
  sample.run();
  EXPECT_EQ(sample.lowered("1").transaction, Mode::PerMigration);
  EXPECT_EQ(sample.lowered("2").transaction, Mode::None);
}

TEST(Supabase, SaysOnceWhatItsDatabaseHasBefore) {
  Sample sample({{"supabase/migrations/1_a.sql", "-- auth\nGRANT SELECT ON t TO anon;\n"},
                 {"supabase/migrations/2_b.sql", "SELECT \"auth\".uid();\n"}});
  sample.run();
  EXPECT_THAT(sample.messages(),
              ::testing::StartsWith(
                  "supabase/migrations/1_a.sql:2:22: note: a Supabase database has roles"));
  EXPECT_THAT(sample.messages(), ::testing::Not(HasSubstr("2_b.sql")));
}

TEST(Supabase, ClaimsItsOwnFolderOnly) {
  Sample other({{"migrations/20240131093000_a.sql", "SELECT 1;"}});
  EXPECT_EQ(kSupabase.detect(other.project).score, 0);
  Sample named(
      {{"migrations/20240131093000_a.sql", "SELECT 1;"}, {"config.toml", "project_id = \"x\"\n"}});
  EXPECT_GT(kSupabase.detect(named.project).score, 90);
}

}  // namespace
}  // namespace pggit::frontend::supabase
