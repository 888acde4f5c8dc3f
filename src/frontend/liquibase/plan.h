// What list keeps for lower: every changeset with its files, by the id of its entry.
#pragma once

#include <map>
#include <string>

#include "frontend/liquibase/changelog.h"

namespace pggit::frontend::liquibase {

struct Planned {
  ChangeSet set;
  std::size_t order = 0;  // among those that run
  bool runs = false;
};

struct Plan {
  std::string schema = "public";        // defaultSchemaName
  std::map<std::string, Planned> sets;  // by key
  std::map<std::string, std::string>
      ways_back;  // the id of an entry that is one, and the key of its changeset
};

// Whether a changeset ran before this one, on a database that had none.
bool ran_before(const Plan& plan, const std::string& key, const ChangeSet& set);

base::Result<ir::LoweredMigration> lower(const ir::Project& project, const ir::Listing& listing,
                                         const ir::MigrationEntry& migration,
                                         const ir::SchemaView& view);

}  // namespace pggit::frontend::liquibase
