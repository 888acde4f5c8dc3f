// Circles among objects that are made or dropped together: a table's check calls a function that takes the table's
// rows, two tables refer to one another. PostgreSQL takes the table first and the part later.
#pragma once

#include <functional>
#include <vector>

#include "catalog/parts.h"

namespace pggit::catalog {

// Whether references lead from these back to the table, over objects that `together` holds. Where `drops`, a
// sequence stands for the table that takes it along.
bool leads_back(const Catalog& catalog, const std::vector<Reference>& references,
                const ir::Key& table, const std::function<bool(const ir::Key&)>& together,
                bool drops);

}  // namespace pggit::catalog
