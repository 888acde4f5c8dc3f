#include "pipeline/difference_text.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"

namespace pggit::pipeline {
namespace {

constexpr std::size_t kShown = 160;
constexpr std::size_t kBefore = 40;  // of it, in front of the first difference

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

// '2026-11-29 23:15:04.182031' or '2026-11-29 23:15:04+00': the length of such a literal with its quotes; 0: it is none.
std::size_t moment_at(std::string_view text) {
  constexpr std::string_view kShape = "'0000-00-00 00:00:00";
  if (text.size() < kShape.size()) return 0;
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    if (kShape[i] == '0' ? !is_digit(text[i]) : text[i] != kShape[i]) return 0;
  }
  const std::size_t end = text.find_first_not_of("0123456789.+-:", kShape.size());
  return end != text.npos && text[end] == '\'' ? end + 1 : 0;
}

std::string without_moments(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t moment = moment_at(text);
    if (moment == 0) out.push_back(text.front());
    text.remove_prefix(std::max<std::size_t>(moment, 1));
  }
  return out;
}

bool differs_in_moments_only(const std::string& a, const std::string& b) {
  const std::string rest = without_moments(a);
  return a != b && rest != a && rest == without_moments(b);
}

// The part of a long text from shortly before `place` on; whole characters.
std::string around(const std::string& text, std::size_t place) {
  if (text.empty()) return "nothing";
  if (text.size() <= kShown) return text;
  std::size_t begin = place > kBefore ? place - kBefore : 0;
  begin = base::clip_identifier(text, begin).size();
  const std::string shown(base::clip_identifier(std::string_view(text).substr(begin), kShown));
  return (begin > 0 ? "..." : "") + shown + (begin + shown.size() < text.size() ? "..." : "");
}

}  // namespace

std::string difference_text(const catalog::Difference& d) {
  std::string text = ir::to_text(d.key);
  if (!d.field.empty()) text += " " + d.field;
  if (differs_in_moments_only(d.before, d.after)) {
    return text +
           ": it keeps the moment at which it was made, as PostgreSQL does with 'now'::timestamp "
           "in "
           "a text that is kept, so it is another each time that it is made; now() is computed "
           "when "
           "it is asked";
  }
  const std::size_t place = std::ranges::mismatch(d.before, d.after).in1 - d.before.begin();
  return text + ": expected " + around(d.before, place) + ", found " + around(d.after, place);
}

std::string difference_text(const ir::Key& key, const catalog::Catalog& expected,
                            const catalog::Catalog& found) {
  const ir::Object* before = expected.find(key);
  const ir::Object* after = found.find(key);
  if (!before || !after)
    return ir::to_text(key) + (after ? " is there unexpectedly" : " is missing");
  const auto differences = catalog::compare(*before, *after);
  return differences.empty() ? ir::to_text(key) + " differs" : difference_text(differences.front());
}

}  // namespace pggit::pipeline
