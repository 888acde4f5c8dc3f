#include "base/one_line.h"

#include <gtest/gtest.h>

namespace pggit::base {
namespace {

TEST(OneLine, HasOneSpaceForAllWhiteSpaceAndNoneAtItsEnds) {
  EXPECT_EQ(one_line(" SELECT 1,\r\n\t  2 ;\n", 70), "SELECT 1, 2 ;");
  EXPECT_EQ(one_line(" \n\v", 70), "");
}

TEST(OneLine, IsCutBetweenCharacters) {
  EXPECT_EQ(one_line("abcdef", 6), "abcdef");
  EXPECT_EQ(one_line("abcdefg", 6), "abcdef...");
  EXPECT_EQ(one_line("abcde\xc3\xa6", 6), "abcde...");
}

}  // namespace
}  // namespace pggit::base
