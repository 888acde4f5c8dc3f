#include "frontend/flyway/placeholders.h"

#include <gtest/gtest.h>

namespace pggit::frontend::flyway {
namespace {

PlaceholderRules with(std::map<std::string, std::string> values) {
  PlaceholderRules rules;
  rules.values = std::move(values);
  return rules;
}

std::uint32_t source_of(const Filled& filled, std::string_view word) {
  ir::Sql sql{filled.text, 1, filled.anchors};
  return ir::source_offset(sql, std::uint32_t(filled.text.find(word)));
}

TEST(FlywayPlaceholders, FillsEverywhereEvenInStringsCommentsAndBodies) {
  const auto rules = with({{"a", "X"}});
  EXPECT_EQ(fill("-- ${a}\nselect '${a}', $f$ ${A} $f$, \"${a}\";", 0, rules).text,
            "-- X\nselect 'X', $f$ X $f$, \"X\";");
}

TEST(FlywayPlaceholders, KeepsPositionsBeforeAfterAndInside) {
  const Filled filled =
      fill("select ${long_name} from t where ${e}x;", 0, with({{"long_name", "a, b"}, {"e", ""}}));
  EXPECT_EQ(filled.text, "select a, b from t where x;");
  EXPECT_EQ(source_of(filled, "select"), 0u);
  EXPECT_EQ(source_of(filled, "a,"), 7u);
  EXPECT_EQ(source_of(filled, "b"), 7u);
  EXPECT_EQ(source_of(filled, "from"), 20u);
  EXPECT_EQ(source_of(filled, "x;"), 37u);
}

TEST(FlywayPlaceholders, SkipsAByteOrderMarkAndKeepsItInPositions) {
  const Filled filled = fill("\xEF\xBB\xBFselect 1;", 3, with({}));
  EXPECT_EQ(filled.text, "select 1;");
  EXPECT_EQ(source_of(filled, "select"), 3u);
}

TEST(FlywayPlaceholders, ReportsAnUnknownNameAndLeavesItAsWritten) {
  const Filled filled = fill("select ${Nope}, ${a};", 0, with({{"a", "1"}}));
  EXPECT_EQ(filled.text, "select ${Nope}, 1;");
  ASSERT_EQ(filled.uses.size(), 2u);
  EXPECT_EQ(filled.uses[0].name, "Nope");
  EXPECT_FALSE(filled.uses[0].known);
  EXPECT_EQ(filled.uses[0].begin, 7u);
  EXPECT_EQ(filled.uses[0].end, 14u);
  EXPECT_TRUE(filled.uses[1].known);
}

TEST(FlywayPlaceholders, ReportsOneThatIsNeverClosed) {
  const Filled filled = fill("select ${a", 0, with({{"a", "1"}}));
  EXPECT_EQ(filled.text, "select ${a");
  EXPECT_FALSE(filled.uses.at(0).closed);
}

TEST(FlywayPlaceholders, DoesNotFillWhatAValueBringsIn) {
  EXPECT_EQ(fill("${a}", 0, with({{"a", "${a}"}})).text, "${a}");
}

TEST(FlywayPlaceholders, LeavesTheTextAloneWhereReplacementIsOff) {
  PlaceholderRules rules = with({{"a", "1"}});
  rules.replace = false;
  EXPECT_EQ(fill("${a} ${b}", 0, rules).text, "${a} ${b}");
  EXPECT_TRUE(fill("${a}", 0, rules).uses.empty());
}

TEST(FlywayPlaceholders, FollowsConfiguredPrefixAndSuffix) {
  PlaceholderRules rules = with({{"a", "1"}});
  rules.prefix = "@@";
  rules.suffix = "@@";
  EXPECT_EQ(fill("${a} @@a@@", 0, rules).text, "${a} 1");
}

}  // namespace
}  // namespace pggit::frontend::flyway
