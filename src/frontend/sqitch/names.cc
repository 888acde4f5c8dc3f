#include "frontend/sqitch/names.h"

#include <algorithm>
#include <array>

namespace pggit::frontend::sqitch {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::size_t kIdLength = 40;

constexpr auto kWideBlanks = std::to_array<std::string_view>(
    {"\u00A0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006",
     "\u2007", "\u2008", "\u2009", "\u200A", "\u202F", "\u205F", "\u3000"});
// What is white space besides and ends no line of a plan.
constexpr auto kOtherSpaces =
    std::to_array<std::string_view>({"\n", "\v", "\f", "\r", "\u0085", "\u2028", "\u2029"});

bool is_punctuation(char c) {
  return "-!\"#$%&'()*+,./:;<=>?@[\\]^`{|}~"sv.find(c) != std::string_view::npos;
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); }

std::size_t one_of_at(std::string_view text, std::size_t at, const auto& all) {
  const std::string_view rest = text.substr(std::min(at, text.size()));
  const auto found = std::ranges::find_if(all, [&](auto one) { return rest.starts_with(one); });
  return found == all.end() ? 0 : found->size();
}

std::size_t space_at(std::string_view text, std::size_t at) {
  const std::size_t blank = blank_at(text, at);
  return blank > 0 ? blank : one_of_at(text, at, kOtherSpaces);
}

// "~2" at its end would be taken for "two changes later".
bool ends_like_an_offset(std::string_view name) {
  const std::size_t last = name.find_last_not_of("0123456789");
  return last != name.npos && last + 1 < name.size() && "~/=%^"sv.find(name[last]) != name.npos;
}

}  // namespace

std::size_t blank_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) return 0;
  if (text[at] == ' ' || text[at] == '\t') return 1;
  return (text[at] & 0x80) == 0 ? 0 : one_of_at(text, at, kWideBlanks);
}

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  while (const std::size_t length = blank_at(text, at)) at += length;
  return at;
}

std::string_view trimmed(std::string_view text) {
  while (const std::size_t length = space_at(text, 0)) text.remove_prefix(length);
  for (std::size_t length = 1; length <= 3 && length <= text.size();) {
    const std::size_t at = text.size() - length;
    if (space_at(text, at) == length) {
      text.remove_suffix(length);
      length = 1;
    } else {
      ++length;
    }
  }
  return text;
}

bool is_name(std::string_view text) {
  if (text.empty() || is_punctuation(text.front()) || is_punctuation(text.back())) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (":@#\\"sv.find(text[i]) != std::string_view::npos || blank_at(text, i) > 0) return false;
  }
  return !ends_like_an_offset(text);
}

bool is_id(std::string_view text) {
  return text.size() >= kIdLength && std::ranges::all_of(text.substr(0, kIdLength), is_hex);
}

std::string Dependency::key() const {
  if (!id.empty()) return id;
  return tag.empty() ? change : change + "@" + tag;
}

std::string Dependency::text(std::string_view own) const {
  return is_elsewhere(own) ? project + ":" + key() : key();
}

std::optional<Dependency> parse_dependency(std::string_view text) {
  Dependency dependency;
  dependency.is_conflict = text.starts_with('!');
  if (dependency.is_conflict) text.remove_prefix(1);
  if (const std::size_t colon = text.find(':'); colon != text.npos) {
    dependency.project = text.substr(0, colon);
    if (!is_name(dependency.project)) return std::nullopt;
    text.remove_prefix(colon + 1);
  }
  if (text.size() == kIdLength && is_id(text)) {
    dependency.id = text;
    return dependency;
  }
  const std::size_t at = text.find('@');
  dependency.change = text.substr(0, at);
  if (at != text.npos) dependency.tag = text.substr(at + 1);
  const bool has_change = !dependency.change.empty();
  const bool has_tag = at != text.npos;
  if ((has_change && !is_name(dependency.change)) || (has_tag && !is_name(dependency.tag)))
    return std::nullopt;
  return has_change || has_tag ? std::optional(dependency) : std::nullopt;
}

}  // namespace pggit::frontend::sqitch
