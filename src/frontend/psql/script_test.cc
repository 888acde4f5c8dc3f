#include "frontend/psql/script.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"

namespace pggit::frontend::psql {
namespace {

using Files = std::map<std::string, std::string>;
using ::testing::HasSubstr;

// The script "main.sql" among other files, read.
struct Reading {
  explicit Reading(const std::string& text, const Files& others = {}, const Files& variables = {}) {
    Surroundings around{"p", "", {"main.sql"}, variables, {}};
    (void)disk.write("p/main.sql", text);
    for (const auto& [name, bytes] : others) {
      (void)disk.write("p/" + name, bytes);
      around.files.insert(name);
    }
    project.disk = &disk;
    project.sources = &sources;
    project.diagnostics = &diagnostics;
    project.database = "shop";
    project.user = "owner";
    const auto file = shared::read_text(project, "p/main.sql", "main.sql").value();
    script = read_script(project, around, "main.sql", file, "001");
  }

  // SQL in brackets, spaces around it left out; rows in < >, holes in { }.
  std::string text() const {
    std::string out;
    for (const ir::PieceOfMigration& piece : script.pieces) {
      if (const auto* sql = std::get_if<ir::Sql>(&piece))
        out += "[" + std::string(base::trim(sql->text)) + "]";
      if (const auto* rows = std::get_if<ir::CopyData>(&piece)) out += "<" + rows->bytes + ">";
      if (const auto* hole = std::get_if<ir::Hole>(&piece)) out += "{" + hole->what + "}";
    }
    return out;
  }

  std::string messages() const {
    std::string out;
    for (const auto& d : diagnostics.all()) out += base::to_text(d, sources) + "\n";
    return out;
  }

  std::string edge_cases() const {
    std::string out;
    for (const auto& e : script.edge_cases) out += e.kind + " " + sources.where(e.span) + "\n";
    return out;
  }

