#include "tools/engine_test/shrink.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace pggit::engine_test {
namespace {

bool has(const Statements& statements, const std::string& one) {
  return std::ranges::find(statements, one) != statements.end();
}

TEST(Shrink, KeepsWhatItTakesToFailInItsOrder) {
  Statements statements;
  for (int i = 0; i < 100; ++i) statements.push_back(std::to_string(i));
  const auto fails = [](const Statements& left) -> base::Result<bool> {
    return has(left, "7") && has(left, "8") && has(left, "93");
  };
  EXPECT_EQ(*shrunk(statements, fails), (Statements{"7", "8", "93"}));
}

TEST(Shrink, OfWhatFailsAlwaysLeavesNothing) {
  const auto fails = [](const Statements&) -> base::Result<bool> { return true; };
  EXPECT_TRUE(shrunk({"a", "b", "c"}, fails)->empty());
}

TEST(Shrink, GivesAnErrorOn) {
  const auto fails = [](const Statements&) -> base::Result<bool> {
    return base::fail(base::ErrorCode::Database, "gone");
  };
  EXPECT_FALSE(shrunk({"a", "b"}, fails));
}

}  // namespace
}  // namespace pggit::engine_test
