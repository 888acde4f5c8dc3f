// The main job: a proven history into the store of a database.
#pragma once

#include <string>

#include "base/error.h"
#include "pipeline/history.h"
#include "pipeline/repository.h"
#include "pipeline/standing.h"

namespace pggit::pipeline {

struct Adopted {
  std::size_t commits = 0;      // of the branch import/<tool>
  std::size_t new_commits = 0;  // that were not there before
  store::Head head;
  std::string
      new_line;  // "from V2 on (the file changed); ..." where the branch does not go on from its old tip
};

// Stores the commits, branches import/<tool> and main, edge cases and HEAD: all or nothing. Runs no DDL outside the
// store's schema, and nothing at all where all of it is stored already. Errors: Database, Refused (another run moved the
// branch or HEAD since the standing was found).
base::Result<Adopted> adopt(const History& history, Repository& repository,
                            const Standing& standing);

}  // namespace pggit::pipeline
