// One statement in, its parse tree out. PostgreSQL 18's own grammar, sandboxed (sql/grammar/).
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

#include "sql/tree.h"

namespace pggit::sql {

struct SyntaxError {
  std::string message;       // PostgreSQL's words: `syntax error at or near "TABL"`
  std::uint32_t offset = 0;  // byte in the text that was given
  bool operator==(const SyntaxError&) const = default;
};

// Not safe for use by two threads at once; make one a thread. Costs 0.6 ms to make.
class Parser {
 public:
  Parser();
  ~Parser();
  Parser(Parser&&) noexcept;
  Parser& operator=(Parser&&) noexcept;

  // The text holds exactly one statement (comments around it are fine); a text of none gives an empty root. Bytes
  // that are no UTF-8 outside comments, and trees of more than 4,096 levels, are errors too.
  std::expected<Tree, SyntaxError> parse(std::string_view statement);

  // Parses `expression` as the argument of SELECT; the root is the expression's node, whose locations count from
  // the S of a "SELECT " in front. Several expressions, a name or a semicolon behind it or another clause are an error.
  std::expected<Tree, SyntaxError> parse_expression(std::string_view expression);

  // The PL/pgSQL tree of one CREATE FUNCTION or DO statement: a PLpgSQL_function. Queries and expressions in it are
  // texts, the `query` of a PLpgSQL_expr.
  std::expected<Tree, SyntaxError> parse_plpgsql(std::string_view statement);

  // 16 hex digits, equal for statements that differ only in constants, spaces and comments.
  std::expected<std::string, SyntaxError> fingerprint(std::string_view statement);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pggit::sql
