#include "shadow/run_script.h"

namespace pggit::shadow {
namespace {

using Outcome = std::expected<void, ScriptFailure>;

pg::Execution run_one(pg::Connection& session, const ScriptStatement& statement) {
  return statement.copy_data ? session.copy_in(statement.sql, *statement.copy_data)
                             : session.run(statement.sql);
}

bool has_copy(const std::vector<ScriptStatement>& script) {
  for (const ScriptStatement& statement : script) {
    if (statement.copy_data) return true;
  }
  return false;
}

// One round trip for the whole script; an error skips what stands behind it.
Outcome run_pipelined(pg::Connection& session, const std::vector<ScriptStatement>& script) {
  std::vector<pg::Connection::Queued> queue;
  for (const ScriptStatement& statement : script) queue.push_back({statement.sql, {}});
  const std::vector<pg::Execution> results = session.pipeline(queue);
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (!results[i]) return std::unexpected(ScriptFailure{i, results[i].error()});
  }
  return {};
}

}  // namespace

Outcome run_statements(pg::Connection& session, const std::vector<ScriptStatement>& script) {
  if (script.size() > 1 && session.in_transaction() && !has_copy(script))
    return run_pipelined(session, script);
  for (std::size_t i = 0; i < script.size(); ++i) {
    if (const pg::Execution done = run_one(session, script[i]); !done) {
      return std::unexpected(ScriptFailure{i, done.error()});
    }
  }
  return {};
}

Outcome run_script(pg::Connection& session, const std::vector<ScriptStatement>& script,
                   bool in_transaction) {
  if (script.empty()) return {};
  if (!in_transaction) return run_statements(session, script);
  if (const pg::Execution begun = session.run("BEGIN"); !begun)
    return std::unexpected(ScriptFailure{0, begun.error()});
  if (Outcome done = run_statements(session, script); !done) {
    (void)session.run("ROLLBACK");
    return done;
  }
  // COMMIT of a failed transaction answers ROLLBACK without an error.
  const bool failed = session.in_failed_transaction();
  const pg::Execution committed = session.run("COMMIT");
  if (!committed) return std::unexpected(ScriptFailure{script.size(), committed.error()});
  if (failed) {
    return std::unexpected(
        ScriptFailure{script.size(), {"25P02", "the transaction was rolled back", "", "", "", 0}});
  }
  return {};
}

}  // namespace pggit::shadow
