#include "cli/interrupt.h"

#include <csignal>

#include "pipeline/interrupt.h"

namespace pggit::cli {
namespace {

volatile std::sig_atomic_t asked = 0;

void note(int signal) {
  asked = 1;
  std::signal(signal, SIG_DFL);
}

}  // namespace

bool interrupted() { return asked != 0; }

void watch_for_interrupts() {
  std::signal(SIGINT, note);
  std::signal(SIGTERM, note);
  // A reader that went away and a file that may not grow are errors of write(), not the end of the run.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  pipeline::stop_when(interrupted);
}

}  // namespace pggit::cli
