#include "pipeline/tool_history.h"

#include <algorithm>

#include "base/text.h"
#include "frontend/front_ends.h"

namespace pggit::pipeline {
namespace {

constexpr std::string_view kImport = "import/";

base::Result<pg::Rows> run(pg::Connection& connection, const std::string& sql) {
  pg::Execution rows = connection.run(sql);
  if (!rows) return base::fail(base::ErrorCode::Database, rows.error().text());
  return *std::move(rows);
}

}  // namespace

const ir::FrontEnd* tool_of(const store::Refs& refs) {
  for (const store::Branch& branch : refs.branches) {
    if (!branch.name.starts_with(kImport)) continue;
    if (const auto front_end = frontend::find_front_end(branch.name.substr(kImport.size())))
      return *front_end;
  }
  return nullptr;
}

std::optional<base::Hash> imported(const store::Refs& refs, const ir::FrontEnd& tool) {
  for (const store::Branch& branch : refs.branches) {
    if (branch.name == std::string(kImport) + tool.id) return branch.head;
  }
  return std::nullopt;
}

ir::MigrationEntry entry_of(const store::Commit& commit) {
  ir::MigrationEntry entry;
  entry.id = commit.migration;
  entry.version = commit.tool_version;
  entry.description = commit.tool_description;
  entry.path = commit.source_path;
  entry.checksum = commit.checksum;
  entry.type = commit.tool_type;
  entry.script = commit.tool_script;
  entry.kind = !entry.version.empty() ? ir::MigrationKind::Versioned
               : entry.script.empty() ? ir::MigrationKind::Callback
                                      : ir::MigrationKind::Repeatable;
  return entry;
}

base::Result<ir::Listing> stored_listing(store::Store& store, const ir::FrontEnd& tool) {
  ir::Listing listing;
  listing.tool = tool.id;
  listing.history_table = tool.history_table;
  if (const auto source = TRY(store.source(tool.id))) {
    listing.history_table = source->history_table;
    listing.session.search_path = source->search_path;
    listing.session.schemas = source->schemas;
  }
  if (const auto head = imported(TRY(store.refs()), tool)) {
    for (const store::Commit& commit : TRY(store.outline(*head)))
      listing.migrations.push_back(entry_of(commit));
  }
  std::ranges::reverse(listing.migrations);
  return listing;
}

base::Result<bool> has_table(pg::Connection& connection, const ir::HistoryTable& table) {
  const std::string name = base::quote_literal(base::qualified(table.schema, table.name));
  return TRY(run(connection, "SELECT pg_catalog.to_regclass(" + name + ") IS NOT NULL"))
      .boolean(0, 0);
}

base::Result<std::vector<ir::HistoryRow>> read_rows(pg::Connection& connection,
                                                    const ir::HistoryTable& table) {
  const pg::Rows found = TRY(run(connection, table.query));
  std::vector<ir::HistoryRow> rows;
  for (int i = 0; i < found.count(); ++i) {
    ir::HistoryRow row;
    for (int k = 0; k < found.columns(); ++k) {
      row[found.column_name(k)] =
          found.is_null(i, k) ? std::nullopt : std::optional(std::string(found.text(i, k)));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

const char* state_name(ir::AppliedState state) {
  switch (state) {
    case ir::AppliedState::Pending:
      return "pending";
    case ir::AppliedState::Applied:
      return "applied";
    case ir::AppliedState::Changed:
      return "changed";
    case ir::AppliedState::OutOfOrder:
      return "out of order";
    case ir::AppliedState::Outdated:
      return "outdated";
    case ir::AppliedState::Superseded:
      return "superseded";
    case ir::AppliedState::Undone:
      return "undone";
    case ir::AppliedState::Failed:
      return "failed";
    case ir::AppliedState::Missing:
      return "missing";
    case ir::AppliedState::Future:
      return "future";
    case ir::AppliedState::Deleted:
      return "deleted";
    case ir::AppliedState::Ignored:
      return "ignored";
    case ir::AppliedState::AboveTarget:
      return "above target";
    case ir::AppliedState::BelowBaseline:
      return "below baseline";
    case ir::AppliedState::Baseline:
      return "baseline";
    case ir::AppliedState::Marker:
      return "marker";
  }
  return "";
}

}  // namespace pggit::pipeline
