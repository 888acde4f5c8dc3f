#include "frontend/sql/sql.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "frontend/testing/sample.h"

namespace pggit::frontend::sql {
namespace {

using testing::File;
using ::testing::HasSubstr;
using testing::Sample;

const char* const kTable = "CREATE TABLE t (a int);\n";

Sample sample(const std::vector<File>& files) { return {kSql, files}; }

// The files in the order in which they run.
std::string paths(Sample& run) {
  if (const std::string error = run.run(); !error.empty()) return "error: " + error;
  std::string out;
  for (const auto& entry : run.listing.migrations) out += (out.empty() ? "" : " ") + entry.path;
  return out;
}

// What is said of the order.
std::string how(const Sample& run) {
  for (const std::string& line : run.listing.inferred) {
    if (line.starts_with("order: ")) return line.substr(7);
  }
  return "";
}

std::string asides(const Sample& run) {
  std::string out;
  for (const auto& entry : run.listing.set_aside) out += entry.id + ": " + entry.set_aside + "\n";
  return out;
}

// --- order ------------------------------------------------------------------------------------------

TEST(SqlOrder, IsByNumberAndSaysWhichAreMissing) {
  Sample run = sample({{"1_a.sql", kTable},
                       {"2_b.sql", ""},
                       {"10_c.sql", ""},
                       {"4_d.sql", ""},
                       {"3.sql", ""},
                       {"7.sql", ""},
                       {"8.sql", ""},
                       {"9.sql", ""}});
  EXPECT_EQ(paths(run), "1_a.sql 2_b.sql 3.sql 4_d.sql 7.sql 8.sql 9.sql 10_c.sql");
  EXPECT_EQ(how(run), "by number, 1 to 10, without 5, 6");
  EXPECT_EQ(run.listing.migrations[7].id, "10");
  EXPECT_EQ(run.listing.migrations[7].description, "c");
}

TEST(SqlOrder, TakesFilesOfOneNumberByName) {
  Sample run = sample({{"1_b.sql", ""}, {"01_a.sql", ""}});
  EXPECT_EQ(run.ids(), "01_a 1_b");
}

TEST(SqlOrder, RefusesTwoFilesOfOneNumberThatMakeTheSame) {
  Sample run = sample({{"1_a.sql", kTable}, {"1_b.sql", kTable}});
  const auto listed = kSql.list(run.project);
  ASSERT_FALSE(listed);
  EXPECT_EQ(listed.error().code, base::ErrorCode::Refused);
  EXPECT_EQ(listed.error().message,
            "1_a.sql and 1_b.sql: both have number 1 and make `t`, so either may come first; give "
            "one another "
            "number, or say with [sql] order in .pggit/config.toml");
}

TEST(SqlOrder, GoesFolderByFolderWhereOnlyThatFits) {
  Sample run = sample({{"a/1.sql", "CREATE TABLE x (i int);"},
                       {"a/2.sql", "CREATE TABLE y (i int);"},
                       {"b/1.sql", "ALTER TABLE y ADD j int;"}});
  EXPECT_EQ(paths(run), "a/1.sql a/2.sql b/1.sql");
  EXPECT_THAT(how(run), HasSubstr("b/1.sql would need `y` before it is made"));
}

TEST(SqlOrder, IsAskedForWhereNeitherReadingFits) {
  Sample run = sample({{"a/1.sql", "ALTER TABLE y ADD i int;"},
                       {"a/2.sql", "CREATE TABLE z (i int);"},
                       {"b/1.sql", "ALTER TABLE z ADD i int;"},
                       {"b/2.sql", "CREATE TABLE y (i int);"}});
  EXPECT_THAT(paths(run), HasSubstr("order = [\"number\"]"));
  run.project.scripts.order = {"folder"};
  EXPECT_EQ(paths(run), "a/1.sql a/2.sql b/1.sql b/2.sql");
}

TEST(SqlOrder, PlacesFilesWithoutNumberByWhatTheyMakeAndNeed) {
  Sample run = sample({{"1_a.sql", "ALTER TABLE t ADD b int;"},
                       {"base.sql", kTable},
                       {"rows.sql", "INSERT INTO u VALUES (1);"},
                       {"2_b.sql", "CREATE TABLE u (a int);"}});
  EXPECT_EQ(paths(run), "base.sql 1_a.sql 2_b.sql rows.sql");
}

TEST(SqlOrder, PutsFilesFirstWhosePlaceMakesNoDifference) {
  Sample run = sample(
      {{"1_a.sql", kTable},
       {"versions.sql", "CREATE TABLE versions (n int);\nINSERT INTO versions VALUES (1);\n"}});
  EXPECT_EQ(paths(run), "versions.sql 1_a.sql");
}

TEST(SqlOrder, AsksWhereAFileWithoutNumberBelongs) {
  Sample run = sample({{"1_a.sql", kTable}, {"other.sql", "SELECT 1;"}});
  EXPECT_THAT(paths(run),
              HasSubstr("order = [\"other.sql\", \"*\"] or order = [\"*\", \"other.sql\"]"));
  run.project.scripts.order = {"*", "other.sql"};
  EXPECT_EQ(paths(run), "1_a.sql other.sql");
  run.project.scripts.order = {"gone.sql"};
  EXPECT_THAT(paths(run), HasSubstr("names `gone.sql`"));
}

TEST(SqlOrder, IsByContentsWhereNamesHaveNoNumbers) {
  Sample run = sample({{"add_email.sql", "ALTER TABLE users ADD email text;"},
                       {"orders.sql", "CREATE TABLE orders (user_id int REFERENCES users);"},
                       {"users.sql", "CREATE TABLE users (id int PRIMARY KEY);"}});
  EXPECT_EQ(paths(run), "users.sql add_email.sql orders.sql");
}

TEST(SqlOrder, IsByGitWhereGitKnowsAllAndNothingSpeaksAgainstIt) {
  Sample run = sample({{"b.sql", "CREATE TABLE users (id int);"},
                       {"a.sql", "ALTER TABLE users ADD x int;"},
                       {"c.sql", "ALTER TABLE users ADD y int;"}});
  EXPECT_THAT(paths(run), HasSubstr("a.sql and c.sql: have no numbers, both change `users`"));
  run.project.committed = [](const std::string&) {
    return std::vector<std::vector<std::string>>{{"b.sql"}, {"c.sql"}, {"a.sql", "README.md"}};
  };
  EXPECT_EQ(paths(run), "b.sql c.sql a.sql");
  EXPECT_THAT(how(run), HasSubstr("git log"));
}

TEST(SqlOrder, IsThatOfAScriptThatIncludesTheOthers) {
  Sample run =
      sample({{"install.sql", "\\set ON_ERROR_STOP on\n\\i tables/b.sql\n\\ir tables/a.sql\n"},
              {"tables/a.sql", "SELECT 1;"},
              {"tables/b.sql", kTable},
              {"tables/old.sql", "SELECT 2;"}});
  EXPECT_EQ(paths(run), "tables/b.sql tables/a.sql");
  EXPECT_THAT(asides(run), HasSubstr("tables/old.sql: install.sql does not include it"));
  EXPECT_EQ(how(run), "as install.sql includes the files");
}

TEST(SqlOrder, RunsWhatAScriptIncludesInItsSessionWithItsVariables) {
  Sample run =
      sample({{"all.sql", "\\set n 7\n\\i a.sql\n\\if :n\n\\i c.sql\n\\endif\n\\i b.sql\n"},
              {"a.sql", "SELECT :n;\n\\set n no\n"},
              {"b.sql", "SELECT :'n';\n"},
              {"c.sql", "SELECT 3;\n"}});
  EXPECT_EQ(paths(run), "a.sql b.sql");
  EXPECT_THAT(run.text("a"), HasSubstr("SELECT 7;"));
  EXPECT_EQ(run.text("b"), "[SELECT 'no';\n]");
  EXPECT_THAT(asides(run),
              HasSubstr("c.sql: all.sql does not include it: no \\if that leads to it is taken"));
  EXPECT_FALSE(run.listing.session.restores_session);
  EXPECT_EQ(run.messages(), "");
}

// --- what is set aside ------------------------------------------------------------------------------

TEST(SqlFolder, PairsWaysBackOfEveryShape) {
  for (const auto& [up, down] :
       std::vector<std::pair<std::string, std::string>>{{"1_a.up.sql", "1_a.down.sql"},
                                                        {"1_a_up.sql", "1_a_down.sql"},
                                                        {"up/1_a.sql", "down/1_a.sql"},
                                                        {"deploy/1_a.sql", "revert/1_a.sql"},
                                                        {"1_a.sql", "1_a.rollback.sql"},
                                                        {"1_a.sql", "1_a.undo.sql"},
                                                        {"apply/1_a.sql", "rollback/1_a.sql"}}) {
    Sample run = sample({{up, kTable}, {down, "DROP TABLE t;\n"}});
    EXPECT_EQ(run.ids(), "1 | 1.down") << up;
    EXPECT_EQ(run.entry("1").path, up);
    EXPECT_EQ(run.entry("1.down").path, down);
    EXPECT_EQ(run.text("1.down"), "[DROP TABLE t;\n]");
  }
}

TEST(SqlFolder, TakesTheFilesForPostgres) {
  Sample run = sample({{"1_a.postgres.sql", kTable},
                       {"1_a.sqlite.sql", "x"},
                       {"1_a.sql", "y"},
                       {"2_b.sql.postgres", ""},
                       {"2_b.sql.sqlite", ""},
                       {"2_b.sql", ""},
                       {"mysql/3.sql", ""},
                       {"3.sql", ""}});
  EXPECT_EQ(paths(run), "1_a.postgres.sql 2_b.sql 2_b.sql.postgres 3.sql");
  EXPECT_THAT(asides(run), HasSubstr("1_a.sqlite.sql: for sqlite, not for PostgreSQL"));
  EXPECT_THAT(asides(run), HasSubstr("mysql/3.sql: for mysql, not for PostgreSQL"));
  EXPECT_THAT(asides(run), HasSubstr("1_a.sql: another file of its name is for PostgreSQL"));
}

TEST(SqlFolder, SetsPicturesOfTheSchemaAside) {
  Sample run = sample({{"1_a.sql", kTable}, {"schema.sql", kTable}, {"LATEST.sql", kTable}});
  EXPECT_EQ(paths(run), "1_a.sql");
  EXPECT_THAT(asides(run), HasSubstr("schema.sql: a picture of the whole schema"));
  EXPECT_EQ(run.edge_cases(), "");
}

TEST(SqlFolder, IsItsPictureWhereThereIsNothingElse) {
  Sample run = sample({{"schema.sql", kTable}});
  EXPECT_EQ(run.ids(), "schema");
}

TEST(SqlFolder, BeginsWithANumberedPictureThatEarlierStepsNeed) {
  Sample run = sample({{"delta/71/a.sql", "ALTER TABLE t ADD b int;"},
                       {"delta/73/a.sql", "ALTER TABLE t ADD c int;"},
                       {"full_schemas/72/full.sql.postgres", kTable},
                       {"full_schemas/72/full.sql.sqlite", kTable}});
  EXPECT_EQ(paths(run), "full_schemas/72/full.sql.postgres delta/73/a.sql");
  EXPECT_THAT(
      asides(run),
      HasSubstr("delta/71/a.sql: up to 72, for which full_schemas/72/full.sql.postgres stands"));
}

TEST(SqlFolder, SaysWhereTheBeginningIsMissing) {
  Sample run = sample({{"5_a.sql", "ALTER TABLE t ADD b int;"}, {"LATEST.sql", kTable}});
  EXPECT_EQ(paths(run), "5_a.sql");
  EXPECT_EQ(run.edge_cases(), "no-beginning 5 5_a.sql:1:1\n");
}

TEST(SqlFolder, RunsRepeatablesLastAndInTheirOrder) {
  Sample run = sample({{"views/a.sql", "CREATE OR REPLACE VIEW a AS SELECT * FROM b;"},
                       {"views/b.sql", "CREATE OR REPLACE VIEW b AS SELECT * FROM t;"},
                       {"R__c.sql", "SELECT 1;"},
                       {"1_t.sql", kTable},
                       {"2_views.sql", "CREATE OR REPLACE VIEW v AS SELECT 1;"}});
  EXPECT_EQ(paths(run), "1_t.sql 2_views.sql R__c.sql views/b.sql views/a.sql");
  EXPECT_EQ(run.entry("views/a").kind, ir::MigrationKind::Repeatable);
}

TEST(SqlFolder, MakesHolesOfCodeAmongNumbers) {
  Sample run = sample({{"1.sql", kTable},
                       {"2_fill.py", "x"},
                       {"3/more.sh", "x"},
                       {"run.sh", "x"},
                       {"4.sql", ""},
                       {"3/__init__.py", ""},
                       {"3/more_test.go", ""}});
  EXPECT_EQ(run.ids(), "1 2 3 4");
  EXPECT_EQ(run.text("2"), "{Python migration}");
  EXPECT_EQ(run.edge_cases(),
            "python-migration 2 2_fill.py:1:1\nshell-migration 3 3/more.sh:1:1\n");
}

TEST(SqlFolder, IsFoundBelowTheProject) {
  Sample run = sample({{"db/migrations/1.sql", kTable}, {"test/data/x.sql", ""}, {"main.py", ""}});
  EXPECT_EQ(paths(run), "db/migrations/1.sql");
}

TEST(SqlFolder, StopsAtTheTarget) {
  Sample run = sample({{"1.sql", ""}, {"2.sql", ""}, {"3.sql", ""}});
  run.project.target_version = "2";
  EXPECT_EQ(run.ids(), "1 2 | 3");
}

// --- text -------------------------------------------------------------------------------------------

TEST(SqlText, FillsTemplatesThatStandInCode) {
  Sample run = sample({{"1.sql", "CREATE TABLE {{ schema }}.t (a text DEFAULT '{{schema}}');\n"}});
  run.project.placeholders = {{"schema", "app"}};
  EXPECT_EQ(run.ids(), "1");
  EXPECT_EQ(run.text("1"), "[CREATE TABLE app.t (a text DEFAULT 'app');\n]");
  EXPECT_EQ(run.messages(), "");
}

TEST(SqlText, NamesWhatATemplateLacks) {
  Sample run =
      sample({{"1.sql", "GRANT ALL ON SCHEMA x\n  TO ${owner};\nSELECT <%= n %>, @m@;\n"}});
  (void)run.run();
  EXPECT_EQ(run.messages(),
            "1.sql:2:6: no value for `${owner}`; give it with --placeholder owner=VALUE\n"
            "1.sql:3:8: no value for `<%= n %>`; give it with --placeholder n=VALUE\n"
            "1.sql:3:18: no value for `@m@`; give it with --placeholder m=VALUE\n");
}

TEST(SqlText, LeavesTemplatesInDataAlone) {
  const std::string text = "INSERT INTO mails VALUES ('Dear {{ name }}, ${x} a@b.c@d');\n";
  Sample run = sample({{"1.sql", text}});
  (void)run.run();
  EXPECT_EQ(run.text("1"), "[" + text + "]");
  EXPECT_EQ(run.messages(), "");
}

TEST(SqlText, RefusesTemplatesWithConditions) {
  Sample run =
      sample({{"1.sql", "CREATE TABLE {{ t }} (a int);\n{% if x %}SELECT 1;{% endif %}\n"}});
  run.project.placeholders = {{"t", "t"}};
  (void)run.run();
  EXPECT_THAT(run.messages(), HasSubstr("1.sql:2:1: is code of a template language"));
}

TEST(SqlText, IsReadInTheEncodingThatItSays) {
  Sample run = sample({{"1.sql", "SET client_encoding = 'LATIN1';\nSELECT 'caf\xE9';\n"},
                       {"2.sql", std::string("\xFF\xFES\0E\0L\0E\0C\0T\0 \0001\0;\0", 20)}});
  (void)run.run();
  EXPECT_EQ(run.text("1"), "[SET client_encoding = 'UTF8';\nSELECT 'caf\xC3\xA9';\n]");
  EXPECT_EQ(run.text("2"), "[SELECT 1;]");
  EXPECT_EQ(run.messages(), "");
}

// --- transactions -----------------------------------------------------------------------------------

TEST(SqlTransaction, IsNoneAsInPsqlUnlessTheFileHasOne) {
  Sample run = sample({{"1.sql", "SELECT 1;\nSELECT 2;\n"},
                       {"2.sql", "SET x.y = 1;\nBEGIN;\nSELECT 1;\nSELECT 2;\nCOMMIT;\n"},
                       {"3.sql", "BEGIN;\nSELECT 1;\nCOMMIT;\nSELECT 2;\n"},
                       {"4.sql", "CREATE INDEX CONCURRENTLY i ON t (a);\n"},
                       {"5.sql", "SELECT 1;\n"}});
  (void)run.run();
  EXPECT_EQ(run.lowered("1").transaction, ir::TransactionMode::None);
  EXPECT_EQ(run.lowered("2").transaction, ir::TransactionMode::PerMigration);
  EXPECT_EQ(run.text("2"), "[SET x.y = 1;][\nSELECT 1;\nSELECT 2;]");
  EXPECT_EQ(run.lowered("3").transaction, ir::TransactionMode::None);
  EXPECT_EQ(run.lowered("4").transaction, ir::TransactionMode::None);
  EXPECT_EQ(run.lowered("5").transaction, ir::TransactionMode::PerMigration);
  EXPECT_TRUE(run.listing.session.new_session);
}

TEST(SqlTransaction, IsAroundEachFileWhereTheProjectSaysSo) {
  Sample run = sample({{"1.sql", "SELECT 1;\nSELECT 2;\n"}, {"2.sql", "SELECT 1;\nVACUUM;\n"}});
  run.project.scripts.transaction = "file";
  (void)run.run();
  EXPECT_EQ(run.lowered("1").transaction, ir::TransactionMode::PerMigration);
  EXPECT_EQ(run.lowered("2").transaction, ir::TransactionMode::None);
}

}  // namespace
}  // namespace pggit::frontend::sql
