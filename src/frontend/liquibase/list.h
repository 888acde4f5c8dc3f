// Listing the changesets of a project, and whose a project is.
#pragma once

#include "ir/front_end.h"

namespace pggit::frontend::liquibase {

ir::Claim detect(const ir::Project& project);
base::Result<ir::Listing> list(const ir::Project& project);

}  // namespace pggit::frontend::liquibase
