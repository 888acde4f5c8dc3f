// Type names as format_type() spells them.
#pragma once

#include <string>

#include "bind/names.h"
#include "ir/objects.h"
#include "sql/tree.h"

namespace pggit::bind {

// From a TypeName node. A name that is neither PostgreSQL's nor in the catalog is taken for an extension's type in
// the schema where an unqualified name would be created. `t.c%TYPE` is looked up.
ir::TypeName bind_type(const sql::Node& type_name, const Names& names);

// The same without length or precision, as arguments and results of functions are kept.
ir::TypeName bind_type_without_modifier(const sql::Node& type_name, const Names& names);

// "smallint", "integer" or "bigint" for smallserial, serial and bigserial; else empty.
std::string serial_kind(const sql::Node& type_name);

}  // namespace pggit::bind
