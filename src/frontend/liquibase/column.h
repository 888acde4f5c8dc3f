// What createTable and addColumn say of a column alike.
#pragma once

#include <optional>
#include <string>

#include "frontend/liquibase/render.h"

namespace pggit::frontend::liquibase {

struct ColumnType {
  std::string sql;  // with its identity
  std::optional<std::string> default_sql;
};
ColumnType column_type(const Element& column, Rendering& r);

// `CONSTRAINT fk FOREIGN KEY (c) REFERENCES t(id) ...`; nothing where it is none.
std::optional<std::string> foreign_key_of(const Element& constraints, const std::string& column,
                                          Rendering& r);

void add_column_remarks(const Element& column, Rendering& r);

// Says what of the constraints no edition does for PostgreSQL, or only the one that is paid for.
void report_unread(const Element& constraints, Rendering& r);

}  // namespace pggit::frontend::liquibase
