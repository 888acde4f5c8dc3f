// What sqitch.conf says about a project on PostgreSQL: where its plan and scripts are, and psql's variables.
#pragma once

#include <map>
#include <string>

#include "ir/front_end.h"

namespace pggit::frontend::sqitch {

using Variables = std::map<std::string, std::string>;

// Folders and files are relative to the folder where sqitch runs: the one with sqitch.conf.
struct Settings {
  std::string target;  // its name; empty: the engine's own
  std::string plan = "sqitch.plan";
  std::string deploy = "deploy";
  std::string revert = "revert";
  std::string verify = "verify";
  std::string reworked_deploy = "deploy";
  std::string reworked_revert = "revert";
  std::string reworked_verify = "verify";
  std::string extension = "sql";
  std::string registry = "sqitch";  // the schema of Sqitch's own tables
  Variables variables;              // of deploy scripts
  Variables revert_variables;
  Variables verify_variables;
  std::map<std::string, std::string> found;  // what was set, and where
};

// Of the sqitch.conf in the folder, if it is there; --env names the target. Errors (Input): it cannot be read, or is of
// another database system.
base::Result<Settings> read_settings(const ir::Project& project, const std::string& folder,
                                     const std::string& shown);

}  // namespace pggit::frontend::sqitch
