#include "syntax/properties.h"

#include <cstdint>
#include <optional>

#include "base/text.h"

namespace pggit::syntax {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// A natural line without its terminator.
struct Line {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// One byte of a logical line and the byte of the file where it stands.
struct Logical {
  std::string text;
  std::vector<std::size_t> at;
};

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\f'; }

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  std::size_t begin = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  for (std::size_t i = begin; i < text.size(); ++i) {
    if (text[i] != '\n' && text[i] != '\r') continue;
    lines.push_back({begin, i});
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') ++i;
    begin = i + 1;
  }
  if (begin < text.size()) lines.push_back({begin, text.size()});
  return lines;
}

bool ends_in_odd_backslashes(std::string_view line) {
  std::size_t count = 0;
  while (count < line.size() && line[line.size() - 1 - count] == '\\') ++count;
  return count % 2 == 1;
}

class Reader {
 public:
  Reader(std::string_view text, base::FileId file, Backslash backslash,
         base::Diagnostics& diagnostics)
      : text_(text), file_(file), backslash_(backslash), diagnostics_(diagnostics) {}

  std::vector<Property> run() {
    const std::vector<Line> lines = lines_of(text_);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const std::string_view content = trimmed(lines[i]);
      if (content.empty() || content[0] == '#' || content[0] == '!') continue;
      add(logical_line(lines, i));
    }
    return std::move(properties_);
  }

 private:
  std::string_view trimmed(Line line) const {
    std::string_view content = text_.substr(line.begin, line.end - line.begin);
    while (!content.empty() && is_blank(content.front())) content.remove_prefix(1);
    return backslash_ == Backslash::Literal ? base::trim(content) : content;
  }

  bool continues(std::string_view content, const std::vector<Line>& lines, std::size_t i) const {
    if (backslash_ == Backslash::Escapes) return ends_in_odd_backslashes(content);
    if (!content.ends_with('\\') || i + 1 >= lines.size()) return false;
    const std::string_view next = trimmed(lines[i + 1]);
    const bool new_key = next.starts_with("flyway.") && next.find('=') != next.npos;
    return !next.empty() && !new_key;
  }

  // Joins continuation lines; leaves `i` at the last line taken.
  Logical logical_line(const std::vector<Line>& lines, std::size_t& i) const {
    Logical logical;
    for (;; ++i) {
      std::string_view content = trimmed(lines[i]);
      const bool more = continues(content, lines, i);
      if (more) content.remove_suffix(1);
      const std::size_t begin = std::size_t(content.data() - text_.data());
      for (std::size_t k = 0; k < content.size(); ++k) logical.at.push_back(begin + k);
      logical.text += content;
      if (!more || i + 1 >= lines.size()) return logical;
    }
  }

  void add(const Logical& line) {
    std::size_t key_end = 0;
    while (key_end < line.text.size() && !ends_key(line.text[key_end])) {
      key_end += escapes_at(line.text, key_end) ? 2 : 1;
    }
    key_end = std::min(key_end, line.text.size());
    std::size_t value = key_end;
    while (value < line.text.size() && is_blank(line.text[value])) ++value;
    if (value < line.text.size() && (line.text[value] == '=' || line.text[value] == ':')) ++value;
    while (value < line.text.size() && is_blank(line.text[value])) ++value;
    const base::Span span{file_, std::uint32_t(line.at.empty() ? 0 : line.at.front()),
                          std::uint32_t(line.at.empty() ? 0 : line.at.back() + 1)};
    properties_.push_back({plain(line, 0, key_end), plain(line, value, line.text.size()), span});
  }

  static bool ends_key(char c) { return is_blank(c) || c == '=' || c == ':'; }

  bool escapes_at(std::string_view text, std::size_t i) const {
    return backslash_ == Backslash::Escapes && text[i] == '\\' && i + 1 < text.size();
  }

  std::string plain(const Logical& line, std::size_t begin, std::size_t end) {
    std::string out;
    for (std::size_t i = begin; i < end; ++i) {
      if (!escapes_at(line.text, i)) {
        out.push_back(line.text[i]);
        continue;
      }
      i = append_escape(line, i + 1, out);
    }
    return out;
  }

  // Appends what the escape whose letter stands at `i` means; returns its last byte.
  std::size_t append_escape(const Logical& line, std::size_t i, std::string& out) {
    switch (line.text[i]) {
      case 't':
        out += '\t';
        return i;
      case 'n':
        out += '\n';
        return i;
      case 'r':
        out += '\r';
        return i;
      case 'f':
        out += '\f';
        return i;
      case 'u':
        return append_unicode(line, i, out);
      default:
        out += line.text[i];
        return i;
    }
  }

  static std::optional<std::uint32_t> hex4(std::string_view text, std::size_t i) {
    if (i + 4 > text.size()) return std::nullopt;
    std::uint32_t value = 0;
    for (const char c : text.substr(i, 4)) {
      const int digit = hex_digit(c);
      if (digit < 0) return std::nullopt;
      value = value * 16 + std::uint32_t(digit);
    }
    return value;
  }

  static int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
  }

  std::size_t append_unicode(const Logical& line, std::size_t i, std::string& out) {
    const auto unit = hex4(line.text, i + 1);
    if (!unit) {
      const auto at = std::uint32_t(line.at[i]);
      diagnostics_.report(base::Severity::Warning, "properties-unicode", {file_, at - 1, at + 1},
                          "\\u must be followed by four hexadecimal digits; kept as it is");
      out += "\\u";
      return i;
    }
    if (*unit >= 0xD800 && *unit < 0xDC00 && line.text.compare(i + 5, 2, "\\u") == 0) {
      if (const auto low = hex4(line.text, i + 7); low && *low >= 0xDC00 && *low < 0xE000) {
        append_utf8(0x10000 + ((*unit - 0xD800) << 10) + (*low - 0xDC00), out);
        return i + 10;
      }
    }
    append_utf8(*unit, out);
    return i + 4;
  }

  static void append_utf8(std::uint32_t c, std::string& out) {
    if (c < 0x80) {
      out += char(c);
    } else if (c < 0x800) {
      out += {char(0xC0 | c >> 6), char(0x80 | (c & 0x3F))};
    } else if (c < 0x10000) {
      out += {char(0xE0 | c >> 12), char(0x80 | (c >> 6 & 0x3F)), char(0x80 | (c & 0x3F))};
    } else {
      out += {char(0xF0 | c >> 18), char(0x80 | (c >> 12 & 0x3F)), char(0x80 | (c >> 6 & 0x3F)),
              char(0x80 | (c & 0x3F))};
    }
  }

  std::string_view text_;
  base::FileId file_;
  Backslash backslash_;
  base::Diagnostics& diagnostics_;
  std::vector<Property> properties_;
};

}  // namespace

std::vector<Property> read_properties(std::string_view text, base::FileId file, Backslash backslash,
                                      base::Diagnostics& diagnostics) {
  return Reader(text, file, backslash, diagnostics).run();
}

}  // namespace pggit::syntax
