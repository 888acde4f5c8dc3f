// The main job: a proven history into the store of a database.
#pragma once

#include <string>

#include "base/error.h"
#include "pipeline/history.h"
#include "pipeline/repository.h"

namespace pggit::pipeline {

struct Adopted {
  std::size_t commits = 0;      // of the branch import/<tool>
  std::size_t new_commits = 0;  // that were not there before
  store::Head head;
};

// Where a live database stands in a history: the newest commit whose server form equals what is there.
struct Standing {
  std::optional<std::size_t> commit;  // index into make_commits(); nothing: before the first
  std::string migration;              // its id
  std::string note;                   // "near V47: 3 objects drifted", "not compared (17)"
  base::Hash schema;                  // over what the database holds
  bool compared = false;
  std::vector<std::string> drifted;  // "table app.users: columns[2:email].type"; sorted
};
base::Result<Standing> find_standing(const History& history, Repository& repository);

// Stores the commits, branches import/<tool> and main, edge cases and HEAD: all or nothing. Runs no DDL outside the
// store's schema. Errors: Database, Refused.
base::Result<Adopted> adopt(const History& history, Repository& repository,
                            const Standing& standing);

}  // namespace pggit::pipeline
