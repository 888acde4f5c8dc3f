// The pggit program: reads the command line, runs one command, answers with a documented exit code.
#include <cstdlib>
#include <string>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/exit_codes.h"
#include "cli/interrupt.h"
#include "cli/output.h"

namespace pggit::cli {
namespace {

// Says what went wrong, where something did; the exit code. What cannot be printed was not done well either.
int conclude(const base::Result<void>& done) {
  const base::Result<void> printed = finish_output();
  if (done && printed) return kExitFine;
  clear_progress();
  const base::Error& error = done ? printed.error() : done.error();
  const bool says_so = !interrupted() || error.message.starts_with("stopped");
  complain("pggit: " + (says_so ? error.message : "stopped: " + error.message) + "\n");
  return interrupted() ? kExitRefused : exit_code(error.code);
}

}  // namespace
}  // namespace pggit::cli

int main(int argc, char** argv) {
  using namespace pggit::cli;
  open_standard_files();
  // libpq would send these to every session, the shadow's too.
  unsetenv("PGTZ");
  unsetenv("PGDATESTYLE");
  watch_for_interrupts();
  const auto arguments = parse_arguments(argc, argv);
  if (!arguments) return arguments.error() == kExitFine ? conclude({}) : arguments.error();
  for (const Command& command : all_commands()) {
    if (arguments->command == command.name) return conclude(command.run(*arguments));
  }
  return kExitOurBug;
}
