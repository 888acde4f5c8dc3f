// Bodies of SQL functions that PostgreSQL parses when they are made: RETURN expression, BEGIN ATOMIC ... END.
#pragma once

#include <expected>
#include <string>

#include "bind/names.h"
#include "ir/objects.h"
#include "sql/tree.h"

namespace pggit::bind {

// The source form of `sql_body` of a CreateFunctionStmt. Errors: why we cannot tell it.
std::expected<ir::Expression, std::string> bind_sql_body(const sql::Node& sql_body,
                                                         const Names& names);

}  // namespace pggit::bind
