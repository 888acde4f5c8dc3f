#include "pipeline/coarse_time.h"

#include <gtest/gtest.h>

#include <chrono>

namespace pggit::pipeline {
namespace {

bool may_write(const char* text) {
  bind::Step step;
  step.statements.emplace_back();
  step.statements.back().text = text;
  return may_write_coarse_time(step);
}

TEST(CoarseTime, IsKnownByAWordForTheClockAndOneThatMakesItCoarser) {
  EXPECT_TRUE(may_write("INSERT INTO r (at) VALUES (EXTRACT(EPOCH FROM NOW()))"));
  EXPECT_TRUE(may_write("UPDATE r SET at = date_trunc('second', CURRENT_TIMESTAMP)"));
  EXPECT_TRUE(may_write("INSERT INTO r VALUES (clock_timestamp()::timestamp(0))"));
  EXPECT_FALSE(may_write("INSERT INTO r VALUES (now())"));
  EXPECT_FALSE(may_write("SELECT EXTRACT(YEAR FROM born) FROM people"));
}

TEST(CoarseTime, WaitsUntilARoundedSecondIsAnotherToo) {
  using namespace std::chrono;
  const auto before = system_clock::now();
  wait_a_second();
  EXPECT_GT(round<seconds>(system_clock::now()), round<seconds>(before));
}

}  // namespace
}  // namespace pggit::pipeline
