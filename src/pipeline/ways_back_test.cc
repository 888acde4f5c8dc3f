#include "pipeline/ways_back.h"

#include <gtest/gtest.h>

#include "bind/testing/steps.h"

namespace pggit::pipeline {
namespace {

TEST(WaysBack, AreThereOfAllThatWasReadAndOfNoneElse) {
  const std::vector<bind::Step> read = bind::testing::steps_of(
      {"CREATE TABLE a (n int)", "ALTER TABLE a ADD m int", "DROP TABLE a"});
  std::vector<Proven> steps(read.size());
  {
    WaysBack ways_back(steps);
    for (std::size_t i : {0, 1}) {
      steps[i].step = read[i];
      ways_back.add_next();
    }
    steps[2].step = read[2];  // begun, and then the reading ended
  }
  EXPECT_EQ(steps[0].down.statements.front().sql, "DROP TABLE public.a");
  EXPECT_EQ(steps[1].down.statements.front().sql, "ALTER TABLE public.a DROP COLUMN m");
  EXPECT_TRUE(steps[2].down.statements.empty());
}

}  // namespace
}  // namespace pggit::pipeline
