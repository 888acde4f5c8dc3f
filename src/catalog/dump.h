// The canonical print of a catalog: what goldens hold and `pggit dump --view=catalog` shows.
#pragma once

#include <string>

#include "catalog/catalog.h"

namespace pggit::catalog {

// One block an object in key order; fields that have PostgreSQL's default are left out.
std::string dump(const Catalog& catalog);
std::string dump(const ir::Object& object);

}  // namespace pggit::catalog
