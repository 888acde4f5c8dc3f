#include "pipeline/migrate.h"

#include <algorithm>
#include <set>

#include "pipeline/plan_data.h"

namespace pggit::pipeline {
namespace {

std::vector<store::EdgeCaseRecord> edge_case_records(const History& history) {
  std::vector<store::EdgeCaseRecord> records;
  for (emit::PlanEdgeCase& edge : edge_cases_of(history)) {
    records.push_back({std::move(edge.id), std::move(edge.kind), std::move(edge.where),
                       std::move(edge.what), std::move(edge.suggestion), std::move(edge.action),
                       std::move(edge.status)});
  }
  return records;
}

}  // namespace

base::Result<Adopted> adopt(const History& history, Repository& repository,
                            const Standing& standing) {
  store::Transaction transaction;
  transaction.commits = make_commits(history);
  Adopted adopted;
  adopted.commits = transaction.commits.size();
  if (transaction.commits.empty())
    return base::fail(base::ErrorCode::Input,
                      "no migration could be read and run, so there is nothing to store");
  std::set<base::Hash> known;
  const base::Hash& tip = transaction.commits.back().commit.hash;
  const std::string import_branch = std::string("import/") + history.listing.tool;
  const bool exists = TRY(repository.store->exists());
  if (exists) {
    for (const store::Branch& branch : TRY(repository.store->refs()).branches) {
      for (const store::Commit& commit : TRY(repository.store->log(branch.head)))
        known.insert(commit.hash);
    }
  }
  for (const store::NewCommit& added : transaction.commits) {
    adopted.new_commits += !known.contains(added.commit.hash);
    if (known.contains(added.commit.hash))
      transaction.proofs[added.commit.hash] = added.commit.proof;
  }
  // Until histories are optimised, main is the history as written.
  transaction.set_branches = {{import_branch, tip, "", "ACTIVE"},
                              {"main", tip, import_branch, "ACTIVE"}};
  adopted.head.branch = "main";
  if (standing.commit) adopted.head.commit = transaction.commits[*standing.commit].commit.hash;
  adopted.head.note = standing.note;
  transaction.head = adopted.head;
  transaction.edge_cases = edge_case_records(history);
  const ir::Listing& listing = history.listing;
  transaction.source = store::Source{listing.tool, listing.session.search_path,
                                     listing.session.schemas, listing.history_table};
  transaction.operation =
      operation(repository, "migrate",
                "{\"branch\":" + json_text(import_branch) + ",\"tip\":" + json_text(tip.hex()) +
                    ",\"new_commits\":" + std::to_string(adopted.new_commits) + "}");
  if (exists && adopted.new_commits == 0) transaction.proofs.clear();
  TRY(repository.store->apply(transaction));
  return adopted;
}

}  // namespace pggit::pipeline
