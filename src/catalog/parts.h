// The parts of an object that depend on something each on their own, with what they refer to.
#pragma once

#include <string>
#include <vector>

#include "catalog/dependencies.h"

namespace pggit::catalog {

struct PartOf {
  Dependent::Part part = Dependent::Part::Object;
  std::string name;  // of the constraint or column
  // References to the object itself (a check's columns) are in; sorted, without doubles.
  std::vector<Reference> references;
};

// A table gives its columns (types, generated expressions), defaults and constraints, those that
// refer to nothing left out; every other object one part.
std::vector<PartOf> parts_of(const ir::Object& object);

// Of one text, as above; `own` is the relation whose columns a server form names without
// qualification.
std::vector<Reference> references(const ir::Expression& expression, const ir::Key& own);

ir::Key relation_key(std::string schema, std::string name);
ir::Key type_key(std::string schema, std::string name);
ir::Key function_name_key(std::string schema, std::string name);

}  // namespace pggit::catalog
