// DATABASECHANGELOG as data: rows in, rows out, no connection.
#pragma once

#include <string>

#include "ir/front_end.h"

namespace pggit::frontend::liquibase {

// The table of that name, and the query for its rows; the first column is their order.
ir::HistoryTable history_table(const std::string& schema, const std::string& name);

extern const ir::HistoryCodec kHistory;

}  // namespace pggit::frontend::liquibase
