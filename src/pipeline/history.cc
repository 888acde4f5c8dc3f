#include "pipeline/history.h"

#include <algorithm>

#include "analysis/dialect.h"
#include "analysis/intent.h"
#include "base/text.h"
#include "frontend/front_ends.h"
#include "pipeline/git_log.h"
#include "pipeline/interrupt.h"
#include "pipeline/links.h"
#include "pipeline/own_table.h"
#include "pipeline/prove_kept.h"
#include "pipeline/prove_parts.h"
#include "pipeline/reader.h"
#include "pipeline/shadow_options.h"
#include "pipeline/ways_back.h"

namespace pggit::pipeline {
namespace {

std::string joined_statements(const bind::Step& step) {
  std::string text;
  for (const bind::Statement& statement : step.statements) {
    if (statement.kind == bind::Statement::Kind::CopyData) {
      text += statement.text + "\\.\n";
    } else {
      text += statement.text + ";\n";
    }
  }
  return text;
}

std::string joined_down(const rollback::Down& down) {
  std::string text;
  for (const rollback::DownStatement& statement : down.statements) text += statement.sql + ";\n";
  return text;
}

std::string message_of(const ir::MigrationEntry& entry) {
  return entry.description.empty() ? entry.id : entry.id + " " + entry.description;
}

store::Commit commit_of(const Proven& proven, const catalog::Catalog& tree) {
  const ir::MigrationEntry& entry = proven.step.entry;
  store::Commit commit;
  commit.tree = tree.hash();
  commit.migration = entry.id;
  commit.up = joined_statements(proven.step);
  commit.down = joined_down(proven.down);
  for (const std::string& sql : proven.down.saves) commit.save += sql + ";\n";
  commit.message = message_of(entry);
  commit.author = entry.author;
  commit.authored_at = entry.authored_at;
  commit.up_in_transaction = in_transaction(proven.step);
  commit.rollback_class = rollback::class_name(proven.down.rollback_class);
  commit.rollback_reason = base::join(proven.down.reasons, "; ");
  commit.intent = analysis::intent_of(proven.step);
  commit.proof = proven.proof;
  commit.provisional = proven.proof.server_major == 0 &&
                       std::ranges::any_of(proven.step.statements, [](const bind::Statement& s) {
                         return bind::is_opaque(s) || bind::needs_oracle(s);
                       });
  commit.source_path = entry.path;
  commit.checksum = entry.checksum;
  commit.tool_version = entry.version;
  commit.tool_description = entry.description;
  commit.tool_type = entry.type;
  commit.tool_script = entry.script;
  return commit;
}

base::Result<void> read_unproven(History& history, const Options& options) {
  const PhaseTimer timer(history.phases, "Reading each migration");
  Reader reader(history, options, history.diagnostics);
  reader.read_pre_script(nullptr);
  const std::vector<ir::MigrationEntry>& entries = history.listing.migrations;
  const std::size_t all = entries.size();
  history.steps.resize(all);
  WaysBack ways_back(history.steps);
  for (std::size_t i = 0; i < all; ++i) {
    TRY(unless_stopped());
    options.progress("Reading", i, all, entries[i].id);
    history.steps[i].step = TRY(reader.read(entries[i]));
    history.steps[i].proof = {"not proven", "no server was asked (--no-shadow)", 0};
    ways_back.add_next();
  }
  options.progress("Reading", all, all, "");
  return {};
}

base::Result<shadow::ClusterOptions> shadow_of(History& history, const Options& options) {
  if (options.shadow_url.empty()) {
    return shadow_for(history.config, options.role, history.target, options.shadow_mode,
                      history.assumptions);
  }
  shadow::ClusterOptions remote;
  remote.url = options.shadow_url;
  remote.login = options.role;
  return remote;
}

// A history of another database would fail at nearly every step: said at once, and why.
base::Result<void> check_dialect(const History& history, const std::vector<base::FileId>& files) {
  std::vector<std::string_view> texts;
  for (const base::FileId file : files) texts.push_back(history.sources.file(file).text);
  const auto foreign = analysis::foreign_dialect(texts);
  if (!foreign) return {};
  const auto at = std::uint32_t(foreign->offset);
  return base::fail(
      base::ErrorCode::Input,
      history.sources.where({files[foreign->text], at, at}) + ": `" + foreign->word + "` is " +
          foreign->name + "'s, and " + std::to_string(foreign->shown_by) + " of the first " +
          std::to_string(texts.size()) +
          " migrations use such words; pggit reads histories of PostgreSQL: name the folder that "
          "holds its migrations with --dir");
}

// The first migrations show it.
std::vector<base::FileId> first_files(const ir::Listing& listing) {
  constexpr std::size_t kLookedAt = 100;
  std::vector<base::FileId> files;
  for (const ir::MigrationEntry& entry : listing.migrations) {
    if (files.size() == kLookedAt) break;
    if (entry.file != base::kNoFile && entry.path.ends_with(".sql")) files.push_back(entry.file);
  }
  return files;
}

// In no order: all of them.
std::vector<base::FileId> files_read(const base::Sources& sources) {
  std::vector<base::FileId> files;
  for (base::FileId id = 1; id <= sources.count(); ++id) {
    if (sources.file(id).path.ends_with(".sql")) files.push_back(id);
  }
  return files;
}

// What is wrong with the names of another database's files, one folder a database, is not what its user has to know first.
base::Result<ir::Listing> list(const History& history) {
  base::Result<ir::Listing> listing = history.front_end->list(history.project);
  TRY(check_dialect(history, listing ? first_files(*listing) : files_read(history.sources)));
  return listing;
}

base::Result<void> unless_reported(const History& history) {
  for (const base::Diagnostic& d : history.diagnostics.all()) {
    if (d.severity == base::Severity::Error)
      return base::fail(base::ErrorCode::Input, base::to_text(d, history.sources));
  }
  return {};
}

}  // namespace

base::Result<project::Config> project_config(const Options& options) {
  base::RealDisk disk;
  base::Sources sources;
  base::Diagnostics diagnostics;
  const project::Home home = project::find_home(disk, ".");
  project::Config config = TRY(project::read_config(disk, home.config(), sources, diagnostics));
  if (!options.store_schema.empty()) config.store_schema = options.store_schema;
  return config;
}

base::Result<Configured> read_configuration() {
  const project::Config config = TRY(project_config({}));
  return Configured{config.database, config.store_schema};
}

base::Result<std::unique_ptr<History>> read_history(const Options& options) {
  auto history = std::make_unique<History>();
  const PhaseTimer timer(history->phases, "Reading migration files");
  history->home = project::find_home(history->disk, ".");
  history->config = TRY(project::read_config(history->disk, history->home.config(),
                                             history->sources, history->diagnostics));
  ir::Project& project = history->project;
  project.disk = &history->disk;
  project.sources = &history->sources;
  project.diagnostics = &history->diagnostics;
  project.folders = options.folders.empty() ? std::vector<std::string>{"."} : options.folders;
  project.environment = options.environment;
  project.placeholders = options.placeholders;
  project.user = options.role;
  project.database = "shadow";
  project.target_version = options.target_version;
  project.scripts = {history->config.scripts.order, history->config.scripts.transaction};
  project.committed = files_by_commit;
  for (const std::string& folder : project.folders) {
    if (!history->disk.is_folder(folder)) {
      return base::fail(base::ErrorCode::Input, folder + ": no such folder; name one with --dir");
    }
  }
  if (options.source.empty()) {
    const frontend::Detected detected = TRY(frontend::choose_front_end(project));
    history->front_end = detected.front_end;
    history->claim = detected.claim;
  } else {
    history->front_end = TRY(frontend::find_front_end(options.source));
    history->claim = history->front_end->detect(project);
  }
  history->listing = TRY(list(*history));
  report_links(*history);
  if (!options.search_path.empty()) history->listing.session.search_path = options.search_path;
  return history;
}

base::Result<std::vector<bind::Step>> read_steps(History& history, const Options& options) {
  Reader reader(history, options, history.diagnostics);
  reader.read_pre_script(nullptr);
  std::vector<bind::Step> steps;
  for (const ir::MigrationEntry& entry : history.listing.migrations) {
    TRY(unless_stopped());
    steps.push_back(TRY(reader.read(entry)));
  }
  return steps;
}

base::Result<void> prove_history(History& history, const Options& options) {
  TRY(unless_reported(history));
  if (options.shadow) {
    TRY(prove_unless_kept(history, with_own_table(history, options),
                          TRY(shadow_of(history, options))));
  } else {
    TRY(read_unproven(history, options));
  }
  TRY(unless_reported(history));
  return unless_stopped();
}

std::vector<store::NewCommit> make_commits(const History& history) {
  std::vector<store::NewCommit> commits;
  std::map<ir::Key, store::SemanticVersion> versions;
  catalog::Catalog before;
  for (const Proven& proven : history.steps) {
    if (proven.failed) continue;
    store::Commit commit = commit_of(proven, proven.step.after);
    if (!commits.empty()) commit.parents = {commits.back().commit.hash};
    commit.versions =
        store::next_versions(versions, catalog::Catalog::changes(before, proven.step.after));
    for (const store::Commit::ObjectVersion& version : commit.versions)
      versions[version.key] = version.version;
    commit.hash = store::commit_hash(commit);
    before = proven.step.after;
    commits.push_back({std::move(commit), proven.step.after});
  }
  return commits;
}

std::map<std::string, int> proof_counts(const History& history) {
  std::map<std::string, int> counts;
  for (const Proven& proven : history.steps) ++counts[proven.failed ? "failed" : proven.proof.word];
  return counts;
}

}  // namespace pggit::pipeline
