#include "syntax/sql/lexer.h"

namespace pggit::syntax::sql {
namespace {

bool is_line_end(char c) { return c == '\n' || c == '\r'; }
bool is_one_of(std::string_view word, char lower) {
  return word.size() == 1 && (word[0] | 0x20) == lower;
}

}  // namespace

void Lexer::skip_spaces() {
  while (at_ < text_.size() && is_space(text_[at_])) ++at_;
}

void Lexer::skip_line_comment() {
  while (at_ < text_.size() && !is_line_end(text_[at_])) ++at_;
}

void Lexer::skip_line() {
  const std::size_t end = text_.find('\n', at_);
  at_ = end == std::string_view::npos ? text_.size() : end + 1;
}

void Lexer::skip_block_comment() {
  int depth = 0;
  while (at_ < text_.size()) {
    if (at_block_comment()) {
      ++depth;
      advance(2);
    } else if (peek() == '*' && peek(1) == '/') {
      advance(2);
      if (--depth == 0) return;
    } else {
      ++at_;
    }
  }
}

std::string_view Lexer::skip_token() {
  const char c = text_[at_];
  switch (char_class(c)) {
    case CharClass::Word:
      return skip_word();
    case CharClass::Digit:
      skip_number();
      return {};
    case CharClass::Space:
    case CharClass::Other:
      break;
  }
  if (c == '\'' && !standard_) {
    skip_escaped();
  } else if (c == '\'' || c == '"') {
    skip_quoted(c);
  } else if (c == '$') {
    skip_dollar();
  } else {
    ++at_;
  }
  return {};
}

// A doubled quote inside closes and opens again, which leads to the same place.
void Lexer::skip_quoted(char quote) {
  const std::size_t close = text_.find(quote, at_ + 1);
  open_ = close == std::string_view::npos;
  at_ = open_ ? text_.size() : close + 1;
}

void Lexer::skip_escaped() {
  do {
    open_ = true;
    for (++at_; at_ < text_.size() && open_; ++at_) {
      if (text_[at_] == '\\')
        ++at_;
      else
        open_ = text_[at_] != '\'';
    }
    advance(0);
  } while (!open_ && continues_string());
}

// 'a' and, behind spaces with a line end among them, 'b' are one string: the second has the escapes of the first. A
// doubled quote goes on as well. Moves to the quote only when there is one.
bool Lexer::continues_string() {
  if (peek() == '\'') return true;
  Lexer ahead = *this;
  bool has_line_end = false;
  while (!ahead.at_end()) {
    if (ahead.at_line_comment()) {
      ahead.skip_line_comment();
    } else if (is_space(ahead.peek())) {
      has_line_end |= is_line_end(ahead.peek());
      ahead.advance(1);
    } else {
      break;
    }
  }
  if (ahead.peek() != '\'' || !has_line_end) return false;
  at_ = ahead.at_;
  return true;
}

void Lexer::skip_dollar() {
  std::size_t end = at_ + 1;
  if (end < text_.size() && starts_word(text_[end])) {
    while (end < text_.size() && in_word(text_[end]) && text_[end] != '$') ++end;
  }
  if (end >= text_.size() || text_[end] != '$') return advance(1);
  const std::string_view tag = text_.substr(at_, end + 1 - at_);
  const std::size_t close = text_.find(tag, end + 1);
  open_ = close == std::string_view::npos;
  at_ = open_ ? text_.size() : close + tag.size();
}

// So that the letter behind a number's digits starts no word: 1e5, 0xFF.
void Lexer::skip_number() {
  while (at_ < text_.size() && (in_word(text_[at_]) || text_[at_] == '.') && text_[at_] != '$')
    ++at_;
}

std::string_view Lexer::skip_word() {
  const std::size_t start = at_;
  while (at_ < text_.size() && in_word(text_[at_])) ++at_;
  const std::string_view word = text_.substr(start, at_ - start);
  if (peek() != '\'') return word;
  if (is_one_of(word, 'e')) {
    skip_escaped();
    return {};
  }
  if (is_one_of(word, 'b') || is_one_of(word, 'x')) {
    skip_quoted('\'');
    return {};
  }
  return word;
}

}  // namespace pggit::syntax::sql
