// Who refers to whom, from the objects themselves (PostgreSQL's pg_depend, as far as we hold kinds).
#pragma once

#include <string>
#include <vector>

#include "catalog/catalog.h"

namespace pggit::catalog {

// A reference to an object, or to one column of a table or view.
struct Reference {
  ir::Key key;         // functions: `sub` empty when only the name is known
  std::string column;  // empty: the object as a whole
  bool operator==(const Reference&) const = default;
};

// Everything that the object needs in order to exist: its schema left out, sorted, without doubles.
std::vector<Reference> references(const ir::Object& object);

// A part of the catalog that depends on something: an object, or one constraint, default or generated column
// of a table (PostgreSQL drops only that part on CASCADE).
struct Dependent {
  enum class Part { Object, Constraint, Default, Column };
  ir::Key key;
  Part part = Part::Object;
  std::string name;  // of the constraint or column
  bool operator==(const Dependent&) const = default;
};

// What depends directly on the target (a column, or the whole object with all its columns), leaving out parts
// of the target itself.
std::vector<Dependent> dependents(const Catalog& catalog, const Reference& target);

// What DROP ... CASCADE of the target takes along, innermost first, the target left out.
std::vector<Dependent> cascade(const Catalog& catalog, const Reference& target);

}  // namespace pggit::catalog
