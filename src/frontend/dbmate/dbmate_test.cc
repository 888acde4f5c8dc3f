#include "frontend/dbmate/dbmate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "frontend/testing/sample.h"

namespace pggit::frontend::dbmate {
namespace {

using ::testing::HasSubstr;
using Sample = frontend::testing::SampleOf<kDbmate>;
using Mode = ir::TransactionMode;

std::string messages_of(const std::string& text) {
  Sample sample({{"1_a.sql", "-- migrate:up\n-- migrate:down\n"}, {"2_b.sql", text}});
  const std::string error = sample.run();
  return error + sample.messages();
}

TEST(Dbmate, RunsByFileNameAndSetsDownBlocksAside) {
  Sample sample(
      {{"db/migrations/2_b.sql", "-- migrate:up\nSELECT 2;\n\n-- migrate:down\nSELECT -2;\n"},
       {"db/migrations/10_a.sql", "-- about\n--migrate:up\nSELECT 10;\n-- migrate:down\n"},
       {"db/schema.sql", "SELECT 0;"}});
  EXPECT_EQ(sample.ids(), "10 2 | 10.down 2.down");
  EXPECT_EQ(sample.text("2"), "[SELECT 2;\n\n]");
  EXPECT_EQ(sample.text("2.down"), "[SELECT -2;\n]");
  EXPECT_EQ(sample.entry("2.down").set_aside, "the author's own way back from 2 (line 5)");
  EXPECT_EQ(sample.messages(), "");
}

TEST(Dbmate, RunsABlockInATransactionUnlessItSaysOtherwise) {
  Sample sample(
      {{"1_a.sql",
        "-- migrate:up\nSELECT 1; SELECT 2;\n-- migrate:down transaction:false\nVACUUM;\n"},
       {"2_b.sql",
        "-- migrate:up transaction:false\nCREATE INDEX CONCURRENTLY i ON t (a);\n-- "
        "migrate:down\n"}});
  sample.run();
  EXPECT_EQ(sample.lowered("1").transaction, Mode::PerMigration);
  EXPECT_EQ(sample.lowered("1.down").transaction, Mode::None);
  EXPECT_EQ(sample.lowered("2").transaction, Mode::None);
}

TEST(Dbmate, SaysWhatIsWrongWithAFile) {
  EXPECT_THAT(messages_of("SELECT 1;\n-- migrate:up\n-- migrate:down\n"),
              HasSubstr("2_b.sql:1:1: dbmate takes no statements before"));
  EXPECT_THAT(messages_of("-- nothing\n"), HasSubstr("2_b.sql:1:1: there is no `-- migrate:up`"));
  EXPECT_THAT(messages_of("-- migrate:up\nSELECT 1;\n"),
              HasSubstr("2_b.sql:1:1: there is no `-- migrate:down`"));
  EXPECT_THAT(messages_of("-- migrate:down\n-- migrate:up\n"),
              HasSubstr("2_b.sql:1:1: dbmate wants `-- migrate:up` before"));
  EXPECT_THAT(messages_of("-- migrate:up\n-- migrate:down\n-- migrate:up\n-- migrate:down\n"),
              HasSubstr("2_b.sql:3:1: a second pair of blocks"));
}

TEST(Dbmate, ClaimsOnlyFilesWithItsMarks) {
  Sample other({{"db/migrations/1_a.sql", "-- migrate:upward\nSELECT 1;\n"}});
  EXPECT_EQ(kDbmate.detect(other.project).score, 0);
}

}  // namespace
}  // namespace pggit::frontend::dbmate
