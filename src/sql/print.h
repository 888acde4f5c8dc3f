// Operations as SQL. The text means the same under any search_path: every name is qualified.
#pragma once

#include <string>
#include <vector>

#include "ir/op.h"

namespace pggit::sql {

// One statement without its semicolon; most operations are one. Some need several: a table whose
// comments stand apart, a sequence and its OWNED BY. Dml, NoEffect, NotHeld and Opaque print nothing.
std::vector<std::string> print(const ir::Op& op);

// The whole definition of an object as the DDL that would create it from nothing, comments included.
std::vector<std::string> print_create(const ir::Object& object);

}  // namespace pggit::sql
