#include "frontend/shared/transaction.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/text.h"
#include "syntax/sql/lexer.h"
#include "syntax/sql/split.h"

namespace pggit::frontend::shared {
namespace {

using syntax::sql::Slice;
using Words = std::vector<std::string>;

bool is_one_of(std::string_view word, const auto& words) {
  return std::ranges::find(words, word) != std::end(words);
}

// The words of a statement outside quotes and comments, in lower case.
Words words_of(std::string_view statement) {
  Words words;
  syntax::sql::Lexer lexer(statement, true);
  while (!lexer.at_end()) {
    if (syntax::sql::is_space(lexer.peek())) {
      lexer.skip_spaces();
    } else if (lexer.at_line_comment()) {
      lexer.skip_line_comment();
    } else if (lexer.at_block_comment()) {
      lexer.skip_block_comment();
    } else if (const std::string_view word = lexer.skip_token(); !word.empty()) {
      words.push_back(base::to_lower(word));
    }
  }
  return words;
}

bool is_transaction_command(std::string_view statement) {
  constexpr auto kCommands =
      std::to_array<std::string_view>({"begin", "start", "commit", "end", "rollback", "abort"});
  const Words words = words_of(statement.substr(0, std::min<std::size_t>(statement.size(), 32)));
  return !words.empty() && is_one_of(words.front(), kCommands);
}

// A lone statement is its own transaction, with or without a BEGIN before it.
ir::TransactionMode mode_of_one(std::string_view statement) {
  return may_need_no_transaction(statement) ? ir::TransactionMode::None
                                            : ir::TransactionMode::PerMigration;
}

std::string_view text_of(std::string_view text, const Slice& part) {
  return text.substr(part.body, part.end - part.body);
}

}  // namespace

bool may_need_no_transaction(std::string_view statement) {
  constexpr auto kFirst =
      std::to_array<std::string_view>({"vacuum", "reindex", "cluster", "call", "discard", "begin",
                                       "start", "commit", "end", "rollback", "abort"});
  constexpr auto kSecond =
      std::to_array<std::string_view>({"system", "database", "tablespace", "subscription"});
  const Words words = words_of(statement);
  if (words.empty()) return false;
  if (words.front() == "do") {
    const std::string body = base::to_lower(statement);
    return body.find("commit") != body.npos || body.find("rollback") != body.npos;
  }
  if (is_one_of(words.front(), kFirst) || is_one_of("concurrently", words)) return true;
  return words.size() > 1 && is_one_of(words[1], kSecond);
}

ir::TransactionMode mode_of_message(std::string_view text) {
  const std::vector<Slice> parts = syntax::sql::split(text);
  if (parts.size() == 1) return mode_of_one(text_of(text, parts.front()));
  const bool has_commands = std::ranges::any_of(
      parts, [&](const Slice& part) { return is_transaction_command(text_of(text, part)); });
  return has_commands ? ir::TransactionMode::None : ir::TransactionMode::PerMigration;
}

ir::TransactionMode mode_of_pipeline(std::string_view text) {
  const std::vector<Slice> parts = syntax::sql::split(text);
  const bool begins_outside =
      !parts.empty() && may_need_no_transaction(text_of(text, parts.front()));
  return begins_outside ? ir::TransactionMode::None : mode_of_message(text);
}

ir::TransactionMode mode_of_each(std::string_view text) {
  const std::vector<Slice> parts = syntax::sql::split(text);
  return parts.size() == 1 ? mode_of_one(text_of(text, parts.front())) : ir::TransactionMode::None;
}

}  // namespace pggit::frontend::shared
