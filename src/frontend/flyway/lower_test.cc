#include "frontend/flyway/lower.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "frontend/flyway/sample.h"

namespace pggit::frontend::flyway {
namespace {

using ::testing::HasSubstr;
using testing::Sample;

std::string place(Sample& sample, const std::string& id, std::size_t piece, std::string_view word) {
  const auto lowered = sample.lowered(id);
  const auto& sql = std::get<ir::Sql>(lowered.pieces.at(piece));
  const auto at = ir::source_offset(sql, std::uint32_t(sql.text.find(word)));
  return sample.sources.where({sql.file, at, at});
}

TEST(FlywayLower, FillsPlaceholdersAndKeepsPlaces) {
  Sample sample{{"V1__a.sql", "select '${Who}',\n  '${flyway:user}' as x;\n"}};
  sample.project.placeholders["who"] = "everybody";
  ASSERT_EQ(sample.run(), "");
  EXPECT_EQ(sample.text("V1"), "[select 'everybody',\n  'owner' as x;\n]");
  EXPECT_EQ(place(sample, "V1", 0, "x;"), "V1__a.sql:2:23");
}

TEST(FlywayLower, GivesTheDefaultPlaceholders) {
  Sample sample(
      {{"V1__a.sql",
        "${flyway:defaultSchema} ${flyway:user} ${flyway:database} ${flyway:timestamp} "
        "${flyway:filename} ${flyway:workingDirectory} ${flyway:table} ${FLYWAY:Environment}"},
       {"flyway.conf", "flyway.defaultSchema=shop"}});
  sample.project.environment = "prod";
  ASSERT_EQ(sample.run(), "");
  EXPECT_EQ(sample.text("V1"),
            "[shop owner shop 2024-11-28 09:15:00 V1__a.sql . flyway_schema_history prod]");
}

TEST(FlywayLower, ReportsAPlaceholderWithoutValue) {
  Sample sample{{"V1__a.sql", "select 1;\nselect '${region}';\n"}};
  ASSERT_EQ(sample.run(), "");
  (void)sample.lowered("V1");
  EXPECT_EQ(sample.messages(),
            "V1__a.sql:2:9: no value for the placeholder `${region}`; give it with --placeholder "
            "region=VALUE, or set flyway.placeholders.region\n");
}

TEST(FlywayLower, ReportsAnEachMigrateCallbackOnce) {
  Sample sample{{"V1__a.sql", ""}, {"V2__b.sql", ""}, {"beforeEachMigrate.sql", "select '${x}';"}};
  ASSERT_EQ(sample.run(), "");
  (void)sample.lowered("V1");
  (void)sample.lowered("V2");
  EXPECT_EQ(sample.diagnostics.all().size(), 1u);
  EXPECT_THAT(sample.messages(), HasSubstr("beforeEachMigrate.sql:1:9: no value"));
}

TEST(FlywayLower, SaysThatAUserIsKnownOnlyWithADatabase) {
  Sample sample{{"V1__a.sql", "grant x to ${flyway:user};"}};
  sample.project.user = "";
  ASSERT_EQ(sample.run(), "");
  (void)sample.lowered("V1");
  EXPECT_THAT(sample.messages(), HasSubstr("known only with a database"));
}

TEST(FlywayLower, LeavesPlaceholdersWhereTheScriptSaysSo) {
  Sample sample(
      {{"V1__a.sql", "select '${x}';"}, {"V1__a.sql.conf", "placeholderReplacement=false\n"}});
  ASSERT_EQ(sample.run(), "");
  EXPECT_EQ(sample.text("V1"), "[select '${x}';]");
  EXPECT_EQ(sample.messages(), "");
}

TEST(FlywayLower, PutsEachMigrateCallbacksAroundEveryMigration) {
  Sample sample{{"V1__a.sql", "one"},
                {"R__r.sql", "r"},
                {"U1__a.sql", "back"},
                {"beforeEachMigrate.sql", "before"},
                {"afterEachMigrate__b.sql", "b"},
                {"afterEachMigrate__a.sql", "a"},
                {"afterMigrate.sql", "last"}};
  EXPECT_EQ(sample.ids(),
            "V1 R__r afterMigrate | U1 beforeEachMigrate afterEachMigrate__a afterEachMigrate__b");
  EXPECT_EQ(sample.text("V1"), "[before][one][a][b]");
  EXPECT_EQ(sample.text("R__r"), "[before][r][a][b]");
  EXPECT_EQ(sample.text("afterMigrate"), "[last]");
  EXPECT_EQ(sample.text("U1"), "[back]");
  EXPECT_EQ(place(sample, "V1", 0, "before"), "beforeEachMigrate.sql:1:1");
  EXPECT_FALSE(sample.lowered("V1").own_session);
  EXPECT_TRUE(sample.lowered("afterMigrate").own_session);
}

TEST(FlywayLower, TakesTheRowsOfACopyApart) {
  Sample sample{{"V1__a.sql", "select 1;\nCOPY t FROM stdin;\n1\t${x}\n\\.\nselect '${x}';\n"},
                {"flyway.conf", "flyway.placeholders.x=long text"}};
  ASSERT_EQ(sample.run(), "");
  EXPECT_EQ(sample.text("V1"),
            "[select 1;\nCOPY t FROM stdin;]<1\tlong text\n>[select 'long text';\n]");
  EXPECT_EQ(place(sample, "V1", 2, "select"), "V1__a.sql:5:1");
}

TEST(FlywayLower, EndsWithTheRowsWhereNothingFollows) {
  Sample sample(
      {{"V1__a.sql", "COPY t FROM stdin;\n1\n\\.\n"}, {"V2__b.sql", "COPY t FROM stdin;\n1\n"}});
  ASSERT_EQ(sample.run(), "");
  EXPECT_EQ(sample.text("V1"), "[COPY t FROM stdin;]<1\n>");
  EXPECT_EQ(sample.messages(), "");
  EXPECT_EQ(sample.text("V2"), "[COPY t FROM stdin;]<1\n>");
  EXPECT_EQ(sample.messages(),
            "V2__b.sql:1:1: the rows of this COPY never end; put a line `\\.` after the last\n");
}

TEST(FlywayLower, RunsOutsideATransactionWhatCannotRunInOne) {
  Sample sample{{"V1__a.sql", "create index concurrently i on t (a);"},
                {"V2__b.sql", "create index i on t (a);"},
                {"V3__c.sql", "select 1;"},
                {"V3__c.sql.conf", "executeInTransaction=false"},
                {"V4__d.sql", "vacuum;"},
                {"V4__d.sql.conf", "executeInTransaction=true"}};
  ASSERT_EQ(sample.run(), "");
  EXPECT_EQ(sample.lowered("V1").transaction, ir::TransactionMode::None);
  EXPECT_EQ(sample.lowered("V2").transaction, ir::TransactionMode::PerMigration);
  EXPECT_EQ(sample.lowered("V3").transaction, ir::TransactionMode::None);
  EXPECT_EQ(sample.lowered("V4").transaction, ir::TransactionMode::PerMigration);
  EXPECT_EQ(sample.messages(), "");
}

TEST(FlywayLower, RefusesAMixtureUnlessItIsAllowed) {
  const char* text = "create table t (a int);\ncreate index concurrently i on t (a);\n";
  Sample refused{{"V1__a.sql", text}};
  ASSERT_EQ(refused.run(), "");
  (void)refused.lowered("V1");
  EXPECT_THAT(refused.messages(),
              HasSubstr("V1__a.sql:2:1: this statement cannot run in a transaction"));
  Sample allowed{{"V1__a.sql", text}, {"flyway.conf", "flyway.mixed=true"}};
  Sample said{{"V1__a.sql", text}, {"V1__a.sql.conf", "executeInTransaction=false"}};
  for (Sample* sample : {&allowed, &said}) {
    ASSERT_EQ(sample->run(), "");
    EXPECT_EQ(sample->lowered("V1").transaction, ir::TransactionMode::None);
    EXPECT_EQ(sample->messages(), "");
  }
}

TEST(FlywayLower, DoesNotCountAStatementThatAPlaceholderMakes) {
  Sample sample{{"V1__a.sql", "${how} t;"}, {"flyway.conf", "flyway.placeholders.how=vacuum"}};
  ASSERT_EQ(sample.run(), "");
  EXPECT_EQ(sample.lowered("V1").transaction, ir::TransactionMode::None);
}

TEST(FlywayLower, TellsOfConditionalScripts) {
  Sample sample{{"V1__a.sql", "select 1;"},
                {"V1__a.sql.conf", "# only there\nshouldExecute=${env}==prod\nwhat=1\n"}};
  ASSERT_EQ(sample.run(), "");
  EXPECT_EQ(sample.edge_cases(), "conditional-script V1 V1__a.sql.conf:2:1\n");
  EXPECT_THAT(sample.messages(), HasSubstr("V1__a.sql.conf:3:1: warning: `what` is no setting"));
}

}  // namespace
}  // namespace pggit::frontend::flyway
