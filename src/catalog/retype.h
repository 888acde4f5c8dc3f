#pragma once

#include "catalog/catalog.h"
#include "ir/objects.h"

namespace pggit::catalog {

// What ALTER COLUMN ... TYPE does to a column besides its type: storage and compression go back to the new type's
// own (ATExecAlterColumnType), an identity's sequence takes the type along (init_params in sequence.c).
void retype(ir::Column& column, const ir::TypeName& type, const std::string& collation);

// A type's own storage: plain, main or extended (typstorage in pg_type.dat). An enum of the catalog is
// plain; what else users make is taken for extended.
std::string own_storage(const Catalog& catalog, const ir::TypeName& type);

}  // namespace pggit::catalog
