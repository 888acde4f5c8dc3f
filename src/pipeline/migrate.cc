#include "pipeline/migrate.h"

#include <algorithm>
#include <map>
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

base::Result<void> check_not_moved(const History& history, store::Store& store,
                                   const Standing& standing) {
  if (TRY(stored_before(history.listing.tool, store)) == standing.before) return {};
  return base::fail(base::ErrorCode::Refused,
                    "another run moved import/" + history.listing.tool +
                        " or HEAD in the meantime; nothing was stored, run it again");
}

base::Result<std::set<base::Hash>> known_commits(store::Store& store) {
  std::set<base::Hash> known;
  if (!TRY(store.exists())) return known;
  for (const store::Branch& branch : TRY(store.refs()).branches) {
    if (known.contains(branch.head)) continue;
    for (const store::Commit& commit : TRY(store.outline(branch.head))) known.insert(commit.hash);
  }
  return known;
}

// Where the branch does not go on from its old tip: the first commit that differs, and why.
base::Result<std::string> new_line(store::Store& store, const Standing& standing,
                                   const std::vector<store::NewCommit>& commits) {
  if (!standing.before.tip) return std::string();
  std::map<base::Hash, store::Commit> old;
  for (store::Commit& commit : TRY(store.outline(*standing.before.tip))) old[commit.hash] = commit;
  std::size_t shared = 0;
  while (shared < commits.size() && old.contains(commits[shared].commit.hash)) ++shared;
  if (shared == old.size()) return std::string();
  const std::string stays =
      "; the old tip " + standing.before.tip->brief() + " stays in the operation log";
  if (shared == commits.size())
    return "ends earlier, at " + commits.back().commit.migration + stays;
  const store::Commit& first = commits[shared].commit;
  std::string why = "it is new there";
  for (const auto& [hash, commit] : old) {
    if (commit.migration != first.migration) continue;
    why = commit.checksum != first.checksum ? "the file changed" : "it is read otherwise now";
  }
  return "a new line from " + first.migration + " on (" + why + ")" + stays;
}

bool is_same_source(const std::optional<store::Source>& a, const store::Source& b) {
  return a && a->search_path == b.search_path && a->schemas == b.schemas &&
         a->history_table.schema == b.history_table.schema &&
         a->history_table.name == b.history_table.name &&
         a->history_table.query == b.history_table.query;
}

base::Result<bool> is_stored_already(store::Store& store, const store::Transaction& transaction,
                                     const Standing& standing) {
  const store::NewCommit& last = transaction.commits.back();
  if (standing.before.tip != last.commit.hash) return false;
  const store::Refs refs = TRY(store.refs());
  const bool same_main = std::ranges::any_of(refs.branches, [&](const store::Branch& branch) {
    return branch.name == "main" && branch.head == last.commit.hash;
  });
  const store::Head& head = *transaction.head;
  return same_main && refs.head.commit == head.commit && refs.head.branch == head.branch &&
         refs.head.note == head.note && *transaction.edge_cases == TRY(store.edge_cases()) &&
         is_same_source(TRY(store.source(transaction.source->tool)), *transaction.source);
}

}  // namespace

base::Result<Adopted> adopt(const History& history, Repository& repository,
                            const Standing& standing) {
  store::Store& store = *repository.store;
  TRY(check_not_moved(history, store, standing));
  store::Transaction transaction;
  transaction.commits = make_commits(history);
  Adopted adopted;
  adopted.commits = transaction.commits.size();
  if (transaction.commits.empty())
    return base::fail(base::ErrorCode::Input,
                      "no migration could be read and run, so there is nothing to store");
  const base::Hash& tip = transaction.commits.back().commit.hash;
  const std::string import_branch = "import/" + history.listing.tool;
  const std::set<base::Hash> known = TRY(known_commits(store));
  for (const store::NewCommit& added : transaction.commits) {
    adopted.new_commits += !known.contains(added.commit.hash);
    if (known.contains(added.commit.hash))
      transaction.proofs[added.commit.hash] = added.commit.proof;
  }
  adopted.new_line = TRY(new_line(store, standing, transaction.commits));
  // Until histories are optimised, main is the history as written.
  transaction.set_branches = {{import_branch, tip, "", "ACTIVE"},
                              {"main", tip, import_branch, "ACTIVE"}};
  adopted.head.branch = "main";
  if (standing.commit) adopted.head.commit = transaction.commits[*standing.commit].commit.hash;
  if (standing.before.tip && standing.before.head.commit == adopted.head.commit)
    adopted.head.branch = standing.before.head.branch;
  adopted.head.note = standing.note;
  transaction.head = adopted.head;
  transaction.edge_cases = edge_case_records(history);
  const ir::Listing& listing = history.listing;
  transaction.source = store::Source{listing.tool, listing.session.search_path,
                                     listing.session.schemas, listing.history_table};
  if (standing.before.tip && adopted.new_commits == 0) transaction.proofs.clear();
  if (TRY(is_stored_already(store, transaction, standing))) return adopted;
  transaction.operation = operation(
      repository, "migrate",
      "{\"branch\":" + json_text(import_branch) + ",\"tip\":" + json_text(tip.hex()) +
          ",\"old_tip\":" + (standing.before.tip ? json_text(standing.before.tip->hex()) : "null") +
          ",\"new_commits\":" + std::to_string(adopted.new_commits) + "}");
  TRY(store.apply(transaction));
  return adopted;
}

}  // namespace pggit::pipeline
