// pggit explain: what is known of a migration, an object or an edge case, from the project's files or from a store.
#pragma once

#include <string>

#include "base/error.h"
#include "pipeline/options.h"
#include "pipeline/repository.h"

namespace pggit::pipeline {

// By the project's files, read without a server. Errors: Usage (nothing is called so), Input.
base::Result<std::string> explain_files(const Options& options, const std::string& id, bool json);

// By what is stored; branches, tags and HEAD are understood too. Errors: Usage, Database.
base::Result<std::string> explain_stored(Repository& repository, const std::string& id, bool json);

}  // namespace pggit::pipeline
