#include "pipeline/export.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "emit/export.h"
#include "pipeline/checkout_script.h"
#include "pipeline/tool_history.h"
#include "sql/parse.h"

namespace pggit::pipeline {
namespace {

constexpr std::string_view kRange = "..";

// Oldest first.
base::Result<std::vector<store::Commit>> commits_of(store::Store& store,
                                                    const std::string& revision) {
  const std::size_t dots = revision.find(kRange);
  const std::string last =
      dots == std::string::npos ? revision : revision.substr(dots + kRange.size());
  std::vector<store::Commit> commits = TRY(store.log(TRY(resolve(store, last)).hash));
  if (dots != std::string::npos) {
    std::set<base::Hash> before;
    const store::Commit first = TRY(resolve(store, revision.substr(0, dots)));
    for (const store::Commit& commit : TRY(store.outline(first.hash))) before.insert(commit.hash);
    std::erase_if(commits, [&](const store::Commit& c) { return before.contains(c.hash); });
  }
  std::ranges::reverse(commits);
  return commits;
}

std::vector<emit::ExportStatement> statements_of(std::vector<shadow::ScriptStatement> script) {
  std::vector<emit::ExportStatement> statements;
  for (shadow::ScriptStatement& statement : script)
    statements.push_back({std::move(statement.sql), std::move(statement.copy_data)});
  return statements;
}

// What the tool of the history does around each migration.
class Session {
 public:
  explicit Session(const std::optional<store::Source>& source) {
    if (!source) return;
    for (const std::string& schema : source->schemas)
      schemas_.push_back({"CREATE SCHEMA IF NOT EXISTS " + base::quote_ident(schema), {}});
    if (source->search_path.empty()) return;
    path_ = source->search_path;
    std::vector<std::string> names;
    for (const std::string& schema : path_) names.push_back(base::quote_ident(schema));
    search_path_ = base::join(names, ", ");
  }

  const std::vector<std::string>& path() const { return path_; }

  const std::vector<emit::ExportStatement>& schemas() const { return schemas_; }

  // A search_path for these statements alone.
  void put_around(std::vector<emit::ExportStatement>& statements, bool in_transaction) const {
    if (search_path_.empty() || statements.empty()) return;
    const std::string set = in_transaction ? "SET LOCAL" : "SET";
    statements.insert(statements.begin(), {set + " search_path = " + search_path_, {}});
    if (!in_transaction) statements.push_back({"RESET search_path", {}});
  }

 private:
  std::vector<emit::ExportStatement> schemas_;
  std::vector<std::string> path_{"public"};
  std::string search_path_;  // to be set; empty: the role's own
};

// "java-migration", "python-migration": of code that is read and never run.
bool is_code(const std::string& kind) { return kind.ends_with("-migration"); }

// "V12" and "V12-2" are of V12.
bool is_of(const store::EdgeCaseRecord& edge, const std::string& migration) {
  if (!edge.id.starts_with(migration)) return false;
  const std::string rest = edge.id.substr(migration.size());
  return rest.empty() || (rest.size() > 1 && rest[0] == '-' &&
                          rest.find_first_not_of("0123456789", 1) == rest.npos);
}

class Exported {
 public:
  Exported(Repository& repository, Session session, std::vector<store::EdgeCaseRecord> edge_cases)
      : repository_(repository), session_(std::move(session)), edge_cases_(std::move(edge_cases)) {}

  base::Result<emit::ExportMigration> migration(const store::Commit& commit, ExportResult& result) {
    emit::ExportMigration out;
    out.id = commit.migration;
    out.version = commit.tool_version;
    out.description = commit.tool_description;
    out.author = commit.author;
    out.authored_at = commit.authored_at;
    out.in_transaction = commit.up_in_transaction;
    out.rollback_class = commit.rollback_class;
    out.rollback_reason = commit.rollback_reason;
    out.up = statements_of(TRY(with_columns(script_of(commit.up), commit)));
    out.down = way_back(commit);
    if (!commit.save.empty()) {
      out.rollback_class = "structure-only";
      out.rollback_reason = "the rows that it takes are kept by pggit checkout alone";
      result.without_rows.push_back(commit.migration);
    }
    if (commit.rollback_class == "impossible") result.without_way_back.push_back(commit.migration);
    for (const store::EdgeCaseRecord& edge : edge_cases_) {
      if (!is_of(edge, commit.migration)) continue;
      out.notes.push_back(edge.kind + ": " + edge.what + " (" + edge.where + ")");
      if (is_code(edge.kind)) result.not_read.push_back(commit.migration + " (" + edge.kind + ")");
    }
    session_.put_around(out.up, out.in_transaction);
    session_.put_around(out.down, true);
    if (commit.parents.empty())
      out.up.insert(out.up.begin(), session_.schemas().begin(), session_.schemas().end());
    return out;
  }

