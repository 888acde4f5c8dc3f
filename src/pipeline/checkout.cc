#include "pipeline/checkout.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "catalog/compare.h"
#include "pipeline/tool_history.h"
#include "shadow/run_script.h"
#include "sql/parse.h"
#include "sql/split.h"

namespace pggit::pipeline {
namespace {

std::vector<shadow::ScriptStatement> script_of(const std::string& text) {
  std::vector<shadow::ScriptStatement> script;
  for (const sql::Slice& slice : sql::split(text)) {
    const std::string body = text.substr(slice.body, slice.end - slice.body);
    if (slice.kind == sql::SliceKind::CopyData && !script.empty()) {
      script.back().copy_data = body;
    } else {
      script.push_back({body, {}});
    }
  }
  return script;
}

bool drops_column(const sql::Node& statement) {
  return std::ranges::any_of(statement.list("cmds"), [](const sql::Node& command) {
    return command.str("subtype") == "AT_DropColumn";
  });
}

bool destroys_rows(const sql::Node& statement) {
  if (statement.is("DropStmt")) return statement.str("removeType") == "OBJECT_TABLE";
  if (statement.is("AlterTableStmt")) return drops_column(statement);
  return statement.is("DeleteStmt") || statement.is("TruncateStmt");
}

std::vector<std::string> discards_of(const store::Commit& commit) {
  sql::Parser parser;
  std::vector<std::string> found;
  for (const shadow::ScriptStatement& statement : script_of(commit.down)) {
    const auto tree = parser.parse(statement.sql);
    if (tree && destroys_rows(tree->root()))
      found.push_back(commit.migration + ": " + statement.sql);
  }
  return found;
}

class Runner {
 public:
  Runner(Repository& repository, const Options& options)
      : repository_(repository), options_(options) {}

  base::Result<void> prepare() {
    tool_ = tool_of(TRY(repository_.store->refs()));
    if (!tool_ || !tool_->history || options_.leave_history) return {};
    listing_.tool = tool_->id;
    listing_.history_table = tool_->history_table;
    keeps_history_ = TRY(has_table(*repository_.connection, listing_.history_table));
    return {};
  }

  base::Result<void> run(const CheckoutStep& step, const store::Head& head) {
    const store::Commit& commit = step.commit;
    const bool transaction = commit.up_in_transaction || !step.forward;
    std::vector<shadow::ScriptStatement> script = script_of(step.forward ? commit.up : commit.down);
    pg::Connection& session = *repository_.connection;
    if (!transaction) {
      if (const auto done = shadow::run_statements(session, script); !done)
        return failed(step, done.error());
    }
    TRY(run_query("BEGIN"));
    const base::Result<void> written =
        write(step, head, transaction ? script : std::vector<shadow::ScriptStatement>());
    if (!written) {
      (void)session.run("ROLLBACK");
      return written;
    }
    TRY(run_query("COMMIT"));
    return {};
  }

 private:
  base::Result<pg::Rows> run_query(const std::string& sql) {
    pg::Execution rows = repository_.connection->run(sql);
    if (!rows) return base::fail(base::ErrorCode::Database, rows.error().text());
    return *std::move(rows);
  }

  base::Result<void> failed(const CheckoutStep& step, const shadow::ScriptFailure& failure) {
    return base::fail(base::ErrorCode::Database,
                      step.commit.migration + (step.forward ? " up: " : " down: ") +
                          failure.error.text() + "; the database stands at the step before");
  }

  base::Result<void> write(const CheckoutStep& step, const store::Head& head,
                           const std::vector<shadow::ScriptStatement>& script) {
    pg::Connection& session = *repository_.connection;
    if (!step.forward) TRY(run_query("SET LOCAL check_function_bodies = off"));
    if (const auto done = shadow::run_statements(session, script); !done)
      return failed(step, done.error());
    // A script may have left another search_path or role behind.
    TRY(run_query("RESET ROLE; RESET search_path"));
    TRY(write_history(step));
    store::Transaction change;
    change.head = head;
    change.operation =
        operation(repository_, "checkout",
                  "{\"migration\":" + json_text(step.commit.migration) +
                      ",\"direction\":" + (step.forward ? "\"up\"" : "\"down\"") + "}");
    TRY(repository_.store->apply(change));
    return {};
  }

  base::Result<void> write_history(const CheckoutStep& step) {
    if (!keeps_history_) return {};
    const ir::MigrationEntry entry = entry_of(step.commit);
    if (entry.kind == ir::MigrationKind::Callback) return {};
    std::string sql;
    if (step.forward) {
      const pg::Rows rank = TRY(
          run_query("SELECT coalesce(max(installed_rank), 0) + 1, current_user FROM " +
                    base::qualified(listing_.history_table.schema, listing_.history_table.name)));
      sql = tool_->history->insert(listing_, entry,
                                   {rank.number(0, 0), std::string(rank.text(0, 1)), 0, true});
    } else {
      sql = tool_->history->remove(listing_, entry);
    }
    if (!sql.empty()) TRY(run_query(sql));
    return {};
  }

