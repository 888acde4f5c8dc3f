// What a server form may refer to, told from its text alone. pg_get_*def() under an empty
// search_path qualifies every relation, type and function outside pg_catalog, so that a qualified
// name is all there is to look for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ir/names.h"

namespace pggit::catalog {

struct MentionedName {
  enum class Kind { RelationOrType, Type, Function, Other };
  Kind kind = Kind::RelationOrType;
  std::string schema;
  std::string name;
  ir::Kind other = {};  // a collation, text search configuration or dictionary
};

struct Mentioned {
  std::vector<MentionedName> names;
  std::vector<std::string> words;  // every identifier: the columns are among them
};

Mentioned mentioned(std::string_view server_form);

}  // namespace pggit::catalog
