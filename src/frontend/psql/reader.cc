#include "frontend/psql/reader.h"

#include <algorithm>

#include "base/text.h"

namespace pggit::frontend::psql {
namespace {

constexpr std::string_view kSpaces = " \t\r\n";

bool is_end_of_rows(std::string_view line) {
  return line == "\\." || line == "\\.\n" || line == "\\.\r\n";
}

std::string how_to_give(const std::string& name) {
  return "give it with --placeholder " + name + "=VALUE, or with \\set " + name + " in the script";
}

}  // namespace

Reader::Reader(Run& run, std::string file, const shared::TextFile& text)
    : run_(run),
      file_(std::move(file)),
      id_(text.file),
      text_(run.project.sources->file(text.file).text),
      lexer_(text_, true),
      builder_(*run.project.sources, text.file) {
  lexer_.advance(text.begin);
}

void Reader::read() {
  run_.open_files.push_back(file_);
  while (!lexer_.at_end() && !has_quit_) step();
  end_file();
  run_.open_files.pop_back();
}

void Reader::step() {
  const std::size_t begin = lexer_.at();
  const char c = lexer_.peek();
  if (c == '\\' && lexer_.peek(1) == ';') return end_statement(2);
  if (c == '\\') return take_command();
  if (c == ';' && statement_.may_end()) return end_statement(1);
  if (syntax::sql::is_space(c)) {
    lexer_.skip_spaces();
  } else if (lexer_.at_line_comment()) {
    lexer_.skip_line_comment();
  } else if (lexer_.at_block_comment()) {
    lexer_.skip_block_comment();
  } else if (c == ':') {
    return take_variable();
  } else {
    return take_token();
  }
  statement_.keep(begin, lexer_.at());
}

void Reader::take_token() {
  const std::size_t begin = lexer_.at();
  const char first = lexer_.peek();
  // The text is UTF-8 here, whatever the file was.
  const bool names_encoding = first == '\'' && statement_.names_encoding();
  const std::string_view word = lexer_.skip_token();
  statement_.token(word, first, begin);
  if (lexer_.is_open() && is_active()) {
    report(begin, begin + 1,
           "the text that begins here never ends; close it with another `" + std::string(1, first) +
               "`");
  }
  if (names_encoding) return statement_.put("'UTF8'", begin);
  statement_.keep(begin, lexer_.at());
}

void Reader::take_variable() {
  const std::size_t begin = lexer_.at();
  const bool is_operator = lexer_.peek(1) == ':' || lexer_.peek(1) == '=';
  const auto reference = is_operator ? std::nullopt : reference_at(lexer_.rest());
  const auto value = reference ? run_.variables.text_of(*reference) : std::nullopt;
  if (reference && !value && is_active()) note_missing(*reference, begin);
  statement_.token("", ':', begin);
  if (!value) {
    lexer_.advance(is_operator ? 2 : 1);
    return statement_.keep(begin, lexer_.at());
  }
  lexer_.advance(reference->length);
  if (reference->form != Form::Plain) return statement_.put(*value, begin);
  take_value(*value, begin, {reference->name});
}

// psql reads a value as if it stood in the script, names of further variables included; not those that it is in.
void Reader::take_value(const std::string& value, std::size_t at, std::vector<std::string> names) {
  syntax::sql::Lexer lexer(value, true);
  while (!lexer.at_end()) {
    const std::size_t begin = lexer.at();
    const char first = lexer.peek();
    const auto inner = first == ':' && lexer.peek(1) != ':' && lexer.peek(1) != '='
                           ? reference_at(lexer.rest())
                           : std::nullopt;
    const auto text = inner && std::ranges::find(names, inner->name) == names.end()
                          ? run_.variables.text_of(*inner)
                          : std::nullopt;
    if (text) {
      lexer.advance(inner->length);
      std::vector<std::string> deeper = names;
      deeper.push_back(inner->name);
      take_value(*text, at, std::move(deeper));
      continue;
    }
    const std::string_view word = lexer.skip_token();
    if (first == '\\' || lexer.is_open()) {
      return report(at, lexer_.at(),
                    "the value of `" + names.back() +
                        "` holds a backslash or opens a text: pggit cannot put it "
                        "into the statement; write it there instead");
    }
    if (!syntax::sql::is_space(first)) statement_.token(word, first, at);
    statement_.put(std::string_view(value).substr(begin, lexer.at() - begin), at);
  }
}

// `a[1:n]` may be a slice of an array, and `:1` is no variable that anybody sets.
void Reader::note_missing(const Reference& reference, std::size_t at) {
  const bool is_number = base::starts_with_ignoring_case(reference.name, "0") ||
                         (reference.name[0] >= '1' && reference.name[0] <= '9');
  if (reference.form == Form::Plain && (is_number || statement_.in_brackets())) return;
  const std::string written(text_.substr(at, reference.length));
  std::string why = run_.variables.why_unknown(reference.name);
  if (why.empty() && run_.has_answers) why = "may come from a query (\\gset), which is not asked";
  report(at, at + reference.length,
         why.empty()
             ? "no value for the psql variable `" + written + "`; " + how_to_give(reference.name)
             : "the value of `" + written + "` " + why + "; give it with --placeholder " +
                   reference.name + "=VALUE");
}

void Reader::end_statement(std::size_t bytes) {
  const std::size_t begin = lexer_.at();
  lexer_.advance(bytes);
  if (!is_active()) return statement_.clear();
  if (bytes == 1) {
    statement_.keep(begin, lexer_.at());
  } else {
    statement_.put(";", begin);
  }
  has_text_ |= statement_.has_body();
  const bool rows_follow = statement_.rows_follow();
  flush();
  if (rows_follow) take_rows();
}

// psql takes the lines after the one in which the statement ends.
void Reader::take_rows() {
  const std::size_t begin = lexer_.at();
  lexer_.skip_line();
  const std::string_view rest = base::trim(text_.substr(begin, lexer_.at() - begin));
  if (!rest.empty() && !rest.starts_with("--")) {
    report(begin, begin + 1,
           "pggit cannot read what follows COPY in the same line; put it behind the line `\\.`");
  }
  end_piece();
  const std::size_t rows = lexer_.at();
  while (!lexer_.at_end()) {
    const std::size_t line = lexer_.at();
    lexer_.skip_line();
    if (!is_end_of_rows(text_.substr(line, lexer_.at() - line))) continue;
    run_.script.pieces.push_back(ir::CopyData{std::string(text_.substr(rows, line - rows))});
    return;
  }
  run_.script.pieces.push_back(ir::CopyData{std::string(text_.substr(rows))});
}

// The statement joins the text.
void Reader::flush() {
  statement_.move_to(builder_,
                     [&](std::size_t begin, std::size_t end) { keep_filled(begin, end); });
}

void Reader::keep_filled(std::size_t begin, std::size_t end) {
  const Surroundings& around = run_.surroundings;
  while (const auto found = next_placeholder(text_, begin, end, around.templates)) {
    const auto value = around.variables.find(found->name);
    const bool is_known = value != around.variables.end();
    builder_.keep(std::uint32_t(begin), std::uint32_t(is_known ? found->begin : found->end));
    if (is_known) {
      builder_.put(value->second, std::uint32_t(found->begin));
    } else {
      report(found->begin, found->end,
             "no value for `" + std::string(text_.substr(found->begin, found->end - found->begin)) +
                 "`; give it with --placeholder " + found->name + "=VALUE");
    }
    begin = found->end;
  }
  builder_.keep(std::uint32_t(begin), std::uint32_t(end));
}

// What follows comes from another file, or is no SQL.
void Reader::end_piece() {
  ir::Sql sql = builder_.finish();
  builder_ = shared::TextBuilder(*run_.project.sources, id_);
  if (has_text_) run_.script.pieces.push_back(std::move(sql));
  has_text_ = false;
}

// What stands without semicolon at the end is sent too.
void Reader::end_file() {
  for (const Condition& condition : conditions_) {
    report(condition.begin, condition.begin + 3, "\\if without \\endif; add one");
  }
  conditions_.clear();
  has_text_ |= statement_.has_body();
  if (!has_quit_) flush();
  end_piece();
}

bool Reader::is_active() const { return conditions_.empty() || conditions_.back().active; }

base::Span Reader::span(std::size_t begin, std::size_t end) const {
  return {id_, std::uint32_t(begin), std::uint32_t(end)};
}

void Reader::report(std::size_t begin, std::size_t end, const std::string& message,
                    base::Severity severity) {
  run_.project.diagnostics->report(severity, "psql", span(begin, end), message);
}

void Reader::edge_case(const std::string& kind, std::size_t begin, const std::string& what,
                       const std::string& suggestion, const std::string& action) {
  run_.script.edge_cases.push_back(
      {run_.id, kind, span(begin, begin + line_from(begin).size()), what, suggestion, action});
}

std::string Reader::line_from(std::size_t begin) const {
  const std::string_view line = text_.substr(begin, text_.find('\n', begin) - begin);
  return std::string(line.substr(0, line.find_last_not_of(kSpaces) + 1));
}

}  // namespace pggit::frontend::psql
