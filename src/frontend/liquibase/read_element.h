// How Liquibase reads a value: as an attribute, or as an element that holds text alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "syntax/element.h"

namespace pggit::frontend::liquibase {

using syntax::Element;

std::optional<std::string> value_of(const Element& element, std::string_view name);
// Empty where there is none.
std::string text_of(const Element& element, std::string_view name);
bool is_true(const Element& element, std::string_view name, bool otherwise = false);

// The elements of that name below it, those in a list around them (`columns` around `column`) too.
std::vector<const Element*> all_of(const Element& element, std::string_view name);

}  // namespace pggit::frontend::liquibase
