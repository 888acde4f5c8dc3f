// Where a project keeps its migrations: `filesystem:` and `classpath:` locations, with wildcards,
// turned into files.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "frontend/flyway/settings.h"
#include "ir/front_end.h"

namespace pggit::frontend::flyway {

struct FoundFile {
  std::string path;            // for the disk
  std::string shown;           // for people: relative to the folder that was named
  std::string script;          // relative to its location: what the history table says
  bool for_migrations = true;  // false: only in callbackLocations
  bool for_callbacks = true;   // false: there are callbackLocations, and it is in none
};

// Everything that `--dir` folders and their settings say.
struct Layout {
  Settings settings;
  std::vector<FoundFile> files;     // sorted by path, each once
  std::vector<std::string> places;  // the folders that were searched, as shown
  std::set<std::string> confs;      // all files *.conf in them, whatever a location's pattern says
};

// Reads the settings and finds the files. Where no location is configured:
// src/main/resources/db/migration (and java, kotlin beside it), else db/migration, sql, migrations,
// else the folder itself. Errors (Input): a folder that is missing or unreadable; several folders
// db/migration below the one named.
base::Result<Layout> find_layout(const ir::Project& project);

// `**` any number of folders, `*` one or more characters of one name, `?` one character; both texts
// with
// '/' between names, relative to the same folder. Source: LocationParser of Flyway 13.
bool matches_wildcards(std::string_view pattern, std::string_view path);

}  // namespace pggit::frontend::flyway
