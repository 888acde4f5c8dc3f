// What a Tree holds; shared by tree.cc and parse.cc.
#pragma once

#include <simdjson.h>

#include <string>

#include "sql/tree.h"

namespace pggit::sql {

struct Tree::State {
  simdjson::dom::parser parser;  // owns the document
  Node root;
  std::size_t count = 0;  // statements, or targets of an expression's SELECT

  // False: it is no JSON, which is a bug of ours.
  bool load(const std::string& json, bool is_expression);
};

}  // namespace pggit::sql