  base::MemoryDisk disk;
  base::Sources sources;
  base::Diagnostics diagnostics;
  ir::Project project;
  Script script;
};

// --- variables ----------------------------------------------------------------------------------

TEST(PsqlVariables, AreFilledOutsideQuotesAndCommentsOnly) {
  const Reading run(
      "\\set who bob\n"
      "SELECT :'who', ':who', \":who\", $$:who$$, E':who\\'', :who; -- :who\n");
  EXPECT_EQ(run.text(), "[SELECT 'bob', ':who', \":who\", $$:who$$, E':who\\'', bob; -- :who]");
  EXPECT_EQ(run.messages(), "");
}

TEST(PsqlVariables, AreQuotedAsAsked) {
  const Reading run("\\set n 'o''Neill \"x\"'\nSELECT :'n' AS :\"n\", :{?n}, :{?m};\n");
  EXPECT_EQ(run.text(), "[SELECT 'o''Neill \"x\"' AS \"o'Neill \"\"x\"\"\", TRUE, FALSE;]");
}

TEST(PsqlVariables, LeaveCastsSlicesAndAssignmentsAlone) {
  const Reading run("SELECT a::int, b[1:2], c[lo:hi], f(x := 1) FROM t;\n", {}, {{"int", "no"}});
  EXPECT_EQ(run.text(), "[SELECT a::int, b[1:2], c[lo:hi], f(x := 1) FROM t;]");
  EXPECT_EQ(run.messages(), "");
}

TEST(PsqlVariables, AreReadAgainForVariablesInThem) {
  const Reading run("\\set a 1\n\\set b ':a + :b'\nSELECT :b;\n");
  EXPECT_EQ(run.text(), "[SELECT 1 + :b;]");
}

TEST(PsqlVariables, ComeFromTheCommandLineUnlessTheScriptSetsThem) {
  const Reading run("\\set a mine\nSELECT :a, :b;\n", {}, {{"a", "given"}, {"b", "given"}});
  EXPECT_EQ(run.text(), "[SELECT mine, given;]");
}

TEST(PsqlVariables, WithoutValueAreReportedWithTheOptionToGive) {
  const Reading run("SELECT\n  :'region';\n");
  EXPECT_EQ(run.messages(),
            "main.sql:2:3: no value for the psql variable `:'region'`; give it with --placeholder "
            "region=VALUE, or with \\set region in the script\n");
}

TEST(PsqlVariables, OfBackTicksAreNotKnownUnlessGiven) {
  const std::string text = "\\set day `date`\nSELECT :'day';\n";
  const Reading run(text);
  EXPECT_THAT(run.messages(),
              HasSubstr("main.sql:2:8: the value of `:'day'` comes from a command"));
  EXPECT_EQ(Reading(text, {}, {{"day", "monday"}}).text(), "[SELECT 'monday';]");
}

TEST(PsqlVariables, LeadBackToWhereTheyStand) {
  const Reading run("\\set t books\nDROP TABLE :t; SELECT 1;\n");
  const auto& sql = std::get<ir::Sql>(run.script.pieces.at(0));
  const std::size_t value = sql.text.find("books");
  const std::size_t after = sql.text.find("SELECT");
  EXPECT_EQ(run.sources.where({sql.file, ir::source_offset(sql, std::uint32_t(value)), 0}),
            "main.sql:2:12");
  EXPECT_EQ(run.sources.where({sql.file, ir::source_offset(sql, std::uint32_t(after)), 0}),
            "main.sql:2:16");
}

TEST(PsqlVariables, TakeEscapesAndPartsAsPsqlDoes) {
  const Reading run("\\set a 'x\\ty\\x41\\101' - \"Q\" :who\nSELECT :'a';\n", {}, {{"who", "me"}});
  EXPECT_EQ(run.text(), "[SELECT 'x\tyAA-\"Q\"me';]");
}

TEST(PsqlVariables, ThatOpenATextAreReported) {
  const Reading run("\\set a 'it''s'\nSELECT :a;\n");
  EXPECT_THAT(run.messages(),
              HasSubstr("main.sql:2:8: the value of `a` holds a backslash or opens"));
}

// --- statements ---------------------------------------------------------------------------------

TEST(PsqlScript, KeepsBodiesWithSemicolonsWhole) {
  const std::string text =
      "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END;\n"
      "CREATE RULE r AS ON DELETE TO t DO (SELECT 1; SELECT 2);\n";
  EXPECT_EQ(Reading(text).text(), "[" + std::string(base::trim(text)) + "]");
}

TEST(PsqlScript, SendsAStatementWithoutSemicolonAtTheEnd) {
  EXPECT_EQ(Reading("SELECT 1;\nSELECT 2").text(), "[SELECT 1;\nSELECT 2]");
}

TEST(PsqlScript, SendsRowsOfCopyAsRows) {
  const Reading run("COPY t (a) FROM stdin;\n1\n\\set\n\\.\nSELECT 2;\n");
  EXPECT_EQ(run.text(), "[COPY t (a) FROM stdin;]<1\n\\set\n>[SELECT 2;]");
}

TEST(PsqlScript, TurnsSlashCopyIntoCopyWithItsRows) {
  const Reading run(
      "\\copy t (a, b) from 'data/t.csv' with (format csv)\n\\copy t to 'out.csv'\nSELECT 1;\n",
      {{"data/t.csv", "1,2\n"}});
  EXPECT_EQ(run.text(), "[COPY t (a, b) FROM STDIN with (format csv);]<1,2\n>[SELECT 1;]");
  EXPECT_EQ(Reading("\\copy t from stdin\n1\n\\.\n").text(), "[COPY t FROM STDIN;]<1\n>");
}

TEST(PsqlScript, FindsTheFileOfASlashCopyInItsQuotesAndBesideItsScript) {
  const Files files{
      {"it's.csv", "1\n"}, {"sub/a.sql", "\\copy (t) from b.csv\n"}, {"sub/b.csv", "2\n"}};
  EXPECT_EQ(Reading("\\copy t from 'it''s.csv' csv\n", files).text(),
            "[COPY t FROM STDIN csv;]<1\n>");
  EXPECT_EQ(Reading("\\ir sub/a.sql\n", files).text(), "[COPY (t) FROM STDIN;]<2\n>");
}

TEST(PsqlScript, MakesAHoleOfRowsThatAreNotInTheFolder) {
  const Reading run(
      "\\copy t from '/etc/passwd'\n\\copy t from '../x.csv'\n\\copy t from program 'ls'\n");
  EXPECT_EQ(run.text(), "{rows-not-found}{rows-not-found}{shell-command}");
  EXPECT_EQ(
      run.edge_cases(),
      "rows-not-found main.sql:1:1\nrows-not-found main.sql:2:1\nshell-command main.sql:3:1\n");
}

TEST(PsqlScript, EndsStatementsWithBackslashCommandsToo) {
  EXPECT_EQ(Reading("SELECT 1 \\g\nSELECT 2 \\gx out.txt\nSELECT 3 \\; SELECT 4;\n").text(),
            "[SELECT 1 ;\nSELECT 2 ;\nSELECT 3 ; SELECT 4;]");
}

TEST(PsqlScript, ThrowsAwayWhatIsResetOrOnlyDescribed) {
  EXPECT_EQ(Reading("DROP TABLE t \\r\nSELECT 1 \\gdesc\nSELECT 2;\n").text(), "[SELECT 2;]");
}

TEST(PsqlScript, MakesAHoleOfWhatRunsUnknownCode) {
  const Reading run("SELECT 'DROP TABLE t' \\gexec\n\\! rm -rf x\nSELECT 2;\n");
  EXPECT_EQ(run.text(), "{dynamic-sql}{shell-command}[SELECT 2;]");
  EXPECT_EQ(run.edge_cases(), "dynamic-sql main.sql:1:23\nshell-command main.sql:2:1\n");
}

TEST(PsqlScript, GoesPastWhatOnlyShowsOrFormats) {
  const Reading run(
      "\\echo 'a;b' :x\n\\timing on \\\\ SELECT 1;\n\\pset pager off\n\\x\n\\encoding "
      "UTF8\n\\restrict abc\n"
      "\\d+ t\n\\o out.txt\n\\warn done\n\\unrestrict abc\n");
  EXPECT_EQ(run.text(), "[SELECT 1;]");
  EXPECT_EQ(run.messages() + run.edge_cases(), "");
}

TEST(PsqlScript, NamesACommandThatPsqlDoesNotHave) {
  EXPECT_THAT(Reading("SELECT 1;\n\\frobnicate x\n").messages(),
              HasSubstr("main.sql:2:1: psql has no command `\\frobnicate`"));
}

TEST(PsqlScript, GoesOnNowhereAfterQuit) {
  EXPECT_EQ(Reading("SELECT 1;\n\\q\nSELECT 2;\n").text(), "[SELECT 1;]");
}

TEST(PsqlScript, MakesAHoleOfAnotherDatabaseButNotOfItsOwn) {
  EXPECT_EQ(Reading("\\connect shop owner\n\\c -\nSELECT 1;\n").text(), "[SELECT 1;]");
  const Reading run("\\c other\nSELECT 1;\n");
  EXPECT_EQ(run.text(), "{other-database}[SELECT 1;]");
  EXPECT_EQ(run.edge_cases(), "other-database main.sql:1:1\n");
}

TEST(PsqlScript, NamesAQuoteThatNeverEnds) {
  EXPECT_THAT(Reading("SELECT 1;\nSELECT 'a;\n").messages(), HasSubstr("main.sql:2:8: "));
}

// --- conditions ---------------------------------------------------------------------------------

TEST(PsqlConditions, AreDecidedByVariables) {
  const std::string text =
      "\\if :{?a}\nSELECT 'a';\n\\elif :b\nSELECT 'b;\n\\else\n';\n\\else\nSELECT 'c';\n"
      "\\endif\nSELECT 2;\n";
  EXPECT_EQ(Reading(text, {}, {{"a", ""}, {"b", "off"}}).text(), "[SELECT 'a';\n\nSELECT 2;]");
  EXPECT_EQ(Reading(text, {}, {{"b", "yes"}}).text(), "[SELECT 'b;\n\\else\n';\n\nSELECT 2;]");
  EXPECT_EQ(Reading(text, {}, {{"b", "no"}}).text(), "[SELECT 'c';\n\nSELECT 2;]");
}

TEST(PsqlConditions, NestAndSkipCommandsToo) {
  const Reading run(
      "\\if false\n\\if true\n\\set a 1\n\\! boom\n\\i gone.sql\nSELECT "
      ":nothing;\n\\endif\n\\else\nSELECT :{?a};\n\\endif\n");
  EXPECT_EQ(run.text(), "[SELECT FALSE;]");
  EXPECT_EQ(run.messages() + run.edge_cases(), "");
}

TEST(PsqlConditions, OfAnswersAreEdgeCases) {
  const Reading run(
      "SELECT true AS big \\gset\n\\if :big\nSELECT 1;\n\\else\nSELECT 2;\n\\endif\n");
  EXPECT_EQ(run.edge_cases(), "psql-condition main.sql:2:1\n");
  EXPECT_THAT(run.text(), HasSubstr("SELECT 2;"));
  EXPECT_THAT(run.text(), ::testing::Not(HasSubstr("SELECT 1;")));
}

TEST(PsqlConditions, HaveAnEnd) {
  EXPECT_THAT(Reading("\\if true\nSELECT 1;\n").messages(),
              HasSubstr("main.sql:1:1: \\if without \\endif"));
  EXPECT_THAT(Reading("\\endif\n").messages(),
              HasSubstr("main.sql:1:1: there is no \\if before it"));
}

// --- other files --------------------------------------------------------------------------------

TEST(PsqlIncludes, BecomePiecesOfTheirOwnFiles) {
  const Reading run("SELECT 1;\n\\ir sub/a.sql\nSELECT 3;\n",
                    {{"sub/a.sql", "\\ir b.sql\nSELECT :x;\n"}, {"sub/b.sql", "\\set x 2\n"}});
  EXPECT_EQ(run.text(), "[SELECT 1;][SELECT 2;][SELECT 3;]");
  ASSERT_EQ(run.script.parts.size(), 2u);
  EXPECT_EQ(run.script.parts[0].file, "sub/a.sql");
  EXPECT_EQ(run.script.parts[1].file, "sub/b.sql");
  EXPECT_EQ(run.script.parts[0].begin, 1u);
  EXPECT_EQ(run.script.parts[0].end, 2u);
  const auto& sql = std::get<ir::Sql>(run.script.pieces.at(1));
  EXPECT_EQ(run.sources.where(
                {sql.file, ir::source_offset(sql, std::uint32_t(sql.text.find("SELECT"))), 0}),
            "sub/a.sql:2:1");
}

TEST(PsqlIncludes, AreFoundFromTheFolderToo) {
  EXPECT_EQ(Reading("\\i db/a.sql\n\\include ./a.sql\n", {{"a.sql", "SELECT 1;\n"}}).text(),
            "[SELECT 1;][SELECT 1;]");
}

TEST(PsqlIncludes, NeverLeaveTheFolder) {
  for (const char* name : {"/etc/passwd", "../x.sql", "a/../../x.sql", "gone.sql"}) {
    const Reading run("\\ir " + std::string(name) + "\nSELECT 1;\n");
    EXPECT_EQ(run.text(), "[SELECT 1;]");
    EXPECT_THAT(run.messages(), HasSubstr("main.sql:1:5: there is no file `" + std::string(name)));
  }
}

TEST(PsqlIncludes, OfThemselvesAreRefused) {
  const Reading run("\\ir a.sql\n", {{"a.sql", "SELECT 1;\n\\ir main.sql\n"}});
  EXPECT_EQ(run.text(), "[SELECT 1;]");
  EXPECT_THAT(run.messages(), HasSubstr("a.sql:2:5: `main.sql` includes itself"));
}

}  // namespace
}  // namespace pggit::frontend::psql
