// The marks that a table gives one of its indexes: CLUSTER ON, REPLICA IDENTITY USING INDEX. The index may stand for itself
// or be that of a key.
#pragma once

#include <string>

#include "catalog/catalog.h"

namespace pggit::catalog {

// The name of the index of that table or materialized view that has the mark; empty: none has it.
std::string clustered_index(const Catalog& catalog, const ir::Key& relation);
std::string replica_index(const Catalog& catalog, const ir::Key& table);
// Whether the relation has an index of that name, its own or a key's.
bool has_index(const Catalog& catalog, const ir::Key& relation, const std::string& name);

}  // namespace pggit::catalog
