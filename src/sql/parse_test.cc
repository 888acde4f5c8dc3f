#include "sql/parse.h"

#include <gtest/gtest.h>

#include <string>

namespace pggit::sql {
namespace {

std::string repeated(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

TEST(Parse, GivesTheStatementAsANodeOfItsKind) {
  Parser parser;
  const auto tree = parser.parse("/* first */ CREATE TABLE shop.t (a int NOT NULL) -- last");
  ASSERT_TRUE(tree.has_value());
  const Node root = tree->root();
  EXPECT_EQ(root.kind(), "CreateStmt");
  EXPECT_EQ(root["relation"].str("schemaname"), "shop");
  EXPECT_EQ(root["relation"].kind(), "");
  ASSERT_EQ(root.list("tableElts").size(), 1u);
  EXPECT_TRUE(root.list("tableElts")[0].is("ColumnDef"));
}

TEST(Parse, AnswersAbsentFieldsWithNothing) {
  Parser parser;
  const auto tree = parser.parse("SELECT 0");
  const Node root = tree->root();
  EXPECT_FALSE(root.has("whereClause"));
  EXPECT_EQ(root["whereClause"]["args"].kind(), "");
  EXPECT_EQ(root.str("nothing"), "");
  EXPECT_EQ(root.num("nothing"), 0);
  EXPECT_FALSE(root.flag("nothing"));
  EXPECT_TRUE(root.list("nothing").empty());
  EXPECT_TRUE(Node().children().empty());
  EXPECT_EQ(Node().json(), "");
}

TEST(Parse, GivesAnEmptyRootForATextWithoutStatement) {
  Parser parser;
  const auto tree = parser.parse(" -- nothing here\n ; ");
  ASSERT_TRUE(tree.has_value());
  EXPECT_FALSE(tree->root());
}

TEST(Parse, KeepsATreeReadableAfterTheParserReadAnother) {
  Parser parser;
  const auto first = parser.parse("SELECT 'first'");
  const auto second = parser.parse("SELECT " + repeated("'second', ", 9000) + "1");
  ASSERT_TRUE(second.has_value());
  EXPECT_NE(first->root().json().find("first"), std::string::npos);
}

TEST(Parse, CountsAnErrorsPlaceInBytes) {
  Parser parser;
  const auto tree = parser.parse("SELECT 'h\u00e9\u00e9' FORM t");
  ASSERT_FALSE(tree.has_value());
  EXPECT_EQ(tree.error().message, "syntax error at or near \"t\"");
  EXPECT_EQ(tree.error().offset, 20u);
}

TEST(Parse, RefusesMoreThanOneStatement) {
  Parser parser;
  EXPECT_FALSE(parser.parse("SELECT 1; SELECT 2").has_value());
}

TEST(Parse, TellsBytesThatAreNoUtf8InsteadOfEnding) {
  Parser parser;
  const auto tree = parser.parse("SELECT '\u00e9', '\xe9t'");
  ASSERT_FALSE(tree.has_value());
  EXPECT_EQ(tree.error().message, "invalid byte sequence for encoding \"UTF8\"");
  EXPECT_EQ(tree.error().offset, 14u);
  EXPECT_FALSE(parser.parse("SELECT \"\xed\xa0\x80\"").has_value());
  EXPECT_TRUE(parser.parse("SELECT 1 -- \xe9").has_value());
}

TEST(Parse, ReadsLongChainsAndRefusesOnlyAbsurdOnes) {
  Parser parser;
  EXPECT_TRUE(parser.parse("SELECT 1" + repeated(" + 1", 1500)).has_value());
  EXPECT_TRUE(parser.parse("SELECT 1" + repeated(" UNION ALL SELECT 1", 1500)).has_value());
  const auto deep = parser.parse("SELECT 1" + repeated(" + 1", 20000));
  ASSERT_FALSE(deep.has_value());
  EXPECT_EQ(deep.error().message, "nested too deeply");
  EXPECT_TRUE(parser.parse("SELECT 1").has_value());
}

TEST(ParseExpression, GivesTheNodeOfTheExpressionItself) {
  Parser parser;
  const auto tree = parser.parse_expression("lower(a) || 'x' -- why");
  ASSERT_TRUE(tree.has_value());
  EXPECT_TRUE(tree->root().is("A_Expr"));
}

TEST(ParseExpression, TakesOneExpressionAndNothingElse) {
  Parser parser;
  for (const char* text :
       {"", "1, 2", "1 AS x", "1 x", "1 FROM t", "1; SELECT 2", "1;", "*", "DISTINCT 1",
        "1 LIMIT 1", "1 UNION SELECT 2", "1 INTO t", "1 ORDER BY 1", "1 FOR UPDATE"}) {
    EXPECT_FALSE(parser.parse_expression(text).has_value()) << text;
  }
}

TEST(ParseExpression, CountsAnErrorsPlaceFromTheExpressionsFirstByte) {
  Parser parser;
  const auto tree = parser.parse_expression("a + )");
  ASSERT_FALSE(tree.has_value());
  EXPECT_EQ(tree.error().offset, 4u);
}

TEST(Fingerprint, IsTheSameForStatementsThatDifferInConstantsOnly) {
  Parser parser;
  EXPECT_EQ(parser.fingerprint("SELECT 1 -- one"), parser.fingerprint("select   2"));
  EXPECT_NE(parser.fingerprint("SELECT a"), parser.fingerprint("SELECT b"));
}

}  // namespace
}  // namespace pggit::sql
