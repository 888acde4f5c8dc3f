#include "frontend/liquibase/cut.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace pggit::frontend::liquibase {
namespace {

enum class TokenKind { Space, Comment, Other };

struct Token {
  TokenKind kind = TokenKind::Other;
  std::size_t begin = 0;
  std::size_t end = 0;
};

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool in_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         (c & 0x80) != 0;
}

// The delimiter without what a regular expression says of the line before it.
struct Delimiter {
  std::string text;            // lower case
  bool after_newline = false;  // "\n/"
};

Delimiter read_delimiter(std::string_view written) {
  Delimiter out;
  std::string text = base::to_lower(written);
  const auto take = [&](std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text = text.substr(prefix.size());
    return true;
  };
  for (bool more = true; more;) {
    more = take("\\s*");
    if (take("\\r\\n") || take("\\n") || take("\n") || take("\r\n"))
      more = out.after_newline = true;
  }
  for (const std::string_view tail : {"\\s*$", "$", "\\s*", "\\n", "\n"})
    if (text.size() > tail.size() && text.ends_with(tail) && text != "$$")
      text.resize(text.size() - tail.size());
  if (written == "/") out.after_newline = true;
  out.text = std::move(text);
  return out;
}

class Cutter {
 public:
  Cutter(std::string_view text, const CutRules& rules)
      : text_(text), rules_(rules), delimiter_(read_delimiter(rules.delimiter)) {}

  std::vector<Cut> run() {
    while (at_ < text_.size()) take(next());
    finish();
    return std::move(cuts_);
  }

 private:
  std::size_t find_end(std::string_view mark, std::size_t from) const {
    const std::size_t found = text_.find(mark, from);
    return found == text_.npos ? text_.size() : found + mark.size();
  }

  // A string to its closing quote: two of them, and one behind a backslash, are a part of it.
  std::size_t quoted_end(char quote) const {
    for (std::size_t i = at_ + 1; i < text_.size(); ++i) {
      if (text_[i] == '\\' && i + 1 < text_.size() && is_escape_string()) {
        ++i;
      } else if (text_[i] == quote) {
        if (i + 1 >= text_.size() || text_[i + 1] != quote) return i + 1;
        ++i;
      }
    }
    return at_ + 1;  // never closed: a character like any other
  }

  bool is_escape_string() const {
    return at_ > 0 && (text_[at_ - 1] == 'E' || text_[at_ - 1] == 'e');
  }

  bool at_delimiter() const {
    return !delimiter_.text.empty() && !in_word(delimiter_.text[0]) &&
           base::starts_with_ignoring_case(text_.substr(at_), delimiter_.text);
  }

  Token next() {
    Token token{TokenKind::Other, at_, at_ + 1};
    const char c = text_[at_];
    const auto while_true = [&](auto&& fits) {
      while (token.end < text_.size() && fits(text_[token.end])) ++token.end;
    };
    if (is_space(c)) {
      token.kind = TokenKind::Space;
      while_true(is_space);
    } else if (at_delimiter()) {
      token.end = at_ + delimiter_.text.size();
    } else if (text_.substr(at_, 2) == "--") {
      token.kind = TokenKind::Comment;
      token.end = std::min(text_.find('\n', at_), text_.size());
      if (token.end > at_ && text_[token.end - 1] == '\r') --token.end;
    } else if (text_.substr(at_, 2) == "/*") {
      token.kind = TokenKind::Comment;
      token.end = find_end("*/", at_ + 2);
    } else if (c == '\'' || c == '"') {
      token.end = quoted_end(c);
    } else if (in_word(c)) {
      while_true(in_word);
    }
    at_ = token.end;
    return token;
  }

  std::string_view text_of(const Token& token) const {
    return text_.substr(token.begin, token.end - token.begin);
  }

  bool is_word(const Token& token, std::string_view word) const {
    return token.kind == TokenKind::Other && base::to_lower(text_of(token)) == word;
  }

  bool follows_newline(const Token& token) const {
    return token.begin == 0 || text_[token.begin - 1] == '\n';
  }

  bool is_delimiter(const Token& token) const {
    if (!rules_.split || token.kind != TokenKind::Other) return false;
    if (rules_.delimiter.empty()) {
      if (text_of(token) == ";") return true;
      return (is_word(token, "go") || text_of(token) == "/") && follows_newline(token);
    }
    if (delimiter_.after_newline && !follows_newline(token)) return false;
    return is_word(token, delimiter_.text);
  }

  // The next word, "transaction" in BEGIN TRANSACTION; not taken.
  std::string next_word() const {
    std::size_t from = at_;
    while (from < text_.size() && is_space(text_[from])) ++from;
    std::size_t end = from;
    while (end < text_.size() && in_word(text_[end])) ++end;
    return base::to_lower(text_.substr(from, end - from));
  }

  void follow_blocks(const Token& token) {
    constexpr std::array kNoBlock = std::to_array<std::string_view>(
        {"transaction", "trans", "tran", "dialog", "conversation", "distributed"});
    if (is_word(token, "begin")) {
      if (std::ranges::find(kNoBlock, next_word()) == kNoBlock.end()) ++blocks_;
    } else if (is_word(token, "end") && blocks_ > 0) {
      if (std::ranges::find(kNoBlock.begin(), kNoBlock.begin() + 3, next_word()) ==
          kNoBlock.begin() + 3)
        --blocks_;
    }
  }

  void take(const Token& token) {
    if (rules_.delimiter.empty()) follow_blocks(token);
    if (blocks_ == 0 && is_delimiter(token)) return finish();
    if (token.kind == TokenKind::Comment && rules_.strip_comments) return;
    if (token.kind == TokenKind::Space && open_.empty()) return;
    if (!open_.empty() && open_.back().end == token.begin) {
      open_.back().end = std::uint32_t(token.end);
    } else {
      open_.push_back({std::uint32_t(token.begin), std::uint32_t(token.end)});
    }
  }

  void finish() {
    while (!open_.empty()) {
      Segment& last = open_.back();
      while (last.end > last.begin && is_space(text_[last.end - 1])) --last.end;
      if (last.end > last.begin) break;
      open_.pop_back();
    }
    if (!open_.empty()) cuts_.push_back(std::move(open_));
    open_.clear();
  }

  std::string_view text_;
  const CutRules& rules_;
  Delimiter delimiter_;
  std::size_t at_ = 0;
  int blocks_ = 0;
  Cut open_;
  std::vector<Cut> cuts_;
};

}  // namespace

bool is_plain_delimiter(std::string_view delimiter) {
  if (delimiter.size() <= 1 || delimiter == "$$" || delimiter == "^^") return true;
  return read_delimiter(delimiter).text.find_first_of("\\[](){}*+?|^.$") == std::string::npos;
}

std::vector<Cut> cut(std::string_view script, const CutRules& rules) {
  return Cutter(script, rules).run();
}

}  // namespace pggit::frontend::liquibase
