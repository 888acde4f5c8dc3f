#include "shadow/run_script.h"

#include <algorithm>
#include <iterator>

#include "base/text.h"

namespace pggit::shadow {
namespace {

using Outcome = std::expected<void, ScriptFailure>;

pg::Execution run_one(pg::Connection& session, const ScriptStatement& statement) {
  return statement.copy_data ? session.copy_in(statement.sql, *statement.copy_data)
                             : session.run(statement.sql);
}

// The protocol has no COPY from or to the client inside a pipeline. A word of that kind elsewhere costs round trips only.
bool may_copy(const std::vector<ScriptStatement>& script) {
  return std::ranges::any_of(script, [](const ScriptStatement& statement) {
    return base::to_lower(statement.sql).find("copy") != std::string::npos;
  });
}

// A text that may take along what is prepared in its session, also where code hides the statement.
bool may_discard(const std::vector<ScriptStatement>& script) {
  return std::ranges::any_of(script, [](const ScriptStatement& statement) {
    const std::string text = base::to_lower(statement.sql);
    // What a session is set up with for each migration: it takes nothing prepared along.
    if (text == "discard sequences" || text == "discard temp") return false;
    return text.find("deallocate") != std::string::npos ||
           text.find("discard") != std::string::npos;
  });
}

void append(std::vector<pg::Connection::Queued>& queue,
            const std::vector<ScriptStatement>& script) {
  for (const ScriptStatement& statement : script) queue.push_back({statement.sql, {}});
}

// The first failure; `first` is the place of the script's first statement in the queue. What fails around the script
// counts as its end.
std::optional<ScriptFailure> failure_of(const std::vector<pg::Execution>& results,
                                        std::size_t first, std::size_t size) {
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (results[i]) continue;
    const bool inside = i >= first && i < first + size;
    return ScriptFailure{inside ? i - first : size, results[i].error()};
  }
  return std::nullopt;
}

// One round trip for the whole script; an error skips what stands behind it.
Outcome run_pipelined(pg::Connection& session, const std::vector<ScriptStatement>& script) {
  std::vector<pg::Connection::Queued> queue;
  append(queue, script);
  if (auto failure = failure_of(session.pipeline(queue), 0, script.size()))
    return std::unexpected(*std::move(failure));
  return {};
}

using Queue = Around::Queue;
using Answers = std::expected<std::vector<pg::Rows>, ScriptFailure>;

// Everything in one round trip.
std::vector<pg::Execution> run_at_once(pg::Connection& session,
                                       const std::vector<ScriptStatement>& script, Queue queue,
                                       const Queue& end) {
  append(queue, script);
  queue.insert(queue.end(), end.begin(), end.end());
  return session.pipeline(queue);
}

// The same where rows are sent between the statements. What did not run is left out at the end.
std::vector<pg::Execution> run_in_pieces(pg::Connection& session,
                                         const std::vector<ScriptStatement>& script,
                                         const Queue& start, const Queue& end) {
  std::vector<pg::Execution> results = session.pipeline(start);
  for (const ScriptStatement& statement : script) {
    if (!results.back()) return results;
    results.push_back(run_one(session, statement));
  }
  if (!results.back()) return results;
  std::ranges::move(session.pipeline(end), std::back_inserter(results));
  return results;
}

const pg::Connection::Queued kCommit{"COMMIT", {}, true};

// What was answered to the questions: all from `asked` on but the script's own results.
std::vector<pg::Rows> answers_of(const std::vector<pg::Execution>& results, std::size_t asked,
                                 std::size_t first, std::size_t size) {
  std::vector<pg::Rows> answers;
  for (std::size_t i = asked; i < results.size(); ++i) {
    if (i < first || i >= first + size) answers.push_back(*results[i]);
  }
  return answers;
}

// The questions that follow from the answers, and the end of the transaction.
void ask_more(pg::Connection& session, const Around& around, const std::vector<pg::Rows>& answers,
              std::vector<pg::Execution>& results) {
  std::expected<Queue, pg::ServerError> more = around.more(answers);
  if (!more) return results.emplace_back(std::unexpected(more.error())), void();
  more->push_back(kCommit);
  std::ranges::move(session.pipeline(*more), std::back_inserter(results));
}

}  // namespace

Outcome run_statements(pg::Connection& session, const std::vector<ScriptStatement>& script) {
  if (may_discard(script)) session.forget_prepared();
  if (script.size() > 1 && session.in_transaction() && !may_copy(script))
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
  const auto done = run_transaction(session, script, {});
  if (!done) return std::unexpected(done.error());
  return {};
}

Answers run_transaction(pg::Connection& session, const std::vector<ScriptStatement>& script,
                        const Around& around) {
  Queue start;
  // These come again with every script.
  for (const std::string& sql : around.setup) start.push_back({sql, {}, true});
  start.push_back({"BEGIN", {}, true});
  const std::size_t asked = start.size();
  start.insert(start.end(), around.at_start.begin(), around.at_start.end());
  const std::size_t first = start.size();
  Queue end = around.before_end;
  if (!around.more) end.push_back(kCommit);
  const bool discards = may_discard(script);
  for (pg::Connection::Queued& question : end) question.prepared &= !discards;
  std::vector<pg::Execution> results = may_copy(script) ? run_in_pieces(session, script, start, end)
                                                        : run_at_once(session, script, start, end);
  if (discards) session.forget_prepared();
  if (around.more &&
      std::ranges::all_of(results, [](const auto& result) { return result.has_value(); }))
    ask_more(session, around, answers_of(results, asked, first, script.size()), results);
  if (auto failure = failure_of(results, first, script.size())) {
    if (session.in_transaction()) (void)session.run("ROLLBACK");
    return std::unexpected(*std::move(failure));
  }
  // COMMIT of a failed transaction answers ROLLBACK without an error.
  if (results.back()->tag() == "ROLLBACK") {
    return std::unexpected(
        ScriptFailure{script.size(), {"25P02", "the transaction was rolled back", "", "", "", 0}});
  }
  results.pop_back();
  return answers_of(results, asked, first, script.size());
}

}  // namespace pggit::shadow
