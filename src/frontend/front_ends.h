// The source tools that pggit reads, and which of them a project uses.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ir/front_end.h"

namespace pggit::frontend {

// In the order of frontends.def.
std::span<const ir::FrontEnd* const> all_front_ends();

// By id ("flyway"). Errors: Usage, naming what there is.
base::Result<const ir::FrontEnd*> find_front_end(std::string_view id);

struct Detected {
  const ir::FrontEnd* front_end = nullptr;
  ir::Claim claim;
};

// The front ends that claim the project, surest first; empty where none does. Guesses (under 50) only
// where nobody is sure.
std::vector<Detected> auto_detect(const ir::Project& project);

// The one to take: the first of auto_detect, if nobody else is as sure. Errors: Input, when no tool
// or several tools claim it, with the evidence of each and what to type.
base::Result<Detected> choose_front_end(const ir::Project& project);

}  // namespace pggit::frontend
