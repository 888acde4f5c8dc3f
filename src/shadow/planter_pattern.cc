#include "shadow/planter_pattern.h"

#include <algorithm>
#include <functional>
#include <vector>

namespace pggit::shadow {
namespace {

constexpr int kEndless = 1 << 20;  // * and +
constexpr int kMostWritten = 40;   // repetitions in a sample
constexpr int kMostSteps = 20000;  // of one match
constexpr int kMostDepth = 400;  // parts inside parts, and characters matched one inside the other
constexpr char32_t kAny = 0x10FFFF;

struct Range {
  char32_t from;
  char32_t to;
};

std::u32string decode(std::string_view text) {
  std::u32string out;
  for (std::size_t i = 0; i < text.size();) {
    const unsigned char c = text[i];
    const int length = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    char32_t point = length == 1 ? c : c & (0x7F >> length);
    for (int k = 1; k < length && i + k < text.size(); ++k)
      point = point << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3F);
    out.push_back(point);
    i += length;
  }
  return out;
}

void encode(char32_t point, std::string& out) {
  if (point < 0x80) {
    out.push_back(char(point));
  } else if (point < 0x800) {
    out.push_back(char(0xC0 | point >> 6));
    out.push_back(char(0x80 | (point & 0x3F)));
  } else if (point < 0x10000) {
    out.push_back(char(0xE0 | point >> 12));
    out.push_back(char(0x80 | (point >> 6 & 0x3F)));
    out.push_back(char(0x80 | (point & 0x3F)));
  } else {
    out.push_back(char(0xF0 | point >> 18));
    out.push_back(char(0x80 | (point >> 12 & 0x3F)));
    out.push_back(char(0x80 | (point >> 6 & 0x3F)));
    out.push_back(char(0x80 | (point & 0x3F)));
  }
}

char32_t folded(char32_t point) { return point >= 'A' && point <= 'Z' ? point + 32 : point; }

}  // namespace

struct Pattern::Part {
  enum class Kind { Class, Sequence, Choice, Repeat, Begin, End };
  Kind kind = Kind::Sequence;
  std::vector<Range> ranges;  // Class
  bool negated = false;
  bool ignores_case = false;
  std::vector<Part> parts;  // of a sequence, a choice; the one that repeats
  int least = 1;            // Repeat
  int most = 1;

  bool holds(char32_t point) const {
    const auto in = [&](char32_t c) {
      return std::ranges::any_of(ranges, [c](const Range& r) { return r.from <= c && c <= r.to; });
    };
    bool found = in(point);
    if (ignores_case && !found && point < 128) {
      found = in(folded(point)) || (point >= 'a' && point <= 'z' && in(point - 32));
    }
    return found != negated;
  }
};

