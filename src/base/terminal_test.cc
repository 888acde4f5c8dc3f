#include "base/terminal.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace pggit::base {
namespace {

TEST(Harmless, LeavesPeoplesWordsAsTheyAre) {
  const std::string text = "Größe 表 \U0001F418 'x' \\ 100%";
  EXPECT_EQ(harmless(text), text);
  EXPECT_EQ(harmless(""), "");
}

TEST(Harmless, TakesEveryWayToBeginAnEscapeSequence) {
  EXPECT_EQ(harmless("a\x1b[31mb"), "a [31mb");
  EXPECT_EQ(harmless("a\xc2\x9b"
                     "31mb"),
            "a 31mb");
  EXPECT_EQ(harmless("a\x9b"
                     "31mb"),
            "a 31mb");
  EXPECT_EQ(harmless(std::string_view("\0\a\b\r\x7f", 5)), "     ");
}

TEST(Harmless, KeepsLinesOnlyWhereTheyAreWanted) {
  EXPECT_EQ(harmless("a\n\tb"), "a  b");
  EXPECT_EQ(harmless("a\n\tb\r", "\n\t"), "a\n\tb ");
}

TEST(Harmless, GivesNothingButTextWhateverTheBytes) {
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      const std::string text = {char(first), char(second), 'x'};
      const std::string clean = harmless(text);
      ASSERT_TRUE(is_valid_utf8(clean)) << first << " " << second;
      ASSERT_EQ(clean.back(), 'x') << first << " " << second;
      const bool is_plain = first >= 0x20 && first < 0x7F && second >= 0x20 && second < 0x7F;
      ASSERT_TRUE(!is_plain || clean == text) << first << " " << second;
    }
  }
}

}  // namespace
}  // namespace pggit::base
