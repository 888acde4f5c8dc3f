#include "frontend/liquibase/read_element.h"

#include "base/text.h"

namespace pggit::frontend::liquibase {

std::optional<std::string> value_of(const Element& element, std::string_view name) {
  if (const syntax::Attribute* found = element.attribute(name)) return found->value;
  const Element* child = element.child(name);
  if (child && child->has_text) return child->text;
  return std::nullopt;
}

std::string text_of(const Element& element, std::string_view name) {
  return value_of(element, name).value_or("");
}

bool is_true(const Element& element, std::string_view name, bool otherwise) {
  const auto value = value_of(element, name);
  if (!value || base::trim(*value).empty()) return otherwise;
  return base::to_lower(base::trim(*value)) == "true";
}

std::vector<const Element*> all_of(const Element& element, std::string_view name) {
  std::vector<const Element*> found;
  const std::string list = std::string(name) + "s";
  for (const Element& child : element.children) {
    if (child.name == name) found.push_back(&child);
    if (child.name != list) continue;
    for (const Element& item : child.children)
      if (item.name == name) found.push_back(&item);
  }
  return found;
}

}  // namespace pggit::frontend::liquibase
