// The pggit program: reads the command line, runs one command, answers with a documented exit code.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/exit_codes.h"
#include "cli/interrupt.h"

int main(int argc, char** argv) {
  using namespace pggit::cli;
  // libpq would send these to every session, the shadow's too.
  unsetenv("PGTZ");
  unsetenv("PGDATESTYLE");
  watch_for_interrupts();
  const auto arguments = parse_arguments(argc, argv);
  if (!arguments) return arguments.error();
  for (const Command& command : all_commands()) {
    if (arguments->command != command.name) continue;
    const pggit::base::Result<void> done = command.run(*arguments);
    if (done) return kExitFine;
    clear_progress();
    std::fflush(stdout);
    const std::string& why = done.error().message;
    const bool says_so = !interrupted() || why.starts_with("stopped");
    std::fprintf(stderr, "pggit: %s%s\n", says_so ? "" : "stopped: ", why.c_str());
    return interrupted() ? kExitRefused : exit_code(done.error().code);
  }
  return kExitOurBug;
}
