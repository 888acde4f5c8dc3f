#include "frontend/psql/copy.h"

#include "base/text.h"
#include "syntax/sql/lexer.h"

namespace pggit::frontend::psql {
namespace {

// 'it''s' gives it's; a bare word itself.
std::string unquoted(std::string_view text) {
  if (!text.starts_with('\'')) return std::string(text);
  std::string out;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    out += text[i];
    if (text[i] == '\'') ++i;
  }
  return out;
}

// A quoted text, or all up to the next space.
std::string_view argument_at(std::string_view text) {
  if (!text.starts_with('\'')) return text.substr(0, text.find_first_of(" \t\r\n"));
  syntax::sql::Lexer lexer(text, true);
  // A doubled quote closes and opens again.
  while (lexer.peek() == '\'') lexer.skip_token();
  return text.substr(0, lexer.at());
}

class Reader {
 public:
  explicit Reader(std::string_view line) : line_(base::trim(line)), lexer_(line_, true) {}

  std::optional<SlashCopy> run() {
    if (!take_what()) return std::nullopt;
    std::string_view rest = base::trim(lexer_.rest());
    std::string_view peer = argument_at(rest);
    rest = base::trim(rest.substr(peer.size()));
    const std::string word = base::to_lower(peer);
    if (word == "stdin" || word == "stdout" || word == "pstdin" || word == "pstdout") {
      copy_.peer = SlashCopy::Peer::Script;
    } else if (word == "program") {
      copy_.peer = SlashCopy::Peer::Program;
      peer = argument_at(rest);
      rest = base::trim(rest.substr(peer.size()));
    }
    if (peer.empty()) return std::nullopt;
    copy_.name = unquoted(peer);
    copy_.options = rest;
    return copy_;
  }

 private:
  // Up to FROM or TO outside parentheses.
  bool take_what() {
    int depth = 0;
    while (!lexer_.at_end()) {
      const std::size_t begin = lexer_.at();
      const char c = lexer_.peek();
      const std::string word = base::to_lower(lexer_.skip_token());
      if (c == '(') ++depth;
      if (c == ')') --depth;
      if (depth != 0 || (word != "from" && word != "to")) continue;
      copy_.what = base::trim(line_.substr(0, begin));
      copy_.from = word == "from";
      return !copy_.what.empty();
    }
    return false;
  }

  std::string_view line_;
  syntax::sql::Lexer lexer_;
  SlashCopy copy_;
};

}  // namespace

std::string SlashCopy::sql() const {
  return "COPY " + what + " FROM STDIN" + (options.empty() ? "" : " " + options);
}

std::optional<SlashCopy> parse_slash_copy(std::string_view line) { return Reader(line).run(); }

}  // namespace pggit::frontend::psql
