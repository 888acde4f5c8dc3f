// Sqitch's registry: which changes a database has. Read only; pggit writes no row of it. Source: Engine/pg.sql and
// Role/DBIEngine.pm of Sqitch 1.
#pragma once

#include "ir/front_end.h"

namespace pggit::frontend::sqitch {

// The table of the changes of a project; of all projects where it is not named.
ir::HistoryTable history_table(const std::string& registry, const std::string& project);

extern const ir::HistoryCodec kHistory;

}  // namespace pggit::frontend::sqitch
