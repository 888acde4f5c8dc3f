#include "emit/export.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "emit/export_rows.h"

namespace pggit::emit {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

ExportMigration migration(const std::string& id, const std::string& version,
                          const std::string& description) {
  ExportMigration made;
  made.id = id;
  made.version = version;
  made.description = description;
  made.up = {{"CREATE TABLE t (a int)", {}}};
  made.down = {{"DROP TABLE t", {}}};
  made.rollback_class = "exact";
  return made;
}

using Files = std::map<std::string, std::string>;

Files files(const std::string& tool, const std::vector<ExportMigration>& history) {
  Files found;
  std::vector<ExportFile> made = (*find_exporter(tool))->files(history).value();
  for (ExportFile& file : made) found[file.path] = std::move(file.text);
  return found;
}

std::vector<std::string> names(const std::string& tool,
                               const std::vector<ExportMigration>& history) {
  std::vector<std::string> out;
  for (const auto& [path, text] : files(tool, history)) out.push_back(path);
  return out;
}

std::string error_of(const std::string& tool, const ExportMigration& migration) {
  const auto found = (*find_exporter(tool))->files({migration});
  return found ? "" : found.error().message;
}

ExportMigration outside_of_a_transaction() {
  ExportMigration made = migration("V1", "1", "two indexes");
  made.in_transaction = false;
  made.up = {{"CREATE INDEX CONCURRENTLY i ON t (a)", {}},
             {"CREATE INDEX CONCURRENTLY j ON t (b)", {}}};
  return made;
}

TEST(Export, KeepsVersionsThatRise) {
  const std::vector<ExportMigration> history{migration("V7", "7", "Add users"),
                                             migration("V12", "12", "Second, step!")};
  EXPECT_THAT(names("goose", history), ElementsAre("0007_add_users.sql", "0012_second_step.sql"));
  EXPECT_THAT(names("flyway", history), ElementsAre("U12__second_step.sql", "U7__add_users.sql",
                                                    "V12__second_step.sql", "V7__add_users.sql"));
}

TEST(Export, CountsWhereVersionsDoNotDo) {
  const std::vector<ExportMigration> history{migration("V1.2", "1.2", "a"),
                                             migration("V1.10", "1.10", "b")};
  EXPECT_THAT(names("goose", history), ElementsAre("0001_a.sql", "0002_b.sql"));
  EXPECT_THAT(names("flyway", history),
              ElementsAre("U1.10__b.sql", "U1.2__a.sql", "V1.10__b.sql", "V1.2__a.sql"));
  const std::vector<ExportMigration> falling{migration("V3", "3", "a"), migration("R__b", "", "b")};
  EXPECT_THAT(names("goose", falling), ElementsAre("0001_a.sql", "0002_b.sql"));
}

TEST(Export, SaysWhatItIsAndHowFarItGoesBack) {
  ExportMigration made = migration("V1", "1", "a");
  made.rollback_class = "structure-only";
  made.rollback_reason = "rows do\nnot return";
  made.notes = {"java-migration: not read"};
  EXPECT_EQ(files("golang-migrate", {made})["0001_a.up.sql"],
            "-- V1 a\n-- way back: structure-only (rows do not return)\n"
            "-- java-migration: not read\nCREATE TABLE t (a int);\n");
}

TEST(Export, RefusesToGoBackWhereNothingLeadsBack) {
  ExportMigration made = migration("V1", "1", "a");
  made.down.clear();
  made.rollback_class = "impossible";
  made.rollback_reason = "it's gone";
  EXPECT_THAT(files("sql", {made})["0001_a.down.sql"],
              HasSubstr("BEGIN;\nDO $$BEGIN RAISE EXCEPTION USING MESSAGE = 'V1 cannot be taken "
                        "back: it''s gone'; END$$;\nCOMMIT;\n"));
}

TEST(Export, KeepsASemicolonOutOfACommentAtTheEnd) {
  ExportMigration made = migration("V1", "1", "a");
  made.up = {{"SELECT 1 -- one", {}}, {"SELECT 2", {}}};
  EXPECT_THAT(files("golang-migrate", {made})["0001_a.up.sql"],
              HasSubstr("SELECT 1 -- one\n;\nSELECT 2;\n"));
}

TEST(Export, SplitsWhatOneMessageCannotHold) {
  const Files found = files("golang-migrate", {outside_of_a_transaction()});
  ASSERT_EQ(found.size(), 4U);
  EXPECT_THAT(found.at("0001_two_indexes.up.sql"), Not(HasSubstr(" j ")));
  EXPECT_THAT(found.at("0002_two_indexes.up.sql"), Not(HasSubstr(" i ")));
  EXPECT_THAT(found.at("0001_two_indexes.down.sql"), HasSubstr("DROP TABLE t;"));
  EXPECT_THAT(found.at("0002_two_indexes.down.sql"), Not(HasSubstr("DROP")));
  EXPECT_EQ(names("dbmate", {outside_of_a_transaction()}).size(), 2U);
}

TEST(Export, SaysWhatRunsOutsideOfATransaction) {
  const std::vector<ExportMigration> history{outside_of_a_transaction()};
  EXPECT_THAT(files("goose", history)["0001_two_indexes.sql"],
              HasSubstr("-- +goose NO TRANSACTION\n"));
  EXPECT_EQ(files("flyway", history)["V1__two_indexes.sql.conf"], "executeInTransaction=false\n");
  EXPECT_THAT(files("sql", history)["0001_two_indexes.sql"], Not(HasSubstr("BEGIN;")));
  EXPECT_THAT(files("atlas", history)["0001_two_indexes.sql"],
              ::testing::StartsWith("-- atlas:txmode none\n\n"));
}

TEST(Export, KeepsFlywayFromFillingPlaceholders) {
  ExportMigration made = migration("V1", "1", "a");
  made.up = {{"INSERT INTO t VALUES ('${x}')", {}}};
  EXPECT_EQ(files("flyway", {made})["V1__a.sql.conf"], "placeholderReplacement=false\n");
}

TEST(Export, MarksStatementsThatGooseWouldCut) {
  ExportMigration made = migration("V1", "1", "a");
  made.up = {{"DO $$BEGIN\n  NULL;\nEND$$", {}}, {"SELECT 1", {}}};
  EXPECT_THAT(files("goose", {made})["0001_a.sql"],
              HasSubstr("-- +goose Up\n-- +goose StatementBegin\nDO $$BEGIN\n  NULL;\nEND$$;\n"
                        "-- +goose StatementEnd\nSELECT 1;\n\n-- +goose Down\nDROP TABLE t;\n"));
}

TEST(Export, RefusesLinesThatAToolTakesForItsOwn) {
  ExportMigration made = migration("V1", "1", "a");
  made.up = {{"DO $$BEGIN\n  -- +goose Down\n  -- migrate:down\n  NULL;\nEND$$", {}}};
  EXPECT_THAT(error_of("goose", made), HasSubstr("V1: a line of its text begins with `-- +goose`"));
  EXPECT_THAT(error_of("dbmate", made), HasSubstr("which dbmate takes for a mark of its own"));
  EXPECT_EQ(error_of("flyway", made), "");
}

TEST(Export, SumsFilesAsAtlasDoes) {
  // Made by hand: sha256 over name and bytes, then over name and sum.
  const Files found = files("atlas", {migration("V1", "1", "a")});
  EXPECT_EQ(found.at("atlas.sum"),
            "h1:cyiBkrGTfVIjtrjlSzHGI91zWiGj82p4z/RiaG2MCuk=\n"
            "0001_a.sql h1:oDAcGWOtCdGICT407+o+53uroqdmsASEC7CGF/hj64A=\n");
}

TEST(Export, WritesAChangelogThatLiquibaseDoesNotCut) {
  EXPECT_EQ(files("liquibase", {migration("V1", "1", "a")})["changelog.sql"],
            "--liquibase formatted sql\n\n"
            "--changeset pggit:0001_a splitStatements:false stripComments:false "
            "rollbackSplitStatements:false\n"
            "-- V1 a\n-- way back: exact\nCREATE TABLE t (a int);\n--rollback DROP TABLE t;\n");
  ExportMigration marked = migration("V1", "1", "a");
  marked.up = {{"DO $$BEGIN\n  -- rollback here\n  NULL;\nEND$$", {}}};
  EXPECT_THAT(error_of("liquibase", marked), HasSubstr("begins with `-- rollback`"));
}

TEST(Export, WritesAPlanForSqitch) {
  ExportMigration made = migration("V1", "1", "Add users");
  made.author = "Ada <ada@example.org>";
  made.authored_at = "2024-05-01T12:30:00Z";
  const Files found = files("sqitch", {made});
  EXPECT_EQ(found.at("sqitch.plan"),
            "%syntax-version=1.0.0\n%project=pggit\n\n"
            "0001_add_users 2024-05-01T12:30:00Z Ada ada@example.org <pggit@localhost> # V1 Add "
            "users\n");
  EXPECT_THAT(found.at("deploy/0001_add_users.sql"),
              HasSubstr("BEGIN;\nCREATE TABLE t (a int);\nCOMMIT;\n"));
  EXPECT_THAT(found.at("revert/0001_add_users.sql"), HasSubstr("BEGIN;\nDROP TABLE t;\nCOMMIT;\n"));
}

TEST(ExportRows, BecomeInserts) {
  const ExportStatement copy{"COPY s.t (a, \"B\", c) FROM stdin",
                             "1\tit's\t\\N\n2\t\\\\x\\t\\101\\x42\\q\t\n"};
  EXPECT_THAT(rows_as_insert(copy, "V1").value(),
              ElementsAre("INSERT INTO s.t (a, \"B\", c) OVERRIDING SYSTEM VALUE VALUES\n"
                          "  ('1', 'it''s', NULL),\n  ('2', E'\\\\x\tABq', '')"));
  EXPECT_TRUE(rows_as_insert({"COPY t (a) FROM stdin", ""}, "V1")->empty());
}

TEST(ExportRows, ComeInPortions) {
  std::string rows;
  for (int i = 0; i < 1001; ++i) rows += std::to_string(i) + "\n";
  EXPECT_EQ(rows_as_insert({"COPY t (a) FROM stdin", rows}, "V1")->size(), 3U);
}

TEST(ExportRows, AreRefusedInOtherFormats) {
  const auto csv = rows_as_insert({"COPY t (a) FROM stdin WITH (FORMAT csv)", "1\n"}, "V1");
  ASSERT_FALSE(csv);
  EXPECT_THAT(csv.error().message, HasSubstr("V1: rows of a COPY in another format than text"));
  EXPECT_FALSE(rows_as_insert({"COPY t FROM stdin", "1\n"}, "V1"));
  EXPECT_TRUE(rows_as_insert({"COPY t (a) FROM stdin (FORMAT text)", "1\n"}, "V1"));
}

TEST(Exporters, AreFoundByTheirIds) {
  EXPECT_THAT(find_exporter("nothing").error().message,
              HasSubstr("no export to `nothing`; there are atlas, dbmate, flyway"));
}

}  // namespace
}  // namespace pggit::emit
