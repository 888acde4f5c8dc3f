// The text of a step as one transaction runs it, which the planted run needs: up, down and up again are rolled back together.
#pragma once

#include <string>
#include <vector>

#include "bind/evolve.h"
#include "shadow/run_script.h"

namespace pggit::pipeline {

// Why the step cannot run in a transaction of somebody else: "it begins or ends transactions itself". Empty: it can.
std::string why_not_in_one_transaction(const bind::Step& step);

// As script_of() has it, statement for statement: indexes are made without CONCURRENTLY, and BEGIN and COMMIT do what they
// do to constraints alone.
std::vector<shadow::ScriptStatement> planted_script(const bind::Step& step);

}  // namespace pggit::pipeline
