// What the project says around its changelog: liquibase.properties, and --placeholder with Liquibase's own names.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "frontend/liquibase/files.h"

namespace pggit::frontend::liquibase {

struct Settings {
  std::string changelog;  // changelogFile; empty where nobody says
  std::vector<std::string> contexts;
  std::vector<std::string> labels;  // a label filter, as it stands
  std::string schema;               // defaultSchemaName
  std::string history_schema;       // liquibaseSchemaName
  std::string history_table = "databasechangelog";
  std::map<std::string, std::string> parameters;  // -Dname=value and parameter.name
  std::vector<std::string> files;                 // where it was read
};

// Errors (Input): a file of settings cannot be read.
base::Result<Settings> read_settings(const ir::Project& project, const Files& files);

}  // namespace pggit::frontend::liquibase
