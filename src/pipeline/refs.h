// Branches and tags: made, moved, deleted, renamed. Each is one transaction with its line in the operation log.
#pragma once

#include <string>

#include "base/error.h"
#include "pipeline/repository.h"

namespace pggit::pipeline {

// All refuse names that git would refuse, and to touch import/<tool>, which is migrate's own. Errors: Usage (a name; no such
// revision, branch or tag), Refused, Database.

// `force`: moves one that is there already; else that is Refused.
base::Result<void> make_branch(Repository& repository, const std::string& name,
                               const std::string& revision, bool force);
// Refused: HEAD is on it; commits would belong to no branch any more and not `force`.
base::Result<void> delete_branch(Repository& repository, const std::string& name, bool force);
// HEAD goes along.
base::Result<void> rename_branch(Repository& repository, const std::string& from,
                                 const std::string& to);

base::Result<void> make_tag(Repository& repository, const std::string& name,
                            const std::string& revision, const std::string& message, bool force);
base::Result<void> delete_tag(Repository& repository, const std::string& name);

}  // namespace pggit::pipeline
