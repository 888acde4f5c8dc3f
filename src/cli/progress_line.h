// Live progress: on a terminal one line that is drawn again, elsewhere a plain line every few seconds.
#pragma once

#include <functional>
#include <string>

namespace pggit::cli {

class ProgressLine {
 public:
  struct Terminal {
    bool redraws = false;  // false: a file or a pipe, where nothing is drawn over
    int columns = 80;
  };
  // `now`: seconds of a clock that never goes back. `write` gets text with its line ends.
  ProgressLine(Terminal terminal, std::function<double()> now,
               std::function<void(const std::string&)> write);

  // `done` of `all` are done, and `what` is in hand; done == all ends the phase.
  void show(const std::string& phase, std::size_t done, std::size_t all, const std::string& what);
  // Takes away what is drawn, before something else is printed.
  void clear();

 private:
  bool is_due();

  Terminal terminal_;
  std::function<double()> now_;
  std::function<void(const std::string&)> write_;
  std::string phase_;
  double started_ = 0;  // the phase
  double shown_ = 0;
  bool is_drawn_ = false;
};

}  // namespace pggit::cli
