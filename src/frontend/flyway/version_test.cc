#include "frontend/flyway/version.h"

#include <gtest/gtest.h>

namespace pggit::frontend::flyway {
namespace {

Version v(std::string_view text) { return parse_version(text).value(); }

TEST(FlywayVersion, ComparesPartsAsNumbers) {
  EXPECT_LT(v("1.9"), v("1.10"));
  EXPECT_LT(v("2"), v("10"));
  EXPECT_LT(v("1"), v("1.0.1"));
  EXPECT_GT(v("20240131093000"), v("999"));
}

TEST(FlywayVersion, IgnoresLeadingZerosAndTrailingZeroParts) {
  EXPECT_EQ(v("1"), v("001"));
  EXPECT_EQ(v("1"), v("1.0.0"));
  EXPECT_EQ(v("1_2"), v("1.2"));
  EXPECT_EQ(v("0"), v("0.0"));
  EXPECT_NE(v("1.0.1"), v("1.1"));
}

TEST(FlywayVersion, HoldsNumbersBeyond64Bits) {
  EXPECT_LT(v("99999999999999999999998"), v("99999999999999999999999"));
}

TEST(FlywayVersion, KeepsTheTextThatTheHistoryTableHolds) {
  EXPECT_EQ(v("001_2").text, "001.2");
  EXPECT_EQ(v("1.0").text, "1.0");
}

TEST(FlywayVersion, RefusesWhatIsNone) {
  for (const char* text : {"", "a", "1a", "1..2", "1.", ".1", "1_", "1-2", "_", "1__2", " 1"}) {
    EXPECT_FALSE(parse_version(text)) << text;
  }
}

}  // namespace
}  // namespace pggit::frontend::flyway
