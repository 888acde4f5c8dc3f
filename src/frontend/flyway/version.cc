#include "frontend/flyway/version.h"

#include <algorithm>

#include "base/text.h"

namespace pggit::frontend::flyway {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string without_leading_zeros(std::string_view digits) {
  const std::size_t first = digits.find_first_not_of('0');
  return first == digits.npos ? "0" : std::string(digits.substr(first));
}

std::strong_ordering compare_numbers(const std::string& a, const std::string& b) {
  if (a.size() != b.size()) return a.size() <=> b.size();
  return a.compare(b) <=> 0;
}

}  // namespace

std::strong_ordering Version::operator<=>(const Version& other) const {
  const std::string zero = "0";
  for (std::size_t i = 0; i < std::max(parts.size(), other.parts.size()); ++i) {
    const auto order = compare_numbers(i < parts.size() ? parts[i] : zero,
                                       i < other.parts.size() ? other.parts[i] : zero);
    if (order != 0) return order;
  }
  return std::strong_ordering::equal;
}

std::optional<Version> parse_version(std::string_view text) {
  Version version{std::string(text), {}};
  std::ranges::replace(version.text, '_', '.');
  for (const std::string_view part : base::split(version.text, '.')) {
    if (part.empty() || !std::ranges::all_of(part, is_digit)) return std::nullopt;
    version.parts.push_back(without_leading_zeros(part));
  }
  while (version.parts.size() > 1 && version.parts.back() == "0") version.parts.pop_back();
  return version;
}

}  // namespace pggit::frontend::flyway
