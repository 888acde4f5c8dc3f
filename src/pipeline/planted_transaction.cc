#include "pipeline/planted_transaction.h"

#include <algorithm>
#include <array>

#include "base/one_line.h"
#include "base/text.h"
#include "pipeline/planted_script.h"
#include "pipeline/prove_parts.h"
#include "server/introspect.h"
#include "shadow/plant_in_transaction.h"

namespace pggit::pipeline {
namespace {

constexpr char kMark[] = "pggit_planted";
constexpr std::size_t kShownStatement = 120;

// What the server refuses only because up, down and up again share one transaction: a new label of an enumeration that
// is used, a table with checks that wait, a setting that comes too late, what a tool runs outside of any (25001), code that
// commits (2D000).
bool is_of_one_transaction(const pg::ServerError& error) {
  return error.sqlstate == "55P04" || error.sqlstate == "55006" || error.sqlstate == "2D000" ||
         error.sqlstate.starts_with("25");
}

bool is_ddl(const std::string& sql) {
  return std::ranges::any_of(std::array{"ALTER ", "CREATE ", "DROP ", "COMMENT "},
                             [&](const char* word) { return sql.starts_with(word); });
}

// Where up and down are DDL alone, they leave the same schema whatever rows are there: that was compared already.
bool rows_may_change_schema(const PlantedRequest& request) {
  return may_change_rows(request.step) || may_run_code(request.step) ||
         !std::ranges::all_of(request.down.statements, is_ddl, &rollback::DownStatement::sql);
}

enum class Phase { Save, Up, Down, UpAgain };

class Transaction {
 public:
  Transaction(const PlantedSessions& sessions, const PlantedRequest& request,
              const std::vector<ir::Key>& tables)
      : session_(sessions.migration), sessions_(sessions), request_(request), tables_(tables) {}

  base::Result<Attempt> run(shadow::Plant plant) {
    attempt_.plant = std::move(plant);
    TRY(shadow::plant_in_transaction(session_, request_.step.before, request_.setup,
                                     attempt_.plant));
    if (begin()) go();
    TRY(leave());
    return std::move(attempt_);
  }

 private:
  using Outcome = std::expected<void, shadow::ScriptFailure>;

  // The rows as they were planted. Returns whether there is anything to run over.
  bool begin() {
    std::vector<ir::Key> counted = tables_;
    for (const shadow::PlantedTable& planted : attempt_.plant.tables)
      add_once(counted, planted.table);
    targets_ = row_targets(request_.step.before, counted);
    const bool any = std::ranges::any_of(
        tables_, [this](const ir::Key& key) { return attempt_.plant.find(key) != nullptr; });
    if (!any) return false;
    const auto targets = is_lossless() ? targets_ : std::vector<shadow::RowTarget>();
    auto rows = shadow::read_rows(session_, targets, shadow::Detail::Rows);
    if (!rows || !session_.run(std::string("SAVEPOINT ") + kMark)) {
      attempt_.skipped = "planted rows could not be read: " + (rows ? "" : rows.error().message);
      return false;
    }
    rows_ = *std::move(rows);
    return true;
  }

  void go() {
    if (const Outcome saved = save(false); !saved) return fail(Phase::Save, saved.error());
    if (const Outcome up = run_up(); !up) return fail(Phase::Up, up.error());
    if (const Outcome noted = save(true); !noted) return fail(Phase::Save, noted.error());
    if (const Outcome down = run_down(); !down) return fail(Phase::Down, down.error());
    read_activity();
    compare();
    if (!attempt_.broken.empty()) return;
    // A temporary table that goes with its transaction would still be there when up runs again.
    if (is_lossless() && !makes_temporary(request_.step)) {
      if (const Outcome again = run_up(); !again) return fail(Phase::UpAgain, again.error());
    }
    for (const ir::Key& key : tables_) {
      if (attempt_.plant.find(key)) attempt_.held.insert(key);
    }
  }

  bool is_lossless() const { return rollback::returns_rows(request_.down); }

  Outcome run(std::vector<shadow::ScriptStatement> script, std::size_t size) {
    script.push_back({"SET CONSTRAINTS ALL IMMEDIATE", {}});  // as COMMIT does
    Outcome done = shadow::run_statements(session_, script);
    if (!done) done.error().statement = std::min(done.error().statement, size);
    return done;
  }

  Outcome save(bool after_up) {
    return shadow::run_statements(session_, saves_script(request_.down, after_up));
  }

  Outcome run_up() {
    std::vector<shadow::ScriptStatement> script = planted_script(request_.step);
    const std::size_t size = script.size();
    return run(std::move(script), size);
  }

