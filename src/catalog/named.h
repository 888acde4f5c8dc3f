// The part of a table, or of anything else in a list, that has a name.
#pragma once

#include <algorithm>
#include <string>

namespace pggit::catalog {

// Points into the list; null where there is none of that name.
template <class List>
auto* find_named(List& list, const std::string& name) {
  const auto at = std::ranges::find(list, name, &List::value_type::name);
  return at == list.end() ? nullptr : &*at;
}

}  // namespace pggit::catalog
