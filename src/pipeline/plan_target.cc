#include "pipeline/plan_target.h"

#include <algorithm>

#include "pipeline/tool_history.h"

namespace pggit::pipeline {
namespace {

// "2019-01-15" of "2019-01-15 09:30:00".
std::string day_of(const std::string& time) { return time.substr(0, 10); }

base::Result<std::string> stored_tip(store::Store& store, const std::string& tool) {
  if (!TRY(store.exists())) return std::string();
  for (const store::Branch& branch : TRY(store.refs()).branches) {
    if (branch.name == "import/" + tool) return branch.head.hex();
  }
  return std::string();
}

base::Result<void> read_history_table(pg::Connection& connection, const ir::HistoryTable& table,
                                      emit::PlanTarget& target) {
  if (table.name.empty() || !TRY(has_table(connection, table))) return {};
  target.history_table = table.name;
  for (const ir::HistoryRow& row : TRY(read_rows(connection, table))) {
    ++target.applied;
    const auto when = row.find("installed_on");
    if (when == row.end() || !when->second) continue;
    const std::string day = day_of(*when->second);
    if (target.first_applied.empty() || day < target.first_applied) target.first_applied = day;
    target.last_applied = std::max(target.last_applied, day);
  }
  return {};
}

}  // namespace

base::Result<emit::PlanTarget> plan_target(const History& history, Repository& repository,
                                           const Standing& standing) {
  emit::PlanTarget target;
  const auto name = repository.connection->query("SELECT pg_catalog.current_database()");
  if (!name) return base::fail(base::ErrorCode::Database, name.error().text());
  target.database = name->text(0, 0);
  const int version = repository.connection->server_version();
  target.server_version = std::to_string(version / 10000) + "." + std::to_string(version % 10000);
  target.schema = standing.schema.hex();
  target.stored = TRY(stored_tip(*repository.store, history.listing.tool));
  target.at = standing.migration;
  target.note = standing.note;
  target.drifted = standing.drifted;
  TRY(read_history_table(*repository.connection, history.listing.history_table, target));
  return target;
}

}  // namespace pggit::pipeline