  void defer(const catalog::Catalog& catalog, std::vector<shadow::ScriptStatement>& script) const {
    const std::string deferred = shadow::deferred_constraints(catalog, tables_).names;
    if (!deferred.empty()) script.push_back({"SET CONSTRAINTS " + deferred + " DEFERRED", {}});
  }

  // Failures count from the setting that the pure run puts in front, see down_text().
  Outcome run_down() {
    std::vector<shadow::ScriptStatement> script;
    for (const std::string& sql : request_.setup) script.push_back({sql, {}});
    defer(request_.step.after, script);
    const std::size_t lead = script.size();
    script.push_back({"SET LOCAL check_function_bodies = off", {}});
    for (const rollback::DownStatement& statement : request_.down.statements)
      script.push_back({statement.sql, {}});
    const std::size_t size = script.size();
    Outcome done = run(std::move(script), size);
    if (!done) {
      done.error().statement -= std::min(done.error().statement, lead);
      return done;
    }
    std::vector<shadow::ScriptStatement> end{{"SET LOCAL check_function_bodies TO DEFAULT", {}}};
    for (const std::string& sql : request_.setup) end.push_back({sql, {}});
    defer(request_.step.before, end);
    return shadow::run_statements(session_, end);
  }

  void fail(Phase phase, const shadow::ScriptFailure& failure) {
    if (!session_.alive()) {
      attempt_.broken =
          "the session ended" + (phase == Phase::Up ? " at " + failure_text(request_.step, failure)
                                                    : ": " + failure.error.text());
      return;
    }
    (void)session_.run(std::string("ROLLBACK TO SAVEPOINT ") + kMark);
    if (is_of_one_transaction(failure.error)) {
      attempt_.skipped = "its planted run cannot share one transaction: " + failure.error.text();
    } else if (phase == Phase::Save) {
      attempt_.broken = "rows cannot be saved: " + message_of(failure.error);
    } else if (phase == Phase::Up) {
      attempt_.up_failure = failure;
    } else if (phase == Phase::Down) {
      attempt_.broken = "down fails: " + down_text(request_.down, failure);
    } else {
      attempt_.broken = "up fails after down: " + message_of(failure.error);
    }
    if (moved_.empty()) read_activity();
  }

  // Sequences that were moved, and tables beside those that were looked at that were written. The locks on sequences
  // stay where a part of the transaction was rolled back.
  void read_activity() {
    const pg::Execution found = session_.query(
        "SELECT c.relkind = 'S', c.oid::text, n.nspname, c.relname FROM pg_catalog.pg_locks l "
        "JOIN pg_catalog.pg_class c ON c.oid = l.relation "
        "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
        "WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation' AND "
        "n.nspname !~ '^pg_' AND (c.relkind = 'S' AND l.mode <> 'AccessShareLock' OR c.relkind = "
        "'r' AND l.mode = 'RowExclusiveLock') GROUP BY 1, 2, 3, 4");
    if (!found) {
      attempt_.broken = "what it moved could not be asked: " + found.error().text();
      return;
    }
    for (int i = 0; i < found->count(); ++i) {
      const ir::Key key{ir::Kind::Table, std::string(found->text(i, 2)),
                        std::string(found->text(i, 3)), ""};
      if (found->boolean(i, 0)) {
        moved_.emplace_back(found->text(i, 1));
      } else if (request_.step.before.find(key) &&
                 std::ranges::find(targets_, key, &shadow::RowTarget::key) == targets_.end()) {
        beside_.push_back(key);
      }
    }
  }

  // After the down: the schema, and the rows where its class promises them.
  void compare() {
    if (!attempt_.broken.empty()) return;
    Findings findings;
    if (rows_may_change_schema(request_)) compare_schema(findings);
    if (is_lossless() && !findings.any()) compare_rows(findings);
    attempt_.broken = findings.text();
  }

  void compare_schema(Findings& findings) {
    const auto found = server::introspect_some(session_, request_.keys);
    if (!found) return findings.add("after down: " + found.error().message);
    catalog::Catalog after = request_.observed;
    for (const ir::Key& key : request_.keys) after = after.without(key);
    for (const catalog::EntryRef& entry : *found) after = after.with(entry);
    findings.compare_observed(request_.down.rollback_class, request_.observed, after,
                              request_.keys);
  }

