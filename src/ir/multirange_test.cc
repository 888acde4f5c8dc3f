#include "ir/multirange.h"

#include <gtest/gtest.h>

namespace pggit::ir {
namespace {

// As PostgreSQL 15 names them.
TEST(MultirangeName, IsMadeOfTheRangesOwn) {
  EXPECT_EQ(multirange_name("slot"), "slot_multirange");
  EXPECT_EQ(multirange_name("timerange"), "timemultirange");
  EXPECT_EQ(multirange_name("ranges_of_range"), "multiranges_of_range");
  EXPECT_EQ(multirange_name(std::string(60, 'a')), std::string(52, 'a') + "_multirange");
}

}  // namespace
}  // namespace pggit::ir
