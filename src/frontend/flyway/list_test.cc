#include "frontend/flyway/list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "frontend/flyway/events.h"
#include "frontend/flyway/sample.h"

namespace pggit::frontend::flyway {
namespace {

using ::testing::HasSubstr;
using testing::Sample;
using ::testing::StartsWith;

TEST(FlywayList, OrdersVersionsAsNumbersAndRepeatablesByDescription) {
  Sample sample{{"V10__c.sql", ""},
                {"V9__b.sql", ""},
                {"V1_1__a.sql", ""},
                {"R__b.sql", ""},
                {"R__a.sql", ""}};
  EXPECT_EQ(sample.ids(), "V1.1 V9 V10 R__a R__b");
  EXPECT_EQ(sample.messages(), "");
}

TEST(FlywayList, SaysOfEachFileWhatTheHistoryTableWould) {
  Sample sample{{"db/migration/shop/V1__add_users.sql", "select 1;\r\n"}};
  ASSERT_EQ(sample.run(), "");
  const ir::MigrationEntry& entry = sample.listing.migrations.at(0);
  EXPECT_EQ(entry.version, "1");
  EXPECT_EQ(entry.description, "add users");
  EXPECT_EQ(entry.type, "SQL");
  EXPECT_EQ(entry.script, "shop/V1__add_users.sql");
  EXPECT_EQ(entry.path, "db/migration/shop/V1__add_users.sql");
  EXPECT_EQ(entry.kind, ir::MigrationKind::Versioned);
  EXPECT_EQ(entry.set_aside, "");
}

TEST(FlywayList, PlacesEveryCallbackOfMigrateInTheOrderOfFlyway) {
  std::vector<testing::File> files = {{"V1__a.sql", ""},
                                      {"R__a.sql", ""},
                                      {"afterMigrate__b.sql", ""},
                                      {"afterMigrate__a.sql", ""}};
  for (const Event& event : all_events()) files.push_back({std::string(event.id) + ".sql", ""});
  Sample sample(files);
  EXPECT_THAT(
      sample.ids(),
      StartsWith("beforeConnect afterConnect beforeValidate afterValidate createSchema "
                 "beforeCreateSchema beforeMigrate V1 afterVersioned beforeRepeatables R__a "
                 "afterMigrateApplied afterMigrate afterMigrate__a afterMigrate__b | "));
  EXPECT_EQ(sample.listing.migrations.size() + sample.listing.set_aside.size(), files.size());
  for (const auto& entry : sample.listing.set_aside) EXPECT_NE(entry.set_aside, "") << entry.id;
}

TEST(FlywayList, LeavesCallbacksOutThatTheSettingsTurnOff) {
  Sample sample{{"V1__a.sql", ""},
                {"beforeValidate.sql", ""},
                {"createSchema.sql", ""},
                {"beforeRepeatables.sql", ""},
                {"flyway.conf", "flyway.validateOnMigrate=false\nflyway.createSchemas=false\n"}};
  EXPECT_EQ(sample.ids(), "V1 | beforeValidate createSchema beforeRepeatables");
}

TEST(FlywayList, SetsUndoFilesAsideWithTheirVersion) {
  Sample sample{{"V1__a.sql", ""}, {"U1__a.sql", ""}};
  EXPECT_EQ(sample.ids(), "V1 | U1");
  EXPECT_EQ(sample.entry("U1").kind, ir::MigrationKind::Undo);
  EXPECT_EQ(sample.entry("U1").version, "1");
  EXPECT_EQ(sample.entry("U1").type, "UNDO_SQL");
}

TEST(FlywayList, ReplaysTheHistoryRatherThanItsBaseline) {
  Sample sample{{"V1__a.sql", ""}, {"V2__b.sql", ""}, {"B2__state.sql", ""}};
  EXPECT_EQ(sample.ids(), "V1 V2 | B2");
  EXPECT_THAT(sample.entry("B2").set_aside, HasSubstr("up to 2"));
}

TEST(FlywayList, BeginsWithTheHighestBaselineWhoseFilesAreGone) {
  Sample sample{{"B2__x.sql", ""},
                {"B5__x.sql", ""},
                {"B9__x.sql", ""},
                {"V6__a.sql", ""},
                {"V9__b.sql", ""}};
  EXPECT_EQ(sample.ids(), "B5 V6 V9 | B2 B9");
  EXPECT_EQ(sample.entry("B2").set_aside, "superseded by B5");
  EXPECT_EQ(sample.entry("B5").type, "SQL_BASELINE");
}

TEST(FlywayList, StopsAtTheTarget) {
  Sample sample{{"V1__a.sql", ""}, {"V2__b.sql", ""}, {"flyway.conf", "flyway.target=1.0\n"}};
  EXPECT_EQ(sample.ids(), "V1 | V2");
  EXPECT_EQ(sample.entry("V2").set_aside, "above the target 1.0");
}

TEST(FlywayList, RefusesTwoFilesWithOneVersion) {
  Sample sample{{"a/V1__a.sql", ""},
                {"b/V1_0__b.sql", ""},
                {"flyway.conf", "flyway.locations=filesystem:a,filesystem:b"}};
  EXPECT_EQ(
      sample.ids(),
      "error: a/V1__a.sql and b/V1_0__b.sql: two migrations of one version (1); Flyway refuses "
      "that: rename one of them");
}

TEST(FlywayList, RefusesTwoOfOneName) {
  Sample same{{"a/V1__a.sql", ""},
              {"b/V1__a.sql", ""},
              {"flyway.conf", "flyway.locations=filesystem:a,filesystem:b"}};
  EXPECT_THAT(same.ids(), StartsWith("error: a/V1__a.sql and b/V1__a.sql: both are V1;"));
  Sample repeatables{{"V1__x.sql", ""}, {"R__a_b.sql", ""}, {"R__a b.sql", ""}};
  EXPECT_THAT(repeatables.ids(), HasSubstr("two migrations of one description (a b)"));
  Sample callbacks{{"V1__x.sql", ""}, {"a/afterMigrate.sql", ""}, {"b/afterMigrate.sql", ""}};
  EXPECT_THAT(callbacks.ids(), HasSubstr("both are afterMigrate"));
}

TEST(FlywayList, RefusesAnEmptyFolderAndOneThatIsNotThere) {
  Sample empty{{"README.md", ""}};
  EXPECT_EQ(
      empty.ids(),
      "error: p: no Flyway migrations found (1 files looked at); Flyway reads files named like "
      "V1__description.sql: name their folder with --dir");
  Sample missing{};
  EXPECT_EQ(missing.ids(),
            "error: p: there is no such folder; name the project's folder with --dir");
  Sample file{{"x/V1__a.sql", ""}};
  file.project.folders = {"p/x/V1__a.sql"};
  EXPECT_THAT(file.ids(), HasSubstr("is a file; name the folder"));
}

TEST(FlywayList, WarnsOfNamesThatNearlyFit) {
  Sample sample{{"V1__a.sql", ""}, {"V2_b.sql", ""}, {"v3__c.sql", ""}, {"notes.txt", ""}};
  EXPECT_EQ(sample.ids(), "V1");
  EXPECT_EQ(
      sample.messages(),
      "V2_b.sql: warning: `2_b` is no version; it should look like V1.2__description.sql; Flyway "
      "does not run it, and neither does pggit: rename it, or move it out of the location\n"
      "v3__c.sql: warning: its name starts with no prefix of Flyway; Flyway does not run it, and "
      "neither does pggit: rename it, or move it out of the location\n");
}

TEST(FlywayList, RefusesWrongNamesWhereFlywayWould) {
  Sample sample{
      {"V1__a.sql", ""}, {"V2_b.sql", ""}, {"flyway.conf", "flyway.validateMigrationNaming=true"}};
  EXPECT_EQ(sample.ids(), "V1");
  EXPECT_TRUE(sample.diagnostics.has_errors());
}

TEST(FlywayList, ListsAJavaMigrationAsAHoleAndAnEdgeCase) {
  Sample sample(
      {{"src/main/resources/db/migration/V1__a.sql", ""},
       {"src/main/java/db/migration/V1_5__Load_prices.java",
        "package db.migration;\npublic class V1_5__Load_prices extends BaseJavaMigration {\n"
        "  public void migrate(Context c) { run(\"UPDATE t SET a = 1\"); }\n}\n"},
       {"src/main/java/db/migration/Helper.java", "package db.migration; class Helper {}"}});
  EXPECT_EQ(sample.ids(), "V1 V1.5");
  EXPECT_EQ(sample.entry("V1.5").type, "JDBC");
  EXPECT_EQ(sample.entry("V1.5").script, "db.migration.V1_5__Load_prices");
  EXPECT_EQ(sample.entry("V1.5").description, "Load prices");
  EXPECT_EQ(sample.entry("V1.5").checksum, "");
  EXPECT_EQ(sample.text("V1.5"), "{Java migration}");
  EXPECT_EQ(sample.edge_cases(),
            "java-migration V1.5 src/main/java/db/migration/V1_5__Load_prices.java:2:14\n");
  EXPECT_THAT(sample.listing.edge_cases[0].what, HasSubstr("`UPDATE t SET a = 1`"));
}

TEST(FlywayList, ListsScriptsAsHoles) {
  Sample sample(
      {{"V1__a.sql", ""}, {"V2__b.sh", "echo\n"}, {"afterMigrate.ps1", ""}, {"tool.py", ""}});
  EXPECT_EQ(sample.ids(), "V1 V2 | afterMigrate");
  EXPECT_EQ(sample.entry("V2").type, "SCRIPT");
  EXPECT_EQ(sample.text("V2"), "{shell script}");
  EXPECT_EQ(
      sample.edge_cases(),
      "script-migration V2 V2__b.sh:1:1\nscript-migration afterMigrate afterMigrate.ps1:1:1\n");
}

TEST(FlywayList, TellsWhereCodeDependsOnTheEnvironment) {
  Sample sample(
      {{"V1__a.sql", "select 1;\nDO $$ BEGIN IF '${env}' = 'prod' THEN NULL; END IF; END $$;"},
       {"V2__b.sql", "insert into t values ('${env}');"},
       {"V3__c.sql", "-- ${flyway:timestamp}\nselect 1;"},
       {"flyway.conf", "flyway.placeholders.env=test\n"}});
  ASSERT_EQ(sample.run(), "");
  EXPECT_EQ(sample.edge_cases(),
            "environment-specific V1 V1__a.sql:2:17\ntime-dependent-text V3 V3__c.sql:1:4\n");
}

TEST(FlywayList, TellsOfLocationsForOneEnvironment) {
  Sample sample{{"common/V1__a.sql", ""},
                {"prod/V2__b.sql", ""},
                {"flyway.conf", "flyway.locations=filesystem:common,filesystem:prod\n"}};
  EXPECT_EQ(sample.ids(), "V1 V2");
  EXPECT_EQ(sample.edge_cases(), "environment-specific  \n");
}

TEST(FlywayList, GivesTheSameChecksumToCrlfAndByteOrderMark) {
  Sample sample{{"V1__a.sql", "select 1;\nselect 2;\n"},
                {"V2__b.sql", "\xEF\xBB\xBFselect 1;\r\nselect 2;\r\n"},
                {"R__v.sql", "select ${a};"},
                {"flyway.conf", "flyway.placeholders.a=1"}};
  ASSERT_EQ(sample.run(), "");
  EXPECT_EQ(sample.entry("V1").checksum, sample.entry("V2").checksum);
  Sample filled{{"V1__a.sql", ""}, {"R__v.sql", "select 1;"}};
  ASSERT_EQ(filled.run(), "");
  EXPECT_EQ(sample.entry("R__v").checksum, filled.entry("R__v").checksum);
}

TEST(FlywayList, NamesTheByteThatIsNoText) {
  Sample sample{{"V1__a.sql", "select '\xE4';"}};
  EXPECT_EQ(sample.ids(), "V1");
  EXPECT_EQ(
      sample.messages(),
      "V1__a.sql:1:9: byte 8 (0xE4) is no UTF-8; save the file as UTF-8, or set flyway.encoding "
      "(all files) or `encoding` in V1__a.sql.conf (this file) to what it is, such as "
      "ISO-8859-1\n");
}

TEST(FlywayList, ReadsOtherEncodings) {
  Sample latin{{"V1__a.sql", "select '\xE4';"}, {"flyway.conf", "flyway.encoding=ISO-8859-1\n"}};
  Sample utf8{{"V1__a.sql", "select '\u00e4';"}};
  Sample beside{{"V1__a.sql", "select '\xE4';"}, {"V1__a.sql.conf", "encoding=windows-1252\n"}};
  Sample detected(
      {{"V1__a.sql", "select '\xE4';"}, {"flyway.conf", "flyway.detectEncoding=true\n"}});
  for (Sample* sample : {&latin, &beside, &detected, &utf8}) {
    EXPECT_EQ(sample->run(), "");
    EXPECT_EQ(sample->messages(), "");
    EXPECT_EQ(sample->text("V1"), "[select '\u00e4';]");
    EXPECT_EQ(sample->entry("V1").checksum, utf8.entry("V1").checksum.empty()
                                                ? sample->entry("V1").checksum
                                                : utf8.entry("V1").checksum);
  }
  EXPECT_EQ(latin.entry("V1").checksum, utf8.entry("V1").checksum);
  Sample unknown{{"V1__a.sql", ""}, {"flyway.conf", "flyway.encoding=klingon\n"}};
  EXPECT_THAT(unknown.ids(), HasSubstr("`klingon` is no encoding"));
}

TEST(FlywayList, SetsTheSearchPathAndNamesSchemasToCreate) {
  Sample sample{{"V1__a.sql", ""},
                {"flyway.conf",
                 "flyway.schemas=shop,billing\nflyway.initSql=SET ROLE "
                 "${r}\nflyway.placeholders.r=x\nflyway.table=h\n"}};
  ASSERT_EQ(sample.run(), "");
  EXPECT_THAT(sample.listing.session.search_path,
              ::testing::ElementsAre("shop", "$user", "public"));
  EXPECT_THAT(sample.listing.session.schemas, ::testing::ElementsAre("shop", "billing"));
  EXPECT_EQ(sample.listing.session.init_sql, "SET ROLE x");
  EXPECT_EQ(sample.listing.history_table.schema, "shop");
  EXPECT_THAT(sample.listing.history_table.query, HasSubstr("FROM \"shop\".\"h\" ORDER"));
}

TEST(FlywayDetect, ClaimsWithEvidence) {
  Sample sample{{"db/migration/V1__a.sql", ""},
                {"db/migration/afterMigrate.sql", ""},
                {"flyway.toml", "[flyway]\n"}};
  const ir::Claim claim = detect(sample.project);
  EXPECT_EQ(claim.score, 100);
  EXPECT_THAT(claim.evidence,
              ::testing::ElementsAre("db/migration has 1 file named V<version>__<description>.sql",
                                     "db/migration has 1 file named after a callback event",
                                     "flyway.toml is a configuration of Flyway"));
}

TEST(FlywayDetect, DoesNotClaimWhatOthersWrote) {
  for (const char* name :
       {"db/migrate/20200101000000_x.rb", "migrations/000001_x.up.sql", "deploy/x.sql",
        "app/migrations/0001_initial.py", "Vendor.sql", "Views.sql", "R.java"}) {
    EXPECT_EQ(detect(Sample{{name, ""}}.project).score, 0) << name;
  }
}

}  // namespace
}  // namespace pggit::frontend::flyway