  void compare_rows(Findings& findings) {
    std::vector<shadow::RowTarget> targets = targets_;
    std::ranges::move(row_targets(request_.step.before, beside_), std::back_inserter(targets));
    const auto now = shadow::read_rows(session_, targets, shadow::Detail::Rows);
    if (!now) return findings.add("after down: " + now.error().message);
    findings.add_if("after down: ", shadow::row_difference(rows_, *now));
    rows_down_ = *now;
  }

  // Tables that were written beside those that were planted stand elsewhere as they were before.
  base::Result<void> compare_beside() {
    if (beside_.empty() || !is_lossless() || attempt_.held.empty()) return {};
    const shadow::RowState were = TRY(shadow::read_rows(
        sessions_.harness, row_targets(request_.step.before, beside_), shadow::Detail::Rows));
    const std::string why = shadow::row_difference(were, rows_down_);
    if (!why.empty()) attempt_.broken = "after down: " + why;
    return {};
  }

  base::Result<void> leave() {
    if (!session_.alive()) return {};
    if (!session_.in_transaction()) {
      attempt_.broken = "its text ended the transaction";
      return {};
    }
    if (const pg::Execution done = session_.run("ROLLBACK"); !done)
      return base::fail(base::ErrorCode::Database, "the shadow server: " + done.error().text());
    TRY(compare_beside());
    return put_back();
  }

  base::Result<void> put_back() {
    if (moved_.empty()) return {};
    const pg::Execution found = sessions_.harness.query(
        "SELECT pg_catalog.quote_ident(n.nspname) || '.' || "
        "pg_catalog.quote_ident(c.relname) FROM pg_catalog.pg_class c "
        "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
        "WHERE c.oid = ANY($1::oid[])",
        {base::array_literal(moved_)});
    if (!found)
      return base::fail(base::ErrorCode::Database, "the shadow server: " + found.error().text());
    std::vector<std::string> names;
    for (int i = 0; i < found->count(); ++i) names.emplace_back(found->text(i, 0));
    const shadow::Positions were = TRY(positions_before(names));
    for (const std::string& sql :
         shadow::put_back(TRY(shadow::read_positions(sessions_.harness, names)), were, false)) {
      // In the session that moved it, so that no value stays behind in its cache.
      if (!session_.run(sql)) (void)sessions_.harness.run(sql);
    }
    const std::string why =
        shadow::position_difference(were, TRY(shadow::read_positions(sessions_.harness, names)));
    if (!why.empty() && attempt_.broken.empty()) attempt_.broken = why;
    return {};
  }

  // What the step is not known to move stands in the twin as it does here.
  base::Result<shadow::Positions> positions_before(const std::vector<std::string>& names) {
    std::vector<std::string> others;
    shadow::Positions were;
    for (const std::string& name : names) {
      const auto known = request_.positions.find(name);
      if (known != request_.positions.end()) {
        were.insert(*known);
      } else {
        others.push_back(name);
      }
    }
    were.merge(TRY(shadow::read_positions(sessions_.twin, others)));
    for (const std::string& name : names) {
      if (!were.contains(name) && attempt_.broken.empty())
        attempt_.broken = "where sequence " + name + " stood is not known";
    }
    return were;
  }

  pg::Connection& session_;
  const PlantedSessions& sessions_;
  const PlantedRequest& request_;
  const std::vector<ir::Key>& tables_;
  std::vector<shadow::RowTarget> targets_;
  shadow::RowState rows_;           // as planted
  shadow::RowState rows_down_;      // after the down
  std::vector<std::string> moved_;  // sequences, by their OID: a name may change on the way
  std::vector<ir::Key> beside_;
  Attempt attempt_;
};

}  // namespace

std::string message_of(pg::ServerError error) {
  if (error.detail.starts_with("Failing row")) error.detail.clear();
  return error.text();
}

std::size_t statement_at(const bind::Step& step, std::size_t place) {
  for (std::size_t i = 0; i < step.statements.size(); ++i) {
    if (step.statements[i].kind != bind::Statement::Kind::CopyData && place-- == 0) return i;
  }
  return step.statements.size();
}

std::string failure_text(const bind::Step& step, const shadow::ScriptFailure& failure) {
  const std::size_t at = statement_at(step, failure.statement);
  const std::string& text = at < step.statements.size() ? step.statements[at].text : "COMMIT";
  return base::one_line(text, kShownStatement) + ": " + message_of(failure.error);
}

base::Result<Attempt> run_planted_transaction(const PlantedSessions& sessions,
                                              const PlantedRequest& request,
                                              const std::vector<ir::Key>& tables,
                                              shadow::Plant plant) {
  return Transaction(sessions, request, tables).run(std::move(plant));
}

}  // namespace pggit::pipeline
