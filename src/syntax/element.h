// One neutral tree for what XML, YAML and JSON say: a name, attributes, children and text, each with its place.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"

namespace pggit::syntax {

struct Attribute {
  std::string name;
  std::string value;
  std::uint32_t at = 0;  // the byte of its value, or of the element where that is not known
};

struct Element {
  std::string name;
  std::vector<Attribute> attributes;
  std::vector<Element> children;
  std::string text;            // all of it, children's left out
  std::uint32_t at = 0;        // the byte where the element begins
  std::uint32_t text_at = 0;   // where its text begins
  bool text_verbatim = false;  // the text is the bytes of the file from there on
  bool has_text = false;       // a scalar, even where it is empty

  const Attribute* attribute(std::string_view wanted) const {
    for (const Attribute& a : attributes)
      if (a.name == wanted) return &a;
    return nullptr;
  }
  const Element* child(std::string_view wanted) const {
    for (const Element& c : children)
      if (c.name == wanted) return &c;
    return nullptr;
  }
};

// Deeper than this nobody writes by hand; readers refuse it, so that walking a tree needs no bound of its own.
inline constexpr int kMaxDepth = 200;

}  // namespace pggit::syntax
