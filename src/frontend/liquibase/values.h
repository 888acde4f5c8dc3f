// Values of columns, as Liquibase writes them for PostgreSQL.
#pragma once

#include <optional>
#include <string>

#include "frontend/liquibase/names.h"
#include "frontend/liquibase/read_element.h"
#include "frontend/liquibase/types.h"

namespace pggit::frontend::liquibase {

// The value that a column or a parameter is given (valueNumeric, valueDate, ...); nothing where it has none.
std::optional<std::string> given_value(const Element& column, const Names& names);

// Its default (defaultValueNumeric, ...), by the type of the column; nothing where it has none.
std::optional<std::string> default_value(const Element& column, const Type& type,
                                         const Names& names);

}  // namespace pggit::frontend::liquibase
