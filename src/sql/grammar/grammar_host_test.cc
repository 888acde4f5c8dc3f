#include "sql/grammar/grammar_host.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <thread>
#include <vector>

namespace pggit::sql {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

std::vector<std::string> lines_of(const std::string& file) {
  std::ifstream in(PGGIT_SOURCE_DIR "/tests/data/grammar/" + file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string repeated(std::string_view text, int times) {
  std::string out;
  out.reserve(text.size() * static_cast<std::size_t>(times));
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

// The lines that the grammar refuses, in a message that a failing test can print.
std::vector<std::string> refused(GrammarHost& host, const std::vector<std::string>& statements) {
  std::vector<std::string> out;
  for (const std::string& sql : statements) {
    const ParseOutcome outcome = host.parse(sql);
    if (!outcome.ok()) out.push_back(sql + " <- " + outcome.error);
  }
  return out;
}

TEST(GrammarHost, GivesATreeAsJson) {
  GrammarHost host;
  const ParseOutcome outcome = host.parse("CREATE TABLE t (a int)");
  EXPECT_THAT(outcome.error, IsEmpty());
  EXPECT_THAT(outcome.text, StartsWith("{\"version\":18"));
  EXPECT_THAT(outcome.text, HasSubstr("\"stmts\":[{\"stmt\":{\"CreateStmt\":"));
}

TEST(GrammarHost, GivesNoStatementsForNoText) {
  GrammarHost host;
  const ParseOutcome outcome = host.parse("");
  EXPECT_TRUE(outcome.ok()) << outcome.error;
  EXPECT_THAT(outcome.text, HasSubstr("\"stmts\":[]"));
}

TEST(GrammarHost, PlacesAnErrorByCharacters) {
  GrammarHost host;
  const ParseOutcome ascii = host.parse("CREATE TABL x");
  EXPECT_EQ(ascii.error, "syntax error at or near \"TABL\"");
  EXPECT_EQ(ascii.cursorpos, 8);
  EXPECT_THAT(ascii.text, IsEmpty());
  EXPECT_EQ(host.parse("/* \xC3\xA4\xC3\xB6 */ CREATE TABL x").cursorpos, 17);
}

TEST(GrammarHost, TakesTheStatementsOfPostgres16To18) {
  GrammarHost host;
  std::vector<std::string> statements;
  for (const std::string& line : lines_of("versions.tsv"))
    statements.push_back(line.substr(line.find('\t') + 1));
  ASSERT_EQ(statements.size(), 52U);
  EXPECT_LE(refused(host, statements).size(), 1U)
      << testing::PrintToString(refused(host, statements));
}

TEST(GrammarHost, TakesEveryKindOfDdl) {
  GrammarHost host;
  const std::vector<std::string> statements = lines_of("ddl.sql");
  ASSERT_GT(statements.size(), 300U);
  EXPECT_LE(refused(host, statements).size(), 1U)
      << testing::PrintToString(refused(host, statements));
}

TEST(GrammarHost, ReadsPlpgsqlBodies) {
  GrammarHost host;
  const ParseOutcome outcome = host.parse_plpgsql("DO $$ BEGIN PERFORM 1; END $$");
  EXPECT_THAT(outcome.error, IsEmpty());
  EXPECT_THAT(outcome.text, HasSubstr("PLpgSQL_stmt_perform"));
}

TEST(GrammarHost, SaysWhatIsWrongInAPlpgsqlBody) {
  GrammarHost host;
  const ParseOutcome outcome = host.parse_plpgsql("DO $$ BEGIN IF THEN; END $$");
  EXPECT_FALSE(outcome.ok());
  EXPECT_THAT(outcome.text, IsEmpty());
}

TEST(GrammarHost, FingerprintsIgnoreConstantsAndSpaces) {
  GrammarHost host;
  const ParseOutcome one = host.fingerprint("SELECT a FROM t WHERE b = 1");
  EXPECT_EQ(one.text.size(), 16U);
  EXPECT_EQ(one.text, host.fingerprint("select a  from t where b = 2 -- two").text);
  EXPECT_NE(one.text, host.fingerprint("SELECT a FROM u WHERE b = 1").text);
  EXPECT_EQ(host.fingerprint("SELEC 1").cursorpos, 1);
}

TEST(GrammarHost, NormalizesConstantsAway) {
  GrammarHost host;
  EXPECT_EQ(host.normalize("SELECT 1, 'x'").text, "SELECT $1, $2");
  EXPECT_FALSE(host.normalize("SELECT 1,").ok());
}

TEST(GrammarHost, ScansTextThatDoesNotParse) {
  GrammarHost host;
  const ParseOutcome outcome = host.scan("CREATE TABL x -- why");
  EXPECT_THAT(outcome.error, IsEmpty());
  EXPECT_THAT(outcome.text, HasSubstr("TABL"));
}

TEST(GrammarHost, RefusesAZeroByteInsteadOfStoppingThere) {
  GrammarHost host;
  EXPECT_FALSE(host.parse(std::string_view("SELECT 1;\0DROP TABLE t", 22)).ok());
}

// A native parser overflows its stack on most of these; nested comments cost the square of their number.
TEST(GrammarHost, SurvivesHostileNesting) {
  GrammarHost host;
  const std::vector<std::string> hostile = {
      "SELECT 1" + repeated("+1", 100000),
      "SELECT " + repeated("(", 100000) + "1" + repeated(")", 100000),
      "SELECT " + repeated("(", 100000),
      "SELECT " + repeated("f(", 100000),
      "SELECT " + repeated("NOT ", 100000) + "a",
      "SELECT " + repeated("- ", 100000) + "1",
      "SELECT a" + repeated(" OR a", 100000),
      "SELECT " + repeated("CASE WHEN a THEN ", 100000),
      repeated("SELECT (SELECT 1 WHERE (", 50000),
      "SELECT 1" + repeated("::int", 100000),
      "SELECT a" + repeated("[1]", 100000),
      repeated("/*", 100000),
      "SELECT * FROM " + repeated("(SELECT * FROM ", 100000),
      "SELECT 1" + repeated(" UNION SELECT 1", 100000),
      repeated("WITH a AS (", 100000),
      "SELECT 1 FROM a" + repeated(" JOIN b ON true", 100000),
  };
  for (const std::string& sql : hostile) {
    SCOPED_TRACE(sql.substr(0, 40));
    const ParseOutcome outcome = host.parse(sql);
    EXPECT_NE(outcome.ok(), outcome.text.empty());
    EXPECT_TRUE(host.parse("SELECT 1").ok());
  }
}

TEST(GrammarHost, SurvivesHostileNestingInEveryCall) {
  GrammarHost host;
  const std::string sql = "SELECT 1" + repeated("+1", 1000000);
  EXPECT_FALSE(host.parse(sql).ok());
  EXPECT_EQ(host.fingerprint(sql).text.size(), 16U);  // looks no deeper than it needs to
  EXPECT_FALSE(host.normalize(sql).ok());
  EXPECT_FALSE(
      host.parse_plpgsql("DO $$ BEGIN " + repeated("IF a THEN ", 100000) + " END $$").ok());
  EXPECT_TRUE(host.parse("SELECT 1").ok());
}

TEST(GrammarHost, StartsAfreshAfterATrap) {
  GrammarHost host;
  EXPECT_TRUE(host.parse("SELECT 1").ok());
  EXPECT_EQ(host.modules_made(), 1);
  const std::string before = host.parse("SELECT a FROM t").text;
  const ParseOutcome deep = host.parse("SELECT 1" + repeated("+1", 1000000));
  EXPECT_THAT(deep.error, HasSubstr("too deep"));
  EXPECT_EQ(host.parse("SELECT a FROM t").text, before);
  EXPECT_GT(host.modules_made(), 1);
}

TEST(GrammarHost, AnswersAlikeOnASmallStack) {
  const std::string sql = "SELECT 1" + repeated("+1", 20000);
  GrammarHost host;
  const ParseOutcome here = host.parse(sql);
  EXPECT_TRUE(here.ok()) << here.error;
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, 256 << 10);
  struct Task {
    GrammarHost& host;
    const std::string& sql;
    ParseOutcome outcome;
  } task{host, sql, {}};
  pthread_t thread;
  const auto run = [](void* argument) -> void* {
    auto& given = *static_cast<Task*>(argument);
    given.outcome = given.host.parse(given.sql);
    return nullptr;
  };
  ASSERT_EQ(pthread_create(&thread, &attributes, run, &task), 0);
  pthread_join(thread, nullptr);
  pthread_attr_destroy(&attributes);
  EXPECT_EQ(task.outcome.text, here.text);
}

TEST(GrammarHost, RefusesFiftyMegabytesOfGarbage) {
  GrammarHost host;
  const std::string garbage = repeated("\x01\xFE;'\"$(x", 6 << 20);
  EXPECT_FALSE(host.parse(garbage).ok());
  EXPECT_FALSE(host.parse(std::string(GrammarHost::kMaxText + 1, 'x')).ok());
  EXPECT_TRUE(host.parse("SELECT 1").ok());
}

TEST(GrammarHost, WorksInTwoThreadsAtOnce) {
  const std::vector<std::string> statements = lines_of("ddl.sql");
  const auto parse_all = [&](std::string& out) {
    GrammarHost host;
    for (int round = 0; round < 3; ++round) {
      for (const std::string& sql : statements) out += host.parse(sql).text;
      out += host.parse("SELECT " + repeated("f(", 50000)).error;
      out += host.parse("SELECT 1" + repeated("+1", 300000)).error;
    }
  };
  std::string first;
  std::string second;
  std::thread other([&] { parse_all(second); });
  parse_all(first);
  other.join();
  EXPECT_FALSE(first.empty());
  EXPECT_TRUE(first == second);
}

TEST(GrammarHost, MovesWithItsModule) {
  GrammarHost host;
  EXPECT_TRUE(host.parse("SELECT 1").ok());
  GrammarHost moved = std::move(host);
  EXPECT_TRUE(moved.parse("SELECT 2").ok());
}

}  // namespace
}  // namespace pggit::sql
