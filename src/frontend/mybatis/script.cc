#include "frontend/mybatis/script.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "frontend/shared/lines.h"
#include "frontend/shared/pieces.h"
#include "syntax/sql/split.h"

namespace pggit::frontend::mybatis {
namespace {

using base::Severity;
using shared::Line;

bool is_comment(std::string_view trimmed) {
  return trimmed.starts_with("--") || trimmed.starts_with("//");
}

std::string_view without_spaces(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  return first == text.npos ? std::string_view() : text.substr(first);
}

// "|" of `-- @DELIMITER |`; empty where the comment is another.
std::string_view delimiter_of(std::string_view comment) {
  for (const std::string_view slashes : {"--", "//", "//"}) {
    comment = without_spaces(comment);
    if (comment.starts_with(slashes)) comment.remove_prefix(2);
  }
  comment = without_spaces(comment);
  constexpr std::string_view kWord = "@DELIMITER";
  if (!base::starts_with_ignoring_case(comment, kWord)) return {};
  const std::string_view rest = comment.substr(kWord.size());
  const std::string_view word = without_spaces(rest);
  if (word.size() == rest.size()) return {};
  return word.substr(0, word.find_first_of(" \t"));
}

class Parser {
 public:
  Parser(const ir::Project& project, const shared::TextFile& file, const Rules& rules)
      : project_(project),
        file_(file.file),
        text_(project.sources->file(file.file).text),
        rules_(rules),
        delimiter_(rules.delimiter) {}

  Parts run(std::uint32_t begin) {
    for (const Line& line : shared::lines_of(text_, begin)) {
      const std::string_view words = slice_of(text_, line);
      if (!parts_.has_undo && is_undo(words)) {
        finish();
        parts_.has_undo = true;
        delimiter_ = rules_.delimiter;
      } else if (rules_.send_full_script) {
        keep(line, line.next);
      } else {
        take(line, words);
      }
    }
    finish();
    return std::move(parts_);
  }

 private:
  void take(const Line& line, std::string_view words) {
    const std::string_view trimmed = base::trim(words);
    if (is_comment(trimmed)) {
      if (const auto delimiter = delimiter_of(trimmed); !delimiter.empty()) delimiter_ = delimiter;
    } else if (ends(trimmed)) {
      const std::size_t at = words.rfind(delimiter_);
      report_rest(line, at + delimiter_.size());
      keep(line, line.begin + std::uint32_t(at));
      store(line);
    } else if (!trimmed.empty()) {
      keep(line, line.next);
    }
  }

  bool ends(std::string_view trimmed) const {
    return rules_.full_line_delimiter ? trimmed == delimiter_
                                      : trimmed.find(delimiter_) != trimmed.npos;
  }

  // Bytes of the line up to `end`, variables replaced, to the statement in hand.
  void keep(const Line& line, std::uint32_t end) {
    if (!builder_) builder_.emplace(*project_.sources, file_);
    if (!open_) open_ = line;
    std::uint32_t from = line.begin;
    while (from < end) {
      const std::size_t at = std::min<std::size_t>(text_.find("${", from), end);
      builder_->keep(from, std::uint32_t(at));
      from = at == end ? end : replace(std::uint32_t(at), end);
    }
  }

  // The variable that begins there; returns the byte behind it.
  std::uint32_t replace(std::uint32_t at, std::uint32_t end) {
    const std::size_t close = text_.find('}', at);
    if (close >= end) {
      builder_->keep(at, end);
      return end;
    }
    const auto after = std::uint32_t(close + 1);
    const std::string name(text_.substr(at + 2, close - at - 2));
    const auto value = rules_.variables.find(name);
    if (value != rules_.variables.end()) {
      builder_->put(value->second, at);
      return after;
    }
    project_.diagnostics->report(
        Severity::Warning, "mybatis-variable", {file_, at, after},
        "no value for `" + name +
            "`: MyBatis leaves it as it is, and so does pggit; set it in the "
            "environment's properties, or give it with --placeholder " +
            name + "=VALUE");
    builder_->keep(at, after);
    return after;
  }

  void store(const Line& line) {
    ir::Sql sql = builder_->finish();
    const auto cut = syntax::sql::split(sql.text + delimiter_);
    if (delimiter_ == ";" && !cut.empty() && !cut.back().terminated) report_cut(line);
    (parts_.has_undo ? parts_.down : parts_.up).push_back(std::move(sql));
    builder_.reset();
    open_.reset();
  }

  void finish() {
    if (!open_) return;
    if (rules_.send_full_script) return store(*open_);
    project_.diagnostics->report(Severity::Error, "mybatis-delimiter",
                                 {file_, open_->begin, open_->end},
                                 "this statement has no `" + delimiter_ + "` at its end; add it");
    builder_.reset();
    open_.reset();
  }

  void report_cut(const Line& line) {
    project_.diagnostics->report(
        Severity::Error, "mybatis-delimiter", {file_, open_->begin, open_->end},
        "MyBatis ends this statement at the `;` of line " +
            std::to_string(project_.sources->line_column(file_, line.begin).line) +
            ", inside of quotes; put `-- @DELIMITER |` before it and `|` at its end");
  }

  void report_rest(const Line& line, std::size_t from) {
    const std::string_view rest = base::trim(slice_of(text_, line).substr(from));
    if (rest.empty() || rest.starts_with("--")) return;
    const auto at = std::uint32_t(rest.data() - text_.data());
    project_.diagnostics->report(Severity::Warning, "mybatis-rest",
                                 {file_, at, at + std::uint32_t(rest.size())},
                                 "MyBatis never runs what stands behind the last `" + delimiter_ +
                                     "` of a line, and neither "
                                     "does pggit; put it on a line of its own");
  }

  const ir::Project& project_;
  base::FileId file_;
  std::string_view text_;
  const Rules& rules_;
  std::string delimiter_;
  Parts parts_;
  std::optional<Line> open_;  // the first line of the statement in hand
  std::optional<shared::TextBuilder> builder_;
};

}  // namespace

bool is_undo(std::string_view line) {
  line = without_spaces(line);
  if (!is_comment(line)) return false;
  line = without_spaces(line.substr(2));
  if (!line.starts_with("//")) return false;
  return without_spaces(line.substr(2)).starts_with("@UNDO");
}

bool has_undo(std::string_view text) {
  return std::ranges::any_of(shared::lines_of(text),
                             [&](const Line& line) { return is_undo(slice_of(text, line)); });
}

Parts parse(const ir::Project& project, const shared::TextFile& file, const Rules& rules) {
  return Parser(project, file, rules).run(file.begin);
}

}  // namespace pggit::frontend::mybatis
