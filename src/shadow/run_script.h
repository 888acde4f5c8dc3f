// Runs a script as the tool would: in one transaction, or each statement on its own.
#pragma once

#include <expected>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "pg/connection.h"

namespace pggit::shadow {

struct ScriptStatement {
  std::string sql;
  std::optional<std::string> copy_data;  // the rows of a COPY ... FROM STDIN
};

struct ScriptFailure {
  std::size_t statement =
      0;  // index into the script; its size: the COMMIT failed (a deferred constraint)
  pg::ServerError error;
};

// On failure in a transaction everything is rolled back; outside of one, what ran before stays.
std::expected<void, ScriptFailure> run_script(pg::Connection& session,
                                              const std::vector<ScriptStatement>& script,
                                              bool in_transaction);

// Questions around a script that runs in a transaction.
struct Around {
  using Queue = std::vector<pg::Connection::Queued>;
  std::vector<std::string> setup;  // statements before BEGIN
  Queue at_start;                  // asked when the transaction has begun
  Queue before_end;                // asked before it commits
  // What else to ask then, by the answers so far; empty: nothing depends on them.
  std::function<std::expected<Queue, pg::ServerError>(std::span<const pg::Rows>)> more = {};
};
// The answers, in order. In one round trip, or two with `more`, where no rows of a COPY are sent.
std::expected<std::vector<pg::Rows>, ScriptFailure> run_transaction(
    pg::Connection& session, const std::vector<ScriptStatement>& script, const Around& around);

// Like run_script inside a transaction that the caller began: nothing is committed or rolled back.
std::expected<void, ScriptFailure> run_statements(pg::Connection& session,
                                                  const std::vector<ScriptStatement>& script);

}  // namespace pggit::shadow
