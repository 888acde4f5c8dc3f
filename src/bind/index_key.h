// The keys of an index, as CREATE INDEX and exclusion constraints write them.
#pragma once

#include <string>

#include "bind/binding.h"

namespace pggit::bind {

// What an index's chosen name calls the IndexElem: its column, else what its expression is called after.
std::string index_key_name(const sql::Node& element);

// "schema.name" of an operator class; pg_catalog's own stay bare, and defaults of their type are left out.
std::string opclass_name(const std::vector<sql::Node>& name, std::string_view method,
                         const Names& names);

// The key of an index of that method over the table. Refuses a column that the table has not, and a collation that
// nobody but the server knows.
ir::IndexKey bind_index_key(const sql::Node& element, const ir::Table& table,
                            const std::string& method, Binding& binding);

}  // namespace pggit::bind
