#include "frontend/flyway/statements.h"

#include <algorithm>
#include <string>

#include "base/text.h"

namespace pggit::frontend::flyway {
namespace {

// Flyway looks at the first words of a statement only.
constexpr std::size_t kWordsLookedAt = 11;

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0;
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) { return is_letter(c) || is_digit(c) || c == '$'; }

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
  explicit Scanner(std::string_view text) : text_(text) {}

  std::vector<Statement> run() {
    while (i_ < text_.size()) step();
    if (started_) finish(text_.size());
    return std::move(statements_);
  }

 private:
  void step() {
    const char c = text_[i_];
    if (c == ' ' || (c >= '\t' && c <= '\r')) {
      ++i_;
    } else if (text_.substr(i_, 2) == "--") {
      i_ = std::min(text_.find('\n', i_), text_.size());
    } else if (text_.substr(i_, 2) == "/*") {
      skip_comment();
    } else if (c == ';' && parens_ == 0 && blocks_ == 0) {
      ++i_;
      if (started_) finish(i_);
    } else {
      start();
      take_token(c);
    }
  }

  void start() {
    if (started_) return;
    started_ = true;
    begin_ = i_;
  }

  void take_token(char c) {
    if (c == '\'') {
      skip_quoted('\'', false);
    } else if (c == '"') {
      skip_quoted('"', false);
    } else if (c == '$' && dollar_tag() > 0) {
      skip_dollar_quoted(dollar_tag());
    } else if (is_letter(c)) {
      take_word();
    } else if (is_digit(c)) {
      while (i_ < text_.size() && is_word(text_[i_])) ++i_;
    } else {
      if (c == '(') ++parens_;
      if (c == ')' && parens_ > 0) --parens_;
      ++i_;
    }
  }

  void take_word() {
    const std::size_t begin = i_;
    while (i_ < text_.size() && is_word(text_[i_])) ++i_;
    const std::string_view word = text_.substr(begin, i_ - begin);
    const bool quote_follows = i_ < text_.size() && text_[i_] == '\'';
    if (quote_follows && (word == "E" || word == "e")) return skip_quoted('\'', true);
    if (parens_ > 0) return;
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

  void skip_comment() {
    int depth = 0;
    do {
      if (text_.substr(i_, 2) == "/*") {
        ++depth;
        i_ += 2;
      } else if (text_.substr(i_, 2) == "*/") {
        --depth;
        i_ += 2;
      } else {
        ++i_;
      }
    } while (depth > 0 && i_ < text_.size());
    i_ = std::min(i_, text_.size());
  }

  void skip_quoted(char quote, bool escapes) {
    for (++i_; i_ < text_.size(); ++i_) {
      if (escapes && text_[i_] == '\\') {
        ++i_;
      } else if (text_[i_] == quote) {
        if (i_ + 1 >= text_.size() || text_[i_ + 1] != quote) break;
        ++i_;
      }
    }
    i_ = std::min(i_ + 1, text_.size());
  }

  // Length of the $tag$ that stands here, or 0.
  std::size_t dollar_tag() const {
    std::size_t end = i_ + 1;
    while (end < text_.size() &&
           (is_letter(text_[end]) || (end > i_ + 1 && is_digit(text_[end])))) {
      ++end;
    }
    return end < text_.size() && text_[end] == '$' ? end + 1 - i_ : 0;
  }

  void skip_dollar_quoted(std::size_t length) {
    const std::size_t end = text_.find(text_.substr(i_, length), i_ + length);
    i_ = end == text_.npos ? text_.size() : end + length;
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
    std::size_t line = next_line(i_);
    statement.data_begin = std::uint32_t(line);
    while (line < text_.size()) {
      const std::size_t next = next_line(line);
      if (base::trim(text_.substr(line, next - line)) == "\\.") break;
      line = next;
    }
    statement.data_ends = line < text_.size();
    statement.data_end = std::uint32_t(line);
    i_ = next_line(line);
  }

  std::size_t next_line(std::size_t from) const {
    const std::size_t end = text_.find('\n', from);
    return end == text_.npos ? text_.size() : end + 1;
  }

  std::string_view text_;
  std::vector<Statement> statements_;
  std::size_t i_ = 0;
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
    if (!is_letter(text[i])) continue;
    const std::size_t begin = i;
    while (i < text.size() && is_word(text[i])) ++i;
    if (any_of(upper(text.substr(begin, i - begin)), words)) return true;
  }
  return false;
}

}  // namespace pggit::frontend::flyway
