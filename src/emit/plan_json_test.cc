#include "emit/plan_json.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

#include "emit/sample_plan.h"

namespace pggit::emit {
namespace {

using testing::sample_plan;

bool is_valid(const std::string& plan) {
  const std::string path = ::testing::TempDir() + "pggit_plan_test.json";
  std::ofstream(path) << plan;
  const std::string validator = std::string(PGGIT_SOURCE_DIR) + "/tests/plan/validate.py";
  return std::system(("python3 '" + validator + "' '" + path + "'").c_str()) == 0;
}

TEST(PlanJson, FollowsThePublishedSchema) { EXPECT_TRUE(is_valid(plan_json(sample_plan()))); }

TEST(PlanJson, OfAnEmptyRunFollowsTheSchemaToo) {
  PlanData plan;
  plan.created_at = "2024-03-15T10:00:00Z";
  plan.source.tool = "flyway";
  EXPECT_TRUE(is_valid(plan_json(plan)));
}

TEST(PlanJson, WithAWordOfProofThatDoesNotExistBreaksTheSchema) {
  PlanData plan = sample_plan();
  plan.commits[0].proof.word = "surely proven";
  EXPECT_FALSE(is_valid(plan_json(plan)));
}

TEST(PlanJson, WithAStatementSetAsideForNoReasonBreaksTheSchema) {
  PlanData plan = sample_plan();
  plan.account[3].reason.clear();
  EXPECT_FALSE(is_valid(plan_json(plan)));
}

TEST(PlanJson, DiffersBetweenTwoRunsInItsTimeStampOnly) {
  PlanData later = sample_plan();
  later.created_at = "2025-01-01T00:00:00Z";
  nlohmann::json a = nlohmann::json::parse(plan_json(sample_plan()));
  nlohmann::json b = nlohmann::json::parse(plan_json(later));
  EXPECT_NE(a, b);
  a.erase("created_at");
  b.erase("created_at");
  EXPECT_EQ(a, b);
  EXPECT_EQ(plan_json(sample_plan()), plan_json(sample_plan()));
}

// It is written piece by piece.
TEST(PlanJson, IsIndentedAsOneTree) {
  PlanData longer = sample_plan();
  for (int i = 0; i < 3; ++i) longer.commits.push_back(longer.commits.front());
  for (const PlanData& plan : {PlanData(), sample_plan(), longer}) {
    const std::string text = plan_json(plan);
    EXPECT_EQ(text, nlohmann::ordered_json::parse(text).dump(2) + "\n");
  }
}

TEST(PlanJson, AccountsForEveryStatementOnce) {
  const nlohmann::json account = nlohmann::json::parse(plan_json(sample_plan()))["account"];
  EXPECT_EQ(account["statements"], 4);
  EXPECT_EQ(account["converted"], 2);
  EXPECT_EQ(account["no_effect"], 1);
  EXPECT_EQ(account["set_aside"], 1);
}

TEST(PlanJson, LeavesOutWhatIsNotKnown) {
  const nlohmann::json plan = nlohmann::json::parse(plan_json(sample_plan()));
  EXPECT_FALSE(plan["source"].contains("version"));
  EXPECT_FALSE(plan["commits"][0]["down"][0].contains("lock"));
  EXPECT_EQ(plan["commits"][0]["up"][0]["lock"], "ACCESS EXCLUSIVE");
  EXPECT_FALSE(plan["commits"][0].contains("authored_at"));
}

TEST(PlanJson, CountsRefusedMigrationsAsFailed) {
  const nlohmann::json plan = nlohmann::json::parse(plan_json(sample_plan()));
  EXPECT_EQ(plan["certificate"]["words"].dump(), R"({"failed":1,"proven":1,"structure proven":1})");
}

TEST(PlanJson, SurvivesBytesThatAreNoUtf8) {
  PlanData plan = sample_plan();
  plan.commits[0].up[0].sql = "SELECT '\xff'";
  EXPECT_TRUE(is_valid(plan_json(plan)));
}

TEST(PlanJson, IsNamedByItsDay) {
  EXPECT_EQ(plan_file_name("2024-03-15T10:00:00Z"), "migration_plan_20240315.json");
}

}  // namespace
}  // namespace pggit::emit
