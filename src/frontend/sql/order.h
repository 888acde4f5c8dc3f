// The order of steps: by what the user says, by numbers, by git, by what the files make and need of each other.
#pragma once

#include "frontend/sql/plan.h"

namespace pggit::frontend::sql {

struct Ordered {
  std::vector<std::size_t> steps;
  std::string how;  // "by number, 1 to 212, without 17"
};

// `steps`: indexes of files, in any order; `base`: what runs before them. Errors (Refused): two readings, Input: the
// setting names a file that is not there.
base::Result<Ordered> order_of(const ir::Project& project, const std::string& folder,
                               const std::vector<File>& files, std::vector<std::size_t> steps,
                               const std::vector<std::size_t>& base);

// Sorted so that what makes a name comes before what needs it, else by path. A circle is left in the order of paths.
std::vector<std::size_t> by_contents(const std::vector<File>& files,
                                     std::vector<std::size_t> steps);

}  // namespace pggit::frontend::sql
