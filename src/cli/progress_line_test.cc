#include "cli/progress_line.h"

#include <gtest/gtest.h>

namespace pggit::cli {
namespace {

struct Screen {
  double time = 100;
  std::string text;
  ProgressLine line;

  explicit Screen(ProgressLine::Terminal terminal)
      : line(terminal, [this] { return time; }, [this](const std::string& t) { text += t; }) {}

  std::string after(double seconds, std::size_t done, const std::string& what) {
    time += seconds;
    text.clear();
    line.show("Proving", done, 9, what);
    return text;
  }
};

TEST(ProgressLine, IsDrawnOverOnATerminalButNotTooOften) {
  Screen screen({true, 80});
  EXPECT_EQ(screen.after(0, 0, "V1"), "\r\033[KProving [1/9] V1, 0.0 s");
  EXPECT_EQ(screen.after(0.01, 1, "V2"), "");
  EXPECT_EQ(screen.after(0.2, 2, "V3"), "\r\033[KProving [3/9] V3, 0.2 s");
  EXPECT_EQ(screen.after(0, 9, ""), "\r\033[K");
  EXPECT_EQ(screen.after(0, 9, ""), "");
}

TEST(ProgressLine, NeverWraps) {
  Screen screen({true, 30});
  EXPECT_EQ(screen.after(0, 0, "V1__a_name_that_goes_on_and_on"),
            "\r\033[KProving [1/9] V1__a_na, 0.0 s");
}

TEST(ProgressLine, IsAPlainLineEveryFewSecondsElsewhere) {
  Screen screen({false, 80});
  EXPECT_EQ(screen.after(0, 0, "V1"), "");
  EXPECT_EQ(screen.after(2.9, 1, "V2"), "");
  EXPECT_EQ(screen.after(0.2, 2, "V3"), "Proving [3/9] V3, 3.1 s\n");
  EXPECT_EQ(screen.after(2.9, 3, "V4"), "");
  EXPECT_EQ(screen.after(9, 4, "V5"), "Proving [5/9] V5, 15 s\n");
  EXPECT_EQ(screen.after(9, 9, ""), "");
}

TEST(ProgressLine, LetsNoControlCharacterOfANameThrough) {
  Screen screen({false, 80});
  screen.after(0, 0, "V1");
  EXPECT_EQ(screen.after(5, 1, "V\x1b[2J\n"), "Proving [2/9] V [2J , 5.0 s\n");
}

}  // namespace
}  // namespace pggit::cli
