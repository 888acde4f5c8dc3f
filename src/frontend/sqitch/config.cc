#include "frontend/sqitch/config.h"

#include "base/text.h"

namespace pggit::frontend::sqitch {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_space(char c) { return is_blank(c) || (c >= '\n' && c <= '\r'); }

std::string_view without_blanks_behind(std::string_view text) {
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

class Reader {
 public:
  Reader(const base::Sources& sources, base::FileId file, std::uint32_t begin,
         base::Diagnostics& diagnostics)
      : text_(sources.file(file).text), file_(file), at_(begin), diagnostics_(diagnostics) {}

  std::vector<ConfigEntry> run() {
    while (true) {
      while (at_ < text_.size() && is_space(text_[at_])) ++at_;
      if (at_ >= text_.size()) return std::move(entries_);
      if (is_comment()) {
        at_ = line_end();
      } else if (text_[at_] == '[') {
        take_section();
      } else {
        take_entry();
      }
    }
  }

 private:
  char next() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool is_comment() const { return next() == '#' || next() == ';'; }
  bool at_end_of_line() const {
    return at_ >= text_.size() || text_[at_] == '\n' || text_.substr(at_).starts_with("\r\n");
  }
  std::size_t line_end() const { return std::min(text_.find('\n', at_), text_.size()); }

  void fail(std::size_t begin, const std::string& message) {
    at_ = begin;
    const std::size_t end = line_end();
    diagnostics_.report(base::Severity::Error, "sqitch-conf",
                        {file_, std::uint32_t(begin), std::uint32_t(end)}, message);
    at_ = end;
  }

  // [core], [core.x], [target "x"]
  void take_section() {
    const std::size_t begin = at_;
    const std::string_view line = text_.substr(begin, line_end() - begin);
    const std::size_t end = line.find_first_of(" \t\r[]\"", 1);
    const std::string name = base::to_lower(line.substr(1, end == line.npos ? 0 : end - 1));
    std::size_t i = end;
    while (i < line.size() && is_blank(line[i])) ++i;
    std::string sub;
    if (i < line.size() && line[i] == '"') {
      const std::size_t close = line.find("\"]", i + 1);
      if (close != line.npos) sub = line.substr(i + 1, close - i - 1);
      i = close == line.npos ? close : close + 1;
    }
    if (name.empty() || i >= line.size() || line[i] != ']') {
      return fail(begin, "is no section; one is [name] or [name \"sub\"]");
    }
    section_ = name + (sub.empty() ? "" : "." + unescaped(sub));
    at_ = begin + i + 1;
  }

  static std::string unescaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\\' && i + 1 < text.size()) ++i;
      out += text[i];
    }
    return out;
  }

  void take_entry() {
    const std::size_t begin = at_;
    const std::size_t stop = std::min(text_.find_first_of("=#;\n", at_), text_.size());
    const std::string_view name = without_blanks_behind(text_.substr(begin, stop - begin));
    if (section_.empty() || name.empty())
      return fail(begin, name.empty() ? "a name is missing before `=`"
                                      : "stands before the first section; write [core] above it");
    ConfigEntry entry{section_,
                      std::string(name),
                      std::nullopt,
                      {file_, std::uint32_t(begin), std::uint32_t(begin + name.size())}};
    at_ = stop;
    if (next() == '=') {
      ++at_;
      auto value = take_value();
      if (!value)
        return fail(
            begin, "`" + entry.name + "` has a value that cannot be read; put it in double quotes");
      entry.value = *std::move(value);
    } else {
      at_ = line_end();
    }
    entries_.push_back(std::move(entry));
  }

  // Blanks between words become one; what is in quotes stays.
  std::optional<std::string> take_value() {
    std::string value;
    while (is_blank(next())) ++at_;
    while (!at_end_of_line()) {
      const std::size_t begin = at_;
      while (is_blank(next())) ++at_;
      if (is_comment() && (at_ > begin || value.empty())) {
        at_ = line_end();
        break;
      }
      if (at_ > begin) {
        value += ' ';
      } else if (next() == '"') {
        if (!take_quoted(value)) return std::nullopt;
      } else if (next() == '\\') {
        if (!take_escape(value, "\\'\"")) return std::nullopt;
      } else {
        take_plain(value);
      }
    }
    return value;
  }

  void take_plain(std::string& value) {
    const std::size_t begin = at_;
    while (at_ < text_.size() && !at_end_of_line() && !is_blank(next()) && next() != '"' &&
           next() != '\\')
      ++at_;
    value += text_.substr(begin, at_ - begin);
  }

  bool take_quoted(std::string& value) {
    for (++at_; at_ < text_.size();) {
      if (next() == '"') {
        ++at_;
        return true;
      }
      if (next() == '\\') {
        if (!take_escape(value, "\\\"")) return false;
      } else {
        value += text_[at_++];
      }
    }
    return false;
  }

  // `plain`: what stands for itself behind a backslash. A line's end behind one goes on in the next.
  bool take_escape(std::string& value, std::string_view plain) {
    ++at_;
    if (text_.substr(at_).starts_with("\r\n")) ++at_;
    const char c = next();
    if (at_ >= text_.size()) return false;
    ++at_;
    if (c == '\n') return true;
    if (c == 'n') value += '\n';
    if (c == 't') value += '\t';
    if (c == 'b') value += '\b';
    if (c == 'n' || c == 't' || c == 'b') return true;
    if (plain.find(c) == plain.npos) return false;
    value += c;
    return true;
  }

  std::string_view text_;
  base::FileId file_;
  std::size_t at_;
  base::Diagnostics& diagnostics_;
  std::string section_;
  std::vector<ConfigEntry> entries_;
};

}  // namespace

std::vector<ConfigEntry> read_config(const base::Sources& sources, base::FileId file,
                                     std::uint32_t begin, base::Diagnostics& diagnostics) {
  return Reader(sources, file, begin, diagnostics).run();
}

}  // namespace pggit::frontend::sqitch
