// What a statement that ran outside a transaction left when nobody saw its end.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "pipeline/repository.h"

namespace pggit::pipeline {

struct LeftBehind {
  bool is_done = false;  // it came to its end
  std::vector<std::string>
      invalid;  // indexes, as SQL names: PostgreSQL leaves them for the user to drop
};

// Of CREATE INDEX CONCURRENTLY and DROP INDEX CONCURRENTLY; of any other statement nothing can be told, and it is taken
// for not done. `commit`: the migration that it stands in. Names are looked up by the session's search_path. Reads only.
// Errors: Database.
base::Result<LeftBehind> look_behind(Repository& repository, const store::Commit& commit,
                                     const std::string& sql);

}  // namespace pggit::pipeline
