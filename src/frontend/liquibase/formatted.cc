#include "frontend/liquibase/formatted.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "frontend/shared/lines.h"

namespace pggit::frontend::liquibase {
namespace {

using base::Severity;
using shared::Line;
using syntax::Element;

// What stands behind "--" and white space; nothing where the line is no comment.
std::optional<std::string_view> mark_of(std::string_view line) {
  line = base::trim(line);
  if (!line.starts_with("--")) return std::nullopt;
  return base::trim(line.substr(2));
}

// The rest of the line where it begins with that word.
std::optional<std::string_view> after(std::string_view mark, std::string_view word) {
  if (!base::starts_with_ignoring_case(mark, word)) return std::nullopt;
  const std::string_view rest = mark.substr(word.size());
  if (!rest.empty() && rest[0] != ' ' && rest[0] != '\t' && rest[0] != ':') return std::nullopt;
  return base::trim(rest.starts_with(':') ? rest.substr(1) : rest);
}

class Attributes {
 public:
  explicit Attributes(std::string_view text) : text_(text) {}

  // `name:value`, the value in quotes or up to white space; nothing: the text ends, or is none.
  std::optional<std::pair<std::string, std::string>> next() {
    skip_spaces();
    const std::size_t colon = text_.find(':');
    const std::size_t space = text_.find_first_of(" \t");
    if (colon == text_.npos || colon == 0 || space < colon) return std::nullopt;
    const std::string name(text_.substr(0, colon));
    text_.remove_prefix(colon + 1);
    return std::pair(name, value());
  }
  // Without what was taken.
  std::string_view rest() const { return base::trim(text_); }

  // A name or an id: in quotes, or up to one of the characters.
  std::optional<std::string> word(std::string_view ends) {
    skip_spaces();
    if (text_.starts_with('"')) return quoted();
    const std::size_t end = std::min(text_.find_first_of(ends), text_.size());
    if (end == 0) return std::nullopt;
    std::string out(base::trim(text_.substr(0, end)));
    text_.remove_prefix(end);
    return out;
  }
  bool take(char c) {
    skip_spaces();
    if (!text_.starts_with(c)) return false;
    text_.remove_prefix(1);
    return true;
  }

 private:
  void skip_spaces() {
    text_ = text_.substr(std::min(text_.find_first_not_of(" \t"), text_.size()));
  }

  std::string value() {
    if (text_.starts_with('"') || text_.starts_with('\'')) return quoted();
    const std::size_t end = std::min(text_.find_first_of(" \t"), text_.size());
    std::string out(text_.substr(0, end));
    text_.remove_prefix(end);
    return out;
  }

  std::string quoted() {
    const std::size_t close = std::min(text_.find(text_[0], 1), text_.size());
    std::string out(text_.substr(1, close - 1));
    text_.remove_prefix(std::min(close + 1, text_.size()));
    return out;
  }

  std::string_view text_;
};

class Reader {
 public:
  Reader(std::string_view text, base::FileId file, base::Diagnostics& diagnostics)
      : text_(text), file_(file), diagnostics_(diagnostics) {}

  Element run(std::uint32_t begin) {
    root_.name = "databaseChangeLog";
    const std::vector<Line> lines = shared::lines_of(text_, begin);
    for (std::size_t i = 0; i < lines.size(); ++i) take(lines, i);
    finish();
    return std::move(root_);
  }

 private:
  void take(const std::vector<Line>& lines, std::size_t& i) {
    const std::string_view line = slice_of(text_, lines[i]);
    const auto mark = mark_of(line);
    if (mark && take_mark(*mark, lines, i)) return;
    if (set_ && begins_rollback_block(line)) return take_rollback_block(lines, i);
    report_single_dash(line, lines[i]);
    if (set_) keep(lines[i]);
  }

