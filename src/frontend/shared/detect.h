// Whose a folder of migrations is: by the names in it, and by what stands beside it.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "frontend/shared/folder.h"
#include "ir/front_end.h"

namespace pggit::frontend::shared {

// The project with sources and diagnostics that nobody sees: detecting leaves no trace.
struct Quiet {
  explicit Quiet(const ir::Project& seen) : project(seen) {
    project.sources = &sources;
    project.diagnostics = &diagnostics;
  }
  Quiet(const Quiet&) = delete;
  Quiet& operator=(const Quiet&) = delete;

  base::Sources sources;
  base::Diagnostics diagnostics;
  ir::Project project;
};

// A file in the folder of the migrations or up to three folders above it, with a word in it: Cargo.toml
// that names sqlx. No word: that it is there is enough.
struct Neighbour {
  std::string_view file;
  std::string_view word;
};

// What stands beside the folder, in words: "Cargo.toml names sqlx"; empty where nothing does.
std::string neighbour_of(const ir::Project& project, const Folder& folder,
                         const std::vector<Neighbour>& neighbours);

struct Scores {
  int by_names = 0;   // the names alone
  int confirmed = 0;  // one of the neighbours is there
  std::vector<Neighbour> neighbours = {};
  std::vector<Neighbour> others = {};  // one of these is there: another tool's, no claim
};

// A claim by how many files have such a name. `named`: "<version>_<title>.up.sql".
ir::Claim claim_by_names(const ir::Project& project, const FolderRules& rules,
                         std::string_view named,
                         const std::function<bool(std::string_view)>& is_one, const Scores& scores);

}  // namespace pggit::frontend::shared
