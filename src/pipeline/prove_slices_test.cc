#include "pipeline/prove_slices.h"

#include <gtest/gtest.h>

namespace pggit::pipeline {
namespace {

TEST(Slices, HoldEachMigrationOnceInOrder) {
  for (std::size_t migrations = 0; migrations < 1000; migrations += 7) {
    for (std::size_t workers = 1; workers < 12; ++workers) {
      std::size_t at = 0;
      for (const Stretch& stretch : slices_of(0, migrations, workers)) {
        EXPECT_EQ(stretch.begin, at);
        EXPECT_TRUE(stretch.begin < stretch.end || migrations == 0);
        at = stretch.end;
      }
      EXPECT_EQ(at, migrations);
    }
  }
}

TEST(Slices, AShortHistoryIsNotWorthASecondServer) {
  EXPECT_EQ(slices_of(0, 79, 8).size(), 1u);
  EXPECT_EQ(slices_of(0, 80, 8).size(), 2u);
}

TEST(Slices, AreNoMoreThanTheWorkers) {
  EXPECT_EQ(slices_of(0, 4000, 1).size(), 1u);
  EXPECT_EQ(slices_of(0, 4000, 3).size(), 3u);
}

TEST(Slices, LaterOnesAreShorterForTheWayToTheirBeginning) {
  const std::vector<Stretch> slices = slices_of(0, 500, 2);
  ASSERT_EQ(slices.size(), 2u);
  EXPECT_GT(slices[0].end, 250u);
  EXPECT_LT(slices[0].end, 290u);
}

TEST(Slices, HoldWhatIsNotProvenYetAndNothingElse) {
  const std::vector<Stretch> slices = slices_of(300, 500, 2);
  ASSERT_EQ(slices.size(), 2u);
  EXPECT_EQ(slices[0].begin, 300u);
  EXPECT_EQ(slices[0].end, slices[1].begin);
  EXPECT_EQ(slices[1].end, 500u);
  EXPECT_EQ(slices_of(450, 500, 2).size(), 1u);
}

}  // namespace
}  // namespace pggit::pipeline
