#include "frontend/psql/statement.h"

#include <utility>

#include "base/text.h"

namespace pggit::frontend::psql {

void Statement::keep(std::size_t begin, std::size_t end) {
  const bool follows = !parts_.empty() && parts_.back().put.empty() && parts_.back().end == begin;
  if (follows) {
    parts_.back().end = end;
  } else {
    parts_.push_back({begin, end, ""});
  }
}

void Statement::put(std::string_view text, std::size_t at) {
  if (!text.empty()) parts_.push_back({at, at, std::string(text)});
}

void Statement::token(std::string_view word, char first, std::size_t at) {
  if (!has_body_) body_ = at;
  has_body_ = true;
  if (parentheses_ == 0) word.empty() ? words_.other(first == '.') : words_.word(word);
  if (first == '(') ++parentheses_;
  if (first == ')' && parentheses_ > 0) --parentheses_;
  if (first == '[') ++brackets_;
  if (first == ']' && brackets_ > 0) --brackets_;
  if (!word.empty()) before_last_ = std::exchange(last_, base::to_lower(word));
}

void Statement::move_to(shared::TextBuilder& text,
                        const std::function<void(std::size_t, std::size_t)>& keep) {
  for (const Part& part : parts_) {
    if (part.put.empty()) {
      keep(part.begin, part.end);
    } else {
      text.put(part.put, std::uint32_t(part.begin));
    }
  }
  clear();
}

}  // namespace pggit::frontend::psql
