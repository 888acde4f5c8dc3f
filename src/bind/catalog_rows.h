// PostgreSQL's catalogs and the information schema, as far as our catalog can tell their rows.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bind/names.h"

namespace pggit::bind {

// The columns of one row that can be told, by name: {"table_name", "users"}. A column that holds an object's id
// ("conrelid") has that object's name, with its schema: "public.users".
using CatalogRow = std::vector<std::pair<std::string_view, std::string>>;

enum class Told {
  Nothing,  // no relation of which we can tell rows
  Some,     // there may be rows of objects that our catalog does not hold
  All,      // but those of PostgreSQL's own objects
};

// Visits the rows of a relation of pg_catalog or the information schema. `schema` may be empty: pg_catalog.
Told for_each_catalog_row(std::string_view schema, std::string_view name, const Names& names,
                          const std::function<void(const CatalogRow&)>& visit);

// Whether the relation lists roles.
bool lists_roles(std::string_view relation);

}  // namespace pggit::bind
