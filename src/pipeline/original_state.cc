#include "pipeline/original_state.h"

#include <algorithm>
#include <functional>
#include <set>

#include "base/text.h"
#include "pipeline/diff.h"
#include "pipeline/tool_rows.h"

namespace pggit::pipeline {
namespace {

constexpr std::size_t kShown = 20;

std::optional<base::Hash> parent_of(const store::Commit& commit) {
  return commit.parents.empty() ? std::nullopt : std::optional(commit.parents[0]);
}

struct Walked {
  std::optional<base::Hash> start, end;  // where the first step began, where the last one ended
};

// The steps must be one way: where one begins the one before it has ended.
base::Result<std::optional<Walked>> walk(store::Store& store,
                                         const std::vector<StepRecord>& steps) {
  std::optional<Walked> walked;
  for (const StepRecord& step : steps) {
    const auto commit = TRY(store.commit(step.commit));
    if (!commit)
      return base::fail(base::ErrorCode::Database,
                        "the store is damaged: commit " + step.commit.brief() + " is missing");
    const auto before = step.forward ? parent_of(*commit) : std::optional(commit->hash);
    const auto after = step.forward ? std::optional(commit->hash) : parent_of(*commit);
    if (walked && walked->end != before) {
      return base::fail(base::ErrorCode::Refused,
                        "others led the database to another migration before pggit ran " +
                            step.migration + " (operation " + std::to_string(step.operation) +
                            "); check out the state that you want, by hand");
    }
    if (!walked) walked = Walked{before, after};
    walked->end = after;
  }
  return walked;
}

base::Result<void> refuse_drift(Repository& repository, const Options& options) {
  const Comparison drift = TRY(compare_with_head(repository, options));
  if (drift.changes.empty()) return {};
  std::vector<std::string> lines;
  for (const Comparison::Change& change : drift.changes) {
    if (lines.size() < kShown) lines.push_back(ir::to_text(change.key));
  }
  const std::size_t more = drift.changes.size() - lines.size();
  return base::fail(base::ErrorCode::Refused,
                    "others have since changed " + std::to_string(drift.changes.size()) +
                        " objects:\n  " + base::join(lines, "\n  ") +
                        (more == 0 ? "" : "\n  and " + std::to_string(more) + " more"));
}

// What was discarded on ways back that pggit went before.
base::Result<std::vector<std::string>> discarded(store::Store& store,
                                                 const std::vector<StepRecord>& steps) {
  std::vector<std::string> lost;
  std::set<base::Hash> ours;  // what pggit ran itself before
  for (const StepRecord& step : steps) {
    if (step.forward) ours.insert(step.commit);
    if (step.forward || ours.contains(step.commit)) continue;
    const auto commit = TRY(store.commit(step.commit));
    for (const Discard& discard : commit ? discards_of(*commit) : std::vector<Discard>())
      lost.push_back(discard.migration + ": " + discard.sql);
  }
  return lost;
}

base::Result<void> run(Repository& repository, const std::string& sql) {
  if (const auto done = repository.connection->run(sql); !done)
    return base::fail(base::ErrorCode::Database, done.error().text());
  return {};
}

base::Result<void> in_transaction(Repository& repository, const char* end,
                                  const std::function<base::Result<void>()>& work) {
  TRY(run(repository, "BEGIN"));
  base::Result<void> done = work();
  if (!done) {
    (void)run(repository, "ROLLBACK");
    return done;
  }
  return run(repository, end);
}

// Whether others are in the way must be known before the first migration is taken back.
base::Result<void> try_removal(Repository& repository) {
  return in_transaction(repository, "ROLLBACK", [&] { return repository.store->remove(); });
}

}  // namespace

base::Result<OriginalState> plan_original_state(Repository& repository, const Options& options) {
  if (!TRY(repository.store->exists()))
    return base::fail(base::ErrorCode::Usage, "nothing of pggit is in this database");
  OriginalState state;
  const store::Head head = TRY(repository.store->refs()).head;
  state.way_back.from = state.way_back.head = head;
  const std::vector<store::Operation> operations = TRY(repository.store->operations());
  const std::vector<StepRecord> steps = steps_of(operations);
  const std::optional<Walked> walked = TRY(walk(*repository.store, steps));
  if (!walked) return state;
  if (walked->end != head.commit)
    return base::fail(
        base::ErrorCode::Refused,
        "others led the database to another migration since the last checkout; check out " +
            (walked->end ? walked->end->brief() : std::string("the start")) + " first");
  TRY(refuse_drift(repository, options));
  state.way_back = TRY(plan_checkout_to(repository, {"", walked->start, ""}));
  state.schemas = schemas_made(operations);
  state.lost = TRY(discarded(*repository.store, steps));
  return state;
}

base::Result<void> restore_original_state(Repository& repository, const OriginalState& state,
                                          const Options& options) {
  ToolRows tool_rows = TRY(ToolRows::open(repository, options.leave_history));
  if (tool_rows.is_kept() &&
      std::ranges::find(state.schemas, tool_rows.table().schema) != state.schemas.end()) {
    return base::fail(base::ErrorCode::Refused, "others keep " + tool_rows.table().name +
                                                    " in schema " + tool_rows.table().schema +
                                                    ", which pggit made");
  }
  TRY(try_removal(repository));
  if (!state.way_back.steps.empty()) TRY(run_checkout(repository, state.way_back, options));
  return in_transaction(repository, "COMMIT", [&]() -> base::Result<void> {
    TRY(tool_rows.restore());
    TRY(repository.store->remove());
    for (const std::string& schema : state.schemas)
      TRY(run(repository, "DROP SCHEMA " + base::quote_ident(schema)));
    return {};
  });
}

}  // namespace pggit::pipeline
