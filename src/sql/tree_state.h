// What a Tree holds; shared by tree.cc and parse.cc.
#pragma once

#include <simdjson.h>

#include <string>

#include "sql/tree.h"

namespace pggit::sql {

struct Tree::State {
  enum class Want { Statement, Expression, Code };
  enum class Loaded { Yes, Several, TooDeep, NoTree };

  simdjson::dom::document document;
  Node root;

  // `parser` is needed for the call only. Several: more than one statement, or not just one expression.
  Loaded load(simdjson::dom::parser& parser, const std::string& json, Want want);
};

}  // namespace pggit::sql
