// Expressions in their source form: names resolved, printed canonically, references kept.
#pragma once

#include <string>

#include "bind/names.h"
#include "bind/scope.h"
#include "ir/expression.h"
#include "sql/tree.h"

namespace pggit::bind {

// A default, check, index expression, trigger condition, ... Names that cannot be resolved are printed as
// written; then the server decides.
ir::Expression bind_expression(const sql::Node& expression, const Names& names, const Scope& scope);

// The same for a value that is assigned to that type: a default.
ir::Expression bind_value(const sql::Node& value, const ir::TypeName& type, const Names& names,
                          const Scope& scope);

// nextval('schema.sequence'::regclass), the default of a serial column.
ir::Expression nextval_expression(const std::string& schema, const std::string& sequence);

// The name that PostgreSQL gives an unnamed column: FigureColname in parse_target.c; "?column?" at last.
std::string figure_column_name(const sql::Node& expression);

}  // namespace pggit::bind
