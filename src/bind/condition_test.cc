// What the catalogs decide, and what they leave open.
#include "bind/condition.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bind/read_code.h"
#include "bind/testing/steps.h"

namespace pggit::bind {
namespace {

using ::testing::ElementsAre;

class ConditionTest : public ::testing::Test {
 protected:
  Truth truth(const std::string& expression) {
    const auto tree = code_parser().parse_expression(expression);
    EXPECT_TRUE(tree) << expression;
    const Names names{
        .catalog = &catalog_, .search_path = {"public"}, .user = "me", .roles = roles_};
    Condition condition(names, variables_);
    const Truth found = condition.truth(tree->root());
    absent_ = condition.absent_roles();
    return found;
  }

  const catalog::Catalog catalog_ =
      testing::steps_of(
          {"CREATE TABLE t (id int PRIMARY KEY, a int); CREATE TYPE mood AS ENUM ('ok');"
           "CREATE TABLE u (b int CONSTRAINT refers REFERENCES t CONSTRAINT small CHECK (b < 9),"
           " CONSTRAINT never CHECK (false))"})[0]
          .after;
  const std::set<std::string> known_{"me", "app"};
  const std::set<std::string>* roles_ = &known_;
  std::map<std::string, bool> variables_{{"yes", true}};
  std::vector<std::string> absent_;
};

TEST_F(ConditionTest, HasThreeValues) {
  EXPECT_EQ(truth("yes AND NOT false"), Truth::True);
  EXPECT_EQ(truth("yes AND other"), Truth::Unknown);
  EXPECT_EQ(truth("false AND other"), Truth::False);
  EXPECT_EQ(truth("other OR yes"), Truth::True);
  EXPECT_EQ(truth("other OR false"), Truth::Unknown);
  EXPECT_EQ(truth("NOT other"), Truth::Unknown);
  EXPECT_EQ(truth("yes = NULL"), Truth::Unknown);
  EXPECT_EQ(truth("(yes IS NOT TRUE) = false"), Truth::True);
}

TEST_F(ConditionTest, LooksIntoTheCatalogs) {
  const std::string column =
      "EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 't' AND ";
  EXPECT_EQ(truth(column + "column_name = 'a' LIMIT 1)"), Truth::True);
  EXPECT_EQ(truth(column + "column_name = 'b')"), Truth::False);
  EXPECT_EQ(truth(column + "column_name = 'b' AND data_type = 'text')"), Truth::False);
  EXPECT_EQ(truth(column + "column_name = 'a' AND data_type = 'text')"), Truth::Unknown);
  EXPECT_EQ(truth("EXISTS (SELECT FROM pg_indexes WHERE indexname = 't_pkey')"), Truth::True);
  EXPECT_EQ(truth("to_regclass('public.t') IS NULL"), Truth::False);
}

TEST_F(ConditionTest, KnowsTheColumnsThatConstraintsRestOn) {
  const auto usage = [](const std::string& where) {
    return "EXISTS (SELECT FROM information_schema.constraint_column_usage WHERE " + where + ")";
  };
  EXPECT_EQ(truth(usage("table_name = 't' AND constraint_name = 't_pkey'")), Truth::True);
  EXPECT_EQ(truth(usage("constraint_name = 't_pkey' AND column_name = 'id'")), Truth::True);
  EXPECT_EQ(truth(usage("constraint_name = 't_pkey' AND column_name = 'a'")), Truth::False);
  EXPECT_EQ(truth(usage("constraint_name = 'refers' AND table_name = 't'")), Truth::True);
  EXPECT_EQ(truth(usage("constraint_name = 'refers' AND table_name = 'u'")), Truth::False);
  EXPECT_EQ(truth(usage("constraint_name = 'never'")), Truth::False);
  EXPECT_EQ(truth(usage("constraint_name = 'small' AND column_name = 'b'")), Truth::True);
}

TEST_F(ConditionTest, LeavesOpenWhatOthersMayAdd) {
  EXPECT_EQ(truth("EXISTS (SELECT FROM pg_proc WHERE proname = 'f')"), Truth::Unknown);
  EXPECT_EQ(truth("EXISTS (SELECT FROM t WHERE a = 1)"), Truth::Unknown);
  EXPECT_EQ(truth("EXISTS (SELECT FROM pg_type t JOIN pg_enum e ON true)"), Truth::Unknown);
  EXPECT_EQ(truth("EXISTS (SELECT count(*) FROM pg_type HAVING count(*) > 1)"), Truth::Unknown);
  EXPECT_EQ(truth("EXISTS (SELECT FROM pg_type LIMIT 0)"), Truth::Unknown);
}

TEST_F(ConditionTest, NamesRolesThatAreNotThereAndKnowsNoneOfAForeignServer) {
  const auto role = [](const char* name) {
    return "EXISTS (SELECT FROM pg_roles WHERE rolname = '" + std::string(name) + "')";
  };
  EXPECT_EQ(truth(role("app")), Truth::True);
  EXPECT_EQ(truth(role("nobody")), Truth::False);
  EXPECT_THAT(absent_, ElementsAre("nobody"));
  EXPECT_EQ(truth(role("pg_monitor")), Truth::Unknown);
  roles_ = nullptr;
  EXPECT_EQ(truth(role("app")), Truth::Unknown);
}

}  // namespace
}  // namespace pggit::bind
