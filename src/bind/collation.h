// Names of collations.
#pragma once

#include <string>
#include <vector>

#include "bind/binding.h"

namespace pggit::bind {

// Whether the name says by itself which collation is meant: it has a schema, or every server has it in pg_catalog.
bool is_told(const std::vector<sql::Node>& collation);

// "schema.name", or a bare name where it is one of pg_catalog; empty: no name, or "default". Nothing looks a name up.
std::string collation_name(const std::vector<sql::Node>& collation);

// The same, looked up along the search_path: what servers have in pg_catalog depends on their machine, so the oracle is asked.
// Without one the name is taken for pg_catalog's, and the statement wants a server.
std::string bind_collation(const std::vector<sql::Node>& collation, Binding& binding);

}  // namespace pggit::bind
