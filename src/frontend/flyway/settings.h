// Flyway's settings as a project's files give them: flyway.conf, flyway.toml and their kin.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "frontend/flyway/naming.h"
#include "frontend/flyway/placeholders.h"
#include "ir/front_end.h"

namespace pggit::frontend::flyway {

struct Settings {
  NamingRules naming;
  PlaceholderRules placeholders;       // values from the files and from --placeholder, which wins
  std::vector<std::string> locations;  // as written; empty: the default
  std::vector<std::string> callback_locations;  // likewise
  std::string table = "flyway_schema_history";
  std::string default_schema;
  std::vector<std::string> schemas;
  std::string init_sql;
  std::string encoding = "UTF-8";
  std::string target;
  std::string url;
  std::string user;
  std::string installed_by;
  std::string environment;  // --env, else the file's own choice
  std::string tool_version;
  bool detect_encoding = false;
  bool mixed = false;
  bool group = false;
  bool out_of_order = false;
  bool execute_in_transaction = true;
  bool validate_on_migrate = true;
  bool validate_migration_naming = false;
  bool create_schemas = true;
  bool skip_default_callbacks = false;
  std::map<std::string, std::string> found;  // setting: "value (file:line:col)"
  std::vector<std::string> files;            // that were read, as shown to people

  // The schema in which unqualified names land first: defaultSchema, else the first of `schemas`.
  std::string effective_schema() const;
};

// Reads, in Flyway's order, each overriding the ones before: conf/flyway.conf, flyway.conf,
// flyway.<env>.conf; or, where there is a TOML file, conf/flyway.toml, conf/flyway.user.toml,
// flyway.toml, flyway.user.toml with the section [environments.<env>]. `folder` has no slash at its
// end; `shown` is put before file names in messages. Unknown settings, wrong values and syntax
// errors are reported. Errors: a file that is there and cannot be read.
base::Result<Settings> read_settings(const ir::Project& project, const std::string& folder,
                                     const std::string& shown);

// Whether one of these files is in the folder.
bool has_settings(const base::Disk& disk, const std::string& folder);

}  // namespace pggit::frontend::flyway
