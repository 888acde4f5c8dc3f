#include "frontend/psql/arguments.h"

#include <array>

#include "base/text.h"

namespace pggit::frontend::psql {
namespace {

constexpr const char* kBackTicks = "comes from a command in back-ticks, which is never run";

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = char(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : 16;
}

class Reader {
 public:
  Reader(std::string_view script, std::size_t at, const Variables& variables)
      : line_(script.substr(0, script.find('\n', at))), at_(at), variables_(variables) {
    if (line_.ends_with('\r')) line_.remove_suffix(1);
  }

  Arguments run() {
    while (true) {
      while (at_ < line_.size() && is_blank(line_[at_])) ++at_;
      if (at_ >= line_.size() || line_[at_] == '\\') break;
      take();
    }
    arguments_.end = at_;
    return std::move(arguments_);
  }

 private:
  static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

  void take() {
    argument_ = {};
    argument_.begin = at_;
    while (at_ < line_.size() && !is_blank(line_[at_]) && line_[at_] != '\\') step();
    argument_.end = at_;
    arguments_.all.push_back(std::move(argument_));
  }

  void step() {
    const char c = line_[at_];
    if (c == '\'') return take_string();
    if (c == '"') return take_name();
    if (c == '`') return take_command();
    if (c == ':') return take_variable();
    argument_.text += c;
    ++at_;
  }

  void take_string() {
    for (++at_; at_ < line_.size(); ++at_) {
      const char c = line_[at_];
      if (c == '\\') {
        take_escape();
      } else if (c != '\'') {
        argument_.text += c;
      } else if (at_ + 1 < line_.size() && line_[at_ + 1] == '\'') {
        argument_.text += c;
        ++at_;
      } else {
        ++at_;
        return;
      }
    }
    arguments_.is_open = true;
  }

  // Stays on the last byte of the escape.
  void take_escape() {
    constexpr std::string_view kLetters = "ntbrf";
    constexpr std::string_view kMeant = "\n\t\b\r\f";
    if (++at_ >= line_.size()) return;
    const char c = line_[at_];
    if (const std::size_t letter = kLetters.find(c); letter != kLetters.npos) {
      argument_.text += kMeant[letter];
    } else if (digit_of(c) < 8) {
      argument_.text += number(8, 3);
    } else if (c == 'x' && at_ + 1 < line_.size() && digit_of(line_[at_ + 1]) < 16) {
      ++at_;
      argument_.text += number(16, 2);
    } else {
      argument_.text += c;
    }
  }

  char number(int radix, int most) {
    int value = 0;
    int count = 0;
    for (; count < most && at_ < line_.size() && digit_of(line_[at_]) < radix; ++count, ++at_)
      value = value * radix + digit_of(line_[at_]);
    --at_;
    return char(value);
  }

  // The quotes are part of it.
  void take_name() {
    const std::size_t close = line_.find('"', at_ + 1);
    arguments_.is_open |= close == line_.npos;
    const std::size_t end = close == line_.npos ? line_.size() : close + 1;
    argument_.text += line_.substr(at_, end - at_);
    at_ = end;
  }

  void take_command() {
    const std::size_t close = line_.find('`', at_ + 1);
    arguments_.is_open |= close == line_.npos;
    at_ = close == line_.npos ? line_.size() : close + 1;
    argument_.unknown = kBackTicks;
  }

  void take_variable() {
    const auto reference = reference_at(line_.substr(at_));
    if (!reference) {
      argument_.text += ':';
      ++at_;
      return;
    }
    if (const auto text = variables_.text_of(*reference)) {
      argument_.text += *text;
    } else {
      argument_.text += line_.substr(at_, reference->length);
      const std::string why = variables_.why_unknown(reference->name);
      if (!why.empty()) argument_.unknown = "`" + reference->name + "` " + why;
      argument_.missing.push_back(reference->name);
    }
    at_ += reference->length;
  }

  std::string_view line_;  // the script up to the end of the line
  std::size_t at_;
  const Variables& variables_;
  Argument argument_;
  Arguments arguments_;
};

}  // namespace

Arguments arguments_at(std::string_view script, std::size_t at, const Variables& variables) {
  return Reader(script, at, variables).run();
}

std::optional<bool> boolean_of(std::string_view text) {
  struct Word {
    std::string_view word;
    std::size_t least;  // letters that must be there
    bool meaning;
  };
  constexpr auto kWords = std::to_array<Word>({{"true", 1, true},
                                               {"false", 1, false},
                                               {"yes", 1, true},
                                               {"no", 1, false},
                                               {"on", 2, true},
                                               {"off", 2, false},
                                               {"1", 1, true},
                                               {"0", 1, false}});
  for (const Word& word : kWords) {
    const bool fits = text.size() >= word.least && base::starts_with_ignoring_case(word.word, text);
    if (fits) return word.meaning;
  }
  return std::nullopt;
}

}  // namespace pggit::frontend::psql