  // Whether the line is a mark and not SQL.
  bool take_mark(std::string_view mark, const std::vector<Line>& lines, std::size_t& i) {
    const Line& line = lines[i];
    if (const auto rest = after(mark, "liquibase formatted sql")) {
      add_attributes(root_, *rest, line.begin);
      return true;
    }
    if (const auto rest = after(mark, "changeset")) return open(*rest, line);
    if (const auto rest = after(mark, "property")) {
      Element& property = root_.children.emplace_back();
      property.name = "property";
      property.at = line.begin;
      add_attributes(property, *rest, line.begin);
      return true;
    }
    if (!set_) return false;
    if (const auto rest = after(mark, "ignoreLines")) return ignore(*rest, lines, i);
    if (const auto rest = after(mark, "rollback")) return rollback_line(*rest, line);
    if (const auto rest = after(mark, "comments")) return add_text("comment", *rest, line);
    if (const auto rest = after(mark, "comment")) return add_text("comment", *rest, line);
    if (const auto rest = after(mark, "validCheckSum"))
      return add_text("validCheckSum", *rest, line);
    if (base::starts_with_ignoring_case(mark, "precondition")) return precondition(mark, line);
    return false;
  }

  bool open(std::string_view rest, const Line& line) {
    finish();
    Attributes attributes(rest);
    const auto author = attributes.word(":");
    const bool colon = attributes.take(':');
    const auto id = colon ? attributes.word(" \t") : std::nullopt;
    if (!author || !id) {
      report(line, "a changeset is `--changeset author:id`; write both");
      return true;
    }
    set_.emplace();
    set_->name = "changeSet";
    set_->at = line.begin;
    set_->attributes = {{"id", *id, line.begin}, {"author", *author, line.begin}};
    add_attributes(*set_, attributes.rest(), line.begin);
    return true;
  }

  void add_attributes(Element& element, std::string_view text, std::uint32_t at) {
    Attributes attributes(text);
    while (auto one = attributes.next())
      element.attributes.push_back({std::move(one->first), std::move(one->second), at});
  }

  bool add_text(std::string_view name, std::string_view text, const Line& line) {
    Element& child = set_->children.emplace_back();
    child.name = name;
    child.at = child.text_at = line.begin;
    child.text = text;
    child.has_text = true;
    return true;
  }

  // ignoreLines:2, or from ignoreLines:start to ignoreLines:end.
  bool ignore(std::string_view rest, const std::vector<Line>& lines, std::size_t& i) {
    if (rest != "start") {
      std::size_t count = 0;
      for (const char c : rest.substr(0, 6))
        if (c >= '0' && c <= '9') count = count * 10 + std::size_t(c - '0');
      i = std::min(i + count, lines.size() - 1);
      return true;
    }
    for (++i; i < lines.size(); ++i) {
      const auto mark = mark_of(slice_of(text_, lines[i]));
      const auto end = mark ? after(*mark, "ignoreLines") : std::nullopt;
      if (end && *end == "end") return true;
    }
    return true;
  }

  bool rollback_line(std::string_view rest, const Line& line) {
    if (!rollback_) {
      rollback_.emplace();
      rollback_->name = "rollback";
      rollback_->at = rollback_->text_at = line.begin;
      rollback_->has_text = true;
    }
    rollback_->text += std::string(rest) + "\n";
    return true;
  }

  static bool begins_rollback_block(std::string_view line) {
    line = base::trim(line);
    if (!line.starts_with("/*")) return false;
    return base::starts_with_ignoring_case(base::trim(line.substr(2)), "liquibase rollback");
  }

  void take_rollback_block(const std::vector<Line>& lines, std::size_t& i) {
    const Line first = lines[i];
    for (++i; i < lines.size(); ++i) {
      const std::string_view line = slice_of(text_, lines[i]);
      const std::size_t close = line.find("*/");
      rollback_line(line.substr(0, close), first);
      if (close != line.npos) return;
    }
    report(first, "this rollback block has no `*/` at its end; add it");
  }

  // preconditions onFail:MARK_RAN, and precondition-sql-check expectedResult:0 SELECT ...
  bool precondition(std::string_view mark, const Line& line) {
    Element* all = nullptr;
    for (Element& child : set_->children)
      if (child.name == "preConditions") all = &child;
    if (!all) all = &set_->children.emplace_back();
    all->name = "preConditions";
    all->at = line.begin;
    const std::size_t space = std::min(mark.find_first_of(" \t"), mark.size());
    const std::string_view rest = base::trim(mark.substr(space));
    const std::string word = base::to_lower(mark.substr(0, space));
    if (word == "preconditions") {
      add_attributes(*all, rest, line.begin);
      return true;
    }
    Element& one = all->children.emplace_back();
    one.at = one.text_at = line.begin;
    if (word == "precondition-sql-check") {
      Attributes attributes(rest);
      if (auto expected = attributes.next())
        one.attributes.push_back({expected->first, expected->second, line.begin});
      one.name = "sqlCheck";
      one.text = attributes.rest();
      one.has_text = true;
      return true;
    }
    one.name = word == "precondition-table-exists"  ? "tableExists"
               : word == "precondition-view-exists" ? "viewExists"
                                                    : word;
    std::string_view names = rest;
    Element given;
    add_attributes(given, names, line.begin);
    for (syntax::Attribute& attribute : given.attributes) {
      const std::string name = attribute.name;
      one.attributes.push_back({name == "table"    ? "tableName"
                                : name == "view"   ? "viewName"
                                : name == "schema" ? "schemaName"
                                                   : name,
                                attribute.value, line.begin});
    }
    return true;
  }

