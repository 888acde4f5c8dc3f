#include "syntax/properties.h"

#include <gtest/gtest.h>

namespace pggit::syntax {
namespace {

struct Read {
  base::Diagnostics diagnostics;
  std::vector<Property> properties;
  explicit Read(std::string_view text, Backslash backslash = Backslash::Escapes)
      : properties(read_properties(text, 1, backslash, diagnostics)) {}
  std::string pairs() const {
    std::string out;
    for (const Property& p : properties) out += "[" + p.key + "|" + p.value + "]";
    return out;
  }
};

TEST(Properties, ReadsTheSeparatorsOfJava) {
  EXPECT_EQ(Read("a=1\nb: 2\nc 3\nd = 4 \ne\n").pairs(), "[a|1][b|2][c|3][d|4 ][e|]");
}

TEST(Properties, SkipsBlankLinesAndComments) {
  EXPECT_EQ(Read("\n# x=1\n  ! y=2\n   a=1#no comment\n").pairs(), "[a|1#no comment]");
}

TEST(Properties, JoinsContinuedLinesWithoutTheirIndent) {
  EXPECT_EQ(Read("a=1,\\\n   2,\\\r\n\t3\nb=x").pairs(), "[a|1,2,3][b|x]");
}

TEST(Properties, AnEvenNumberOfBackslashesContinuesNothing) {
  EXPECT_EQ(Read("a=1\\\\\nb=2\n").pairs(), "[a|1\\][b|2]");
}

TEST(Properties, ResolvesEscapes) {
  EXPECT_EQ(Read("a\\ b\\=c=x\\ty\\u00e9\\ud83d\\ude00\\:\n").pairs(),
            "[a b=c|x\ty\u00e9\U0001F600:]");
}

TEST(Properties, ReportsAMalformedUnicodeEscapeAndGoesOn) {
  const Read read("a=\\u00g1\nb=2\n");
  EXPECT_EQ(read.pairs(), "[a|\\u00g1][b|2]");
  ASSERT_EQ(read.diagnostics.all().size(), 1u);
  EXPECT_EQ(read.diagnostics.all()[0].span.begin, 2u);
}

TEST(Properties, EndsLinesAtCrToo) {
  EXPECT_EQ(Read("a=1\rb=2\r\nc=3").pairs(), "[a|1][b|2][c|3]");
}

TEST(Properties, SkipsAByteOrderMark) {
  EXPECT_EQ(Read("\xEF\xBB\xBF"
                 "a=1")
                .pairs(),
            "[a|1]");
}

TEST(Properties, KeepsBothOfAKeyGivenTwice) { EXPECT_EQ(Read("a=1\na=2").pairs(), "[a|1][a|2]"); }

TEST(Properties, PointsAtTheProperty) {
  const Read read("# first\n  key = value\n");
  EXPECT_EQ(read.properties[0].span, (base::Span{1, 10, 21}));
}

TEST(FlywayConf, KeepsBackslashesOfWindowsPaths) {
  EXPECT_EQ(Read("flyway.locations=filesystem:C:\\new\\tables\n", Backslash::Literal).pairs(),
            "[flyway.locations|filesystem:C:\\new\\tables]");
}

TEST(FlywayConf, ContinuesALineUnlessANewKeyOrABlankLineFollows) {
  EXPECT_EQ(Read("flyway.a=1,\\\n  2\n", Backslash::Literal).pairs(), "[flyway.a|1,2]");
  EXPECT_EQ(Read("flyway.a=dir\\\nflyway.b=2\n", Backslash::Literal).pairs(),
            "[flyway.a|dir\\][flyway.b|2]");
  EXPECT_EQ(Read("flyway.a=dir\\\n\nflyway.b=2\n", Backslash::Literal).pairs(),
            "[flyway.a|dir\\][flyway.b|2]");
  EXPECT_EQ(Read("flyway.a=dir\\", Backslash::Literal).pairs(), "[flyway.a|dir\\]");
}

}  // namespace
}  // namespace pggit::syntax
