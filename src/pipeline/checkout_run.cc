// Running a checkout plan.
#include <algorithm>
#include <chrono>
#include <set>
#include <thread>

#include "base/text.h"
#include "catalog/compare.h"
#include "pipeline/checkout.h"
#include "pipeline/compare_scope.h"
#include "pipeline/history.h"
#include "pipeline/interrupt.h"
#include "pipeline/left_behind.h"
#include "pipeline/prove_parts.h"
#include "pipeline/tool_rows.h"
#include "sql/parse.h"

namespace pggit::pipeline {
namespace {

constexpr int kTries = 3;
constexpr auto kPause = std::chrono::milliseconds(500);

constexpr char kLockNotAvailable[] = "55P03";
// What PostgreSQL says of statements that want no transaction around them.
constexpr char kActiveTransaction[] = "25001";
constexpr char kInvalidTermination[] = "2D000";

using Script = std::vector<shadow::ScriptStatement>;

// Open transactions that hold locks on tables here: one of them is in the way.
constexpr char kLockHolders[] =
    "SELECT pg_catalog.string_agg(who, ', ') FROM (SELECT pg_catalog.format('session %s of %s "
    "(%s)', a.pid, a.usename, "
    "coalesce(a.state, 'state not shown')) AS who FROM pg_catalog.pg_stat_activity a WHERE "
    "a.datname = "
    "pg_catalog.current_database() AND a.pid <> pg_catalog.pg_backend_pid() AND EXISTS (SELECT "
    "FROM pg_catalog.pg_locks l "
    "WHERE l.pid = a.pid AND l.granted AND l.locktype = 'relation' AND l.relation >= 16384) ORDER "
    "BY a.xact_start LIMIT 3) x";

bool controls_transaction(const std::string& sql) {
  sql::Parser parser;
  const auto tree = parser.parse(sql);
  return tree && tree->root().is("TransactionStmt");
}

class Runner {
 public:
  Runner(Repository& repository, const CheckoutPlan& plan, const Options& options)
      : repository_(repository), session_(*repository.connection), plan_(plan), options_(options) {}

  base::Result<void> prepare() {
    tool_rows_ = TRY(ToolRows::open(repository_, options_.leave_history));
    records_ = steps_of(TRY(repository_.store->operations()));
    if (plan_.from.commit) at_ = migration_of(*plan_.from.commit);
    for (const std::string& index : plan_.invalid) TRY(run("DROP INDEX IF EXISTS " + index));
    if (plan_.half_done && plan_.half_done->done == 0) return clear_half_done();
    return {};
  }

  base::Result<void> run_step(const CheckoutStep& step, const store::Head& head) {
    for (int tries = 1;; ++tries) {
      missed_lock_ = false;
      base::Result<void> done = step.commit.up_in_transaction || !step.forward
                                    ? in_transaction(step, head)
                                    : in_parts(step, head);
      if (done || !missed_lock_ || tries == kTries) return done;
      std::this_thread::sleep_for(kPause);
    }
  }

  const ToolRows& tool_rows() const { return tool_rows_; }

 private:
  base::Result<pg::Rows> run(const std::string& sql) {
    pg::Execution rows = session_.run(sql);
    if (!rows) return base::fail(base::ErrorCode::Database, rows.error().text());
    return *std::move(rows);
  }

  std::string stands_at() const { return at_.empty() ? "before the first migration" : "at " + at_; }

  base::Result<void> failed(const CheckoutStep& step, const pg::ServerError& error,
                            const std::string& sql) {
    std::string text = step.commit.migration + (step.forward ? " up: " : " down: ") + error.text();
    if (!sql.empty()) text += "\n  in: " + sql;
    if (session_.in_transaction()) (void)session_.run("ROLLBACK");
    if (error.sqlstate == kLockNotAvailable) {
      missed_lock_ = true;
      const pg::Execution holders = session_.run(kLockHolders);
      if (holders && !holders->text(0, 0).empty())
        text += "\n  open transactions hold locks: " + std::string(holders->text(0, 0)) +
                "; end them, or try again later";
    }
    const bool parts = part_.done > 0;
    return base::fail(
        base::ErrorCode::Database,
        text + "\nthe database stands " + stands_at() +
            (parts ? "; " + part_.text() + ", and the next checkout goes on there" : ""));
  }

  base::Result<void> failed(const CheckoutStep& step, const Script& script,
                            const shadow::ScriptFailure& failure) {
    return failed(step, failure.error,
                  failure.statement < script.size() ? script[failure.statement].sql : "");
  }

  base::Result<void> in_transaction(const CheckoutStep& step, const store::Head& head) {
    const Script script = step.forward ? up_script(step.commit, repository_.schema)
                                       : down_script(step.commit, repository_.schema);
    TRY(run("BEGIN"));
    if (!step.forward) TRY(run("SET LOCAL check_function_bodies = off"));
    if (step.forward) TRY(make_schemas());
    TRY(run(tool_rows_.session_sql()));
    const auto from = std::chrono::steady_clock::now();
    if (const auto done = shadow::run_statements(session_, script); !done)
      return failed(step, script, done.error());
    return finish(step, head, from);
  }

