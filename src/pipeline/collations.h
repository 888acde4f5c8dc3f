// Collations that the history or its surroundings made. The catalog does not hold them, but bound texts stand on columns that
// have one, so they are copied to where texts are built from nothing.
#pragma once

#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "pg/connection.h"

namespace pggit::pipeline {

// Whether a table, an index, a type or a view has one of a schema that is not PostgreSQL's.
bool uses_own_collations(const catalog::Catalog& catalog);

// Makes in `to` the collations that `from` has of its own, with the schemas that hold them, which belong to `owner` then.
// Gives the names of these schemas. What cannot be made is left out: then the server says so when it is used.
std::vector<std::string> copy_collations(pg::Connection& from, pg::Connection& to,
                                         const std::string& owner);

}  // namespace pggit::pipeline
