#include "pipeline/migrate.h"

#include <algorithm>
#include <set>

#include "catalog/compare.h"
#include "pipeline/plan_data.h"

namespace pggit::pipeline {
namespace {

// Steps that became commits, in the order of make_commits().
std::vector<const Proven*> committed(const History& history) {
  std::vector<const Proven*> steps;
  for (const Proven& proven : history.steps) {
    if (!proven.failed) steps.push_back(&proven);
  }
  return steps;
}

server::Scope scope_of(const History& history) {
  server::Scope scope;
  scope.schemas = history.config.compare.schemas;
  scope.ignored_tables = history.config.compare.ignore;
  const ir::HistoryTable& table = history.listing.history_table;
  scope.ignored_tables.push_back(table.schema.empty() ? table.name
                                                      : table.schema + "." + table.name);
  return scope;
}

// "table app.users: columns[2:email].type", once an object.
std::vector<std::string> drifted_objects(const std::vector<catalog::Difference>& differences) {
  std::map<std::string, std::string> objects;
  for (const catalog::Difference& d : differences) {
    const std::string what = !d.field.empty()   ? d.field
                             : d.before.empty() ? "only in the database"
                                                : "not in the database";
    std::string& fields = objects[ir::to_text(d.key)];
    fields += (fields.empty() ? ": " : ", ") + what;
  }
  std::vector<std::string> lines;
  for (const auto& [object, fields] : objects) lines.push_back(object + fields);
  return lines;
}

std::string not_held_note(const std::map<std::string, int>& not_held) {
  std::string note;
  for (const auto& [kind, count] : not_held)
    note += (note.empty() ? "" : ", ") + std::to_string(count) + " " + kind;
  return note;
}

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

base::Result<Standing> find_standing(const History& history, Repository& repository) {
  Standing standing;
  const server::Introspection live =
      TRY(server::introspect(*repository.connection, scope_of(history)));
  standing.schema = live.catalog.hash();
  const int live_major = repository.connection->server_version() / 10000;
  const std::vector<const Proven*> steps = committed(history);
  if (!history.prover || live_major != history.prover->server_major()) {
    standing.note = "not compared (" + std::to_string(live_major) + ")";
    return standing;
  }
  standing.compared = true;
  if (live.catalog == history.prover->at_start())
    return standing;  // nothing of the history is there
  for (std::size_t i = steps.size(); i-- > 0;) {
    if (steps[i]->observed == live.catalog) {
      standing.commit = i;
      standing.migration = steps[i]->step.entry.id;
      if (const std::string rest = not_held_note(live.not_held); !rest.empty())
        standing.note = "near: not compared: " + rest;
      return standing;
    }
  }
  // The commit that the fewest objects speak against.
  std::size_t best = 0;
  std::size_t fewest = SIZE_MAX;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const std::size_t changes = catalog::Catalog::changes(steps[i]->observed, live.catalog).size();
    if (changes <= fewest) fewest = changes, best = i;
  }
  if (steps.empty()) return standing;
  standing.commit = best;
  standing.migration = steps[best]->step.entry.id;
  standing.drifted = drifted_objects(catalog::compare(steps[best]->observed, live.catalog));
  standing.note = "near " + standing.migration + ": " + std::to_string(standing.drifted.size()) +
                  " objects drifted";
  return standing;
}

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
