// YAML, and JSON as a part of it, as a tree. `a: 1` is an attribute of what holds it where the value is a scalar, and
// an element where it is not; an item of a list that is a map of one key is that element.
#pragma once

#include <optional>
#include <string_view>

#include "base/diagnostics.h"
#include "syntax/element.h"

namespace pggit::syntax {

// A root without name that holds the document. What is no YAML, a reference to an anchor that would make the tree too
// big, and nodes nested too deep are reported at their place and give nothing.
std::optional<Element> read_yaml(std::string_view text, base::FileId file,
                                 base::Diagnostics& diagnostics);

}  // namespace pggit::syntax
