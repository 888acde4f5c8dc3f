#include "shadow/planter_checks.h"

#include <gtest/gtest.h>

#include <map>
#include <optional>

namespace pggit::shadow {
namespace {

using Row = std::map<std::string, Value>;

Value number(long double n) { return Value::of(n); }
Value text(const char* t) { return Value::of(std::string(t)); }

Formula read(const std::string& sql) {
  static sql::Parser parser;
  return read_formula(parser, sql);
}

bool takes(const std::string& check, const Row& row) {
  return passes(read(check), [&](const std::string& column) {
    const auto found = row.find(column);
    return found == row.end() ? Value::unknown() : found->second;
  });
}

TEST(PlanterChecks, CompareNumbersAndTexts) {
  EXPECT_TRUE(takes("a > 0", {{"a", number(1)}}));
  EXPECT_FALSE(takes("a > 0", {{"a", number(0)}}));
  EXPECT_TRUE(takes("t.a >= -1.5 AND a <> 3", {{"a", number(-1.5L)}}));
  EXPECT_FALSE(
      takes("due >= issued", {{"due", text("2020-01-01")}, {"issued", text("2020-01-02")}}));
  EXPECT_TRUE(takes("d > DATE '2020-01-01'", {{"d", text("2020-01-02")}}));
  EXPECT_FALSE(takes("a < '10'::numeric", {{"a", number(10)}}));
}

TEST(PlanterChecks, LetNullPassAsTheServerDoes) {
  EXPECT_TRUE(takes("a > 0", {{"a", Value::null()}}));
  EXPECT_TRUE(takes("a IN (1, 2)", {{"a", Value::null()}}));
  EXPECT_TRUE(takes("(a IS NULL) <> (b IS NULL)", {{"a", Value::null()}, {"b", number(1)}}));
  EXPECT_FALSE(takes("(a IS NULL) <> (b IS NULL)", {{"a", Value::null()}, {"b", Value::null()}}));
  EXPECT_FALSE(takes("a > 0 AND b > 0", {{"a", Value::null()}, {"b", number(0)}}));
  EXPECT_FALSE(takes("a IS NOT DISTINCT FROM 1", {{"a", Value::null()}}));
}

TEST(PlanterChecks, ReadTheUsersWordsAndTheServersAlike) {
  for (const char* check : {"kind IN ('a', 'b')",
                            "((kind)::text = ANY ((ARRAY['a'::character varying, 'b'::character "
                            "varying])::text[]))"}) {
    EXPECT_TRUE(takes(check, {{"kind", text("b")}})) << check;
    EXPECT_FALSE(takes(check, {{"kind", text("c")}})) << check;
  }
  for (const char* check : {"n BETWEEN 1 AND 9", "((n >= 1) AND (n <= 9))"}) {
    EXPECT_TRUE(takes(check, {{"n", number(9)}})) << check;
    EXPECT_FALSE(takes(check, {{"n", number(10)}})) << check;
  }
  EXPECT_FALSE(takes("kind NOT IN ('a', 'b')", {{"kind", text("b")}}));
  EXPECT_TRUE(takes("length(country) = 2", {{"country", text("DE")}}));
  EXPECT_TRUE(takes("length(city) = 4", {{"city", text("K\u00f6ln")}}));
  EXPECT_TRUE(takes("email = lower(email) AND email LIKE '%@%'", {{"email", text("a@b")}}));
  EXPECT_FALSE(takes("email !~~ '%@%'", {{"email", text("a@b")}}));
}

TEST(PlanterChecks, NeverPassWhatTheyDoNotUnderstand) {
  EXPECT_FALSE(takes("is_fine(a)", {{"a", number(1)}}));
  EXPECT_FALSE(takes("NOT is_fine(a)", {{"a", number(1)}}));
  EXPECT_FALSE(takes("is_fine(a)", {{"a", Value::null()}}));
  EXPECT_FALSE(takes("a > 0 AND is_fine(a)", {{"a", number(1)}}));
  EXPECT_TRUE(takes("a > 0 OR is_fine(a)", {{"a", number(1)}}));
  EXPECT_FALSE(takes("a > b", {{"a", number(1)}}));
  EXPECT_FALSE(takes("a ~ '(?=x)y'", {{"a", text("y")}}));
  EXPECT_FALSE(takes("a >", {{"a", number(1)}}));
  EXPECT_FALSE(takes("a / 2 = 1", {{"a", number(3)}}));
}

TEST(PlanterChecks, HintAtTheValuesThatAColumnIsComparedWith) {
  Hints hints;
  collect_hints(read("a BETWEEN 1 AND 9 AND b = 'no' AND length(c) > 3"), "a", hints);
  EXPECT_EQ(hints.numbers, (std::vector<long double>{1, 9}));
  EXPECT_TRUE(hints.values.empty());
  Hints lengths;
  collect_hints(read("length(c) > 3"), "c", lengths);
  EXPECT_EQ(lengths.lengths, (std::vector<int>{3}));
  EXPECT_TRUE(lengths.numbers.empty());
}

struct PatternCase {
  const char* pattern;
  const char* matching;
  const char* other;
};

TEST(PlanterPatterns, MatchAsPostgresDoes) {
  for (const PatternCase& c : {
           PatternCase{"^[A-Z]{2}-[0-9A-Z-]{2,21}$", "AB-12", "AB-1"},
           {"^\\+[1-9][0-9 ]{5,24}$", "+49 1234", "+09 1234"},
           {"b+", "abbc", "ac"},
           {"^(a|bc)*$", "abca", "abb"},
           {"^[^@]+@[^@]+$", "a@b", "a@b@c"},
           {"^\\d{3}$", "123", "12a"},
           {"^[[:alpha:]_]+$", "a_b", "a1"},
           {"^.$", "\u00e9", "ab"},
           {"^$", "", "a"},
       }) {
    const auto pattern = Pattern::read(c.pattern);
    ASSERT_TRUE(pattern) << c.pattern;
    EXPECT_EQ(pattern->matches(c.matching), true) << c.pattern;
    EXPECT_EQ(pattern->matches(c.other), false) << c.pattern;
    for (const bool full : {false, true})
      EXPECT_EQ(pattern->matches(pattern->sample(7, full)), true)
          << c.pattern << pattern->sample(7, full);
  }
}

TEST(PlanterPatterns, WriteAnotherTextForAnotherNumber) {
  const auto pattern = Pattern::read("^[A-Z]{2}-[0-9A-Z-]{2,21}$");
  std::set<std::string> seen;
  for (unsigned i = 0; i < 1000; ++i) seen.insert(pattern->sample(i));
  EXPECT_EQ(seen.size(), 1000u);
}

TEST(PlanterPatterns, RefuseWhatTheyDoNotKnow) {
  for (const char* pattern :
       {"(?=a)", "(a)\\1", "\\ya", "***=a", "a{2", "[a", "(a", "a)", "*a", "[[:nope:]]", "[z-a]"})
    EXPECT_FALSE(Pattern::read(pattern)) << pattern;
}

TEST(PlanterPatterns, GiveUpInsteadOfTakingForEver) {
  const auto pattern = Pattern::read("^(a*)*(a*)*(a*)*b$");
  ASSERT_TRUE(pattern);
  EXPECT_EQ(pattern->matches(std::string(60, 'a')), std::nullopt);
}

TEST(PlanterPatterns, KnowLike) {
  EXPECT_EQ(Pattern::from_like("a_c%").matches("abcd"), true);
  EXPECT_EQ(Pattern::from_like("a_c%").matches("xabcd"), false);
  EXPECT_EQ(Pattern::from_like("100\\%").matches("100%"), true);
  EXPECT_EQ(Pattern::from_like("100\\%").matches("1000"), false);
  EXPECT_EQ(Pattern::from_like("A%", true).matches("abc"), true);
}

}  // namespace
}  // namespace pggit::shadow
