#pragma once

#include <string>

namespace pggit::pipeline {

// The tools that pggit reads, a line each.
std::string sources_text();

}  // namespace pggit::pipeline
