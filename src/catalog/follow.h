// How a new name follows into everything that refers to the old one.
#pragma once

#include <functional>
#include <string>

#include "catalog/catalog.h"

namespace pggit::catalog {

// Each changes one object in place. Server forms are text and follow nothing.
void follow_relation(ir::Object& object, const ir::Key& from, const ir::Key& to);
void follow_type(ir::Object& object, const ir::Key& from, const ir::Key& to);
void follow_function(ir::Object& object, const ir::Key& from, const ir::Key& to);
// Of a collation, text search dictionary or configuration.
void follow_other(ir::Object& object, const ir::Key& from, const ir::Key& to);
void follow_schema(ir::Object& object, const std::string& from, const std::string& to);
void follow_column(ir::Object& object, const ir::Key& relation, const std::string& from,
                   const std::string& to);

// The objects that refer to the one under the key, and itself.
std::vector<ir::Key> concerned(const Catalog& catalog, const ir::Key& key);

// The catalog with each of these objects changed, under its new key if that changes too.
Catalog rewrite(const Catalog& catalog, const std::vector<ir::Key>& keys,
                const std::function<void(ir::Object&)>& change);

}  // namespace pggit::catalog
