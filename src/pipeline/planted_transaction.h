// One attempt of a planted run: a transaction in which rows are planted, the step goes up, down and up again over them, and
// which is rolled back. What it found, and the server's words for where the step failed.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "pipeline/prove_planted.h"
#include "shadow/run_script.h"

namespace pggit::pipeline {

struct Attempt {
  shadow::Plant plant;  // the rows that the server took
  std::set<ir::Key> held;
  std::optional<shadow::ScriptFailure> up_failure;
  std::string skipped;
  std::string broken;
};

// `tables`: those whose rows count. Errors: Database.
base::Result<Attempt> run_planted_transaction(const PlantedSessions& sessions,
                                              const PlantedRequest& request,
                                              const std::vector<ir::Key>& tables,
                                              shadow::Plant plant);

// The server's words; a row in them may hold the clock, so it is left out: two runs say the same.
std::string message_of(pg::ServerError error);
// The statement of the step that stands at this place of its script: rows of a COPY are no statement there.
std::size_t statement_at(const bind::Step& step, std::size_t place);
// "ALTER TABLE t ALTER n SET NOT NULL: ERROR 23502: ...", the statement on one line and not whole where it is long.
std::string failure_text(const bind::Step& step, const shadow::ScriptFailure& failure);

}  // namespace pggit::pipeline