 private:
  // Without the copies that pggit would have made, empty ones take their place.
  std::vector<emit::ExportStatement> way_back(const store::Commit& commit) const {
    std::vector<emit::ExportStatement> down =
        statements_of(down_script(commit, repository_.schema));
    if (!commit.save.empty()) {
      down.insert(down.begin(),
                  {"CREATE SCHEMA IF NOT EXISTS " + base::quote_ident(repository_.schema), {}});
    }
    return down;
  }

  // Tools that send no rows need the columns' names; a COPY without them means all of the table's that are not generated.
  base::Result<std::vector<shadow::ScriptStatement>> with_columns(
      std::vector<shadow::ScriptStatement> script, const store::Commit& commit) {
    for (shadow::ScriptStatement& statement : script) {
      if (!statement.copy_data) continue;
      const auto tree = parser_.parse(statement.sql);
      if (!tree || !tree->root().list("attlist").empty() || !tree->root().list("options").empty())
        continue;
      const sql::Node relation = tree->root()["relation"];
      const std::string schema(relation.str("schemaname"));
      const std::string table(relation.str("relname"));
      const std::string columns =
          columns_of(TRY(repository_.store->tree(commit.hash)), schema, table);
      if (!columns.empty())
        statement.sql = "COPY " + base::qualified(schema, table) + " (" + columns + ") FROM stdin";
    }
    return script;
  }

  std::string columns_of(const catalog::Catalog& tree, const std::string& schema,
                         const std::string& table) const {
    const ir::Table* found = nullptr;
    for (const std::string& place :
         schema.empty() ? session_.path() : std::vector<std::string>{schema}) {
      if (!found) found = tree.get<ir::Table>({ir::Kind::Table, place, table, ""});
    }
    std::vector<std::string> names;
    if (!found) return "";
    for (const ir::Column& column : found->columns) {
      if (!column.generated) names.push_back(base::quote_ident(column.name));
    }
    return base::join(names, ", ");
  }

  Repository& repository_;
  Session session_;
  std::vector<store::EdgeCaseRecord> edge_cases_;
  sql::Parser parser_;
};

base::Result<Session> session_of(Repository& repository) {
  const ir::FrontEnd* tool = tool_of(TRY(repository.store->refs()));
  if (!tool) return Session({});
  return Session(TRY(repository.store->source(tool->id)));
}

base::Result<void> check_folder(const base::Disk& disk, const std::string& folder) {
  if (!disk.exists(folder)) return {};
  if (disk.is_folder(folder) && TRY(disk.list_files(folder)).empty()) return {};
  return base::fail(base::ErrorCode::Refused,
                    folder + ": there is something already; name a folder that is not there yet");
}

}  // namespace

std::string export_tools() {
  std::vector<std::string> ids;
  for (const emit::Exporter& exporter : emit::all_exporters()) ids.emplace_back(exporter.id);
  return base::join(ids, ", ");
}

base::Result<ExportResult> export_history(Repository& repository, base::Disk& disk,
                                          const ExportOrder& order) {
  const emit::Exporter& exporter = *TRY(emit::find_exporter(order.tool));
  TRY(check_folder(disk, order.folder));
  Exported exported(repository, TRY(session_of(repository)), TRY(repository.store->edge_cases()));
  ExportResult result;
  std::vector<emit::ExportMigration> history;
  for (const store::Commit& commit : TRY(commits_of(*repository.store, order.revision)))
    history.push_back(TRY(exported.migration(commit, result)));
  const std::vector<emit::ExportFile> files = TRY(exporter.files(history));
  for (const emit::ExportFile& file : files)
    TRY(disk.write(order.folder + "/" + file.path, file.text));
  result.migrations = history.size();
  result.files = files.size();
  return result;
}

}  // namespace pggit::pipeline
