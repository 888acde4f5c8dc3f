#include "syntax/sql/split.h"

#include <algorithm>

#include "base/text.h"
#include "syntax/sql/lexer.h"
#include "syntax/sql/statement_words.h"

namespace pggit::syntax::sql {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

class Splitter {
 public:
  Splitter(std::string_view text, const SplitOptions& options)
      : text_(text), options_(options), lexer_(text, options.standard_strings) {}

  std::vector<Slice> run() {
    if (text_.starts_with(kByteOrderMark)) lexer_.advance(kByteOrderMark.size());
    start();
    while (!lexer_.at_end()) step();
    close(false);
    return std::move(slices_);
  }

 private:
  void start() {
    begin_ = lexer_.at();
    has_body_ = false;
    words_ = {};
    parentheses_ = 0;
  }

  void close(bool terminated) {
    if (has_body_) add(SliceKind::Statement, begin_, body_, last_end_, terminated);
  }

  void add(SliceKind kind, std::size_t begin, std::size_t body, std::size_t end, bool terminated) {
    slices_.push_back(
        {kind, std::uint32_t(begin), std::uint32_t(body), std::uint32_t(end), terminated});
  }

  void step() {
    const char c = lexer_.peek();
    if (is_space(c)) return lexer_.skip_spaces();
    if (lexer_.at_line_comment()) return lexer_.skip_line_comment();
    if (lexer_.at_block_comment()) return lexer_.skip_block_comment();
    if (c == ';' && parentheses_ == 0 && !words_.in_body()) return end_statement(1);
    if (c == '\\' && options_.meta_commands) return backslash();
    if (!has_body_) body_ = lexer_.at();
    has_body_ = true;
    token(c);
    last_end_ = lexer_.at();
  }

  void token(char c) {
    const std::string_view word = lexer_.skip_token();
    if (parentheses_ == 0 && !word.empty()) words_.word(word);
    if (parentheses_ == 0 && word.empty()) words_.other(c == '.');
    if (c == '(') ++parentheses_;
    if (c == ')' && parentheses_ > 0) --parentheses_;
  }

  void end_statement(std::size_t bytes) {
    const bool rows_follow = words_.rows_follow();
    close(true);
    lexer_.advance(bytes);
    if (rows_follow) {
      if (rest_of_line_is_blank()) lexer_.skip_line();
      copy_rows();
    }
    start();
  }

  bool rest_of_line_is_blank() const {
    const std::string_view line = base::trim(lexer_.rest().substr(0, lexer_.rest().find('\n')));
    return line.empty() || line.starts_with("--");
  }

  void copy_rows() {
    const std::size_t begin = lexer_.at();
    while (!lexer_.at_end()) {
      const std::size_t line = lexer_.at();
      lexer_.skip_line();
      if (is_end_of_rows(text_.substr(line, lexer_.at() - line))) {
        return add(SliceKind::CopyData, begin, begin, line, true);
      }
    }
    add(SliceKind::CopyData, begin, begin, lexer_.at(), false);
  }

  static bool is_end_of_rows(std::string_view line) {
    return line == "\\." || line == "\\.\n" || line == "\\.\r\n";
  }

  // \; ends a statement that psql sends together with the next one; all else is a command.
  void backslash() { return lexer_.peek(1) == ';' ? end_statement(2) : meta_command(); }

  // A command ends with its line, or at the separator \\. It may stand behind a statement: \gset, \gexec end that.
  void meta_command() {
    const std::size_t begin = lexer_.at();
    const std::size_t line_end = std::min(text_.find('\n', begin), text_.size());
    const std::string_view line = text_.substr(begin, line_end - begin);
    close(line.starts_with("\\g"));
    const std::size_t length = length_of_command(line);
    lexer_.advance(length);
    add(SliceKind::MetaCommand, begin, begin, begin + base::trim(line.substr(0, length)).size(),
        true);
    if (copies_from_stdin(line.substr(0, length))) {
      lexer_.skip_line();
      copy_rows();
    } else if (line.substr(length).starts_with("\\\\")) {
      lexer_.advance(2);
    }
    start();
  }

  // \! and \copy take the whole line. Quotes of an argument are psql's: a backslash escapes in them.
  static std::size_t length_of_command(std::string_view line) {
    if (line.starts_with("\\!") || line.starts_with("\\copy")) return line.size();
    char quote = '\0';
    for (std::size_t i = 1; i < line.size(); ++i) {
      const char c = line[i];
      if (quote == '\0' && line.substr(i).starts_with("\\\\")) return i;
      if (c == '\\') ++i;
      if (quote == '\0' && (c == '\'' || c == '"' || c == '`')) {
        quote = c;
      } else if (c == quote) {
        quote = '\0';
      }
    }
    return line.size();
  }

  bool copies_from_stdin(std::string_view command) const {
    if (!command.starts_with("\\copy")) return false;
    StatementWords words;
    Lexer lexer(command, options_.standard_strings);
    lexer.advance(1);
    int parentheses = 0;
    while (!lexer.at_end()) {
      const char c = lexer.peek();
      if (c == '(') ++parentheses;
      if (c == ')') --parentheses;
      const std::string_view word = lexer.skip_token();
      if (parentheses != 0 || is_space(c)) continue;
      word.empty() ? words.other(c == '.') : words.word(word);
    }
    return words.rows_follow();
  }

  std::string_view text_;
  SplitOptions options_;
  Lexer lexer_;
  std::size_t begin_ = 0;
  std::size_t body_ = 0;
  std::size_t last_end_ = 0;
  bool has_body_ = false;
  int parentheses_ = 0;
  StatementWords words_;
  std::vector<Slice> slices_;
};

}  // namespace

std::vector<Slice> split(std::string_view script, const SplitOptions& options) {
  return Splitter(script, options).run();
}

}  // namespace pggit::syntax::sql
