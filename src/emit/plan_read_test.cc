#include "emit/plan_read.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "emit/plan_json.h"
#include "emit/sample_plan.h"

namespace pggit::emit {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

PlanData with_target() {
  PlanData plan = testing::sample_plan();
  plan.target = PlanTarget{"shop", "15.20", std::string(64, 'c'), "", "V2", "", {}, "", 0, "", ""};
  return plan;
}

std::vector<std::string> changes(const PlanData& reviewed, const PlanData& now) {
  return changes_since(*read_plan(plan_json(reviewed), "plan.json"), now);
}

TEST(ReadPlan, HoldsForTheRunThatMadeItAtAnyTime) {
  PlanData later = with_target();
  later.created_at = "2025-01-01T00:00:00Z";
  EXPECT_THAT(changes(with_target(), later), IsEmpty());
}

TEST(ReadPlan, HoldsThoughNamesAreNoUtf8) {
  PlanData plan = with_target();
  plan.inputs[0].path = "db/V1__\xff\xfe.sql";
  plan.commits[0].id = "R__\xc3";
  EXPECT_THAT(changes(plan, plan), IsEmpty());
  PlanData edited = plan;
  edited.inputs[0].sha256 = std::string(64, '1');
  EXPECT_THAT(changes(plan, edited),
              ElementsAre("db/V1__\xEF\xBF\xBD\xEF\xBF\xBD.sql has other contents now"));
}

TEST(ReadPlan, NamesFilesThatChangedCameOrWent) {
  PlanData now = testing::sample_plan();
  now.inputs[0].sha256 = std::string(64, '1');
  now.inputs.push_back({"db/V9__new.sql", std::string(64, '2'), 1});
  EXPECT_THAT(changes(testing::sample_plan(), now),
              ElementsAre("db/V1__a_step.sql has other contents now", "db/V9__new.sql is new"));
  now.inputs.clear();
  EXPECT_THAT(changes(testing::sample_plan(), now),
              ElementsAre("db/V1__a_step.sql is not there any more"));
}

TEST(ReadPlan, NamesCommitsThatAreNotWhatWasReviewed) {
  PlanData now = testing::sample_plan();
  now.commits[0].hash = std::string(64, 'f');
  now.commits[1].proof.word = "not proven";
  EXPECT_THAT(changes(testing::sample_plan(), now),
              ElementsAre("V1 is converted in another way now",
                          "V2 was structure proven, now it is not proven"));
}

TEST(ReadPlan, IsForOneDatabaseAsItStood) {
  PlanData now = with_target();
  now.target->schema = std::string(64, 'd');
  EXPECT_THAT(changes(with_target(), now), ElementsAre("the database's schema changed"));
  now.target->database = "other";
  EXPECT_THAT(changes(with_target(), now),
              ElementsAre("the plan is for database shop, this is other"));
  now.target.reset();
  EXPECT_THAT(changes(with_target(), now), ElementsAre("the plan is for database shop"));
  EXPECT_THAT(changes(testing::sample_plan(), with_target()), IsEmpty());
}

TEST(ReadPlan, RefusesWhatIsNoPlan) {
  for (const char* text :
       {"", "{", "[]", "{}", "{\"format\":1}", "{\"format\":2,\"created_at\":\"x\"}",
        "{\"format\":\"1\",\"created_at\":1}"}) {
    EXPECT_EQ(read_plan(text, "plan.json").error().code, base::ErrorCode::Input) << text;
  }
}

}  // namespace
}  // namespace pggit::emit
