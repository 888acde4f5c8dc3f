// The commands as a table; one file a command.
#pragma once

#include <span>

#include "base/error.h"
#include "cli/arguments.h"

namespace pggit::cli {

struct Command {
  const char* name;
  const char* words;  // what its positional arguments mean
  const char* help;
  const char* example;
  base::Result<void> (*run)(const Arguments& arguments);
};

std::span<const Command> all_commands();

// migrate --rollback --to-original-state.
base::Result<void> run_rollback(const Arguments& arguments);

}  // namespace pggit::cli
