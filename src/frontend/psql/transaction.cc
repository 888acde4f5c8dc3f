#include "frontend/psql/transaction.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/text.h"
#include "frontend/shared/pieces.h"
#include "frontend/shared/transaction.h"
#include "syntax/sql/lexer.h"
#include "syntax/sql/split.h"

namespace pggit::frontend::psql {
namespace {

using Pieces = std::vector<ir::PieceOfMigration>;

struct Statement {
  std::size_t piece = 0;
  std::uint32_t begin = 0;  // in its text, with what stands before it
  std::uint32_t next = 0;   // behind its semicolon
  std::string text;
  std::string words;  // in lower case, with a space between: "begin work"
};

// The words of a short statement; those of a long one are cut off.
std::string words_of(std::string_view statement) {
  std::string words;
  syntax::sql::Lexer lexer(statement.substr(0, std::min<std::size_t>(statement.size(), 64)), true);
  while (!lexer.at_end()) {
    const std::string word = base::to_lower(lexer.skip_token());
    if (!word.empty()) words += (words.empty() ? "" : " ") + word;
  }
  return words;
}

std::vector<Statement> statements_of(const Pieces& pieces) {
  std::vector<Statement> statements;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const auto* sql = std::get_if<ir::Sql>(&pieces[i]);
    if (!sql) continue;
    const auto slices = syntax::sql::split(sql->text, {.meta_commands = false});
    for (std::size_t j = 0; j < slices.size(); ++j) {
      if (slices[j].kind != syntax::sql::SliceKind::Statement) continue;
      const auto end = std::uint32_t(sql->text.size());
      Statement statement{i, slices[j].begin, j + 1 < slices.size() ? slices[j + 1].begin : end, "",
                          ""};
      statement.text = sql->text.substr(slices[j].body, slices[j].end - slices[j].body);
      statement.words = words_of(statement.text);
      statements.push_back(std::move(statement));
    }
  }
  return statements;
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

bool begins(const Statement& s) {
  return is_one_of(s.words, {"begin", "begin work", "begin transaction", "start transaction"});
}
bool commits(const Statement& s) {
  return is_one_of(s.words, {"commit", "commit work", "commit transaction", "end", "end work",
                             "end transaction"});
}
bool is_of_transactions(const Statement& s) {
  const std::string first = s.words.substr(0, s.words.find(' '));
  return is_one_of(first, {"begin", "start", "commit", "end", "abort", "rollback", "prepare"}) &&
         !s.words.starts_with("rollback to");
}
bool sets(const Statement& s) {
  return s.words.starts_with("set ") && !s.words.starts_with("set local") &&
         !s.words.starts_with("set transaction");
}

// The statement's place in the script stays empty.
void take_out(Pieces& pieces, const Statement& statement) {
  const ir::Sql sql = std::get<ir::Sql>(pieces[statement.piece]);
  const auto end = std::uint32_t(sql.text.size());
  const auto at = pieces.begin() + std::ptrdiff_t(statement.piece);
  const auto part = [&](std::uint32_t from, std::uint32_t to) {
    return shared::slice(sql.text, sql.anchors, sql.file, from, to);
  };
  *at = part(0, statement.begin);
  if (statement.next < end) pieces.insert(at + 1, part(statement.next, end));
}

// BEGIN and COMMIT around all but what is SET before; false where the script is no such.
bool unwrap(Pieces& pieces, const std::vector<Statement>& statements) {
  const auto begin = std::ranges::find_if_not(statements, sets);
  if (statements.end() - begin < 2 || !begins(*begin) || !commits(statements.back())) return false;
  if (std::any_of(begin + 1, statements.end() - 1, is_of_transactions)) return false;
  take_out(pieces, statements.back());
  take_out(pieces, *begin);
  std::erase_if(pieces, [](const ir::PieceOfMigration& piece) {
    const auto* sql = std::get_if<ir::Sql>(&piece);
    return sql && base::trim(sql->text).empty();
  });
  return true;
}

bool fits_one_transaction(const std::vector<Statement>& statements) {
  return std::ranges::none_of(statements, [](const Statement& s) {
    return is_of_transactions(s) || shared::may_need_no_transaction(s.text);
  });
}

}  // namespace

void decide_transaction(ir::LoweredMigration& lowered, bool around_each) {
  const std::vector<Statement> statements = statements_of(lowered.pieces);
  lowered.transaction = ir::TransactionMode::None;
  const bool is_one = (statements.size() < 2 || around_each) && fits_one_transaction(statements);
  if (is_one || unwrap(lowered.pieces, statements))
    lowered.transaction = ir::TransactionMode::PerMigration;
}

}  // namespace pggit::frontend::psql
