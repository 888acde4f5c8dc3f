#include "frontend/sqlx/sqlx.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "frontend/testing/sample.h"

namespace pggit::frontend::sqlx {
namespace {

using ::testing::HasSubstr;
using Sample = frontend::testing::SampleOf<kSqlx>;
using Mode = ir::TransactionMode;

TEST(SqlxNames, AreSimpleOrReversible) {
  EXPECT_EQ(parse_file_name("0007_add_users.sql")->title, "add_users");
  EXPECT_EQ(parse_file_name("7_a.up.sql")->direction, Direction::Up);
  EXPECT_EQ(parse_file_name("7_a.down.sql")->direction, Direction::Down);
  for (const char* other : {"a_1.sql", "1.sql", "1_a.txt", "99999999999999999999_a.sql"})
    EXPECT_FALSE(parse_file_name(other)) << other;
}

TEST(Sqlx, RunsByNumberAndSetsDownFilesAside) {
  Sample sample({{"migrations/10_b.up.sql", "SELECT 10;"},
                 {"migrations/10_b.down.sql", "SELECT -10;"},
                 {"migrations/9_a.sql", "SELECT 9;"},
                 {"migrations/11_c.down.sql", "SELECT -11;"}});
  EXPECT_EQ(sample.ids(), "9 10 | 10.down 11");
  EXPECT_EQ(sample.text("10.down"), "[SELECT -10;]");
  EXPECT_THAT(sample.messages(),
              HasSubstr("11_c.down.sql: warning: there is no up file of version 11"));
}

TEST(Sqlx, RunsWithoutATransactionWhereTheFirstLineSaysSo) {
  Sample sample({{"1_a.sql", "-- no-transaction\nCREATE INDEX CONCURRENTLY i ON t (a);\n"},
                 {"2_b.sql", "-- no-transaction\nSELECT 1;\nSELECT 2;\n"},
                 {"3_c.sql", "\n-- no-transaction\nSELECT 1;\nSELECT 2;\n"}});
  sample.run();
  EXPECT_EQ(sample.lowered("1").transaction, Mode::None);
  EXPECT_EQ(sample.lowered("2").transaction, Mode::PerMigration);  // one message is one transaction
  EXPECT_EQ(sample.lowered("3").transaction, Mode::PerMigration);
}

TEST(Sqlx, ChecksumsTheBytesOfTheFileWithSha384) {
  Sample sample({{"1_a.sql", "abc"}});
  sample.run();
  EXPECT_EQ(sample.entry("1").checksum,
            "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baec"
            "a134c825a7");
}

TEST(Sqlx, ClaimsOnlyBesideACargoFileThatNamesIt) {
  Sample bare({{"migrations/1_a.sql", "SELECT 1;"}});
  EXPECT_EQ(kSqlx.detect(bare.project).score, 0);
  Sample beside({{"migrations/1_a.sql", "SELECT 1;"}, {"Cargo.toml", "sqlx = \"0.8\""}});
  EXPECT_THAT(kSqlx.detect(beside.project).evidence,
              ::testing::ElementsAre("migrations has 1 file named <version>_<title>.sql",
                                     "p/Cargo.toml names sqlx"));
}

}  // namespace
}  // namespace pggit::frontend::sqlx
