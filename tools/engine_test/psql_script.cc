#include "tools/engine_test/psql_script.h"

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "frontend/psql/arguments.h"
#include "syntax/sql/lexer.h"
#include "syntax/sql/split.h"

namespace pggit::engine_test {
namespace {

using frontend::psql::Variables;
using syntax::sql::Slice;
using syntax::sql::SliceKind;

// The text with psql's variables filled.
std::string filled(std::string_view text, const Variables& variables) {
  std::string out;
  syntax::sql::Lexer lexer(text, true);
  while (!lexer.at_end()) {
    const std::size_t at = lexer.at();
    const auto reference = frontend::psql::reference_at(lexer.rest());
    const auto value = reference ? variables.text_of(*reference) : std::nullopt;
    if (value) {
      out += *value;
      lexer.advance(reference->length);
      continue;
    }
    if (lexer.rest().starts_with("::") || lexer.rest().starts_with(":="))
      lexer.advance(2);
    else if (syntax::sql::is_space(lexer.peek()))
      lexer.skip_spaces();
    else if (lexer.at_line_comment())
      lexer.skip_line_comment();
    else if (lexer.at_block_comment())
      lexer.skip_block_comment();
    else
      lexer.skip_token();
    out += text.substr(at, lexer.at() - at);
  }
  return out;
}

class Runner {
 public:
  Runner(const std::string& script, const std::map<std::string, std::string>& environment,
         Variables& variables, const ScriptHandler& handler)
      : script_(script), environment_(environment), variables_(variables), handler_(handler) {}

  base::Result<void> run() {
    const std::vector<Slice> slices = syntax::sql::split(script_);
    for (std::size_t i = 0; i < slices.size() && !has_quit_; ++i) {
      const bool rows_follow = i + 1 < slices.size() && slices[i + 1].kind == SliceKind::CopyData;
      if (slices[i].kind == SliceKind::MetaCommand) {
        TRY(command(slices[i]));
      } else if (is_active() && slices[i].kind == SliceKind::Statement) {
        TRY(rows_follow ? copy(slices[i], slices[i + 1]) : statement(slices[i]));
      }
    }
    return {};
  }

 private:
  int line_of(const Slice& slice) const {
    return 1 + int(std::count(script_.begin(), script_.begin() + slice.body, '\n'));
  }
  std::string text_of(const Slice& slice) const {
    return script_.substr(slice.body, slice.end - slice.body);
  }
  bool is_active() const {
    return std::ranges::all_of(conditions_, [](const Condition& c) { return c.active; });
  }

  // A variable may hold several statements.
  base::Result<void> statement(const Slice& slice) {
    const std::string text = filled(text_of(slice), variables_);
    for (const Slice& one : syntax::sql::split(text)) {
      const std::string sql = text.substr(one.body, one.end - one.body);
      rows_ = TRY(handler_.statement(sql, line_of(slice)));
    }
    return {};
  }
  base::Result<void> copy(const Slice& slice, const Slice& rows) {
    return handler_.copy(filled(text_of(slice), variables_),
                         script_.substr(rows.begin, rows.end - rows.begin), line_of(slice));
  }

  base::Result<void> command(const Slice& slice) {
    const std::string text = text_of(slice);
    const std::size_t end = std::min(text.find_first_of(" \t"), text.size());
    const std::string name = text.substr(1, end - 1);
    std::vector<std::string> words;
    for (const auto& argument : frontend::psql::arguments_at(text, end, variables_).all)
      words.push_back(argument.text);
    if (name == "if" || name == "elif" || name == "else" || name == "endif") {
      condition(name, words);
      return {};
    }
    if (!is_active()) return {};
    if (name == "q" || name == "quit") has_quit_ = true;
    if (name == "set" && !words.empty()) {
      variables_.set(words[0], base::join({words.begin() + 1, words.end()}, ""));
    } else if (name == "getenv" && words.size() == 2 && environment_.contains(words[1])) {
      variables_.set(words[0], environment_.at(words[1]));
    } else if (name == "gset") {
      set_from_rows(words.empty() ? "" : words[0]);
    } else if (name == "gexec") {
      return run_fields(slice);
    } else if (name == "c" || name == "connect") {
      return handler_.connect(words.size() > 1 && words[1] != "-" ? words[1] : "");
    }
    return {};
  }

  void condition(const std::string& name, const std::vector<std::string>& words) {
    const bool value = !words.empty() && frontend::psql::boolean_of(words[0]).value_or(false);
    if (name == "if") conditions_.push_back({value, value});
    if (conditions_.empty()) return;
    Condition& last = conditions_.back();
    if (name == "endif") return conditions_.pop_back();
    if (name == "if") return;
    last.active = !last.taken && (name == "else" || value);
    last.taken |= last.active;
  }

  void set_from_rows(const std::string& prefix) {
    if (!rows_ || rows_->count() != 1) return;
    for (int i = 0; i < rows_->columns(); ++i)
      variables_.set(prefix + rows_->column_name(i), std::string(rows_->text(0, i)));
  }

  base::Result<void> run_fields(const Slice& slice) {
    if (!rows_) return {};
    const pg::Rows rows = *rows_;
    for (int row = 0; row < rows.count(); ++row) {
      for (int i = 0; i < rows.columns(); ++i)
        TRY(handler_.statement(std::string(rows.text(row, i)), line_of(slice)));
    }
    return {};
  }

  struct Condition {
    bool active = false;
    bool taken = false;
  };
  const std::string& script_;
  const std::map<std::string, std::string>& environment_;
  Variables& variables_;
  const ScriptHandler& handler_;
  std::vector<Condition> conditions_;
  std::optional<pg::Rows> rows_;
  bool has_quit_ = false;
};

}  // namespace

base::Result<void> run_psql_script(const std::string& script,
                                   const std::map<std::string, std::string>& environment,
                                   Variables& variables, const ScriptHandler& handler) {
  return Runner(script, environment, variables, handler).run();
}

}  // namespace pggit::engine_test
