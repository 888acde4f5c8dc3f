// Where a project keeps its migrations, for tools that have one folder of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ir/front_end.h"

namespace pggit::frontend::shared {

// A file in the folder of the migrations.
struct File {
  std::string path;   // for the disk
  std::string shown;  // for people: relative to the folder that was named
  std::string name;  // relative to the folder of the migrations: "1_users.up.sql", "1_users/up.sql"
};

struct Folder {
  std::string path;         // for the disk
  std::string shown;        // for people
  std::vector<File> files;  // everything below it, sorted by name
};

struct FolderRules {
  const char* title;  // "golang-migrate", for messages
  const char* shape;  // what a migration is called: "1_title.up.sql"
  // Folders below the one that was named where the tool looks, tried in turn.
  std::vector<std::string> usual;
  // Whether a path relative to the folder of the migrations is that of a migration.
  bool (*is_migration)(std::string_view name);
  int names = 1;  // of how many names such a path is made: 2 for "1_users/up.sql"
  // Whether a folder with such names is the tool's by what is in the files; none: the names say it.
  bool (*accepts)(const ir::Project& project, const Folder& folder) = nullptr;
};

// The folders with migrations that the project may mean: the named one itself, else the first usual
// one, else all below that hold any. With several --dir, those of each. Errors (Input): a folder
// that is missing or unreadable.
base::Result<std::vector<Folder>> find_folders(const ir::Project& project,
                                               const FolderRules& rules);

// The one among them. Errors (Input): as above, none, or several, with what to type.
base::Result<Folder> find_folder(const ir::Project& project, const FolderRules& rules);

// Whether one of the first files that `is_one` names has such a text. Files that cannot be read have not.
bool any_text(const ir::Project& project, const Folder& folder, bool (*is_one)(std::string_view),
              bool (*fits)(std::string_view));

// The nearest file of this name: in `folder`, or up to `up` folders above it; empty where there is none.
std::string find_upwards(const base::Disk& disk, std::string folder, std::string_view name,
                         int up = 3);

}  // namespace pggit::frontend::shared