namespace {

using Part = Pattern::Part;

Part class_of(std::vector<Range> ranges, bool negated = false) {
  Part part;
  part.kind = Part::Kind::Class;
  part.ranges = std::move(ranges);
  part.negated = negated;
  return part;
}

const std::vector<Range> kDigits{{'0', '9'}};
const std::vector<Range> kWord{{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
const std::vector<Range> kSpace{{' ', ' '}, {'\t', '\r'}};

struct ClassName {
  const char* name;
  std::vector<Range> ranges;
};

const std::vector<Range>* named_class(std::u32string_view name) {
  static const std::vector<ClassName> kNames{
      {"alpha", {{'A', 'Z'}, {'a', 'z'}}},
      {"digit", kDigits},
      {"alnum", {{'0', '9'}, {'A', 'Z'}, {'a', 'z'}}},
      {"upper", {{'A', 'Z'}}},
      {"lower", {{'a', 'z'}}},
      {"space", kSpace},
      {"blank", {{' ', ' '}, {'\t', '\t'}}},
      {"xdigit", {{'0', '9'}, {'A', 'F'}, {'a', 'f'}}},
      {"word", kWord},
  };
  for (const ClassName& known : kNames) {
    if (std::u32string(known.name, known.name + std::char_traits<char>::length(known.name)) == name)
      return &known.ranges;
  }
  return nullptr;
}

// A recursive descent over the text; `bad` once something is not understood.
class Reader {
 public:
  Reader(std::u32string text, bool ignores_case)
      : text_(std::move(text)), ignores_case_(ignores_case) {}

  std::optional<Part> read() {
    if (text_.starts_with(U"***") || text_.starts_with(U"(?")) return std::nullopt;
    Part part = choice(0);
    if (bad_ || at_ < text_.size()) return std::nullopt;
    return part;
  }

 private:
  bool more() const { return at_ < text_.size(); }
  bool next_is(char32_t c) const { return more() && text_[at_] == c; }
  bool take(char32_t c) {
    if (!next_is(c)) return false;
    ++at_;
    return true;
  }
  Part refuse() {
    bad_ = true;
    at_ = text_.size();
    return {};
  }

  Part choice(int depth) {
    if (depth > kMostDepth) return refuse();
    Part out;
    out.kind = Part::Kind::Choice;
    do {
      out.parts.push_back(sequence(depth));
    } while (take('|'));
    return out.parts.size() == 1 ? std::move(out.parts.front()) : out;
  }

  Part sequence(int depth) {
    Part out;
    while (more() && !bad_ && !next_is('|') && !next_is(')')) out.parts.push_back(repeated(depth));
    return out;
  }

  Part repeated(int depth) {
    Part part = atom(depth);
    while (more() && !bad_) {
      int least = 0;
      int most = kEndless;
      if (take('?')) {
        most = 1;
      } else if (take('+')) {
        least = 1;
      } else if (next_is('{')) {
        if (!bounds(least, most)) return refuse();
      } else if (!take('*')) {
        break;
      }
      (void)take('?');  // not greedy: the same texts match
      Part repeat;
      repeat.kind = Part::Kind::Repeat;
      repeat.least = least;
      repeat.most = most;
      repeat.parts.push_back(std::move(part));
      part = std::move(repeat);
    }
    return part;
  }

  int number() {
    int value = -1;
    while (more() && text_[at_] >= '0' && text_[at_] <= '9' && value < 1000)
      value = std::max(value, 0) * 10 + int(text_[at_++] - '0');
    return value;
  }
  bool bounds(int& least, int& most) {
    ++at_;
    least = number();
    most = least;
    if (take(',')) {
      most = number();
      if (most < 0) most = kEndless;
    }
    return take('}') && least >= 0 && most >= least;
  }

  Part atom(int depth) {
    Part part;
    const char32_t c = text_[at_++];
    switch (c) {
      case '(':
        if (take('?') && !take(':')) return refuse();
        part = choice(depth + 1);
        return take(')') ? part : refuse();
      case '[':
        return bracket();
      case '\\':
        return escape();
      case '^':
        part.kind = Part::Kind::Begin;
        return part;
      case '$':
        part.kind = Part::Kind::End;
        return part;
      case '.':
        return class_of({{1, kAny}});
      case '*':
      case '+':
      case '?':
      case '{':
        return refuse();
      default:
        return letter(c);
    }
  }

  Part letter(char32_t c) const {
    Part part = class_of({{c, c}});
    part.ignores_case = ignores_case_;
    return part;
  }

  Part escape() {
    if (!more()) return refuse();
    const char32_t c = text_[at_++];
    switch (c) {
      case 'd':
        return class_of(kDigits);
      case 'D':
        return class_of(kDigits, true);
      case 'w':
        return class_of(kWord);
      case 'W':
        return class_of(kWord, true);
      case 's':
        return class_of(kSpace);
      case 'S':
        return class_of(kSpace, true);
      default:
        break;
    }
    const bool means_more =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return means_more ? refuse() : letter(c);
  }

  // One character of a bracket expression, which may start a range.
  char32_t bracket_character() {
    if (next_is('\\')) ++at_;
    return more() ? text_[at_++] : 0;
  }

  bool bracket_shorthand(std::vector<Range>& ranges) {
    if (next_is('[') && at_ + 1 < text_.size() && text_[at_ + 1] == ':') {
      const std::size_t end = text_.find(U":]", at_ + 2);
      if (end == std::u32string::npos) return false;
      const auto* named = named_class(std::u32string_view(text_).substr(at_ + 2, end - at_ - 2));
      if (!named) return false;
      ranges.insert(ranges.end(), named->begin(), named->end());
      at_ = end + 2;
      return true;
    }
    if (next_is('\\') && at_ + 1 < text_.size()) {
      const char32_t c = text_[at_ + 1];
      const auto* named = c == 'd' ? &kDigits : c == 'w' ? &kWord : c == 's' ? &kSpace : nullptr;
      if (!named) return false;
      ranges.insert(ranges.end(), named->begin(), named->end());
      at_ += 2;
      return true;
    }
    return false;
  }

  Part bracket() {
    const bool negated = take('^');
    std::vector<Range> ranges;
    for (bool first = true; more() && (first || !next_is(']')); first = false) {
      if (bracket_shorthand(ranges)) continue;
      const bool collating =
          next_is('[') && at_ + 1 < text_.size() &&
          (text_[at_ + 1] == ':' || text_[at_ + 1] == '.' || text_[at_ + 1] == '=');
      if (collating) return refuse();
      const char32_t from = bracket_character();
      char32_t to = from;
      if (next_is('-') && at_ + 1 < text_.size() && text_[at_ + 1] != ']') {
        ++at_;
        to = bracket_character();
      }
      if (to < from) return refuse();
      ranges.push_back({from, to});
    }
    if (!take(']')) return refuse();
    Part part = class_of(std::move(ranges), negated);
    part.ignores_case = ignores_case_;
    return part;
  }

  std::u32string text_;
  bool ignores_case_;
  std::size_t at_ = 0;
  bool bad_ = false;
};

// Matches by trying: `then` is what must hold behind the part.
class Matcher {
 public:
  explicit Matcher(std::u32string text) : text_(std::move(text)) {}

  using Then = std::function<bool(std::size_t)>;

  bool match(const Part& part, std::size_t at, const Then& then) {
    if (++steps_ > kMostSteps || depth_ > kMostDepth) return false;
    ++depth_;
    const bool matched = try_part(part, at, then);
    --depth_;
    return matched;
  }
  bool gave_up() const { return gave_up_ || steps_ > kMostSteps; }
  std::size_t size() const { return text_.size(); }

 private:
  bool try_part(const Part& part, std::size_t at, const Then& then) {
    if (depth_ >= kMostDepth) gave_up_ = true;
    switch (part.kind) {
      case Part::Kind::Class:
        return at < text_.size() && part.holds(text_[at]) && then(at + 1);
      case Part::Kind::Begin:
        return at == 0 && then(at);
      case Part::Kind::End:
        return at == text_.size() && then(at);
      case Part::Kind::Choice:
        return std::ranges::any_of(part.parts, [&](const Part& p) { return match(p, at, then); });
      case Part::Kind::Sequence:
        return sequence(part, 0, at, then);
      case Part::Kind::Repeat:
        return repeat(part, 0, at, then);
    }
    return false;
  }
  bool sequence(const Part& part, std::size_t index, std::size_t at, const Then& then) {
    if (index == part.parts.size()) return then(at);
    return match(part.parts[index], at,
                 [&, index](std::size_t end) { return sequence(part, index + 1, end, then); });
  }
  bool repeat(const Part& part, int done, std::size_t at, const Then& then) {
    const bool again = done < part.most && match(
                                               part.parts[0], at,
                                               [&, done](std::size_t end) {
                                                 return (end > at || done < part.least) &&
                                                        repeat(part, done + 1, end, then);
                                               });
    return again || (done >= part.least && then(at));
  }

  std::u32string text_;
  int steps_ = 0;
  int depth_ = 0;
  bool gave_up_ = false;
};

// What a class offers to a writer: plain characters, the last ones first, so that a text looks like nobody's own.
std::vector<char32_t> characters(const Part& part) {
  std::vector<char32_t> plain;
  for (char32_t c = 'z'; c >= '!'; --c) {
    if (part.holds(c)) plain.push_back(c);
  }
  if (part.holds(' ')) plain.push_back(' ');
  // Letters and digits before signs.
  std::ranges::stable_partition(plain, [](char32_t c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  });
  if (plain.empty() && !part.negated && !part.ranges.empty()) plain.push_back(part.ranges[0].from);
  return plain;
}

void write(const Part& part, unsigned& number, bool full, std::string& out) {
  switch (part.kind) {
    case Part::Kind::Begin:
    case Part::Kind::End:
      return;
    case Part::Kind::Class: {
      const std::vector<char32_t> offered = characters(part);
      if (offered.empty()) return;
      encode(offered[number % offered.size()], out);
      number /= offered.size();
      return;
    }
    case Part::Kind::Choice:
      return write(part.parts[0], number, full, out);
    case Part::Kind::Sequence:
      for (const Part& inner : part.parts) write(inner, number, full, out);
      return;
    case Part::Kind::Repeat: {
      const int most = std::min(part.most, std::max(kMostWritten, part.least));
      const int times = full ? most : std::min(most, std::max(part.least, 3));
      for (int i = 0; i < times; ++i) write(part.parts[0], number, full, out);
      return;
    }
  }
}

}  // namespace

std::optional<Pattern> Pattern::read(std::string_view text, bool ignores_case) {
  std::optional<Part> part = Reader(decode(text), ignores_case).read();
  if (!part) return std::nullopt;
  return Pattern(std::make_shared<const Part>(std::move(*part)));
}

Pattern Pattern::from_like(std::string_view text, bool ignores_case) {
  Part whole;
  whole.parts.push_back({});
  whole.parts.back().kind = Part::Kind::Begin;
  const std::u32string letters = decode(text);
  for (std::size_t i = 0; i < letters.size(); ++i) {
    if (letters[i] == '%' || letters[i] == '_') {
      Part any = class_of({{1, kAny}});
      if (letters[i] == '_') {
        whole.parts.push_back(std::move(any));
        continue;
      }
      Part repeat;
      repeat.kind = Part::Kind::Repeat;
      repeat.least = 0;
      repeat.most = kEndless;
      repeat.parts.push_back(std::move(any));
      whole.parts.push_back(std::move(repeat));
      continue;
    }
    if (letters[i] == '\\' && i + 1 < letters.size()) ++i;
    whole.parts.push_back(class_of({{letters[i], letters[i]}}));
    whole.parts.back().ignores_case = ignores_case;
  }
  whole.parts.push_back({});
  whole.parts.back().kind = Part::Kind::End;
  return Pattern(std::make_shared<const Part>(std::move(whole)));
}

std::optional<bool> Pattern::matches(std::string_view text) const {
  Matcher matcher(decode(text));
  for (std::size_t start = 0; start <= matcher.size(); ++start) {
    if (matcher.match(*part_, start, [](std::size_t) { return true; })) return true;
    if (matcher.gave_up()) return std::nullopt;
  }
  return false;
}

std::string Pattern::sample(unsigned number, bool full) const {
  std::string out;
  write(*part_, number, full, out);
  return out;
}

}  // namespace pggit::shadow