  Repository& repository_;
  const Options& options_;
  const ir::FrontEnd* tool_ = nullptr;
  ir::Listing listing_;
  bool keeps_history_ = false;
};

// Whether pggit itself led this database over the commit: then code that it does not run has not run here either.
bool was_run_here(const std::vector<store::Operation>& operations, const store::Commit& commit) {
  const std::string mark =
      "{\"migration\":" + json_text(commit.migration) + ",\"direction\":\"up\"}";
  return std::ranges::any_of(operations,
                             [&](const store::Operation& o) { return o.detail == mark; });
}

std::string branch_named(const store::Refs& refs, const std::string& revision) {
  for (const store::Branch& branch : refs.branches) {
    if (branch.name == revision) return revision;
  }
  return "";
}

}  // namespace

base::Result<CheckoutPlan> plan_checkout(Repository& repository, const std::string& revision) {
  const store::Commit target = TRY(resolve(*repository.store, revision));
  const store::Refs refs = TRY(repository.store->refs());
  if (refs.head.note.find("drifted") != std::string::npos) {
    return base::fail(base::ErrorCode::Refused, "the database is " + refs.head.note +
                                                    "; put that right or run pggit migrate again");
  }
  CheckoutPlan plan;
  plan.head = {branch_named(refs, revision), target.hash, ""};
  const std::vector<store::Commit> wanted = TRY(repository.store->log(target.hash));
  std::vector<store::Commit> present;
  if (refs.head.commit) present = TRY(repository.store->log(*refs.head.commit));
  std::set<base::Hash> in_wanted, in_present;
  for (const store::Commit& commit : wanted) in_wanted.insert(commit.hash);
  for (const store::Commit& commit : present) in_present.insert(commit.hash);
  for (const store::Commit& commit : present) {
    if (!in_wanted.contains(commit.hash)) plan.steps.push_back({commit, false});
  }
  for (std::size_t i = wanted.size(); i-- > 0;) {
    if (!in_present.contains(wanted[i].hash)) plan.steps.push_back({wanted[i], true});
  }
  const std::vector<store::Operation> operations = TRY(repository.store->operations());
  for (const CheckoutStep& step : plan.steps) {
    if (!step.forward)
      std::ranges::move(discards_of(step.commit), std::back_inserter(plan.discards));
    if (!step.forward && step.commit.rollback_class == "impossible" &&
        !was_run_here(operations, step.commit)) {
      return base::fail(
          base::ErrorCode::Refused,
          step.commit.migration + " cannot be taken back: " + step.commit.rollback_reason);
    }
  }
  return plan;
}

base::Result<void> may_discard(const CheckoutPlan& plan, const Options& options) {
  if (plan.discards.empty() || options.discard_rows) return {};
  return base::fail(base::ErrorCode::Refused,
                    "going back discards rows (" + std::to_string(plan.discards.size()) +
                        " statements, the first: " + plan.discards.front() +
                        "); say --discard-rows to do it");
}

base::Result<void> run_checkout(Repository& repository, const CheckoutPlan& plan,
                                const Options& options) {
  TRY(may_discard(plan, options));
  Runner runner(repository, options);
  TRY(runner.prepare());
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    const CheckoutStep& step = plan.steps[i];
    options.progress("checkout", i, plan.steps.size(), step.commit.migration);
    store::Head head = plan.head;
    if (i + 1 < plan.steps.size()) {
      head.branch.clear();
      head.commit = step.forward                  ? std::optional(step.commit.hash)
                    : step.commit.parents.empty() ? std::nullopt
                                                  : std::optional(step.commit.parents[0]);
    }
    TRY(runner.run(step, head));
  }
  options.progress("checkout", plan.steps.size(), plan.steps.size(), "");
  if (plan.steps.empty()) {
    store::Transaction note;
    note.head = plan.head;
    note.operation = operation(repository, "checkout", "{}");
    TRY(repository.store->apply(note));
  }
  server::Scope scope;
  if (const ir::FrontEnd* tool = tool_of(TRY(repository.store->refs())))
    scope.ignored_tables.push_back(tool->history_table.name);
  const server::Introspection live = TRY(server::introspect(*repository.connection, scope));
  const auto differences =
      catalog::compare(TRY(repository.store->tree(*plan.head.commit)), live.catalog);
  if (differences.empty()) return {};
  return base::fail(
      base::ErrorCode::Findings,
      "the database differs from the commit in " + std::to_string(differences.size()) +
          " places, the first: " + ir::to_text(differences[0].key) + " " + differences[0].field);
}

}  // namespace pggit::pipeline
