// The changelogs that a project begins with: those that no other includes.
#pragma once

#include <string>
#include <vector>

#include "frontend/liquibase/files.h"
#include "frontend/liquibase/settings.h"

namespace pggit::frontend::liquibase {

// Names of the files of the folder that are changelogs.
std::vector<std::string> changelogs_of(const ir::Project& project, const Files& files);

struct Roots {
  std::vector<std::string> names;
  std::string inferred;  // why several, or which one was taken; empty where the project says
};

// Errors (Input): none, one that is not there, or several among which only a person can choose.
base::Result<Roots> find_roots(const ir::Project& project, const Files& files,
                               const Settings& settings);

}  // namespace pggit::frontend::liquibase
