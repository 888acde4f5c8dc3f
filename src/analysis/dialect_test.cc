#include "analysis/dialect.h"

#include <gtest/gtest.h>

namespace pggit::analysis {
namespace {

std::string dialect_of(const std::vector<std::string_view>& texts) {
  const auto found = foreign_dialect(texts);
  return found ? std::string(found->name) + " by " + found->word : "";
}

TEST(Dialect, IsKnownByWordsOfItsOwn) {
  EXPECT_EQ(dialect_of({"CREATE TABLE t (a VARCHAR2(10), b NUMBER(9))"}), "Oracle by VARCHAR2");
  EXPECT_EQ(dialect_of({"create table t (id int auto_increment) engine = innodb"}),
            "MySQL by auto_increment");
  EXPECT_EQ(dialect_of({"CREATE TABLE dbo.t (a NVARCHAR(MAX))"}), "SQL Server by NVARCHAR");
}

TEST(Dialect, IsNotGuessedFromCommentsStringsAndNames) {
  EXPECT_EQ(dialect_of({"-- VARCHAR2\nSELECT 'sysdate', \"varchar2\" /* NUMBER(3) */ FROM t"}), "");
  EXPECT_EQ(dialect_of({"INSERT INTO t (id, number) VALUES (1, 2)"}), "");
  EXPECT_EQ(dialect_of({"UPDATE cars SET engine = 'V8' WHERE sysdate < now()"}), "");
  EXPECT_EQ(dialect_of({"CREATE TABLE dbo.t (a int)"}), "") << "a schema may be called so";
}

TEST(Dialect, NeedsOneTextInTenAndFarMoreThanSpeakForPostgreSQL) {
  std::vector<std::string_view> texts(20, "SELECT 1");
  texts[7] = "CREATE TABLE t (a VARCHAR2(10))";
  EXPECT_EQ(dialect_of(texts), "");
  texts[8] = texts[7];
  EXPECT_EQ(dialect_of(texts), "Oracle by VARCHAR2");
  texts[9] = "CREATE TABLE u (a jsonb)";
  EXPECT_EQ(dialect_of(texts), "") << "it may be a history of PostgreSQL with a type of that name";
}

TEST(Dialect, OfNothingIsNone) { EXPECT_EQ(dialect_of({}), ""); }

}  // namespace
}  // namespace pggit::analysis
