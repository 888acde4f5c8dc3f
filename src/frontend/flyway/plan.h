// What the Flyway front end keeps from `list` for `lower`, and the two steps that they share.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "frontend/flyway/placeholders.h"
#include "frontend/flyway/script_conf.h"
#include "frontend/flyway/settings.h"
#include "frontend/shared/text_file.h"
#include "ir/front_end.h"

namespace pggit::frontend::flyway {

// One file that has something to run.
struct Script {
  std::string file_name;  // without folders: ${flyway:filename}
  shared::TextFile text;
  ScriptConf conf;
  std::optional<ir::Hole> hole;  // code that is not SQL
  // Of the text before placeholders are filled: Flyway takes a repeatable with it for unchanged
  // too.
  std::string raw_checksum;
};

struct Plan {
  Settings settings;
  std::map<std::string, Script> scripts;  // by the id of the listing's entry
  std::vector<std::string> before_each;   // ids of beforeEachMigrate callbacks, in order
  std::vector<std::string> after_each;
};

// The plan's placeholders with Flyway's default ones for this script. What is not known (the user
// or the database where none was named) is left out and so reported as soon as a script asks for
// it.
PlaceholderRules placeholders_for(const ir::Project& project, const Plan& plan,
                                  const Script& script);

// The script's text with placeholders filled.
Filled filled_text(const ir::Project& project, const Plan& plan, const Script& script);

// Says of each placeholder without value what it is and how to give it.
void report_unknown(const ir::Project& project, const Plan& plan, const Script& script,
                    const Filled& filled);

}  // namespace pggit::frontend::flyway
