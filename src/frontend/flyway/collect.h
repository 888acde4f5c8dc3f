// The first half of listing: what each file of the project is.
#pragma once

#include <optional>
#include <vector>

#include "frontend/flyway/locations.h"
#include "frontend/flyway/naming.h"
#include "frontend/flyway/plan.h"

namespace pggit::frontend::flyway {

struct Found {
  FileName name;
  ir::MigrationEntry entry;
  bool outside = false;  // a callback that is not where callbackLocations says
};

struct Collected {
  std::vector<Found>
      migrations;  // versioned, repeatable, undo, baseline; in the order of their paths
  std::vector<Found> callbacks;
  std::vector<ir::MigrationEntry> set_aside;  // Java callbacks, script callbacks
  std::vector<ir::EdgeCase> edge_cases;
  std::size_t other_files = 0;  // in the locations, neither SQL nor code nor configuration
};

// Reads every file of the layout into `plan.scripts`. Names that nearly fit are reported.
// Errors (Input): an unreadable file; two callbacks or migrations of one id.
base::Result<Collected> collect(const ir::Project& project, const Layout& layout, Plan& plan);

}  // namespace pggit::frontend::flyway
