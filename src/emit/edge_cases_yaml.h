// edge_cases.yaml: what a person must look at, and where it stands.
#pragma once

#include <string>
#include <vector>

#include "emit/plan_data.h"

namespace pggit::emit {

// The whole file; `edge_cases: []` where there are none. Strings are double-quoted, so that no text of a user
// changes the shape of the file; bytes that are not UTF-8 are replaced by U+FFFD.
std::string edge_cases_yaml(const std::vector<PlanEdgeCase>& edge_cases);

}  // namespace pggit::emit
