// Names of collations.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bind/binding.h"

namespace pggit::bind {

// Whether every server has a collation of the name in pg_catalog.
bool is_everywhere(std::string_view name);

// Whether the name says by itself which collation is meant: it has a schema, or every server has it in pg_catalog.
bool is_told(const std::vector<sql::Node>& collation);

// "schema.name", or a bare name where it is one of pg_catalog; empty: no name, or "default". Nothing looks a name up.
std::string collation_name(const std::vector<sql::Node>& collation);

// The same where a collation of the user's is looked up along the search_path first.
std::string collation_name(const std::vector<sql::Node>& collation, const Names& names);

// The same, where what servers have in pg_catalog counts, which depends on their machine, so the oracle is asked. Without one the
// statement wants a server.
std::string bind_collation(const std::vector<sql::Node>& collation, Binding& binding);

}  // namespace pggit::bind
