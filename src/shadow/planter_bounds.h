// What a row must be like to stand in a partition, as conditions that could be checks.
#pragma once

#include <string>
#include <vector>

#include "catalog/catalog.h"

namespace pggit::shadow {

// Of the table's own bound and of those above it. What a hash decides has no condition: the server refuses what does
// not fit. Empty: the table is no partition.
//
//   FOR VALUES FROM (1) TO (10)   =>   a IS NOT NULL AND a >= 1 AND a < 10
std::vector<std::string> bound_conditions(const catalog::Catalog& catalog, const ir::Table& table);

}  // namespace pggit::shadow
