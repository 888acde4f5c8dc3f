#include "pipeline/status.h"

#include <map>
#include <set>

#include "base/text.h"
#include "pipeline/history.h"
#include "pipeline/tool_history.h"

namespace pggit::pipeline {
namespace {

constexpr std::size_t kShown = 20;

// The project at hand; nothing where there is none and none was named.
base::Result<std::unique_ptr<History>> project_of(const ir::FrontEnd& tool,
                                                  const Options& options) {
  Options known = options;
  if (known.source.empty()) known.source = tool.id;
  auto history = read_history(known);
  const bool is_project =
      history && (*history)->claim.score > 0 && !(*history)->listing.migrations.empty();
  if (!is_project && options.folders.empty()) return nullptr;
  return history;
}

// Ids of the project's migrations that the store lacks, or has in another version.
base::Result<std::vector<std::string>> not_stored(const ir::Listing& project, store::Store& store,
                                                  const ir::FrontEnd& tool) {
  std::set<std::string> stored;
  if (const auto head = imported(TRY(store.refs()), tool)) {
    for (const store::Commit& commit : TRY(store.checksums(*head)))
      stored.insert(commit.migration + " " + commit.checksum);
  }
  std::vector<std::string> ids;
  for (const ir::MigrationEntry& entry : project.migrations) {
    if (!stored.contains(entry.id + " " + entry.checksum)) ids.push_back(entry.id);
  }
  return ids;
}

base::Result<ToolStatus> read_tool(Repository& repository, const ir::FrontEnd& tool,
                                   const Options& options) {
  ToolStatus status;
  const std::unique_ptr<History> project = TRY(project_of(tool, options));
  ir::Listing stored;
  if (project) {
    status.not_stored = TRY(not_stored(project->listing, *repository.store, tool));
    status.by_files = true;
  } else {
    stored = TRY(stored_listing(*repository.store, tool));
  }
  const ir::Listing& listing = project ? project->listing : stored;
  status.table = listing.history_table.name;
  status.is_there = TRY(has_table(*repository.connection, listing.history_table));
  std::vector<ir::HistoryRow> rows;
  if (status.is_there) rows = TRY(read_rows(*repository.connection, listing.history_table));
  if (status.is_there) status.findings = tool.history->decode(listing, rows);
  return status;
}

// Not worth a line of its own.
bool is_usual(ir::AppliedState state) {
  return state == ir::AppliedState::Applied || state == ir::AppliedState::Marker ||
         state == ir::AppliedState::Superseded;
}

std::string listed(const std::vector<std::string>& lines) {
  std::string text;
  for (std::size_t i = 0; i < lines.size() && i < kShown; ++i) text += "  " + lines[i] + "\n";
  if (lines.size() > kShown)
    text += "  and " + std::to_string(lines.size() - kShown) + " more: --json shows all\n";
  return text;
}

std::string tool_text(const ToolStatus& tool) {
  if (tool.table.empty()) return "";
  std::string text = tool.table + ": ";
  if (!tool.is_there) text += "not in this database";
  std::map<std::string, int> counts;
  std::vector<std::string> lines;
  for (const ir::HistoryFinding& finding : tool.findings) {
    ++counts[state_name(finding.state)];
    if (is_usual(finding.state)) continue;
    lines.push_back(std::string(state_name(finding.state)) + ": " + finding.migration +
                    (finding.detail.empty() ? "" : " (" + finding.detail + ")"));
  }
  std::vector<std::string> parts;
  for (const auto& [state, count] : counts) parts.push_back(std::to_string(count) + " " + state);
  text += base::join(parts, ", ") +
          (tool.by_files ? "\n" : " (by the stored history; no project folder is at hand)\n") +
          listed(lines);
  if (!tool.not_stored.empty())
    text += "Not stored yet, pggit migrate does it:\n" + listed(tool.not_stored);
  return text;
}

std::string drift_text(const Comparison& drift) {
  if (drift.changes.empty()) return "Drift: none\n" + comparison_text(drift, false);
  return "Drift: " + std::to_string(drift.changes.size()) +
         " objects differ from HEAD (+ only here, - missing here, ~ different)\n" +
         comparison_text(drift, false);
}

std::string tool_json(const ToolStatus& tool) {
  if (tool.table.empty()) return "null";
  std::vector<std::string> findings;
  for (const ir::HistoryFinding& finding : tool.findings) {
    findings.push_back("{\"state\":" + json_text(state_name(finding.state)) + ",\"migration\":" +
                       json_text(finding.migration) + ",\"rank\":" + std::to_string(finding.rank) +
                       ",\"detail\":" + json_text(finding.detail) + "}");
  }
  std::vector<std::string> not_stored;
  for (const std::string& id : tool.not_stored) not_stored.push_back(json_text(id));
  return "{\"table\":" + json_text(tool.table) +
         ",\"is_there\":" + (tool.is_there ? "true" : "false") +
         ",\"compared_with\":" + (tool.by_files ? "\"files\"" : "\"store\"") + ",\"findings\":[" +
         base::join(findings, ",") + "],\"not_stored\":[" + base::join(not_stored, ",") + "]}";
}

}  // namespace

base::Result<Status> read_status(Repository& repository, const Options& options) {
  if (!TRY(repository.store->exists())) {
    return base::fail(base::ErrorCode::Usage,
                      "this database has no pggit history yet; run pggit migrate --ai first");
  }
  Status status;
  status.drift = TRY(compare_with_head(repository, options, [&]() -> base::Result<void> {
    const store::Refs refs = TRY(repository.store->refs());
    status.head = refs.head;
    if (status.head.commit) status.migration = TRY(resolve(*repository.store, "HEAD")).migration;
    const ir::FrontEnd* tool = tool_of(refs);
    if (tool && tool->history) status.tool = TRY(read_tool(repository, *tool, options));
    return {};
  }));
  return status;
}

std::string status_text(const Status& status) {
  const store::Head& head = status.head;
  std::string text = "On branch " + (head.branch.empty() ? "(detached)" : head.branch) + "\n";
  text += "HEAD: " + (head.commit ? head.commit->brief() : "before the first commit") + " " +
          status.migration + "\n";
  if (!head.note.empty()) text += "Note: " + head.note + "\n";
  return text + tool_text(status.tool) + drift_text(status.drift);
}

std::string status_json(const Status& status) {
  const store::Head& head = status.head;
  return "{\"branch\":" + json_text(head.branch) +
         ",\"commit\":" + (head.commit ? json_text(head.commit->hex()) : "null") +
         ",\"migration\":" + json_text(status.migration) + ",\"note\":" + json_text(head.note) +
         ",\n\"history\":" + tool_json(status.tool) +
         ",\n\"drift\":" + comparison_json(status.drift) + "}\n";
}

}  // namespace pggit::pipeline
