// The files that changes name: scripts, rows, queries.
#pragma once

#include "frontend/liquibase/changelog.h"
#include "frontend/liquibase/files.h"

namespace pggit::frontend::liquibase {

// Reads them into the sources. One that is missing is reported. Errors (Input): one cannot be read.
base::Result<bool> attach_files(const ir::Project& project, const Files& files, ChangeSet& set);

}  // namespace pggit::frontend::liquibase