  base::Result<void> finish(const CheckoutStep& step, const store::Head& head,
                            std::chrono::steady_clock::time_point from) {
    const auto spent = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - from);
    if (const auto written = write(step, head, spent.count()); !written) {
      if (session_.in_transaction()) (void)session_.run("ROLLBACK");
      return written;
    }
    if (const pg::Execution done = session_.run("COMMIT"); !done)
      return failed(step, done.error(), "COMMIT");
    const std::vector<base::Hash>& parents = step.commit.parents;
    at_ = step.forward ? step.commit.migration : parents.empty() ? "" : migration_of(parents[0]);
    part_ = {};
    return {};
  }

  std::string migration_of(const base::Hash& hash) {
    const auto commit = repository_.store->commit(hash);
    return commit && *commit ? (*commit)->migration : "";
  }

  // The tool's history table, HEAD and the operation log, in the step's own transaction.
  base::Result<void> write(const CheckoutStep& step, const store::Head& head,
                           std::int64_t spent_ms) {
    // A script may have left another search_path or role behind.
    TRY(run("RESET ROLE; RESET search_path"));
    if (!step.forward) {
      TRY(tool_rows_.remove(step.commit, !was_run_here(records_, step.commit.hash)));
    } else {
      TRY(tool_rows_.add(step.commit, spent_ms));
    }
    store::Transaction change;
    change.head = head;
    change.operation = operation(repository_, kCheckout, detail_of_step(step.commit, step.forward));
    TRY(repository_.store->apply(change));
    return {};
  }

  // Each statement with the note that it ran in one transaction; those that want none are noted before and after.
  base::Result<void> in_parts(const CheckoutStep& step, const store::Head& head) {
    const Script script = script_of(step.commit.up);
    start_part(step.commit, script.size());
    const auto from = std::chrono::steady_clock::now();
    TRY(run("BEGIN"));
    TRY(make_schemas());
    const Script saves =
        part_.done == 0 ? saves_of(step.commit, repository_.schema, false) : Script();
    if (const auto saved = shadow::run_statements(session_, saves); !saved)
      return failed(step, saves, saved.error());
    TRY(run("COMMIT"));
    TRY(run(tool_rows_.session_sql()));
    while (part_.done < script.size()) TRY(run_part(step, script));
    TRY(run("BEGIN"));
    const Script notes = saves_of(step.commit, repository_.schema, true);
    if (const auto noted = shadow::run_statements(session_, notes); !noted)
      return failed(step, notes, noted.error());
    return finish(step, head, from);
  }

  void start_part(const store::Commit& commit, std::size_t statements) {
    if (part_.commit == commit.hash) return;  // tried before in this run
    part_ = {commit.hash, commit.migration, 0, statements, false};
    if (plan_.half_done && plan_.half_done->commit == commit.hash)
      part_.done = plan_.half_done->done;
  }

  base::Result<void> run_part(const CheckoutStep& step, const Script& script) {
    const shadow::ScriptStatement& statement = script[part_.done];
    if (session_.in_transaction() || controls_transaction(statement.sql)) {
      if (const auto done = shadow::run_statements(session_, {statement}); !done)
        return failed(step, done.error().error, statement.sql);
      ++part_.done;
      return session_.in_transaction() ? base::Result<void>() : note_part();
    }
    TRY(run("BEGIN"));
    const auto done = shadow::run_statements(session_, {statement});
    if (!done) {
      const std::string& state = done.error().error.sqlstate;
      if (state != kActiveTransaction && state != kInvalidTermination)
        return failed(step, done.error().error, statement.sql);
      TRY(run("ROLLBACK"));
      return run_alone(step, statement);
    }
    ++part_.done;
    TRY(note_part());
    TRY(run("COMMIT"));
    return {};
  }

  base::Result<void> run_alone(const CheckoutStep& step, const shadow::ScriptStatement& statement) {
    part_.begun = true;
    TRY(note_part());
    const auto done = shadow::run_statements(session_, {statement});
    part_.begun = false;
    if (!done) {
      if (session_.alive()) TRY(clean_up(step, statement.sql));
      return failed(step, done.error().error, statement.sql);
    }
    ++part_.done;
    return note_part();
  }

  // The statement failed; an index that it left invalid is in the way of everything that follows.
  base::Result<void> clean_up(const CheckoutStep& step, const std::string& sql) {
    const LeftBehind left = TRY(look_behind(repository_, step.commit, sql));
    for (const std::string& index : left.invalid) TRY(run("DROP INDEX " + index));
    return note_part();
  }

  base::Result<void> note_part() {
    store::Transaction change;
    change.head = TRY(repository_.store->refs()).head;
    change.head->note = part_.done == 0 && !part_.begun ? "" : part_.text();
    change.operation = operation(repository_, kCheckoutPart, detail_of_part(part_));
    TRY(repository_.store->apply(change));
    return {};
  }

  base::Result<void> clear_half_done() {
    part_ = {plan_.half_done->commit, plan_.half_done->migration, 0, plan_.half_done->of, false};
    TRY(note_part());
    part_ = {};
    return {};
  }

