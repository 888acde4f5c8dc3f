#include "pipeline/renames.h"

#include <algorithm>
#include <map>

#include "bind/evolve.h"
#include "pipeline/stored_step.h"
#include "rollback/lineage.h"

namespace pggit::pipeline {
namespace {

// The commits after `older` up to `newer`, oldest first; nothing where that is no ancestor.
base::Result<std::optional<std::vector<store::Commit>>> line(store::Store& store,
                                                             const base::Hash& older,
                                                             const base::Hash& newer) {
  std::map<base::Hash, store::Commit> known;
  for (store::Commit& commit : TRY(store.log(newer))) known.emplace(commit.hash, commit);
  std::vector<store::Commit> commits;
  for (base::Hash at = newer; at != older;) {
    const auto commit = known.find(at);
    if (commit == known.end() || commit->second.parents.empty()) return std::nullopt;
    at = commit->second.parents[0];
    commits.push_back(std::move(commit->second));
  }
  std::ranges::reverse(commits);
  return commits;
}

}  // namespace

base::Result<catalog::RenameHints> renames_between(Repository& repository,
                                                   const store::Commit& from,
                                                   const store::Commit& to) {
  auto forward = TRY(line(*repository.store, from.hash, to.hash));
  const auto between = forward ? forward : TRY(line(*repository.store, to.hash, from.hash));
  if (!between || between->empty()) return catalog::RenameHints{};
  StoredSteps steps(repository);
  const catalog::Catalog before = TRY(steps.before(between->front()));
  rollback::Lineage lineage(before);
  for (const store::Commit& commit : *between) {
    const bind::Step up = TRY(steps.up(commit));
    if (std::ranges::any_of(up.statements, bind::is_opaque)) return catalog::RenameHints{};
    for (const bind::Statement& statement : up.statements) lineage.follow(statement);
  }
  return forward ? lineage.way_forward() : lineage.way_back();
}

}  // namespace pggit::pipeline
