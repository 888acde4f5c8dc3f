#include "frontend/flyway/statements.h"

#include <gtest/gtest.h>

#include <string>

namespace pggit::frontend::flyway {
namespace {

// Each statement in brackets, '!' before one that cannot run in a transaction.
std::string shape(std::string_view text) {
  std::string out;
  for (const Statement& s : statements_of(text)) {
    out += std::string(s.transactional ? "" : "!") + "[" +
           std::string(text.substr(s.begin, s.end - s.begin)) + "]";
  }
  return out;
}

TEST(FlywayStatements, SplitsAtSemicolonsOutsideQuotesAndBodies) {
  EXPECT_EQ(shape("-- a;\nselect ';', \";\"; /* ; /* ; */ ; */ select $$;$$, $f$ ; $$ $f$;"),
            "[select ';', \";\";][select $$;$$, $f$ ; $$ $f$;]");
  EXPECT_EQ(shape("select E'\\';', 'it''s;'; select 1"), "[select E'\\';', 'it''s;';][select 1]");
  EXPECT_EQ(shape(";;\n -- nothing\n"), "");
  EXPECT_EQ(shape("create rule r as on insert to t do (select 1; select 2); select 3;"),
            "[create rule r as on insert to t do (select 1; select 2);][select 3;]");
}

TEST(FlywayStatements, StepsOverBodiesOfBeginAtomic) {
  const std::string body =
      "create function f() returns int language sql begin atomic select case when true then 1 end; "
      "select 2; end;";
  EXPECT_EQ(shape(body + " select 3;"), "[" + body + "][select 3;]");
  EXPECT_EQ(shape("begin; select 1; end;"), "[begin;][select 1;][end;]");
}

TEST(FlywayStatements, KnowsWhatCannotRunInATransaction) {
  for (const char* sql :
       {"create database d;", "drop tablespace t;", "CREATE SUBSCRIPTION s;",
        "alter system set x = 1;", "create index concurrently i on t (a);",
        "create unique index concurrently on t (a);", "drop index concurrently if exists i;",
        "reindex database d;", "reindex (verbose) schema s;", "reindex verbose system;", "vacuum;",
        "vacuum analyze t;", "discard all;"}) {
    EXPECT_EQ(shape(sql), "![" + std::string(sql) + "]");
  }
}

TEST(FlywayStatements, TakesTheRestForTransactional) {
  for (const char* sql :
       {"create index i on t (a);", "reindex table t;", "alter type mood add value 'x';",
        "alter database d set x = 1;", "discard temp;", "comment on table vacuum is 'x';",
        "create table t (concurrently int);", "select 'vacuum';"}) {
    EXPECT_EQ(shape(sql), "[" + std::string(sql) + "]");
  }
}

TEST(FlywayStatements, FindsTheRowsOfACopy) {
  const std::string text = "COPY t (a, b) FROM stdin;\n1\tx;\n2\t'y\n\\.\nselect 1;\n";
  const auto statements = statements_of(text);
  ASSERT_EQ(statements.size(), 2u);
  EXPECT_TRUE(statements[0].copies);
  EXPECT_EQ(
      text.substr(statements[0].data_begin, statements[0].data_end - statements[0].data_begin),
      "1\tx;\n2\t'y\n");
  EXPECT_EQ(text.substr(statements[1].begin, 8), "select 1");
  EXPECT_FALSE(statements_of("copy t to stdout;")[0].copies);
  EXPECT_FALSE(statements_of("copy t from '/x';")[0].copies);
}

TEST(FlywayStatements, SaysThatACopyNeverEnds) {
  const auto statements = statements_of("copy t from stdin;\n1\n");
  ASSERT_EQ(statements.size(), 1u);
  EXPECT_FALSE(statements[0].data_ends);
  EXPECT_EQ(statements[0].data_end, 21u);
}

TEST(FlywayStatements, EndsAtOpenQuotesAndComments) {
  EXPECT_EQ(shape("select 'x"), "[select 'x]");
  EXPECT_EQ(shape("select $a$ x"), "[select $a$ x]");
  EXPECT_EQ(shape("/* x"), "");
  EXPECT_EQ(shape("select \"x\\"), "[select \"x\\]");
  EXPECT_EQ(shape("select E'\\"), "[select E'\\]");
}

TEST(FlywayStatements, LeavesPlaceholdersAndParametersAlone) {
  EXPECT_EQ(shape("select ${a}; select $1, a$b$c; select 2;"),
            "[select ${a};][select $1, a$b$c;][select 2;]");
}

TEST(FlywayStatements, FindsWholeWordsOnly) {
  EXPECT_TRUE(has_word("select case when", {"CASE"}));
  EXPECT_FALSE(has_word("select casework", {"CASE"}));
}

}  // namespace
}  // namespace pggit::frontend::flyway
