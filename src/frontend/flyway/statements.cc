#include "frontend/flyway/statements.h"

#include <algorithm>
#include <string>

#include "base/text.h"
#include "syntax/sql/lexer.h"

namespace pggit::frontend::flyway {
namespace {

// Flyway looks at the first words of a statement only.
constexpr std::size_t kWordsLookedAt = 11;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = char(c - 32);
  }
  return out;
}

bool any_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

// The first words of a statement outside parentheses; a word with a digit in it is a name to
// Flyway.
class Words {
 public:
  void add(std::string_view word) {
    if (words_.size() < kWordsLookedAt && std::ranges::none_of(word, is_digit)) {
      words_.push_back(upper(word));
    }
  }
  void clear() { words_.clear(); }

  bool transactional() const {
    const std::string_view first = at(0);
    const std::string_view second = at(1);
    if (first == "VACUUM") return false;
    if (first == "DISCARD") return second != "ALL";
    if (first == "ALTER") return second != "SYSTEM";
    if (first == "REINDEX") {
      return !any_of(at(second == "VERBOSE" ? 2 : 1), {"SCHEMA", "DATABASE", "SYSTEM"});
    }
    if (first != "CREATE" && first != "DROP") return true;
    if (any_of(second, {"DATABASE", "TABLESPACE", "SUBSCRIPTION"})) return false;
    const std::size_t index = second == "UNIQUE" ? 2 : 1;
    return !(at(index) == "INDEX" && at(index + 1) == "CONCURRENTLY");
  }

  bool copies_from_stdin() const {
    if (at(0) != "COPY") return false;
    for (std::size_t i = 1; i + 1 < words_.size(); ++i) {
      if (words_[i] == "FROM" && words_[i + 1] == "STDIN") return true;
    }
    return false;
  }

 private:
  std::string_view at(std::size_t i) const {
    return i < words_.size() ? std::string_view(words_[i]) : std::string_view();
  }
  std::vector<std::string> words_;
};

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text), lexer_(text, true) {}

  std::vector<Statement> run() {
    while (!lexer_.at_end()) step();
    if (started_) finish(text_.size());
    return std::move(statements_);
  }

 private:
  void step() {
    const char c = lexer_.peek();
    if (syntax::sql::is_space(c)) return lexer_.skip_spaces();
    if (lexer_.at_line_comment()) return lexer_.skip_line();
    if (lexer_.at_block_comment()) return lexer_.skip_block_comment();
    if (c != ';' || parens_ > 0 || blocks_ > 0) return take_token(c);
    lexer_.advance(1);
    if (started_) finish(lexer_.at());
  }

  void take_token(char c) {
    if (!started_) begin_ = lexer_.at();
    started_ = true;
    const std::string_view word = lexer_.skip_token();
    if (c == '(') ++parens_;
    if (c == ')' && parens_ > 0) --parens_;
    if (word.empty() || parens_ > 0) return;
    words_.add(word);
    follow_blocks(word);
  }

  // BEGIN ATOMIC opens a body, CASE inside it opens another END.
  void follow_blocks(std::string_view word) {
    if (word.size() > 6) return;
    const std::string key = upper(word);
    if (last_word_ == "BEGIN" && key == "ATOMIC") ++blocks_;
    if (blocks_ > 0 && key == "CASE") ++blocks_;
    if (blocks_ > 0 && key == "END") --blocks_;
    last_word_ = key;
  }

  void finish(std::size_t end) {
    Statement statement{std::uint32_t(begin_), std::uint32_t(end), words_.transactional()};
    if (words_.copies_from_stdin()) take_rows(statement);
    statements_.push_back(statement);
    words_.clear();
    last_word_.clear();
    started_ = false;
    parens_ = blocks_ = 0;
  }

  void take_rows(Statement& statement) {
    statement.copies = true;
    std::size_t line = next_line(lexer_.at());
    statement.data_begin = std::uint32_t(line);
    while (line < text_.size()) {
      const std::size_t next = next_line(line);
      if (base::trim(text_.substr(line, next - line)) == "\\.") break;
      line = next;
    }
    statement.data_ends = line < text_.size();
    statement.data_end = std::uint32_t(line);
    lexer_.advance(next_line(line) - lexer_.at());
  }

  std::size_t next_line(std::size_t from) const {
    const std::size_t end = text_.find('\n', from);
    return end == text_.npos ? text_.size() : end + 1;
  }

  std::string_view text_;
  syntax::sql::Lexer lexer_;
  std::vector<Statement> statements_;
  std::size_t begin_ = 0;
  bool started_ = false;
  int parens_ = 0;
  int blocks_ = 0;
  std::string last_word_;
  Words words_;
};

}  // namespace

std::vector<Statement> statements_of(std::string_view text) { return Scanner(text).run(); }

bool has_word(std::string_view text, std::initializer_list<std::string_view> words) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!syntax::sql::starts_word(text[i])) continue;
    const std::size_t begin = i;
    while (i < text.size() && syntax::sql::in_word(text[i])) ++i;
    if (any_of(upper(text.substr(begin, i - begin)), words)) return true;
  }
  return false;
}

}  // namespace pggit::frontend::flyway
