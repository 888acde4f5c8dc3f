#include "pipeline/checkout.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "pipeline/left_behind.h"
#include "pipeline/tool_rows.h"

namespace pggit::pipeline {
namespace {

constexpr char kManyRows[] = "1000000";  // counted no further

std::string branch_named(const store::Refs& refs, const std::string& revision) {
  for (const store::Branch& branch : refs.branches) {
    if (branch.name == revision) return revision;
  }
  return "";
}

std::set<base::Hash> hashes_of(const std::vector<store::Commit>& commits) {
  std::set<base::Hash> hashes;
  for (const store::Commit& commit : commits) hashes.insert(commit.hash);
  return hashes;
}

base::Result<std::vector<store::Commit>> log_of(store::Store& store,
                                                const std::optional<base::Hash>& commit) {
  if (!commit) return std::vector<store::Commit>();
  return store.log(*commit);
}

base::Result<void> check_ways_back(const CheckoutPlan& plan,
                                   const std::vector<StepRecord>& records) {
  for (const CheckoutStep& step : plan.steps) {
    const store::Commit& commit = step.commit;
    if (step.forward || commit.rollback_class != "impossible" || was_run_here(records, commit.hash))
      continue;
    return base::fail(base::ErrorCode::Refused,
                      commit.migration + " cannot be taken back: " + commit.rollback_reason);
  }
  return {};
}

// A half-done migration that the way does not lead over is brought to its end and taken back, unless nothing of it stands.
base::Result<void> add_half_done(CheckoutPlan& plan, store::Store& store) {
  if (!plan.half_done || plan.half_done->done == 0) return {};
  const base::Hash& hash = plan.half_done->commit;
  if (!plan.steps.empty() && plan.steps[0].forward && plan.steps[0].commit.hash == hash) return {};
  const auto commit = TRY(store.commit(hash));
  if (!commit) return {};
  plan.steps.insert(plan.steps.begin(),
                    {CheckoutStep{*commit, true}, CheckoutStep{*commit, false}});
  return {};
}

base::Result<void> use_search_path_of_tool(Repository& repository) {
  const ToolRows tool = TRY(ToolRows::open(repository, true));
  if (const auto set = repository.connection->run(tool.session_sql()); !set)
    return base::fail(base::ErrorCode::Database, set.error().text());
  return {};
}

// What became of the statement that was begun when the run ended.
base::Result<void> look_at_half_done(CheckoutPlan& plan, Repository& repository) {
  if (!plan.half_done || !plan.half_done->begun) return {};
  HalfDone& part = *plan.half_done;
  const auto commit = TRY(repository.store->commit(part.commit));
  const auto script = script_of(commit ? commit->up : "");
  if (part.done >= script.size()) return {};
  TRY(use_search_path_of_tool(repository));
  const LeftBehind left = TRY(look_behind(repository, *commit, script[part.done].sql));
  (void)repository.connection->run("SET search_path TO DEFAULT");
  part.done += left.is_done;
  plan.invalid = left.invalid;
  return {};
}

// "12 rows", "" where the table is not there yet.
base::Result<std::string> rows_in(pg::Connection& connection, const std::string& table) {
  const pg::Execution is_there =
      connection.query("SELECT pg_catalog.to_regclass($1) IS NOT NULL", {table});
  if (!is_there) return base::fail(base::ErrorCode::Database, is_there.error().text());
  if (!is_there->boolean(0, 0)) return std::string();
  const pg::Execution rows = connection.run("SELECT count(*) FROM (SELECT FROM " + table +
                                            " LIMIT " + kManyRows + ") AS counted");
  if (!rows) return std::string();  // not ours to read
  return table + " holds " + (rows->text(0, 0) == kManyRows ? "at least " : "") +
         std::string(rows->text(0, 0)) + " rows now";
}

// A line for each statement.
base::Result<std::vector<std::string>> discard_lines(Repository& repository,
                                                     const CheckoutPlan& plan) {
  std::vector<std::string> lines;
  for (const Discard& discard : plan.discards) {
    std::vector<std::string> counts;
    for (const std::string& table : discard.tables) {
      std::string rows = TRY(rows_in(*repository.connection, table));
      if (!rows.empty()) counts.push_back(std::move(rows));
    }
    lines.push_back(discard.migration + ": " + discard.sql +
                    (counts.empty() ? "" : " (" + base::join(counts, ", ") + ")"));
  }
  return lines;
}

}  // namespace

base::Result<CheckoutPlan> plan_checkout(Repository& repository, const std::string& revision) {
  const store::Commit target = TRY(resolve(*repository.store, revision));
  const store::Refs refs = TRY(repository.store->refs());
  return plan_checkout_to(repository, {branch_named(refs, revision), target.hash, ""});
}

base::Result<CheckoutPlan> plan_checkout_to(Repository& repository, const store::Head& head) {
  store::Store& store = *repository.store;
  CheckoutPlan plan;
  plan.from = TRY(store.refs()).head;
  plan.head = head;
  if (plan.from.note.find("drifted") != std::string::npos) {
    return base::fail(base::ErrorCode::Refused, "the database is " + plan.from.note +
                                                    "; put that right or run pggit migrate again");
  }
  const std::vector<store::Commit> wanted = TRY(log_of(store, head.commit));
  const std::vector<store::Commit> present = TRY(log_of(store, plan.from.commit));
  const std::set<base::Hash> in_wanted = hashes_of(wanted);
  const std::set<base::Hash> in_present = hashes_of(present);
  for (const store::Commit& commit : present) {
    if (!in_wanted.contains(commit.hash)) plan.steps.push_back({commit, false});
  }
  for (std::size_t i = wanted.size(); i-- > 0;) {
    if (!in_present.contains(wanted[i].hash)) plan.steps.push_back({wanted[i], true});
  }
  const std::vector<store::Operation> operations = TRY(store.operations());
  plan.half_done = half_done_of(operations);
  TRY(check_ways_back(plan, steps_of(operations)));
  TRY(look_at_half_done(plan, repository));
  TRY(add_half_done(plan, store));
  for (const CheckoutStep& step : plan.steps) {
    if (!step.forward)
      std::ranges::move(discards_of(step.commit), std::back_inserter(plan.discards));
  }
  return plan;
}

base::Result<void> may_discard(Repository& repository, const CheckoutPlan& plan,
                               const Options& options) {
  if (plan.discards.empty() || options.discard_rows) return {};
  const std::vector<std::string> lines = TRY(discard_lines(repository, plan));
  return base::fail(base::ErrorCode::Refused,
                    "going back discards rows; say --discard-rows to do it. " +
                        std::to_string(lines.size()) + " statements do:\n  " +
                        base::join(lines, "\n  "));
}

}  // namespace pggit::pipeline
