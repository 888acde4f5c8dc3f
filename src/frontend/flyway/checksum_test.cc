#include "frontend/flyway/checksum.h"

#include <gtest/gtest.h>

#include <string>

namespace pggit::frontend::flyway {
namespace {

const std::string kStatement =
    "alter table location_history add column valid_until timestamp with time zone;";

TEST(FlywayChecksum, IsTheOneThatFlywayPrinted) { EXPECT_EQ(checksum(kStatement), -1039259818); }

TEST(FlywayChecksum, OfAnEmptyFileIsZero) {
  EXPECT_EQ(checksum(""), 0);
  EXPECT_EQ(checksum("\n\r\n"), 0);
}

TEST(FlywayChecksum, IgnoresLineEndsAndAByteOrderMark) {
  EXPECT_EQ(checksum(kStatement + "\n"), -1039259818);
  EXPECT_EQ(checksum(kStatement + "\r\n"), -1039259818);
  EXPECT_EQ(checksum("\xEF\xBB\xBF" + kStatement + "\r"), -1039259818);
  EXPECT_EQ(checksum("a\nb\n"), checksum("a\r\nb"));
  EXPECT_EQ(checksum("a\nb\n"), checksum("ab"));
}

TEST(FlywayChecksum, SeesEveryOtherByte) {
  EXPECT_NE(checksum("a b"), checksum("ab"));
  EXPECT_NE(checksum("a\t"), checksum("a"));
  EXPECT_NE(checksum("x\xEF\xBB\xBF"), checksum("x"));
}

}  // namespace
}  // namespace pggit::frontend::flyway
