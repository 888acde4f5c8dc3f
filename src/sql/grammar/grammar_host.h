// PostgreSQL 18's own grammar, compiled to WebAssembly, turned into C by wasm2c and run in a sandbox: no text, however
// hostile, can reach memory outside the module or end the process.
//
// Facts about its answers: node locations in the JSON are bytes from 0; the error's cursor position counts characters
// from 1; fields that are false, 0 or NULL are absent.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace pggit::sql {

// `error` is empty where the call worked. cursorpos is the place of the error in characters from 1, 0 where unknown.
struct ParseOutcome {
  std::string text;  // the answer: JSON, fingerprint or normalized SQL
  std::string error;
  int cursorpos = 0;

  [[nodiscard]] bool ok() const { return error.empty(); }
};

// One instance of the grammar: 0.6 ms to make. Any thread may use it, but only one at a time.
//
// Texts up to kMaxText bytes without NUL bytes are taken, others are answered with an error; so are runs of more than
// kMaxOperator operator characters (the scanner takes quadratic time for nested comment openings). Nesting deeper than the
// module's stack allows, and whatever else makes the module stop, is an error too; the next call starts a fresh module.
class GrammarHost {
 public:
  static constexpr std::size_t kMaxText = std::size_t{128} << 20;
  static constexpr std::size_t kMaxOperator = 4096;

  GrammarHost();
  ~GrammarHost();
  GrammarHost(GrammarHost&&) noexcept;
  GrammarHost& operator=(GrammarHost&&) noexcept;

  // The parse tree of all statements in `sql`: {"version":180004,"stmts":[{"stmt":{...},"stmt_location":n,"stmt_len":n}]}.
  // Meant for one statement at a time: the module's memory grows with the text.
  ParseOutcome parse(std::string_view sql);

  // The PL/pgSQL trees of the CREATE FUNCTION and DO statements in `sql`, as JSON. Errors come without a position.
  ParseOutcome parse_plpgsql(std::string_view sql);

  // 16 hex digits, equal for statements that differ only in constants, spaces and comments.
  ParseOutcome fingerprint(std::string_view sql);

  // The text with its constants replaced by $1, $2, ...
  ParseOutcome normalize(std::string_view sql);

  // The tokens of `sql` as JSON, comments included; needs no valid syntax.
  ParseOutcome scan(std::string_view sql);

  // How many modules were made so far: 1, and one more for each restart after a trap or after a large text.
  [[nodiscard]] int modules_made() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pggit::sql
