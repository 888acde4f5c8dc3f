// Foreign tables: which ones are, and what PostgreSQL does not do with them.
// Source of the rules: ATPrepCmd in PostgreSQL's tablecmds.c, DefineIndex, CreateTriggerFiringOn, parse_utilcmd.c.
#pragma once

#include <string>

#include "catalog/catalog.h"
#include "ir/op.h"

namespace pggit::catalog {

// Whether the key is that of a foreign table.
bool is_foreign(const ir::Key& key, const Catalog& catalog);

// Why PostgreSQL refuses the operation because a table is a foreign one; empty where it does not.
std::string refused_on_foreign(const ir::Op& op, const Catalog& catalog);

}  // namespace pggit::catalog
