#include "frontend/goose/parse.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "frontend/goose/environment.h"
#include "frontend/shared/lines.h"
#include "frontend/shared/pieces.h"
#include "syntax/sql/split.h"

namespace pggit::frontend::goose {
namespace {

using shared::Line;

enum class Mark { Up, Down, StatementBegin, StatementEnd, NoTransaction, EnvsubOn, EnvsubOff };

struct NamedMark {
  std::string_view name;
  Mark mark;
};
constexpr auto kMarks = std::to_array<NamedMark>({{"up", Mark::Up},
                                                  {"down", Mark::Down},
                                                  {"statementbegin", Mark::StatementBegin},
                                                  {"statementend", Mark::StatementEnd},
                                                  {"no transaction", Mark::NoTransaction},
                                                  {"envsub on", Mark::EnvsubOn},
                                                  {"envsub off", Mark::EnvsubOff}});

bool is_comment(std::string_view line) { return base::trim(line).starts_with("--"); }

bool has_mark(std::string_view line) {
  return is_comment(line) && line.find("+goose") != line.npos;
}

// Nothing where goose knows no such mark, or it does not begin the line.
std::optional<Mark> mark_of(std::string_view line) {
  if (!line.starts_with("--")) return std::nullopt;
  const std::size_t at = line.find("+goose");
  if (!base::trim(line.substr(2, at - 2)).empty()) return std::nullopt;
  const std::string name = base::to_lower(base::trim(line.substr(at + 6)));
  const auto found = std::ranges::find(kMarks, name, &NamedMark::name);
  if (found == kMarks.end()) return std::nullopt;
  return found->mark;
}

// The last word before a comment ends in a semicolon.
bool ends_statement(std::string_view line) {
  std::string_view last;
  while (!line.empty()) {
    line = base::trim(line);
    const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
    const std::string_view word = line.substr(0, end);
    if (word.starts_with("--")) break;
    if (!word.empty()) last = word;
    line.remove_prefix(end);
  }
  return last.ends_with(';');
}

class Parser {
 public:
  Parser(const ir::Project& project, const shared::TextFile& file)
      : project_(project), file_(file.file), text_(project.sources->file(file.file).text) {}

  Parsed run(std::uint32_t begin) {
    for (const Line& line : shared::lines_of(text_, begin)) {
      const std::string_view words = slice_of(text_, line);
      if (has_mark(words)) {
        take_mark(line, mark_of(words));
      } else {
        take_line(line, words);
      }
    }
    finish();
    return std::move(parsed_);
  }

 private:
  enum class Where { Start, Up, Down };

  void take_mark(const Line& line, std::optional<Mark> mark) {
    if (!mark) {
      return report(line,
                    "goose knows no such mark; there are Up, Down, StatementBegin, StatementEnd, "
                    "NO TRANSACTION, ENVSUB ON and ENVSUB OFF, from the first column on");
    }
    switch (*mark) {
      case Mark::Up:
        return begin_up(line);
      case Mark::Down:
        return begin_down(line);
      case Mark::StatementBegin:
        return begin_statement(line);
      case Mark::StatementEnd:
        return end_statement(line);
      case Mark::NoTransaction:
        parsed_.in_transaction = false;
        return;
      case Mark::EnvsubOn:
      case Mark::EnvsubOff:
        replaces_ = *mark == Mark::EnvsubOn;
        return;
    }
  }

  void begin_up(const Line& line) {
    if (where_ != Where::Start)
      return report(line, "a second `-- +goose Up`: goose takes one; join the two parts");
    where_ = Where::Up;
  }

  void begin_down(const Line& line) {
    if (where_ != Where::Up || block_)
      return report(line,
                    "`-- +goose Down` belongs behind the statements of `-- +goose Up`, once, and "
                    "outside of StatementBegin and StatementEnd");
    report_unfinished();
    empty_.reset();
    where_ = Where::Down;
  }

  void begin_statement(const Line& line) {
    if (where_ == Where::Start || block_)
      return report(line,
                    "StatementBegin belongs behind `-- +goose Up` or `-- +goose Down`, and behind "
                    "the StatementEnd of the one before");
    block_ = line;
    empty_.reset();
  }

  void end_statement(const Line& line) {
    if (!block_) return report(line, "there is no StatementBegin before this StatementEnd");
    empty_ = open_ ? std::nullopt : block_;
    store();
    block_.reset();
  }

