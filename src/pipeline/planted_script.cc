#include "pipeline/planted_script.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "pipeline/prove_parts.h"

namespace pggit::pipeline {
namespace {

// "start transaction" of "START  TRANSACTION ;".
std::string words_of(const std::string& sql) {
  std::string words;
  for (const char c : base::to_lower(sql.substr(0, 64))) {
    if (c == ';') break;
    const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!space) words.push_back(c);
    if (space && !words.empty() && words.back() != ' ') words.push_back(' ');
  }
  return std::string(base::trim(words));
}

bool begins(const std::string& sql) {
  static const std::set<std::string> kWords{"begin", "begin work", "begin transaction",
                                            "start transaction"};
  return kWords.contains(words_of(sql));
}

bool commits(const std::string& sql) {
  static const std::set<std::string> kWords{"commit", "commit work", "commit transaction",
                                            "end",    "end work",    "end transaction"};
  return kWords.contains(words_of(sql));
}

// A text that commits would leave the planted rows behind.
bool is_about_transactions(const std::string& sql) {
  static const std::set<std::string> kWords{"begin", "start",    "commit", "end",
                                            "abort", "rollback", "prepare"};
  const std::string text = base::to_lower(sql.substr(0, 16));
  return kWords.contains(text.substr(0, text.find_first_not_of("abcdefghijklmnopqrstuvwxyz")));
}

// How long a statement may take or wait changes nothing that it does.
bool sets_a_timeout(const std::string& sql) {
  const std::string words = words_of(sql);
  return words.starts_with("set local lock_timeout") ||
         words.starts_with("set local statement_timeout") ||
         words.starts_with("set local idle_in_transaction_session_timeout");
}

// BEGIN and COMMIT by turns, without anything that lasts until a COMMIT and no longer.
bool has_plain_transactions(const bind::Step& step) {
  bool open = false;
  for (const bind::Statement& statement : step.statements) {
    if (statement.kind != bind::Statement::Kind::Sql) continue;
    if (words_of(statement.text).starts_with("set local ") && !sets_a_timeout(statement.text))
      return false;
    if (!is_about_transactions(statement.text)) continue;
    if (!(open ? commits(statement.text) : begins(statement.text))) return false;
    open = !open;
  }
  return !open && !makes_temporary(step);
}

// CREATE INDEX CONCURRENTLY says how long others wait, not which rows or which index come out; inside a transaction it is a
// CREATE INDEX.
std::string without_concurrently(const std::string& sql) {
  constexpr std::string_view kWord = "concurrently ";
  const std::string start = base::to_lower(sql.substr(0, 40));
  for (const std::string_view words :
       {"create index concurrently ", "create unique index concurrently ",
        "drop index concurrently "}) {
    if (start.starts_with(words)) {
      return sql.substr(0, words.size() - kWord.size()) + sql.substr(words.size());
    }
  }
  return sql;
}

std::string in_one_transaction(const std::string& sql) {
  if (begins(sql) || sets_a_timeout(sql)) return "SELECT";
  if (commits(sql)) return "SET CONSTRAINTS ALL IMMEDIATE";
  return without_concurrently(sql);
}

}  // namespace

std::string why_not_in_one_transaction(const bind::Step& step) {
  const bool any = std::ranges::any_of(step.statements, [](const bind::Statement& statement) {
    return statement.kind == bind::Statement::Kind::Sql && is_about_transactions(statement.text);
  });
  return any && !has_plain_transactions(step) ? "it begins or ends transactions itself" : "";
}

std::vector<shadow::ScriptStatement> planted_script(const bind::Step& step) {
  std::vector<shadow::ScriptStatement> script = script_of(step);
  for (shadow::ScriptStatement& statement : script)
    statement.sql = in_one_transaction(statement.sql);
  return script;
}

}  // namespace pggit::pipeline
