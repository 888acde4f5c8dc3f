// MD5SUM of DATABASECHANGELOG as Liquibase computes it from 4.22 on: version 9.
#pragma once

#include <string>

#include "frontend/liquibase/changelog.h"

namespace pggit::frontend::liquibase {

// "9:..."; empty for a changeset with something in it whose print is not known here (definitions of views and procedures,
// rows of files, constraints of columns, modifySql).
std::string checksum_of(const base::Sources& sources, const ChangeSet& set);

}  // namespace pggit::frontend::liquibase
