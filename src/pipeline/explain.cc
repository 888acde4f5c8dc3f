#include "pipeline/explain.h"

#include <algorithm>

#include "emit/explain.h"
#include "pipeline/checkout_script.h"
#include "pipeline/history.h"
#include "pipeline/plan_data.h"
#include "pipeline/stored_step.h"

namespace pggit::pipeline {
namespace {

std::string print(const emit::PlanData& plan, const emit::Explained& what, bool json) {
  return json ? emit::explain_json(plan, what) : emit::explain_text(plan, what);
}

emit::PlanCommit plan_commit(const store::Commit& stored) {
  emit::PlanCommit commit;
  commit.id = stored.migration;
  commit.hash = stored.hash.hex();
  commit.tree = stored.tree.hex();
  commit.message = stored.message;
  commit.intent = stored.intent;
  commit.path = stored.source_path;
  commit.author = stored.author;
  commit.authored_at = stored.authored_at;
  commit.in_transaction = stored.up_in_transaction;
  commit.provisional = stored.provisional;
  commit.versions = plan_versions(stored);
  commit.rollback_class = stored.rollback_class;
  if (!stored.rollback_reason.empty()) commit.rollback_reasons = {stored.rollback_reason};
  commit.proof = {stored.proof.word, stored.proof.reason};
  return commit;
}

// "V47" of "V47" and of "V47-2".
std::string migration_of(const emit::PlanData& plan, const std::string& edge_case) {
  std::string best;
  for (const emit::PlanCommit& commit : plan.commits) {
    const bool fits = edge_case == commit.id || edge_case.starts_with(commit.id + "-");
    if (fits && commit.id.size() > best.size()) best = commit.id;
  }
  return best.empty() ? edge_case : best;
}

base::Result<void> add_statements(Repository& repository, const store::Commit& stored,
                                  emit::PlanCommit& commit) {
  StoredSteps steps(repository);
  const bind::Step up = TRY(steps.up(stored));
  const bind::Step down = TRY(steps.down(stored));
  commit.up = plan_statements(steps.sources(), up);
  commit.destroys = rollback::destroys(up);
  commit.down = plan_statements(steps.sources(), down);
  for (const shadow::ScriptStatement& save : script_of(stored.save))
    commit.save.push_back(save.sql);
  return {};
}

base::Result<std::vector<store::Commit>> all_commits(Repository& repository) {
  constexpr std::string_view kImport = "import/";
  for (const store::Branch& branch : TRY(repository.store->refs()).branches) {
    if (!branch.name.starts_with(kImport)) continue;
    std::vector<store::Commit> commits = TRY(repository.store->log(branch.head));
    std::ranges::reverse(commits);
    return commits;
  }
  return std::vector<store::Commit>();
}

}  // namespace

base::Result<std::string> explain_files(const Options& options, const std::string& id, bool json) {
  Options reading = options;
  reading.shadow = false;
  const auto history = TRY(read_history(reading));
  TRY(prove_history(*history, reading));
  const emit::PlanData plan = plan_data_of(*history);
  return print(plan, TRY(emit::find_explained(plan, id)), json);
}

base::Result<std::string> explain_stored(Repository& repository, const std::string& id, bool json) {
  if (!TRY(repository.store->exists())) {
    return base::fail(base::ErrorCode::Usage,
                      "this database has no pggit history yet; run pggit migrate --ai first");
  }
  const std::vector<store::Commit> commits = TRY(all_commits(repository));
  emit::PlanData plan;
  for (const store::Commit& commit : commits) plan.commits.push_back(plan_commit(commit));
  for (store::EdgeCaseRecord& edge : TRY(repository.store->edge_cases())) {
    const std::string migration = migration_of(plan, edge.id);
    plan.edge_cases.push_back({edge.id, migration, edge.where, edge.kind, edge.what,
                               edge.suggestion, edge.action, edge.status});
  }
  auto what = emit::find_explained(plan, id);
  if (!what) {
    const auto named = resolve(*repository.store, id);
    if (!named) return std::unexpected(what.error());
    what = TRY(emit::find_explained(plan, named->hash.hex()));
  }
  if (what->kind == emit::Explained::Kind::Migration)
    TRY(add_statements(repository, commits[what->index], plan.commits[what->index]));
  return print(plan, *what, json);
}

}  // namespace pggit::pipeline
