#include "analysis/intent.h"
#include "base/text.h"

namespace pggit::analysis {
namespace {

bool is_word(char c) { return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// The end of the quoted text that starts here; doubled quotes are two texts, which counts the same.
std::size_t skip_quoted(std::string_view text, std::size_t at) {
  const std::size_t end = text.find(text[at], at + 1);
  return end == std::string_view::npos ? text.size() : end;
}

// Dollar quotes, escapes and comments: what a scan this simple would misread.
bool is_hard(std::string_view text) {
  return text.find('$') != std::string_view::npos || text.find('\\') != std::string_view::npos ||
         text.find("--") != std::string_view::npos || text.find("/*") != std::string_view::npos;
}

}  // namespace

std::optional<int> count_value_rows(std::string_view insert) {
  if (is_hard(insert) || !base::starts_with_ignoring_case(base::trim(insert), "insert")) return {};
  int depth = 0;
  int rows = 0;
  bool in_values = false;
  for (std::size_t i = 0; i < insert.size(); ++i) {
    const char c = insert[i];
    if (c == '\'' || c == '"') {
      i = skip_quoted(insert, i);
    } else if (c == '(') {
      if (depth++ == 0 && in_values) ++rows;
    } else if (c == ')') {
      --depth;
    } else if (depth == 0 && is_word(c)) {
      std::size_t end = i;
      while (end < insert.size() && is_word(insert[end])) ++end;
      const std::string word = base::to_lower(insert.substr(i, end - i));
      if (in_values) break;  // ON CONFLICT, RETURNING
      if (word == "select" || word == "with") return {};
      in_values = word == "values";
      i = end - 1;
    }
  }
  return rows > 0 ? std::optional(rows) : std::nullopt;
}

}  // namespace pggit::analysis
