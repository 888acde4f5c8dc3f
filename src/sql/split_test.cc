#include "sql/split.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace pggit::sql {
namespace {

std::vector<std::string> bodies(const std::string& script) {
  std::vector<std::string> out;
  for (const Slice& slice : split(script))
    out.push_back(script.substr(slice.body, slice.end - slice.body));
  return out;
}

using Bodies = std::vector<std::string>;

TEST(Split, EndsAStatementAtASemicolonAndNowhereElse) {
  EXPECT_EQ(bodies("a; b;c"), (Bodies{"a", "b", "c"}));
  EXPECT_EQ(bodies("a ';' \";\" ; b"), (Bodies{"a ';' \";\"", "b"}));
  EXPECT_EQ(bodies(";;  ; "), Bodies{});
}

TEST(Split, ReadsDollarQuotesByTheirTag) {
  EXPECT_EQ(bodies("DO $a$ x; $b$ ; $a$; y"), (Bodies{"DO $a$ x; $b$ ; $a$", "y"}));
  EXPECT_EQ(bodies("SELECT a$b$ ; c$b$"), (Bodies{"SELECT a$b$", "c$b$"}));
  EXPECT_EQ(bodies("SELECT $1; b"), (Bodies{"SELECT $1", "b"}));
}

TEST(Split, LetsABackslashEscapeOnlyInEStrings) {
  EXPECT_EQ(bodies("SELECT E'a\\';b'; c"), (Bodies{"SELECT E'a\\';b'", "c"}));
  EXPECT_EQ(bodies("SELECT 'a\\'; c"), (Bodies{"SELECT 'a\\'", "c"}));
}

TEST(Split, SkipsNestedCommentsAndKeepsThoseBeforeAStatementInItsSlice) {
  const std::string script = "/* a; /* b; */ c; */ -- d;\nSELECT 1; -- e";
  const std::vector<Slice> slices = split(script);
  ASSERT_EQ(slices.size(), 1u);
  EXPECT_EQ(slices[0].begin, 0u);
  EXPECT_EQ(script.substr(slices[0].body, slices[0].end - slices[0].body), "SELECT 1");
}

TEST(Split, KeepsABeginAtomicBodyWhole) {
  const std::string f =
      "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 2 END; "
      "END";
  EXPECT_EQ(bodies(f + "; SELECT 3"), (Bodies{f, "SELECT 3"}));
}

TEST(Split, KeepsTheStatementsOfARuleTogether) {
  EXPECT_EQ(bodies("CREATE RULE r AS ON INSERT TO t DO (a; b); c"),
            (Bodies{"CREATE RULE r AS ON INSERT TO t DO (a; b)", "c"}));
}

TEST(Split, GivesTheRowsOfACopyFromStdinASliceOfTheirOwn) {
  const std::string script = "COPY t FROM stdin;\n1;a\n2\\.\n\\.\nSELECT 1;";
  const std::vector<Slice> slices = split(script);
  ASSERT_EQ(slices.size(), 3u);
  EXPECT_EQ(slices[1].kind, SliceKind::CopyData);
  EXPECT_EQ(script.substr(slices[1].body, slices[1].end - slices[1].body), "1;a\n2\\.\n");
  EXPECT_EQ(slices[2].kind, SliceKind::Statement);
}

TEST(Split, ReadsPsqlLines) {
  const std::vector<Slice> slices = split("\\set x 1\nSELECT 1;");
  ASSERT_EQ(slices.size(), 2u);
  EXPECT_EQ(slices[0].kind, SliceKind::MetaCommand);
}

TEST(Split, TakesAByteOrderMarkForWhiteSpace) {
  EXPECT_EQ(bodies("\xEF\xBB\xBFSELECT 1"), Bodies{"SELECT 1"});
}

TEST(Split, SaysWhenAStatementIsNotClosed) {
  EXPECT_FALSE(split("SELECT 'a").front().terminated);
  EXPECT_TRUE(split("SELECT 1;").front().terminated);
}

TEST(Split, NeverLosesATokenOfAnyText) {
  const unsigned seed = std::random_device{}();
  std::mt19937 random(seed);
  const std::string alphabet = "a;'\"$(){}\\-/*\n Ebegin atomic$x$";
  for (int round = 0; round < 2000; ++round) {
    std::string script;
    for (unsigned i = random() % 40; i > 0; --i)
      script.push_back(alphabet[random() % alphabet.size()]);
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

}  // namespace
}  // namespace pggit::sql
