// Where statements begin and end, as Flyway's own reader sees them: enough to know which cannot run
// in a transaction and where the rows of a COPY stand. No grammar: the SQL itself is parsed
// elsewhere.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace pggit::frontend::flyway {

struct Statement {
  std::uint32_t begin = 0;  // its first token, after comments
  std::uint32_t end = 0;    // behind its semicolon, or the end of the text
  bool transactional = true;
  bool copies = false;           // COPY ... FROM STDIN
  std::uint32_t data_begin = 0;  // of its rows: the line after the semicolon
  std::uint32_t data_end = 0;    // behind its last row; the line `\.` is not a row
  bool data_ends = true;         // false: the line `\.` is missing
};

// Statements in order; quotes, dollar quotes, comments, parentheses and BEGIN ATOMIC ... END bodies
// are stepped over. Source of the rules for transactions: PostgreSQLParser of Flyway 13, for
// PostgreSQL 12 and later (ALTER TYPE ... ADD VALUE is transactional there).
std::vector<Statement> statements_of(std::string_view text);

// Whether one of these words (upper case) stands in the text, outside of longer words.
bool has_word(std::string_view text, std::initializer_list<std::string_view> words);

}  // namespace pggit::frontend::flyway
