#include "cli/commands.h"

namespace pggit::cli {

#define COMMAND(name, words, help, example) \
  base::Result<void> run_##name(const Arguments& arguments);
#include "cli/commands.def"
#undef COMMAND

std::span<const Command> all_commands() {
  static constexpr Command kCommands[] = {
#define COMMAND(name, words, help, example) {#name, words, help, example, run_##name},
#include "cli/commands.def"
#undef COMMAND
  };
  return kCommands;
}

}  // namespace pggit::cli
