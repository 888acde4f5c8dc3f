// Where a project of Sqitch is: the folder where sqitch runs, and all files below it.
#pragma once

#include <set>
#include <string>

#include "ir/front_end.h"

namespace pggit::frontend::sqitch {

struct Place {
  std::string folder;           // for the disk
  std::string shown;            // for people: put before a file's name, "" or "db/"
  std::set<std::string> files;  // relative to it
  bool has_settings = false;    // a sqitch.conf
};

// The folder that is named, if it has a sqitch.conf or sqitch.plan; else the one below it that has. Errors (Input): there
// is none, or there are several.
base::Result<Place> find_place(const ir::Project& project);

}  // namespace pggit::frontend::sqitch
