#include "base/by_two.h"

#include <gtest/gtest.h>

#include <vector>

namespace pggit::base {
namespace {

TEST(ByTwo, DoesEachOnceHoweverManyThereAre) {
  for (const std::size_t count : {0, 1, 64, 65, 5000}) {
    std::vector<int> done(count);
    by_two(count, [&](std::size_t i) { ++done[i]; });
    EXPECT_EQ(done, std::vector<int>(count, 1));
  }
}

}  // namespace
}  // namespace pggit::base
