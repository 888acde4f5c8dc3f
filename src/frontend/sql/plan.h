// What becomes of each file of a folder: which are steps, in which order, and which are set aside, with the reason.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "frontend/sql/contents.h"
#include "frontend/sql/names.h"
#include "ir/front_end.h"

namespace pggit::frontend::sql {

struct File {
  FileName name;
  std::string shown;                  // for people
  Contents contents;                  // of SQL
  std::vector<std::string> includes;  // files that it takes in with \i
};

struct Aside {
  std::size_t file = 0;
  std::string why;
  std::string undoes;  // the step that this is the way back from, by its stem; else empty
};

struct Plan {
  std::vector<std::size_t> steps;  // in the order in which they run, repeatables too
  std::vector<Aside> aside;
  std::optional<std::size_t> driver;  // the script that runs the steps, all in its own session
  std::map<std::string, std::string> said;  // what was taken for what, and why: for the report
  // Names that the steps need and no step before them makes, though a snapshot has them; and the first step that does.
  std::string without_beginning;
  std::size_t first_without = 0;
};

// Errors (Refused): two readings are possible, both named, with the setting that answers.
base::Result<Plan> make_plan(const ir::Project& project, const std::string& folder,
                             const std::vector<File>& files);

}  // namespace pggit::frontend::sql
