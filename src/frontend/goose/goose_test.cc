#include "frontend/goose/goose.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "frontend/testing/sample.h"

namespace pggit::frontend::goose {
namespace {

using ::testing::HasSubstr;

using Sample = frontend::testing::SampleOf<kGoose>;

// Of a project with this one file: all that it says.
std::string messages_of(const std::string& text) {
  Sample sample({{"1_a.sql", "-- +goose Up\n"}, {"2_b.sql", text}});
  const std::string error = sample.run();
  return error + sample.messages();
}

TEST(GooseNames, NeedANumberAboveZero) {
  EXPECT_EQ(version_of("00012_a.sql"), "00012");
  EXPECT_EQ(version_of("20240131093000_a.go"), "20240131093000");
  for (const char* other :
       {"0_a.sql", "a_1.sql", "1-a.sql", "1_a.txt", "99999999999999999999_a.sql"})
    EXPECT_EQ(version_of(other), "") << other;
}

TEST(Goose, CutsTheTwoDirectionsIntoStatements) {
  Sample sample({{"1_a.sql",
                  "-- about it\n-- +goose Up\nCREATE TABLE t (\n  a int -- ;\n); -- done\nSELECT "
                  "1; SELECT 2;\n"
                  "-- +goose StatementBegin\nCREATE FUNCTION f() RETURNS int AS $$\nSELECT 1;\n$$ "
                  "LANGUAGE sql;\n"
                  "-- +goose StatementEnd\n\n-- +goose Down\nDROP TABLE t;\n"}});
  EXPECT_EQ(sample.ids(), "1 | 1.down");
  EXPECT_EQ(sample.text("1"),
            "[CREATE TABLE t (\n  a int -- ;\n); -- done\n][SELECT 1; SELECT 2;\n]"
            "[CREATE FUNCTION f() RETURNS int AS $$\nSELECT 1;\n$$ LANGUAGE sql;\n]");
  EXPECT_EQ(sample.text("1.down"), "[DROP TABLE t;\n]");
  EXPECT_EQ(sample.entry("1.down").set_aside, "the author's own way back from 1 (line 14)");
  EXPECT_EQ(sample.lowered("1").transaction, ir::TransactionMode::PerMigration);
  EXPECT_EQ(sample.messages(), "");
}

TEST(Goose, RunsWithoutATransactionWhereTheFileSaysSo) {
  Sample sample({{"1_a.sql", "-- +goose NO TRANSACTION\n-- +goose up\nSELECT 1;\nSELECT 2;\n"}});
  sample.run();
  EXPECT_EQ(sample.lowered("1").transaction, ir::TransactionMode::None);
}

TEST(Goose, RunsByNumberWhereverGoMigrationsStand) {
  Sample sample({{"10_c.sql", "-- +goose Up\n"},
                 {"2_a.sql", "-- +goose Up\n"},
                 {"3_b.go", "package migrations\n"},
                 {"3_b_test.go", "package migrations\n"},
                 {"helpers.go", "package migrations\n"}});
  EXPECT_EQ(sample.ids(), "2 3 10");
  EXPECT_EQ(sample.text("3"), "{Go migration}");
  EXPECT_EQ(sample.edge_cases(), "go-migration 3 3_b.go:1:1\n");
}

TEST(Goose, ReplacesVariablesWhereTheFileAsksForIt) {
  Sample sample(
      {{"1_a.sql",
        "-- +goose Up\n-- +goose ENVSUB ON\nSELECT '$A', '${A}b', '${NO:-x$A}', '\\$A $$';\n"
        "-- +goose ENVSUB OFF\nSELECT '$A';\n"}});
  sample.project.placeholders = {{"A", "1"}};
  sample.run();
  EXPECT_EQ(sample.text("1"), "[SELECT '1', '1b', 'x1', '$A $';\n][SELECT '$A';\n]");
  EXPECT_EQ(sample.messages(), "");
}

TEST(Goose, LeadsReplacedTextBackToItsPlace) {
  Sample sample({{"1_a.sql", "-- +goose Up\n-- +goose ENVSUB ON\nSELECT $A, 2;\n"}});
  sample.project.placeholders = {{"A", "12345"}};
  sample.run();
  const auto lowered = sample.lowered("1");
  const auto& sql = std::get<ir::Sql>(lowered.pieces.at(0));
  const std::string& source = sample.sources.file(sql.file).text;
  EXPECT_EQ(source[ir::source_offset(sql, std::uint32_t(sql.text.find("2;")))], '2');
  EXPECT_EQ(source.substr(ir::source_offset(sql, std::uint32_t(sql.text.find("345"))), 2), "$A");
}

TEST(Goose, SaysWhatIsWrongWithAFile) {
  EXPECT_THAT(messages_of("SELECT 1;\n-- +goose Up\n"),
              HasSubstr("2_b.sql:1:1: this stands before"));
  EXPECT_THAT(messages_of("SELECT 1;\n"), HasSubstr("2_b.sql:1:1: this stands before"));
  EXPECT_THAT(messages_of(""), HasSubstr("2_b.sql:1:1: there is no `-- +goose Up`"));
  EXPECT_THAT(messages_of("-- +goose Up\n-- +goose Up\n"), HasSubstr("2_b.sql:2:1: a second"));
  EXPECT_THAT(messages_of("-- +goose Down\n-- +goose Up\n"),
              HasSubstr("2_b.sql:1:1: `-- +goose Down` belongs"));
  EXPECT_THAT(messages_of("-- +goose Up\nSELECT 1\n-- +goose Down\n"),
              HasSubstr("2_b.sql:2:1: this statement has no semicolon"));
  EXPECT_THAT(messages_of("-- +goose Up\n-- +goose StatementBegin\nSELECT 1;\n"),
              HasSubstr("2_b.sql:2:1: there is no `-- +goose StatementEnd`"));
  EXPECT_THAT(messages_of("-- +goose Up\n-- +goose StatementEnd\n"),
              HasSubstr("2_b.sql:2:1: there is no StatementBegin"));
  EXPECT_EQ(messages_of("-- +goose Up\n-- +goose StatementBegin\n-- +goose StatementEnd\n"), "");
  EXPECT_THAT(
      messages_of("-- +goose Up\n-- +goose StatementBegin\n-- +goose StatementEnd\nSELECT 1;\n"),
      HasSubstr("2_b.sql:4:1: goose loses this line, because nothing stands between the "
                "StatementBegin of line 2"));
  EXPECT_THAT(messages_of("-- +goose Up\n-- +goose Sideways\n"),
              HasSubstr("2_b.sql:2:1: goose knows no such mark"));
  EXPECT_THAT(messages_of("-- +goose Up\n  -- +goose Down\n"),
              HasSubstr("2_b.sql:2:1: goose knows no such mark"));
  EXPECT_THAT(messages_of("-- +goose Up\nDO $$\nBEGIN\n  NULL;\nEND $$;\n"),
              HasSubstr("2_b.sql:2:1: goose ends this statement at the semicolon of line 4"));
  EXPECT_THAT(
      messages_of("-- +goose Up\n-- +goose ENVSUB ON\nSELECT ${A:1};\nSELECT $B;\n"),
      ::testing::AllOf(HasSubstr("2_b.sql:3:8: pggit cannot read this variable"),
                       HasSubstr("2_b.sql:4:8: no value for the environment variable `B`")));
}

TEST(Goose, ClaimsOnlyFilesWithItsMarks) {
  Sample other({{"migrations/1_a.sql", "SELECT 1;\n"}});
  EXPECT_EQ(kGoose.detect(other.project).score, 0);
  Sample own({{"migrations/1_a.sql", "-- +goose Up\nSELECT 1;\n"}});
  EXPECT_THAT(kGoose.detect(own.project).evidence,
              ::testing::ElementsAre(
                  "migrations has 1 file named <version>_<title>.sql with `-- +goose Up`"));
}

}  // namespace
}  // namespace pggit::frontend::goose
