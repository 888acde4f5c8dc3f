#include "frontend/liquibase/filter.h"

#include <algorithm>

#include "base/text.h"

namespace pggit::frontend::liquibase {
namespace {

bool is_ours(std::string_view name) { return name == "postgresql" || name == "all"; }

// or: `,` and `or`; and; not: `!` and `not`; parentheses. `@` before a word says that it must be given.
class Expression {
 public:
  Expression(std::string_view text, const std::vector<std::string>& words)
      : text_(text), words_(words) {}

  bool run() { return any(0); }

 private:
  static constexpr int kMaxDepth = 100;

  void skip() { text_ = text_.substr(std::min(text_.find_first_not_of(" \t\r\n"), text_.size())); }

  bool take(std::string_view sign) {
    skip();
    if (!text_.starts_with(sign)) return false;
    text_.remove_prefix(sign.size());
    return true;
  }

  std::string_view peek_word() {
    skip();
    return text_.substr(0, std::min(text_.find_first_of(" \t\r\n,()!"), text_.size()));
  }

  bool take_word(std::string_view wanted) {
    const std::string_view word = peek_word();
    if (base::to_lower(word) != wanted) return false;
    text_.remove_prefix(word.size());
    return true;
  }

  bool any(int depth) {
    bool holds = all(depth);
    while (take(",") || take_word("or")) holds = all(depth) || holds;
    return holds;
  }

  bool all(int depth) {
    bool holds = one(depth);
    while (take_word("and")) holds = one(depth) && holds;
    return holds;
  }

  bool one(int depth) {
    if (depth > kMaxDepth) return false;
    if (take("!") || take_word("not")) return !one(depth + 1);
    if (take("(")) {
      const bool holds = any(depth + 1);
      take(")");
      return holds;
    }
    std::string_view word = peek_word();
    text_.remove_prefix(word.size());
    if (word.empty() && !text_.empty()) text_.remove_prefix(1);
    if (word.starts_with('@')) word.remove_prefix(1);
    if (word.empty()) return true;
    const std::string lower = base::to_lower(word);
    return std::ranges::any_of(words_,
                               [&](const std::string& w) { return base::to_lower(w) == lower; });
  }

  std::string_view text_;
  const std::vector<std::string>& words_;
};

std::vector<std::string> words_of(std::string_view list) {
  std::vector<std::string> out;
  for (const std::string_view word : base::split(list, ','))
    if (!base::trim(word).empty()) out.emplace_back(base::trim(word));
  return out;
}

}  // namespace

bool matches_dbms(std::string_view dbms) {
  bool named = false, any = false;
  for (const std::string_view part : base::split(dbms, ',')) {
    const std::string name = base::to_lower(base::trim(part));
    if (name.empty()) continue;
    any = true;
    if (name == "none") return false;
    if (name.starts_with('!')) {
      if (is_ours(base::trim(std::string_view(name).substr(1)))) return false;
      continue;
    }
    named = true;
    if (is_ours(name)) return true;
  }
  return !any || !named;
}

bool matches(std::string_view expression, const std::vector<std::string>& words) {
  return Expression(expression, words).run();
}

bool matches_all_contexts(const std::vector<std::string>& expressions,
                          const std::vector<std::string>& given) {
  return std::ranges::all_of(expressions, [&](const std::string& expression) {
    if (given.empty()) return expression.find('@') == std::string::npos;
    return matches(expression, given);
  });
}

bool matches_all_labels(const std::vector<std::string>& labels,
                        const std::vector<std::string>& filters) {
  if (filters.empty()) return true;
  std::vector<std::string> words;
  for (const std::string& list : labels)
    std::ranges::move(words_of(list), std::back_inserter(words));
  // Without labels a changeset runs whatever the filter asks for.
  if (words.empty()) return true;
  return std::ranges::all_of(filters,
                             [&](const std::string& filter) { return matches(filter, words); });
}

}  // namespace pggit::frontend::liquibase
