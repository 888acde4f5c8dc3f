// Predicted against read back. A predicted object holds source forms, one that was read back server
// forms; a pair of these is equal as far as structure goes, and its server form is learnt apart.
#pragma once

#include <string>
#include <vector>

#include "catalog/catalog.h"

namespace pggit::catalog {

struct Difference {
  ir::Key key;
  std::string field;   // "columns[2:email].type"; empty: the whole object
  std::string before;  // as predicted, printed; empty: absent
  std::string after;   // as read back
};

// Field by field. Expressions where one side holds a source form and the other a server form count
// as equal when both are there; two server forms are equal by text. An unknown type equals any.
std::vector<Difference> compare(const ir::Object& predicted, const ir::Object& found);
std::vector<Difference> compare(const Catalog& predicted, const Catalog& found);

// All bound texts of an object by the path of their field: ("constraints[2:price_check].check",
// form).
std::vector<std::pair<std::string, const ir::Expression*>> expressions(const ir::Object& object);

}  // namespace pggit::catalog
