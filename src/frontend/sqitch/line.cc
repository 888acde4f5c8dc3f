#include "frontend/sqitch/line.h"

#include <algorithm>

#include "frontend/sqitch/names.h"

namespace pggit::frontend::sqitch {
namespace {

using std::string_view_literals::operator""sv;

constexpr const char* kNameRules =
    "; a name has no blank, no @ : # or \\ in it, begins and ends with no punctuation, and does "
    "not "
    "end in ~ / = % ^ with digits behind";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

int number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

int days_in(int year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && is_leap ? 29 : kDays[month - 1];
}

constexpr std::string_view kShape = "0000-00-00T00:00:00Z";

bool looks_like_time(std::string_view text) {
  if (text.size() < kShape.size()) return false;
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    if (kShape[i] == '0' ? !is_digit(text[i]) : kShape[i] != text[i]) return false;
  }
  return true;
}

bool is_time(std::string_view text) {
  const int month = number(text.substr(5, 2));
  const int day = number(text.substr(8, 2));
  return month >= 1 && month <= 12 && day >= 1 &&
         day <= days_in(number(text.substr(0, 4)), month) && number(text.substr(11, 2)) < 24 &&
         number(text.substr(14, 2)) < 60 && number(text.substr(17, 2)) < 60;
}

std::string_view without_note(std::string_view line) {
  line = line.substr(0, line.find('#'));
  std::size_t end = 0;
  for (std::size_t i = 0; i < line.size();) {
    const std::size_t blank = blank_at(line, i);
    i += blank > 0 ? blank : 1;
    if (blank == 0) end = i;
  }
  return line.substr(0, end);
}

class Reader {
 public:
  explicit Reader(std::string_view line) : whole_(line), text_(without_note(line)) {}

  std::expected<Line, Fault> run() {
    at_ = skip_blanks(text_, 0);
    take_sign();
    if (!take_name() || !take_dependencies() || !take_time() || !take_planner())
      return std::unexpected(std::move(fault_));
    const std::size_t hash = whole_.find('#');
    if (hash != whole_.npos) line_.note = note_of(whole_.substr(hash + 1));
    return std::move(line_);
  }

 private:
  bool fail(std::size_t at, std::string message) {
    fault_ = {at, std::move(message)};
    return false;
  }

  char next() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void take_sign() {
    line_.is_tag = next() == '@';
    const bool has_sign = line_.is_tag || next() == '+' || next() == '-';
    line_.is_revert = next() == '-';
    if (!has_sign) return;
    ++at_;
    if (!line_.is_tag) at_ = skip_blanks(text_, at_);
  }

  bool take_name() {
    std::size_t end = at_;
    while (end < text_.size() && blank_at(text_, end) == 0) ++end;
    const std::string_view name = text_.substr(at_, end - at_);
    if (!is_name(name)) return fail(at_, "`" + std::string(name) + "` is no name" + kNameRules);
    line_.name = {name, at_};
    at_ = skip_blanks(text_, end);
    return true;
  }

  bool take_dependencies() {
    if (next() != '[') return true;
    const std::size_t close = text_.find(']', at_);
    if (close == text_.npos) return fail(at_, "`[` is not closed; close it with `]`");
    line_.has_brackets = true;
    for (std::size_t i = skip_blanks(text_, at_ + 1); i < close; i = skip_blanks(text_, i)) {
      const std::size_t begin = i;
      while (i < close && blank_at(text_, i) == 0) ++i;
      line_.dependencies.push_back({text_.substr(begin, i - begin), begin});
    }
    if (line_.dependencies.empty())
      return fail(at_, "there is nothing between `[` and `]`; take them out");
    at_ = skip_blanks(text_, close + 1);
    return true;
  }

  bool take_time() {
    if (!looks_like_time(text_.substr(at_))) {
      return fail(at_, "a time stamp is missing here, such as 2013-12-31T10:26:59Z, in UTC");
    }
    line_.timestamp = text_.substr(at_, kShape.size());
    if (!is_time(line_.timestamp)) {
      return fail(at_, "`" + std::string(line_.timestamp) +
                           "` is no time; mend the date or the time of day");
    }
    at_ = skip_blanks(text_, at_ + kShape.size());
    return true;
  }

  // One blank stands between name and address; further ones belong to the name.
  bool take_planner() {
    const std::size_t open = text_.find('<', at_);
    const std::size_t close = open == text_.npos ? text_.npos : text_.find('>', open);
    const std::size_t blank = open == text_.npos ? at_ : last_blank_before(open);
    const bool is_one = close != text_.npos && close + 1 == text_.size() && close > open + 1 &&
                        blank > at_ && blank < open;
    if (!is_one) return fail(at_, "the planner is missing here: Name <email>");
    line_.planner =
        std::string(text_.substr(at_, blank - at_)) + " " + std::string(text_.substr(open));
    return true;
  }

  // Where the blank before byte `end` begins; `end`: there is none.
  std::size_t last_blank_before(std::size_t end) const {
    for (std::size_t length = 1; length <= 3 && length <= end; ++length) {
      if (blank_at(text_, end - length) == length) return end - length;
    }
    return end;
  }

  std::string_view whole_;
  std::string_view text_;  // without the note
  std::size_t at_ = 0;
  Line line_;
  Fault fault_;
};

bool is_punctuation(char c) {
  return "-!\"#$%&'()*+,./:;<=>?@[\\]^`{|}~"sv.find(c) != std::string_view::npos;
}

}  // namespace

bool is_empty(std::string_view line) { return skip_blanks(line, 0) == line.size(); }

bool is_empty_or_comment(std::string_view line) {
  const std::size_t at = skip_blanks(line, 0);
  return at == line.size() || line[at] == '#';
}

std::string note_of(std::string_view written) {
  const std::string_view text = trimmed(written);
  std::string note;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char next = text[i] == '\\' && i + 1 < text.size() ? text[i + 1] : '\0';
    const bool is_escape = next == 'n' || next == 'r' || next == '\\';
    note += !is_escape ? text[i] : next == 'n' ? '\n' : next == 'r' ? '\r' : '\\';
    if (is_escape) ++i;
  }
  return note;
}

std::expected<Line, Fault> read_line(std::string_view line) { return Reader(line).run(); }

std::expected<Pragma, Fault> read_pragma(std::string_view line) {
  const std::string_view text = without_note(line);
  std::size_t at = skip_blanks(text, 0);
  if (at >= text.size() || text[at] != '%') {
    return std::unexpected(Fault{
        at,
        "stands among the pragmas, which begin with %; put an empty line between them and the "
        "changes"});
  }
  at = skip_blanks(text, at + 1);
  Pragma pragma;
  std::size_t end = at;
  while (end < text.size() && text[end] != '=' && blank_at(text, end) == 0) ++end;
  pragma.name = {text.substr(at, end - at), at};
  const std::size_t equals = skip_blanks(text, end);
  const bool has_value = equals < text.size() && text[equals] == '=';
  const bool is_named = !pragma.name.text.empty() && !is_punctuation(pragma.name.text.front()) &&
                        !is_punctuation(pragma.name.text.back());
  if (!is_named || (equals < text.size() && !has_value))
    return std::unexpected(Fault{at, "is no pragma; one is %name or %name=value"});
  if (has_value) {
    const std::size_t begin = skip_blanks(text, equals + 1);
    if (begin >= text.size()) return std::unexpected(Fault{equals, "nothing stands behind `=`"});
    pragma.value = {text.substr(begin), begin};
  }
  return pragma;
}

}  // namespace pggit::frontend::sqitch
