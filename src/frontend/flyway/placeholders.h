// Filling ${placeholders}, as Flyway does: everywhere in the text, inside strings, comments and
// function bodies too, before a single statement is looked at.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ir/front_end.h"

namespace pggit::frontend::flyway {

struct PlaceholderRules {
  bool replace = true;
  std::string prefix = "${";
  std::string suffix = "}";
  std::string separator = ":";                // of the default ones: flyway:user
  std::map<std::string, std::string> values;  // by lower-case name
};

struct Use {
  std::string name;         // as written
  std::uint32_t begin = 0;  // bytes of the source, prefix to suffix
  std::uint32_t end = 0;
  bool known = true;
  bool closed = true;  // false: the suffix is missing to the end of the file
};

struct Filled {
  std::string text;
  std::vector<ir::Anchor> anchors;  // the first at 0
  std::vector<Use> uses;
};

// Fills `source` from byte `from` (after a byte order mark). What is not known is left as written.
// Names are compared without regard to case. Source: PlaceholderReplacingReader of Flyway 13.
Filled fill(std::string_view source, std::uint32_t from, const PlaceholderRules& rules);

}  // namespace pggit::frontend::flyway
