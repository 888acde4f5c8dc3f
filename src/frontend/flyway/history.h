// Flyway's history table as data: rows in, rows out, no connection.
#pragma once

#include <string>
#include <vector>

#include "ir/front_end.h"

namespace pggit::frontend::flyway {

// The table of that name (flyway_schema_history, or as configured), and the query for its rows.
ir::HistoryTable history_table(const std::string& schema, const std::string& name);

extern const ir::HistoryCodec kHistory;

}  // namespace pggit::frontend::flyway