  base::Result<void> make_schemas() {
    for (const std::string& schema : tool_rows_.session().schemas) {
      const pg::Execution is_there =
          session_.query("SELECT FROM pg_catalog.pg_namespace WHERE nspname = $1", {schema});
      if (!is_there || is_there->count() > 0) continue;
      TRY(run("CREATE SCHEMA " + base::quote_ident(schema)));
      store::Transaction made;
      made.operation = operation(repository_, kSchemaMade, schema);
      TRY(repository_.store->apply(made));
    }
    return {};
  }

  Repository& repository_;
  pg::Connection& session_;
  const CheckoutPlan& plan_;
  const Options& options_;
  ToolRows tool_rows_;
  std::vector<StepRecord> records_;
  HalfDone part_;   // of the step that is running
  std::string at_;  // the migration at which the database stands
  bool missed_lock_ = false;
};

store::Head head_after(const CheckoutPlan& plan, std::size_t i) {
  if (i + 1 == plan.steps.size()) return plan.head;
  const store::Commit& commit = plan.steps[i].commit;
  if (plan.steps[i].forward) return {"", commit.hash, ""};
  return {"", commit.parents.empty() ? std::nullopt : std::optional(commit.parents[0]), ""};
}

base::Result<void> check_not_moved(Repository& repository, const CheckoutPlan& plan) {
  const store::Head now = TRY(repository.store->refs()).head;
  if (now.commit == plan.from.commit && now.note == plan.from.note) return {};
  return base::fail(base::ErrorCode::Refused,
                    "another pggit moved HEAD in the meantime; nothing was changed, run it again");
}

base::Result<void> note_head(Repository& repository, const store::Head& head) {
  store::Transaction note;
  note.head = head;
  note.operation = operation(repository, kCheckout, "{}");
  TRY(repository.store->apply(note));
  return {};
}

// A column that a way back added again lands last.
bool differ_in_order_only(const ir::Key& key, const catalog::Catalog& tree,
                          const catalog::Catalog& live) {
  const ir::Object* expected = tree.find(key);
  const ir::Object* found = live.find(key);
  return expected && found &&
         catalog::compare(with_columns_by_name(*expected), with_columns_by_name(*found)).empty();
}

// Compares what is there with the commit; the kinds of objects that are there and not held yet, in words.
base::Result<std::string> check_result(Repository& repository, const CheckoutPlan& plan,
                                       const ToolRows& tool, const Options& options) {
  CompareScope scope(TRY(project_config(options)));
  scope.leave_out_table(tool.table().schema, tool.table().name);
  const server::Introspection live = TRY(scope.read(*repository.connection));
  catalog::Catalog tree = catalog::Catalog().with(ir::Object(ir::Schema{"public", {}}));
  for (const std::string& schema : tool.session().schemas)
    tree = tree.with(ir::Object(ir::Schema{schema, {}}));
  if (plan.head.commit) tree = TRY(repository.store->tree(*plan.head.commit));
  tree = scope.of(tree);
  auto differences = catalog::compare(tree, live.catalog);
  std::set<ir::Key> reordered;
  std::erase_if(differences, [&](const catalog::Difference& difference) {
    if (!differ_in_order_only(difference.key, tree, live.catalog)) return false;
    reordered.insert(difference.key);
    return true;
  });
  if (!differences.empty()) {
    return base::fail(
        base::ErrorCode::Findings,
        "the database differs from the commit in " + std::to_string(differences.size()) +
            " places, the first: " + ir::to_text(differences[0].key) + " " + differences[0].field);
  }
  std::vector<std::string> kinds;
  for (const auto& [kind, count] : live.not_held)
    kinds.push_back(std::to_string(count) + " " + kind);
  std::vector<std::string> notes;
  if (!kinds.empty()) notes.push_back("not compared: " + base::join(kinds, ", "));
  for (const ir::Key& table : reordered)
    notes.push_back("columns of " + ir::to_text(table) + " stand in another order");
  return notes.empty() ? "" : "near: " + base::join(notes, "; ");
}

}  // namespace

base::Result<void> run_checkout(Repository& repository, const CheckoutPlan& plan,
                                const Options& options) {
  TRY(may_discard(repository, plan, options));
  TRY(check_not_moved(repository, plan));
  Runner runner(repository, plan, options);
  TRY(runner.prepare());
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    const CheckoutStep& step = plan.steps[i];
    if (stop_asked())
      return base::fail(base::ErrorCode::Interrupted,
                        "stopped before " + step.commit.migration + "; HEAD says where");
    options.progress("checkout", i, plan.steps.size(), step.commit.migration);
    TRY(runner.run_step(step, head_after(plan, i)));
  }
  options.progress("checkout", plan.steps.size(), plan.steps.size(), "");
  store::Head head = plan.head;
  const auto checked = check_result(repository, plan, runner.tool_rows(), options);
  if (checked) head.note = *checked;
  if (plan.steps.empty() || !head.note.empty()) TRY(note_head(repository, head));
  return checked ? base::Result<void>() : std::unexpected(checked.error());
}

}  // namespace pggit::pipeline