  void keep(const Line& line) {
    if (!sql_.empty() && sql_.back().next == line.begin) {
      sql_.back().next = line.next;
    } else {
      sql_.push_back(line);
    }
  }

  // The marks may stand between two parts of the SQL; then it is no slice of the file.
  void finish() {
    if (!set_) return;
    while (!sql_.empty() && base::trim(bytes_of(sql_.back())).empty()) sql_.pop_back();
    while (!sql_.empty() && base::trim(bytes_of(sql_.front())).empty()) sql_.erase(sql_.begin());
    if (!sql_.empty()) {
      Element& sql = set_->children.emplace_back();
      sql.name = "sql";
      sql.has_text = true;
      sql.text_verbatim = sql_.size() == 1;
      for (const Line& part : sql_) sql.text += bytes_of(part);
      sql.text_at = sql_.front().begin;
      sql.at = sql.text_at + first_byte(sql.text);
      copy_rules(sql, "");
    }
    if (rollback_) {
      copy_rules(*rollback_, "rollback");
      set_->children.push_back(std::move(*rollback_));
    }
    root_.children.push_back(std::move(*set_));
    set_.reset();
    rollback_.reset();
    sql_.clear();
  }

  static std::uint32_t first_byte(std::string_view text) {
    return std::uint32_t(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  }

  std::string_view bytes_of(const Line& part) const {
    return text_.substr(part.begin, part.next - part.begin);
  }

  // splitStatements of the changeset goes to its SQL, rollbackSplitStatements to its way back.
  void copy_rules(Element& sql, std::string_view prefix) const {
    constexpr std::array kRules =
        std::to_array<std::string_view>({"splitStatements", "endDelimiter"});
    for (const std::string_view rule : kRules) {
      std::string name(rule);
      if (!prefix.empty()) {
        name[0] = char(name[0] - 'a' + 'A');
        name = std::string(prefix) + name;
      }
      if (const auto* found = set_->attribute(name))
        sql.attributes.push_back({std::string(rule), found->value, set_->at});
    }
    const auto* strip = set_->attribute("stripComments");
    sql.attributes.push_back({"stripComments", strip ? strip->value : "true", set_->at});
  }

  void report_single_dash(std::string_view text, const Line& line) {
    text = base::trim(text);
    for (const std::string_view word : {"-changeset ", "-rollback ", "-liquibase formatted"})
      if (base::starts_with_ignoring_case(text, word))
        report(line, "Liquibase refuses `" + std::string(word.substr(0, word.find(' '))) +
                         "` with one dash; write two");
  }

  void report(const Line& line, std::string message) {
    diagnostics_.report(Severity::Error, "liquibase-formatted-sql", {file_, line.begin, line.end},
                        std::move(message));
  }

  std::string_view text_;
  base::FileId file_;
  base::Diagnostics& diagnostics_;
  Element root_;
  std::optional<Element> set_;
  std::optional<Element> rollback_;
  std::vector<Line> sql_;  // runs of lines: each from its begin to its next
};

}  // namespace

bool is_formatted(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const std::size_t first = std::min(text.find_first_not_of(" \t\r\n"), text.size());
  text.remove_prefix(first);
  const auto mark = mark_of(text.substr(0, std::min(text.find('\n'), text.size())));
  return mark && base::starts_with_ignoring_case(*mark, "liquibase formatted sql");
}

Element read_formatted(std::string_view text, std::uint32_t begin, base::FileId file,
                       base::Diagnostics& diagnostics) {
  return Reader(text, file, diagnostics).run(begin);
}

}  // namespace pggit::frontend::liquibase
