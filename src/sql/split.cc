#include "sql/split.h"

#include "base/text.h"

namespace pggit::sql {
namespace {

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool starts_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0;
}
bool in_word(char c) { return starts_word(c) || is_digit(c) || c == '$'; }

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// The words of the statement so far that matter: what it creates, how deep in BEGIN ATOMIC it is.
struct Words {
  int count = 0;
  bool creates = false;  // CREATE ... FUNCTION or PROCEDURE
  bool routine = false;
  bool begin_before = false;  // the last word was BEGIN
  int atomic_depth = 0;       // of BEGIN ATOMIC and CASE, each closed by END
  bool copies = false;
  bool from_before = false;
  bool copy_from_stdin = false;
};

class Splitter {
 public:
  Splitter(std::string_view text, const SplitOptions& options) : text_(text), options_(options) {}

  std::vector<Slice> run() {
    if (text_.starts_with(kByteOrderMark)) at_ = kByteOrderMark.size();
    start();
    while (at_ < text_.size()) step();
    close(false);
    return std::move(slices_);
  }

 private:
  void start() {
    begin_ = at_;
    has_body_ = false;
    words_ = {};
    parentheses_ = 0;
  }

  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  void open_body() {
    if (has_body_) return;
    has_body_ = true;
    body_ = at_;
  }

  void close(bool terminated) {
    if (!has_body_) return;
    slices_.push_back({SliceKind::Statement, pos(begin_), pos(body_), pos(last_end_), terminated});
  }

  static std::uint32_t pos(std::size_t at) { return std::uint32_t(at); }

  void step() {
    const char c = peek();
    if (is_space(c)) return void(++at_);
    if (c == '-' && peek(1) == '-') return skip_line();
    if (c == '/' && peek(1) == '*') return skip_block_comment();
    if (c == ';' && parentheses_ == 0 && words_.atomic_depth == 0) return end_statement();
    if (c == '\\' && options_.meta_commands) return meta_command();
    open_body();
    token(c);
    last_end_ = at_;
  }

  void token(char c) {
    if (c == '\'') return quoted('\'', !options_.standard_strings);
    if (c == '"') return quoted('"', false);
    if (c == '$') return dollar();
    if (starts_word(c)) return word();
    if (is_digit(c)) return number();
    if (c == '(') ++parentheses_;
    if (c == ')' && parentheses_ > 0) --parentheses_;
    ++at_;
  }

  void skip_line() {
    const std::size_t end = text_.find('\n', at_);
    at_ = end == std::string_view::npos ? text_.size() : end + 1;
  }

  void skip_block_comment() {
    int depth = 0;
    while (at_ < text_.size()) {
      if (peek() == '/' && peek(1) == '*') {
        ++depth;
        at_ += 2;
      } else if (peek() == '*' && peek(1) == '/') {
        at_ += 2;
        if (--depth == 0) return;
      } else {
        ++at_;
      }
    }
  }

  // A doubled quote is part of the text; so is an escaped one where backslashes escape.
  void quoted(char quote, bool escapes) {
    for (++at_; at_ < text_.size(); ++at_) {
      if (escapes && peek() == '\\') {
        ++at_;
      } else if (peek() == quote) {
        if (peek(1) != quote) return void(++at_);
        ++at_;
      }
    }
    at_ = text_.size();
  }

  void dollar() {
    std::size_t end = at_ + 1;
    if (end < text_.size() && is_digit(text_[end])) return void(++at_);  // $1
    while (end < text_.size() && in_word(text_[end]) && text_[end] != '$') ++end;
    if (end >= text_.size() || text_[end] != '$') return void(++at_);
    const std::string_view tag = text_.substr(at_, end + 1 - at_);
    const std::size_t close = text_.find(tag, end + 1);
    at_ = close == std::string_view::npos ? text_.size() : close + tag.size();
  }

  // So that the letter behind a number's digits starts no word: 1e5, 0xFF.
  void number() {
    while (at_ < text_.size() && (in_word(peek()) || peek() == '.') && peek() != '$') ++at_;
  }

  void word() {
    const std::size_t start = at_;
    while (at_ < text_.size() && in_word(peek())) ++at_;
    const std::string_view word = text_.substr(start, at_ - start);
    if (peek() == '\'' && word.size() == 1 && (word[0] == 'e' || word[0] == 'E'))
      return quoted('\'', true);
    if (word.size() <= 12) note_word(word);
  }

  static bool is(std::string_view word, std::string_view lower) {
    return word.size() == lower.size() && base::starts_with_ignoring_case(word, lower);
  }

  void note_word(std::string_view word) {
    ++words_.count;
    if (words_.count == 1) {
      words_.creates = is(word, "create");
      words_.copies = is(word, "copy");
    }
    if (words_.copies) note_copy_word(word);
    if (!words_.creates) return;
    if (words_.count <= 4 && (is(word, "function") || is(word, "procedure"))) words_.routine = true;
    if (!words_.routine) return;
    const bool atomic = is(word, "atomic") && words_.begin_before;
    words_.begin_before = is(word, "begin");
    if (atomic || (words_.atomic_depth > 0 && is(word, "case"))) ++words_.atomic_depth;
    if (words_.atomic_depth > 0 && is(word, "end")) --words_.atomic_depth;
  }

  void note_copy_word(std::string_view word) {
    if (words_.from_before && is(word, "stdin")) words_.copy_from_stdin = true;
    words_.from_before = is(word, "from");
  }

  void end_statement() {
    const bool has_rows = words_.copy_from_stdin;
    close(true);
    ++at_;
    if (has_rows) copy_rows();
    start();
  }

  // The rows start behind the line of the COPY statement and end before the line "\.".
  void copy_rows() {
    skip_line();
    const std::size_t begin = at_;
    while (at_ < text_.size()) {
      const std::size_t line = at_;
      skip_line();
      std::string_view content = text_.substr(line, at_ - line);
      while (!content.empty() && (content.back() == '\n' || content.back() == '\r'))
        content.remove_suffix(1);
      if (content == "\\.") return add_rows(begin, line, true);
    }
    add_rows(begin, at_, false);
  }

  void add_rows(std::size_t begin, std::size_t end, bool terminated) {
    slices_.push_back({SliceKind::CopyData, pos(begin), pos(begin), pos(end), terminated});
  }

  // psql reads a meta-command to the end of its line, also in the middle of a statement (\gset ends one).
  void meta_command() {
    close(false);
    const std::size_t begin = at_;
    skip_line();
    std::size_t end = at_;
    while (end > begin && is_space(text_[end - 1])) --end;
    slices_.push_back({SliceKind::MetaCommand, pos(begin), pos(begin), pos(end), true});
    start();
  }

  std::string_view text_;
  SplitOptions options_;
  std::size_t at_ = 0;
  std::size_t begin_ = 0;
  std::size_t body_ = 0;
  std::size_t last_end_ = 0;
  bool has_body_ = false;
  int parentheses_ = 0;
  Words words_;
  std::vector<Slice> slices_;
};

}  // namespace

std::vector<Slice> split(std::string_view script, const SplitOptions& options) {
  return Splitter(script, options).run();
}

}  // namespace pggit::sql
