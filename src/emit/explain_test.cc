#include "emit/explain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "emit/sample_plan.h"

namespace pggit::emit {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

PlanData sample() {
  PlanData plan = testing::sample_plan();
  plan.commits[1].hash = "ab" + std::string(62, '0');
  plan.commits[0].up[0].locks = {"SHARE on table public.old"};
  plan.edge_cases.push_back(
      {"V1-2", "V1", "db/V1__a_step.sql:1:1", "dynamic-sql", "a DO block", "look", "look at it"});
  return plan;
}

std::string explained(const std::string& id) {
  const PlanData plan = sample();
  const auto what = find_explained(plan, id);
  return what ? explain_text(plan, *what) : what.error().message;
}

TEST(Explain, SaysOfAMigrationWhatItDoesLocksAndTakesBack) {
  EXPECT_THAT(explained("V1"), HasSubstr("V1 a step\n"));
  EXPECT_THAT(explained("V1"), HasSubstr("db/V1__a_step.sql:1:1: CREATE TABLE users (id int)\n"
                                         "      locks: SHARE on table public.old\n"));
  EXPECT_THAT(explained("V1"), HasSubstr("  The way back:\n    DROP TABLE users\n"));
  EXPECT_THAT(explained("V1"), HasSubstr("Edge case V1-2 of V1 (dynamic-sql, PENDING)\n"));
  EXPECT_THAT(explained("V2"), Not(HasSubstr("Edge case")));
}

TEST(Explain, FindsByTheBeginningOfAHash) {
  EXPECT_THAT(explained("ab00"), HasSubstr("V2 a step\n"));
  EXPECT_THAT(explained("ab"), HasSubstr("'ab' is no migration"));
}

TEST(Explain, ListsTheVersionsOfAnObjectByAnyOfItsNames) {
  for (const char* name : {"users", "public.users", "table public.users"}) {
    EXPECT_THAT(explained(name), HasSubstr("table public.users\n  1.0.0  V1  ")) << name;
  }
  EXPECT_THAT(explained("user"), HasSubstr("is no migration"));
}

TEST(Explain, KnowsRefusedMigrationsAndEdgeCases) {
  EXPECT_THAT(explained("V3"), HasSubstr("column \"a\" does not exist"));
  EXPECT_THAT(explained("V1-2"), HasSubstr("Action required: look at it"));
}

TEST(Explain, LetsNoControlCharacterThrough) {
  PlanData plan = sample();
  plan.commits[0].up[0].sql = "SELECT '\x1b[31m'\n  FROM t";
  EXPECT_THAT(explain_text(plan, {}), HasSubstr(": SELECT ' [31m' FROM t\n"));
}

TEST(Explain, GivesJsonWithTheSameFacts) {
  const PlanData plan = sample();
  EXPECT_THAT(explain_json(plan, *find_explained(plan, "V1")), HasSubstr("\"id\": \"V1-2\""));
  EXPECT_THAT(explain_json(plan, *find_explained(plan, "users")),
              HasSubstr("\"object\": \"table public.users\""));
}

}  // namespace
}  // namespace pggit::emit
