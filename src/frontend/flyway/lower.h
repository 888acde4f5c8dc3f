// Lowering one Flyway migration: placeholders filled, COPY rows apart, callbacks around it,
// transaction mode.
#pragma once

#include "ir/front_end.h"

namespace pggit::frontend::flyway {

// Reports placeholders without value, a COPY without end, and statements that Flyway refuses to
// mix.
base::Result<ir::LoweredMigration> lower(const ir::Project& project, const ir::Listing& listing,
                                         const ir::MigrationEntry& migration,
                                         const ir::SchemaView& view);

}  // namespace pggit::frontend::flyway
