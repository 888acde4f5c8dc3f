// The history table of the tool that a history came from, beside what the store or the project's folder says.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "ir/front_end.h"
#include "pg/connection.h"
#include "store/store.h"

namespace pggit::pipeline {

// The tool by the branch import/<tool>; nullptr: none, or one that we do not read.
const ir::FrontEnd* tool_of(const store::Refs& refs);

// Where import/<tool> stands; nothing: it is not there.
std::optional<base::Hash> imported(const store::Refs& refs, const ir::FrontEnd& tool);

// A stored commit as the tool's migration.
ir::MigrationEntry entry_of(const store::Commit& commit);
// The commits of import/<tool> as a listing, oldest first; nothing of it needs the project's folder.
base::Result<ir::Listing> stored_listing(store::Store& store, const ir::FrontEnd& tool);

// Whether the table is there, as the session's search_path sees it. Errors: Database.
base::Result<bool> has_table(pg::Connection& connection, const ir::HistoryTable& table);
// Its rows. Errors: Database (it is not there, or not of the tool's shape).
base::Result<std::vector<ir::HistoryRow>> read_rows(pg::Connection& connection,
                                                    const ir::HistoryTable& table);

// "applied", "pending", "out of order", ...
const char* state_name(ir::AppliedState state);

}  // namespace pggit::pipeline
