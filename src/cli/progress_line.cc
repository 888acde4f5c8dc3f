#include "cli/progress_line.h"

#include <algorithm>
#include <cstdio>

#include "base/terminal.h"
#include "base/text.h"

namespace pggit::cli {
namespace {

constexpr double kBetweenDrawings = 0.1;  // seconds
constexpr double kBetweenLines = 3;
constexpr char kBeginOfLine[] = "\r\033[K";

std::string seconds_text(double seconds) {
  char text[32];
  std::snprintf(text, sizeof text, seconds < 10 ? "%.1f s" : "%.0f s", seconds);
  return text;
}

}  // namespace

ProgressLine::ProgressLine(Terminal terminal, std::function<double()> now,
                           std::function<void(const std::string&)> write)
    : terminal_(terminal), now_(std::move(now)), write_(std::move(write)) {}

bool ProgressLine::is_due() {
  const double pause = terminal_.redraws ? kBetweenDrawings : kBetweenLines;
  const double now = now_();
  if (now - shown_ < pause) return false;
  shown_ = now;
  return true;
}

void ProgressLine::show(const std::string& phase, std::size_t done, std::size_t all,
                        const std::string& what) {
  if (phase != phase_) {
    phase_ = phase;
    started_ = now_();
    // The first drawing comes at once, the first plain line only when it takes long.
    shown_ = terminal_.redraws ? started_ - 2 * kBetweenDrawings : started_;
  }
  if (done >= all) return clear();
  if (!is_due()) return;
  std::string line = phase + " [" + std::to_string(done + 1) + "/" + std::to_string(all) + "] " +
                     base::harmless(what);
  const std::string time = ", " + seconds_text(now_() - started_);
  if (!terminal_.redraws) return write_(line + time + "\n");
  // A line that wraps could not be taken away again.
  const std::size_t room = std::size_t(std::max(terminal_.columns - 1 - int(time.size()), 10));
  write_(kBeginOfLine + std::string(base::clip_identifier(line, room)) + time);
  is_drawn_ = true;
}

void ProgressLine::clear() {
  if (is_drawn_) write_(kBeginOfLine);
  is_drawn_ = false;
}

}  // namespace pggit::cli
