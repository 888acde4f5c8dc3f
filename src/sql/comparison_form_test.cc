#include "sql/comparison_form.h"

#include <gtest/gtest.h>

namespace pggit::sql {
namespace {

bool alike(std::string_view a, std::string_view b) {
  Parser parser;
  return comparison_form(parser, a) == comparison_form(parser, b);
}

TEST(ComparisonForm, LooksThroughParenthesesAndSpace) {
  EXPECT_TRUE(alike("((a > 0))", "a  >\n0"));
  EXPECT_TRUE(alike("(a + (b * c))", "a + b * c"));
  EXPECT_FALSE(alike("(a + b) * c", "a + b * c"));
}

TEST(ComparisonForm, LooksThroughCastsAmongCharacterTypes) {
  EXPECT_TRUE(alike("'DE'::bpchar", "'DE'::character varying"));
  EXPECT_TRUE(alike("'DE'::text", "'DE'"));
  EXPECT_TRUE(alike("('a'::character varying)::text", "'a'::text"));
  EXPECT_FALSE(alike("'DE'::text", "'FR'::text"));
  EXPECT_FALSE(alike("'DE'::character varying(1)", "'DE'::text")) << "a length cuts";
  EXPECT_FALSE(alike("'DE'::character(3)", "'DE'::bpchar")) << "a length pads";
  EXPECT_FALSE(alike("'DE'::app.text", "'DE'::text")) << "somebody's own type";
  EXPECT_FALSE(alike("'1'::integer", "'1'::text"));
}

TEST(ComparisonForm, LooksThroughCastsOfArraysAsPgDumpLeavesThem) {
  EXPECT_TRUE(alike(
      "((status)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))",
      "((status)::text = ANY (ARRAY[('a'::character varying)::text, ('b'::character "
      "varying)::text]))"));
  EXPECT_FALSE(alike("x = ANY (ARRAY['a'::text])", "x = ANY (ARRAY['a'::text, 'b'::text])"));
  EXPECT_FALSE(alike("x = ANY (ARRAY['a'::text])", "x = ALL (ARRAY['a'::text])"));
}

TEST(ComparisonForm, KeepsCastsOfColumnsAndCalls) {
  EXPECT_FALSE(alike("(a)::text", "a"));
  EXPECT_FALSE(alike("(f('x'::text))::text", "f('x'::text)"));
  EXPECT_FALSE(alike("nextval('app.s'::regclass)", "nextval('app.s')"));
}

TEST(ComparisonForm, ReadsQueriesAndLeavesWhatDoesNotParse) {
  EXPECT_TRUE(
      alike(" SELECT a FROM app.t WHERE (b = 'x'::text);", "SELECT a FROM app.t WHERE b = 'x'"));
  EXPECT_FALSE(alike("SELECT a FROM app.t WHERE b >= 18", "SELECT a FROM app.t WHERE b >= 21"));
  EXPECT_FALSE(alike("SELECT a FROM app.t", "SELECT a AS b FROM app.t"));
  EXPECT_FALSE(alike("no )( sql", "no )(  sql"));
}

}  // namespace
}  // namespace pggit::sql
