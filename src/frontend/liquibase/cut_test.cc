#include "frontend/liquibase/cut.h"

#include <gtest/gtest.h>

namespace pggit::frontend::liquibase {
namespace {

std::string cuts(std::string_view text, const CutRules& rules = {}) {
  std::string out;
  for (const Cut& one : cut(text, rules)) {
    out += '[';
    for (const Segment& part : one) out += text.substr(part.begin, part.end - part.begin);
    out += ']';
  }
  return out;
}

CutRules delimited(std::string delimiter) { return {true, false, std::move(delimiter)}; }

TEST(Cut, EndsStatementsAtSemicolonsOutsideOfStrings) {
  EXPECT_EQ(cuts("a ';' \";\"; b;; c"), "[a ';' \";\"][b][c]");
}

TEST(Cut, EndsStatementsAtGoAndSlashAloneAtTheStartOfALine) {
  EXPECT_EQ(cuts("a\ngo\nb\nGO\nc / 2\n/\nd"), "[a][b][c / 2][d]");
  EXPECT_EQ(cuts("a\n  go\nb"), "[a\n  go\nb]");
}

// That is what Liquibase does: a body without BEGIN is cut in two.
TEST(Cut, SeesDollarQuotesAsTextAndBlocksAsOne) {
  EXPECT_EQ(cuts("f $$ a; b $$; c"), "[f $$ a][b $$][c]");
  EXPECT_EQ(cuts("f $$ begin a; b; end $$; c"), "[f $$ begin a; b; end $$][c]");
  EXPECT_EQ(cuts("begin transaction; a; end transaction; b"),
            "[begin transaction][a][end transaction][b]");
}

TEST(Cut, StripsCommentsWhereTold) {
  EXPECT_EQ(cuts("-- x\na /* y; */ b -- z;\n; '--c'"), "[-- x\na /* y; */ b -- z;]['--c']");
  EXPECT_EQ(cuts("-- x\na /* y; */ b -- z;\n; '--c'", {true, true, ""}), "[a  b]['--c']");
}

TEST(Cut, TakesOtherDelimiters) {
  EXPECT_EQ(cuts("a; b//c//", delimited("//")), "[a; b][c]");
  EXPECT_EQ(cuts("a / b\n/\nc", delimited("/")), "[a / b][c]");
  EXPECT_EQ(cuts("a\nGO\nb go c\ngo", delimited("\\nGO")), "[a][b go c]");
  EXPECT_EQ(cuts("a; b\ngo\nc", delimited("go")), "[a; b][c]");
  EXPECT_FALSE(is_plain_delimiter("(;|go)"));
  EXPECT_TRUE(is_plain_delimiter("\\n/\\s*$"));
}

TEST(Cut, LeavesATextWholeWhereTold) { EXPECT_EQ(cuts(" a; b; ", {false, false, ""}), "[a; b;]"); }

TEST(Cut, EndsOnTextsThatNeverClose) {
  for (const char* text : {"'", "\"a", "/* a", "--", "a 'b; c", "E'\\"}) (void)cut(text, {});
  EXPECT_EQ(cut(std::string(1 << 20, '\''), {}).size(), 1u);
  EXPECT_EQ(cut(std::string(1 << 20, ';'), {}).size(), 0u);
}

}  // namespace
}  // namespace pggit::frontend::liquibase
