// The listing of a project of Sqitch, with every script read as psql reads it.
#pragma once

#include "ir/front_end.h"

namespace pggit::frontend::sqitch {

base::Result<ir::Listing> list(const ir::Project& project);

// From what `list` kept.
base::Result<ir::LoweredMigration> lower(const ir::Project& project, const ir::Listing& listing,
                                         const ir::MigrationEntry& migration,
                                         const ir::SchemaView& view);

}  // namespace pggit::frontend::sqitch
