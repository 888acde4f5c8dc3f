// The vectors are what Liquibase 4.28.0 printed for these changesets.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "frontend/liquibase/sample.h"

namespace pggit::frontend::liquibase {
namespace {

std::string checksum(const std::string& changes) {
  Sample sample{{"log.xml", xml(changes)}};
  EXPECT_EQ(sample.run(), "");
  return sample.entry(kOne).checksum;
}

TEST(Checksum, OfScriptsSeesNoWhiteSpaceAndNoRulesOfCutting) {
  const char* expected = "9:c3e3231f313b9471eda79845d74ee085";
  EXPECT_EQ(checksum("<sql>select 1; -- x\n select  2</sql>"), expected);
  EXPECT_EQ(checksum("<sql splitStatements=\"false\" endDelimiter=\"/\">select 1; -- x\r\n select  "
                     "2\n</sql>"),
            expected);
  EXPECT_NE(checksum("<sql>select 1; -- x\n select  3</sql>"), expected);
}

TEST(Checksum, OfNothingForThisDatabaseIsThatOfNothing) {
  const char* expected = "9:d41d8cd98f00b204e9800998ecf8427e";
  EXPECT_EQ(checksum(""), expected);
  EXPECT_EQ(checksum("<sql dbms=\"h2\">select 1</sql>"), expected);
}

TEST(Checksum, OfChangesIsThatOfTheirFields) {
  EXPECT_EQ(checksum("<empty/>"), "9:7a37a4e4638085400ecf49cb0bebb7de");
  EXPECT_EQ(checksum("<dropTable tableName=\"t\"/>"), "9:f7593b5a1de7895c04bd5612c7841640");
  EXPECT_EQ(checksum("<renameTable oldTableName=\"a\" newTableName=\"b\"/>"),
            "9:54a3c75e26244a7c528fd7d4dbb480a5");
  EXPECT_EQ(
      checksum("<createTable tableName=\"t\"><column name=\"id\" type=\"int\"/></createTable>"),
      "9:4540d4f5693b57b1bf9dc442f82d52fc");
  EXPECT_EQ(checksum("<insert tableName=\"t\"><column name=\"n\" valueNumeric=\"1\"/><column "
                     "name=\"s\" value=\"x\"/><column name=\"b\" valueBoolean=\"true\"/><column "
                     "name=\"d\" valueDate=\"2020-01-02\"/><column name=\"c\" "
                     "valueComputed=\"now()\"/></insert>"),
            "9:23382f4831faa5cde68d95c18d10dc49");
  EXPECT_EQ(checksum("<update tableName=\"t\"><column name=\"n\" valueNumeric=\"1\"/><where>a = "
                     "1</where></update>"),
            "9:1fc389faa871b88890190adc3e856c6f");
}

TEST(Checksum, IsNotGivenWhereItIsNotKnown) {
  EXPECT_EQ(checksum("<createView viewName=\"v\">select  1</createView>"), "");
  EXPECT_EQ(checksum("<sql>select 1</sql><modifySql><append value=\" x\"/></modifySql>"), "");
}

ir::HistoryRow row(const std::string& id, const std::string& md5,
                   const std::string& type = "EXECUTED") {
  return {{"id", id},      {"author", "ann"},  {"filename", "log.xml"},
          {"md5sum", md5}, {"exectype", type}, {"orderexecuted", "1"}};
}

TEST(ChangelogTable, SaysWhatRanWhatChangedAndWhatIsToCome) {
  Sample sample{{"log.xml", xml("<sql>a</sql>")}};
  EXPECT_EQ(sample.run(), "");
  const std::string own = sample.entry(kOne).checksum;
  const auto states = [&](const std::vector<ir::HistoryRow>& rows) {
    std::vector<ir::AppliedState> out;
    for (const auto& finding : kLiquibase.history->decode(sample.listing, rows))
      out.push_back(finding.state);
    return out;
  };
  using enum ir::AppliedState;
  EXPECT_THAT(states({}), ::testing::ElementsAre(Pending));
  EXPECT_THAT(states({row("1", own)}), ::testing::ElementsAre(Applied));
  EXPECT_THAT(states({row("1", "9:0")}), ::testing::ElementsAre(Changed));
  EXPECT_THAT(states({row("1", "8:0")}), ::testing::ElementsAre(Applied));
  EXPECT_THAT(states({row("1", own, "MARK_RAN"), row("2", own)}),
              ::testing::ElementsAre(Applied, Missing));
}

TEST(ChangelogTable, WritesARowWithAllPartsOfTheKey) {
  Sample sample{{"log.xml", xml("<sql>a</sql>")}};
  EXPECT_EQ(sample.run(), "");
  const std::string sql =
      kLiquibase.history->insert(sample.listing, sample.entry(kOne), {7, "me", 0, true});
  EXPECT_THAT(sql,
              ::testing::HasSubstr("VALUES ('1', 'ann', 'log.xml', now(), 7, 'EXECUTED', '9:"));
  EXPECT_THAT(kLiquibase.history->remove(sample.listing, sample.entry(kOne)),
              ::testing::EndsWith("WHERE id = '1' AND author = 'ann' AND filename = 'log.xml';"));
}

}  // namespace
}  // namespace pggit::frontend::liquibase
