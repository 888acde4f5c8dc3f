#include "pipeline/live.h"

#include <map>

#include "base/text.h"
#include "pipeline/tool_history.h"

namespace pggit::pipeline {
namespace {

constexpr std::size_t kShown = 20;

bool is_fine(ir::AppliedState state) {
  switch (state) {
    case ir::AppliedState::Pending:
    case ir::AppliedState::Applied:
    case ir::AppliedState::Superseded:
    case ir::AppliedState::AboveTarget:
    case ir::AppliedState::BelowBaseline:
    case ir::AppliedState::Baseline:
    case ir::AppliedState::Marker:
    case ir::AppliedState::Ignored:
      return true;
    case ir::AppliedState::Changed:
    case ir::AppliedState::OutOfOrder:
    case ir::AppliedState::Outdated:
    case ir::AppliedState::Undone:
    case ir::AppliedState::Failed:
    case ir::AppliedState::Missing:
    case ir::AppliedState::Future:
    case ir::AppliedState::Deleted:
      return false;
  }
  return false;
}

void add_shown(const std::vector<std::string>& lines, std::vector<std::string>& out) {
  for (std::size_t i = 0; i < lines.size() && i < kShown; ++i) out.push_back("  " + lines[i]);
  if (lines.size() > kShown)
    out.push_back("  and " + std::to_string(lines.size() - kShown) + " more");
}

void compare_schema(const Standing& standing, LiveComparison& out) {
  std::string line = "schema: ";
  if (!standing.compared) {
    out.lines.push_back(line + standing.note);
    return;
  }
  if (standing.drifted.empty()) {
    line += standing.migration.empty() ? "nothing of the history is there"
                                       : "as after " + standing.migration;
    if (!standing.note.empty()) line += " (" + standing.note + ")";
    out.lines.push_back(line);
    return;
  }
  out.differs = true;
  out.lines.push_back(line + "nearest to " + standing.migration + ", " +
                      std::to_string(standing.drifted.size()) + " objects differ");
  add_shown(standing.drifted, out.lines);
}

base::Result<void> compare_history(const History& history, pg::Connection& connection,
                                   LiveComparison& out) {
  const ir::HistoryTable& table = history.listing.history_table;
  const ir::HistoryCodec* codec = history.front_end->history;
  if (table.name.empty() || !codec) return {};
  if (!TRY(has_table(connection, table))) {
    out.lines.push_back(table.name + ": not in this database");
    return {};
  }
  std::map<std::string, int> counts;
  std::vector<std::string> found;
  for (const ir::HistoryFinding& finding :
       codec->decode(history.listing, TRY(read_rows(connection, table)))) {
    ++counts[state_name(finding.state)];
    if (is_fine(finding.state)) continue;
    out.differs = true;
    found.push_back(std::string(state_name(finding.state)) + ": " + finding.migration +
                    (finding.detail.empty() ? "" : " (" + finding.detail + ")"));
  }
  std::vector<std::string> parts;
  for (const auto& [state, count] : counts) parts.push_back(std::to_string(count) + " " + state);
  out.lines.push_back(table.name + ": " + (parts.empty() ? "empty" : base::join(parts, ", ")));
  add_shown(found, out.lines);
  return {};
}

}  // namespace

base::Result<LiveComparison> compare_live(const History& history, Repository& repository,
                                          const Standing& standing) {
  LiveComparison out;
  compare_schema(standing, out);
  TRY(compare_history(history, *repository.connection, out));
  return out;
}

}  // namespace pggit::pipeline