  void take_line(const Line& line, std::string_view words) {
    if (!open_ && (is_comment(words) || base::trim(words).empty())) return;
    if (where_ == Where::Start) {
      if (!reported_start_) report(line, "this stands before `-- +goose Up`; move it behind");
      reported_start_ = true;
      return;
    }
    if (empty_) return report_lost(line);
    if (!open_) open_ = line;
    last_ = line;
    add(line);
    const std::string_view sent = std::string_view(builder_->text()).substr(before_);
    if (!block_ && ends_statement(sent)) store();
  }

  // Behind an empty block goose takes the next line for the statement's end.
  void report_lost(const Line& line) {
    report(line,
           "goose loses this line, because nothing stands between the StatementBegin of line " +
               std::to_string(project_.sources->line_column(file_, empty_->begin).line) +
               " and its StatementEnd; take these two out");
    empty_.reset();
  }

  // The line as it is sent, to the statement in hand.
  void add(const Line& line) {
    if (!builder_) builder_.emplace(*project_.sources, file_);
    before_ = builder_->text().size();
    if (!replaces_) return builder_->keep(line.begin, line.next);
    const auto unresolved =
        replace_variables(text_, line.begin, line.next, project_.placeholders, *builder_);
    for (const Unresolved& at : unresolved) report_variable(at);
  }

  void store() {
    if (open_) {
      ir::Sql sql = builder_->finish();
      if (!block_) report_cut(sql);
      (where_ == Where::Up ? parsed_.up : parsed_.down).push_back(std::move(sql));
    }
    open_.reset();
    builder_.reset();
  }

  // goose looks for semicolons at the ends of lines, in function bodies too.
  void report_cut(const ir::Sql& sql) {
    const auto parts = syntax::sql::split(sql.text);
    if (parts.empty() || parts.back().terminated) return;
    report(*open_, "goose ends this statement at the semicolon of line " +
                       std::to_string(project_.sources->line_column(file_, last_.begin).line) +
                       ", inside of quotes; put it between `-- +goose StatementBegin` and "
                       "`-- +goose StatementEnd`");
  }

  void report_unfinished() {
    if (open_) report(*open_, "this statement has no semicolon at the end of a line; add one");
    open_.reset();
    builder_.reset();
  }

  void finish() {
    if (block_) {
      report(*block_, "there is no `-- +goose StatementEnd` for this StatementBegin; add it");
    } else {
      report_unfinished();
    }
    if (where_ == Where::Start && !reported_start_) {
      project_.diagnostics->report(base::Severity::Error, "goose-mark", {file_, 0, 0},
                                   "there is no `-- +goose Up`, which goose needs; add it before "
                                   "the first statement");
    }
  }

  void report_variable(const Unresolved& at) {
    const std::string what =
        at.name.empty()
            ? "pggit cannot read this variable; it knows $NAME, ${NAME}, ${NAME:-default}, "
              "${NAME-default} and ${NAME?message}"
            : "no value for the environment variable `" + at.name +
                  "`; give it with --placeholder " + at.name + "=VALUE";
    project_.diagnostics->report(base::Severity::Error, "goose-variable", {file_, at.begin, at.end},
                                 what);
  }

  void report(const Line& line, const std::string& what) {
    project_.diagnostics->report(base::Severity::Error, "goose-mark", {file_, line.begin, line.end},
                                 what);
  }

  const ir::Project& project_;
  base::FileId file_;
  std::string_view text_;
  Parsed parsed_;
  Where where_ = Where::Start;
  std::optional<Line> block_;  // the StatementBegin that is open
  std::optional<Line> empty_;  // the StatementBegin before, if nothing stood behind it
  std::optional<Line> open_;   // the first line of the statement in hand
  Line last_;                  // its last one so far
  std::optional<shared::TextBuilder> builder_;
  std::size_t before_ = 0;  // where the last line begins in its text
  bool replaces_ = false;
  bool reported_start_ = false;
};

}  // namespace

bool is_goose(std::string_view text) {
  return std::ranges::any_of(shared::lines_of(text), [&](const Line& line) {
    const std::string_view words = slice_of(text, line);
    return has_mark(words) && mark_of(words) == Mark::Up;
  });
}

Parsed parse(const ir::Project& project, const shared::TextFile& file) {
  return Parser(project, file).run(file.begin);
}

}  // namespace pggit::frontend::goose
