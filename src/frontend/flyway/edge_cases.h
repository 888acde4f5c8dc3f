// What a person must look at in a Flyway history.
#pragma once

#include <vector>

#include "frontend/flyway/java.h"
#include "frontend/flyway/locations.h"
#include "frontend/flyway/plan.h"

namespace pggit::frontend::flyway {

ir::EdgeCase java_migration(const ir::MigrationEntry& entry, const JavaClass& java);
ir::EdgeCase java_callback(const std::string& id, base::FileId file, const JavaClass& java);
ir::EdgeCase script_migration(const ir::MigrationEntry& entry, const std::string& language);
ir::EdgeCase statement_callback(const ir::MigrationEntry& entry);

// Of the text of one SQL script: shouldExecute, code that differs by environment, text that differs
// by the time of the run.
void find_edge_cases(const ir::Project& project, const Plan& plan, const ir::MigrationEntry& entry,
                     std::vector<ir::EdgeCase>& to);
// Locations that are named after an environment.
void find_environment_locations(const Settings& settings, std::vector<ir::EdgeCase>& to);

}  // namespace pggit::frontend::flyway
