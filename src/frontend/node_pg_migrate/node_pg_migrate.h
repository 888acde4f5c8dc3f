// The node-pg-migrate front end. docs/sources/node-pg-migrate.md says for users what is read and how.
#pragma once

#include "ir/front_end.h"

namespace pggit::frontend::node_pg_migrate {

extern const ir::FrontEnd kNodePgMigrate;

}  // namespace pggit::frontend::node_pg_migrate
