#include "frontend/liquibase/parameters.h"

#include "base/text.h"

namespace pggit::frontend::liquibase {
namespace {

// Values that name each other in a circle end here, and so does a text that only grows.
constexpr int kMaxDepth = 20;
constexpr std::size_t kMaxBytes = 16u << 20;
constexpr int kMaxNames = 10'000;

// The byte behind the } that ends what begins behind "${" at `from`; npos: there is none.
std::size_t end_of(std::string_view text, std::size_t from) {
  int open = 1;
  for (std::size_t i = from; i < text.size(); ++i) {
    if (text[i] == '\n') return text.npos;
    if (text[i] == '}' && --open == 0) return i + 1;
    if (text[i] == '$' && i + 1 < text.size() && text[i + 1] == '{') ++open;
    if (i - from > 1000) return text.npos;
  }
  return text.npos;
}

}  // namespace

void Parameters::set_in(const std::string& file, const std::string& name,
                        const std::string& value) {
  if (!values_.contains(name)) local_[file].try_emplace(name, value);
}

const std::string* Parameters::find(const std::string& name, const std::string& file) const {
  if (const auto found = values_.find(name); found != values_.end()) return &found->second;
  const auto of_file = local_.find(file);
  if (of_file == local_.end()) return nullptr;
  const auto found = of_file->second.find(name);
  return found == of_file->second.end() ? nullptr : &found->second;
}

std::string Parameters::fill(std::string_view text, const std::string& file, int depth,
                             int& budget) const {
  std::string out;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t open = text.find("${", at);
    const std::size_t end = open == text.npos ? text.npos : end_of(text, open + 2);
    if (end == text.npos) {
      const std::size_t stop = open == text.npos ? text.size() : open + 2;
      out += text.substr(at, stop - at);
      at = stop;
      continue;
    }
    out += text.substr(at, open - at);
    at = end;
    const std::string_view inside = text.substr(open + 2, end - open - 3);
    const std::string name(base::trim(depth > 0 ? fill(inside, file, depth - 1, budget) : inside));
    const std::string* value = find(name, file);
    if (!value || depth == 0 || --budget < 0 || out.size() > kMaxBytes) {
      out += text.substr(open, end - open);
    } else {
      out += fill(*value, file, depth - 1, budget);
    }
  }
  return out;
}

std::string Parameters::fill(std::string_view text, const std::string& file) const {
  if (text.find("${") == text.npos) return std::string(text);
  int budget = kMaxNames + int(text.size());
  return fill(text, file, kMaxDepth, budget);
}

void Parameters::fill(syntax::Element& element, const std::string& file) const {
  for (syntax::Attribute& attribute : element.attributes)
    if (attribute.value.find("${") != std::string::npos)
      attribute.value = fill(attribute.value, file);
  if (element.text.find("${") != std::string::npos) {
    std::string filled = fill(element.text, file);
    if (filled != element.text) element.text_verbatim = false;
    element.text = std::move(filled);
  }
  for (syntax::Element& child : element.children) fill(child, file);
}

}  // namespace pggit::frontend::liquibase
