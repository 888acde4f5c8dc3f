// What an operation does to a catalog.
#pragma once

#include <string>

#include "base/error.h"
#include "catalog/catalog.h"
#include "ir/op.h"

namespace pggit::catalog {

// The catalog after the operation. Renames and moves follow into every reference: foreign keys,
// bound expressions, types, triggers, owned sequences. Dropping a column takes along what
// PostgreSQL drops with it without CASCADE (its own constraints and indexes on this table, owned
// sequences); dropping a table its indexes, triggers, owned sequences. Errors (Input): the object
// is missing, or one of that name is there already; in PostgreSQL's words where it has some. Dml,
// NoEffect, SetSearchPath, NotHeld and Opaque change nothing.
base::Result<Catalog> apply(const ir::Op& op, const Catalog& catalog);

}  // namespace pggit::catalog
