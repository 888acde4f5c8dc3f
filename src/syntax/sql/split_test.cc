#include "syntax/sql/split.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>
#include <random>
#include <string>

namespace pggit::syntax::sql {
namespace {

using Bodies = std::vector<std::string>;

std::string body_of(const std::string& script, const Slice& slice) {
  return script.substr(slice.body, slice.end - slice.body);
}

Bodies bodies(const std::string& script, const SplitOptions& options = {}) {
  Bodies out;
  for (const Slice& slice : split(script, options)) out.push_back(body_of(script, slice));
  return out;
}

std::vector<SliceKind> kinds(const std::string& script) {
  std::vector<SliceKind> out;
  for (const Slice& slice : split(script)) out.push_back(slice.kind);
  return out;
}

constexpr auto kStatement = SliceKind::Statement;
constexpr auto kMeta = SliceKind::MetaCommand;
constexpr auto kRows = SliceKind::CopyData;

TEST(Split, EndsAStatementAtASemicolonAndNowhereElse) {
  EXPECT_EQ(bodies("a; b;c"), (Bodies{"a", "b", "c"}));
  EXPECT_EQ(bodies("a ';' \";\" ; b"), (Bodies{"a ';' \";\"", "b"}));
  EXPECT_EQ(bodies("a 'x'';y' \"p\"\";q\"; b"), (Bodies{"a 'x'';y' \"p\"\";q\"", "b"}));
  EXPECT_EQ(bodies(";;  ; "), Bodies{});
  EXPECT_EQ(bodies(""), Bodies{});
  EXPECT_EQ(bodies("a\r\n;\r\nb\r\n"), (Bodies{"a", "b"}));
}

TEST(Split, ReadsDollarQuotesByTheirTag) {
  EXPECT_EQ(bodies("DO $a$ x; $b$ ; $a$; y"), (Bodies{"DO $a$ x; $b$ ; $a$", "y"}));
  EXPECT_EQ(bodies("DO $$ '; -- /* $$; y"), (Bodies{"DO $$ '; -- /* $$", "y"}));
  EXPECT_EQ(bodies("DO $\u00e4$ ; $\u00e4$; y"), (Bodies{"DO $\u00e4$ ; $\u00e4$", "y"}));
}

TEST(Split, TakesADollarInsideANameOrBeforeADigitForNoQuote) {
  EXPECT_EQ(bodies("SELECT a$b$ ; c$b$"), (Bodies{"SELECT a$b$", "c$b$"}));
  EXPECT_EQ(bodies("SELECT $1; b"), (Bodies{"SELECT $1", "b"}));
  EXPECT_EQ(bodies("SELECT $1a$;$1a$"), (Bodies{"SELECT $1a$", "$1a$"}));
  EXPECT_EQ(bodies("SELECT $a b$; c"), (Bodies{"SELECT $a b$", "c"}));
  EXPECT_EQ(bodies("SELECT 1$$;$$; c"), (Bodies{"SELECT 1$$;$$", "c"}));
}

TEST(Split, LetsABackslashEscapeOnlyInEStrings) {
  EXPECT_EQ(bodies("SELECT E'a\\';b'; c"), (Bodies{"SELECT E'a\\';b'", "c"}));
  EXPECT_EQ(bodies("SELECT e'\\\\'; c"), (Bodies{"SELECT e'\\\\'", "c"}));
  EXPECT_EQ(bodies("SELECT 'a\\'; c"), (Bodies{"SELECT 'a\\'", "c"}));
  EXPECT_EQ(bodies("SELECT U&'\\'; c"), (Bodies{"SELECT U&'\\'", "c"}));
  EXPECT_EQ(bodies("SELECT N'\\'; c"), (Bodies{"SELECT N'\\'", "c"}));
  EXPECT_EQ(bodies("SELECT nameE'\\'; c"), (Bodies{"SELECT nameE'\\'", "c"}));
}

TEST(Split, LetsABackslashEscapeEverywhereButInBitStringsWithoutStandardStrings) {
  const SplitOptions old{.standard_strings = false};
  EXPECT_EQ(bodies("SELECT 'a\\';b'; c", old), (Bodies{"SELECT 'a\\';b'", "c"}));
  EXPECT_EQ(bodies("SELECT B'\\'; c", old), (Bodies{"SELECT B'\\'", "c"}));
  EXPECT_EQ(bodies("SELECT \"\\\"; c", old), (Bodies{"SELECT \"\\\"", "c"}));
}

TEST(Split, KeepsTheEscapesOfAStringThatGoesOnBehindALineEnd) {
  EXPECT_EQ(bodies("SELECT E'a' -- x\n  '\\';b'; c"), (Bodies{"SELECT E'a' -- x\n  '\\';b'", "c"}));
  EXPECT_EQ(bodies("SELECT E'a' '\\'; c"), (Bodies{"SELECT E'a' '\\'", "c"}));
  EXPECT_EQ(bodies("SELECT E'a''\\';b'; c"), (Bodies{"SELECT E'a''\\';b'", "c"}));
}

TEST(Split, SkipsNestedCommentsAndKeepsThoseBeforeAStatementInItsSlice) {
  const std::string script = "/* a; /* b; */ c; */ -- d;\nSELECT 1; -- e";
  const std::vector<Slice> slices = split(script);
  ASSERT_EQ(slices.size(), 1u);
  EXPECT_EQ(slices[0].begin, 0u);
  EXPECT_EQ(body_of(script, slices[0]), "SELECT 1");
}

TEST(Split, EndsALineCommentAtACarriageReturnToo) {
  EXPECT_EQ(bodies("-- a\rSELECT 1; -- b\r\nSELECT 2"), (Bodies{"SELECT 1", "SELECT 2"}));
}

TEST(Split, KeepsABeginAtomicBodyWhole) {
  for (const std::string head :
       {"CREATE FUNCTION f(\"begin\" int)", "create or replace procedure s.f()"}) {
    const std::string f = head +
                          " BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 2 END; SELECT (CASE "
                          "WHEN a THEN 1 END); END";
    EXPECT_EQ(bodies(f + "; SELECT 3"), (Bodies{f, "SELECT 3"}));
  }
  const std::string named =
      "CREATE FUNCTION f() BEGIN ATOMIC SELECT 1 AS end, t.case FROM t; SELECT 2; END";
  EXPECT_EQ(bodies(named + "; x"), (Bodies{named, "x"}));
}

TEST(Split, TakesBeginForNoBodyElsewhere) {
  EXPECT_EQ(bodies("BEGIN; SELECT 1; END"), (Bodies{"BEGIN", "SELECT 1", "END"}));
  EXPECT_EQ(bodies("BEGIN ATOMIC; b"), (Bodies{"BEGIN ATOMIC", "b"}));
  EXPECT_EQ(bodies("CREATE TABLE function (begin atomic); b"),
            (Bodies{"CREATE TABLE function (begin atomic)", "b"}));
  EXPECT_EQ(bodies("CREATE FUNCTION f(begin atomic) AS 'BEGIN ATOMIC'; b"),
            (Bodies{"CREATE FUNCTION f(begin atomic) AS 'BEGIN ATOMIC'", "b"}));
}

TEST(Split, KeepsTheStatementsOfARuleTogether) {
  EXPECT_EQ(bodies("CREATE RULE r AS ON INSERT TO t DO (a; b); c"),
            (Bodies{"CREATE RULE r AS ON INSERT TO t DO (a; b)", "c"}));
  EXPECT_EQ(bodies("a); b; c"), (Bodies{"a)", "b", "c"}));
}

TEST(Split, GivesTheRowsOfACopyFromStdinASliceOfTheirOwn) {
  const std::string script = "COPY t FROM stdin; -- rows\n1;a\n2\\.\n\\.\nSELECT 1;";
  EXPECT_EQ(kinds(script), (std::vector{kStatement, kRows, kStatement}));
  EXPECT_EQ(bodies(script)[1], "1;a\n2\\.\n");
  EXPECT_EQ(bodies("COPY t (a, b) FROM STDIN WITH (FORMAT csv);\r\n'\r\n\\.\r\nb"),
            (Bodies{"COPY t (a, b) FROM STDIN WITH (FORMAT csv)", "'\r\n", "b"}));
}

TEST(Split, KnowsWhatIsNoCopyFromStdin) {
  EXPECT_EQ(kinds("COPY t FROM '/stdin';\nb;"), (std::vector{kStatement, kStatement}));
  EXPECT_EQ(kinds("COPY (SELECT 1 FROM stdin) TO stdout;\nb;"),
            (std::vector{kStatement, kStatement}));
  EXPECT_EQ(kinds("SELECT * FROM stdin;\nb;"), (std::vector{kStatement, kStatement}));
}

TEST(Split, KeepsRowsThatNothingEnds) {
  const std::string script = "COPY t FROM stdin;\n1\n2";
  ASSERT_EQ(kinds(script), (std::vector{kStatement, kRows}));
  EXPECT_FALSE(split(script)[1].terminated);
  EXPECT_EQ(bodies("COPY t FROM stdin; SELECT 1;\n\\."),
            (Bodies{"COPY t FROM stdin", " SELECT 1;\n"}));
}

TEST(Split, ReadsPsqlLines) {
  EXPECT_EQ(kinds("\\set x 1\nSELECT 1;"), (std::vector{kMeta, kStatement}));
  EXPECT_EQ(bodies("\\set x ';' \r\nSELECT 1 \\gset\nb;"),
            (Bodies{"\\set x ';'", "SELECT 1", "\\gset", "b"}));
  EXPECT_EQ(bodies("\\set x 1 \\\\ SELECT 1;"), (Bodies{"\\set x 1", "SELECT 1"}));
  EXPECT_EQ(bodies("a\\; b; c"), (Bodies{"a", "b", "c"}));
  EXPECT_EQ(bodies("SELECT '\\x'; DO $$\n\\d\n$$"), (Bodies{"SELECT '\\x'", "DO $$\n\\d\n$$"}));
}

TEST(Split, GivesTheRowsOfPsqlsCopyASlice) {
  EXPECT_EQ(bodies("\\copy t(a) from stdin csv\n1;\n\\.\nb"),
            (Bodies{"\\copy t(a) from stdin csv", "1;\n", "b"}));
  EXPECT_EQ(bodies("\\copy t from 'x;y' csv\nb"), (Bodies{"\\copy t from 'x;y' csv", "b"}));
}

TEST(Split, TakesABackslashForACharacterWherePsqlIsNotTheReader) {
  EXPECT_EQ(bodies("\\set x 1; b", {.meta_commands = false}), (Bodies{"\\set x 1", "b"}));
}

TEST(Split, TakesAByteOrderMarkForWhiteSpace) {
  EXPECT_EQ(bodies("\xEF\xBB\xBFSELECT 1"), Bodies{"SELECT 1"});
  EXPECT_EQ(split("\xEF\xBB\xBFSELECT 1")[0].begin, 3u);
}

TEST(Split, SaysWhenAStatementIsNotClosed) {
  for (const char* open :
       {"SELECT 'a", "SELECT \"a", "DO $x$ a $", "SELECT E'\\", "SELECT 1 /* a; ", "a"}) {
    ASSERT_EQ(split(open).size(), 1u) << open;
    EXPECT_FALSE(split(open).front().terminated) << open;
  }
  EXPECT_TRUE(split("SELECT 1;").front().terminated);
  EXPECT_EQ(bodies("/* a; "), Bodies{});
}

// What a hostile script can do to the time: each of these is read once or twice, not once for each of its bytes.
TEST(Split, TakesLinearTimeForUnclosedThings) {
  for (const std::string piece : {"/*", "$a", "$$a$b", "E'a'\n", "E'\\", "(", "'",
                                  "BEGIN ATOMIC CASE ", "\\copy t from stdin\n"}) {
    std::string script = "CREATE FUNCTION f() ";
    while (script.size() < 2'000'000) script += piece;
    const auto begin = std::clock();
    split(script);
    EXPECT_LT(double(std::clock() - begin) / CLOCKS_PER_SEC, 5) << piece;
  }
}

bool is_blank(char c) { return c == ' ' || c == '\n' || c == ';'; }

TEST(Split, NeverLosesATokenOfAnyText) {
  const unsigned seed = std::random_device{}();
  std::mt19937 random(seed);
  const std::vector<std::string> pieces{"a",
                                        ";",
                                        "'",
                                        "\"",
                                        "$",
                                        "(",
                                        ")",
                                        "\\",
                                        "\n",
                                        " ",
                                        "E'",
                                        "begin ",
                                        "atomic ",
                                        "$x$",
                                        "case ",
                                        "end ",
                                        "create function ",
                                        "copy t from stdin;\n",
                                        "1",
                                        "\r"};
  for (int round = 0; round < 5000; ++round) {
    std::string script;
    for (unsigned i = random() % 30; i > 0; --i) script += pieces[random() % pieces.size()];
    std::uint32_t last = 0;
    for (const Slice& slice : split(script)) {
      ASSERT_LE(last, slice.begin) << "seed " << seed << ": " << script;
      ASSERT_LE(slice.begin, slice.body) << "seed " << seed << ": " << script;
      ASSERT_LE(slice.body, slice.end) << "seed " << seed << ": " << script;
      ASSERT_LE(slice.end, script.size()) << "seed " << seed << ": " << script;
      last = slice.end;
    }
  }
}

TEST(Split, CoversEveryByteThatIsNoBlank) {
  const unsigned seed = std::random_device{}();
  std::mt19937 random(seed);
  const std::string alphabet = "ab;'\"$() \nE1.";
  for (int round = 0; round < 5000; ++round) {
    std::string script;
    for (unsigned i = random() % 40; i > 0; --i)
      script.push_back(alphabet[random() % alphabet.size()]);
    std::string rest = script;
    for (const Slice& slice : split(script))
      std::fill(rest.begin() + slice.begin, rest.begin() + slice.end, ' ');
    EXPECT_TRUE(std::ranges::all_of(rest, is_blank))
        << "seed " << seed << ": " << script << "\nleft: " << rest;
  }
}

}  // namespace
}  // namespace pggit::syntax::sql
