#include "frontend/prisma/prisma.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/hash.h"
#include "frontend/testing/sample.h"

namespace pggit::frontend::prisma {
namespace {

using ::testing::HasSubstr;
using Sample = frontend::testing::SampleOf<kPrisma>;
using Mode = ir::TransactionMode;

TEST(Prisma, RunsFoldersByTheirNames) {
  Sample sample({{"prisma/migrations/20240201_b/migration.sql", "SELECT 2;"},
                 {"prisma/migrations/20240131_a/migration.sql", "SELECT 1;"},
                 {"prisma/migrations/20240131_a/down.sql", "SELECT -1;"},
                 {"prisma/migrations/migration_lock.toml", "provider = \"postgresql\"\n"}});
  EXPECT_EQ(sample.ids(), "20240131_a 20240201_b | 20240131_a.down");
  EXPECT_EQ(sample.text("20240131_a"), "[SELECT 1;]");
  EXPECT_EQ(sample.entry("20240131_a").checksum, base::sha256("SELECT 1;").hex());
  EXPECT_EQ(sample.messages(), "");
}

TEST(Prisma, SendsAFileInOneMessageWhichIsOneTransaction) {
  Sample sample({{"1_a/migration.sql", "SELECT 1; SELECT 2;"},
                 {"2_b/migration.sql", "CREATE INDEX CONCURRENTLY i ON t (a);"}});
  sample.run();
  EXPECT_EQ(sample.lowered("1_a").transaction, Mode::PerMigration);
  EXPECT_EQ(sample.lowered("2_b").transaction, Mode::None);
}

TEST(Prisma, RefusesAHistoryOfAnotherDatabase) {
  Sample sample({{"migrations/1_a/migration.sql", ""},
                 {"migrations/migration_lock.toml", "# note\nprovider = \"mysql\"\n"}});
  EXPECT_THAT(sample.run(),
              HasSubstr("migrations/migration_lock.toml:2:12: this history is for `mysql`"));
}

TEST(Prisma, RefusesAFolderWithoutAScript) {
  Sample sample({{"1_a/migration.sql", ""}, {"2_b/README.md", ""}});
  EXPECT_EQ(sample.ids(), "1_a");
  EXPECT_THAT(sample.messages(), HasSubstr("2_b/README.md: there is no migration.sql beside it"));
}

}  // namespace
}  // namespace pggit::frontend::prisma
