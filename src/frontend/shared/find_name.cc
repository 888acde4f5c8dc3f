#include "frontend/shared/find_name.h"

#include "syntax/sql/lexer.h"

namespace pggit::frontend::shared {

std::optional<std::size_t> find_name(std::string_view text, bool (*is_one)(std::string_view)) {
  syntax::sql::Lexer lexer(text, true);
  while (!lexer.at_end()) {
    const std::size_t at = lexer.at();
    if (lexer.at_line_comment()) {
      lexer.skip_line_comment();
    } else if (lexer.at_block_comment()) {
      lexer.skip_block_comment();
    } else if (syntax::sql::is_space(lexer.peek())) {
      lexer.skip_spaces();
    } else {
      const std::string_view word = lexer.skip_token();
      const std::string_view token = text.substr(at, lexer.at() - at);
      const bool is_quoted = token.size() > 2 && token.front() == '"';
      if (is_one(is_quoted ? token.substr(1, token.size() - 2) : word)) return at;
    }
  }
  return std::nullopt;
}

}  // namespace pggit::frontend::shared
