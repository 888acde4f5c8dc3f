// PostgreSQL's tokens, as far as one must know them to find where a statement ends. Source of the rules: scan.l.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace pggit::syntax::sql {

enum class CharClass : std::uint8_t { Space, Word, Digit, Other };

constexpr CharClass class_of(unsigned char c) {
  if (c == ' ' || (c >= '\t' && c <= '\r')) return CharClass::Space;
  if (c >= '0' && c <= '9') return CharClass::Digit;
  const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return is_letter || c == '_' || c >= 0x80 ? CharClass::Word : CharClass::Other;
}

inline constexpr auto kCharClasses = [] {
  std::array<CharClass, 256> classes{};
  for (unsigned c = 0; c < 256; ++c) classes[c] = class_of(static_cast<unsigned char>(c));
  return classes;
}();

inline CharClass char_class(char c) { return kCharClasses[static_cast<unsigned char>(c)]; }
inline bool is_space(char c) { return char_class(c) == CharClass::Space; }
inline bool starts_word(char c) { return char_class(c) == CharClass::Word; }
inline bool in_word(char c) {
  return char_class(c) == CharClass::Word || char_class(c) == CharClass::Digit || c == '$';
}

// A place in a text that moves over one token at a time. Every call moves on; a token that is not closed ends with
// the text. `standard_strings`: a backslash in '...' is a character like any other.
class Lexer {
 public:
  Lexer(std::string_view text, bool standard_strings) : text_(text), standard_(standard_strings) {}

  std::size_t at() const { return at_; }
  bool at_end() const { return at_ >= text_.size(); }
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  std::string_view rest() const { return text_.substr(at_); }
  void advance(std::size_t bytes) { at_ = at_ + bytes < text_.size() ? at_ + bytes : text_.size(); }

  bool at_line_comment() const { return peek() == '-' && peek(1) == '-'; }
  bool at_block_comment() const { return peek() == '/' && peek(1) == '*'; }

  void skip_spaces();
  void skip_line_comment();   // up to the end of the line, which LF and CR both are
  void skip_block_comment();  // with those inside it
  void skip_line();           // behind the next LF
  // A string, name, number, word or a single other character. Gives the word, nothing for any other token.
  std::string_view skip_token();
  // Whether the last string, name or dollar quote was not closed.
  bool is_open() const { return open_; }

 private:
  void skip_quoted(char quote);
  void skip_escaped();
  bool continues_string();
  void skip_dollar();
  void skip_number();
  std::string_view skip_word();

  std::string_view text_;
  std::size_t at_ = 0;
  bool standard_ = true;
  bool open_ = false;
};

}  // namespace pggit::syntax::sql
