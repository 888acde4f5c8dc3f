// Who refers to whom, from the objects themselves (PostgreSQL's pg_depend, as far as we hold
// kinds).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalog/catalog.h"

namespace pggit::catalog {

// A reference to an object, or to one column of a table or view. A text says no more than the name,
// so a relation is given as Kind::Table whatever it is, a type as Kind::Enum even if it is a
// relation's row type, a function with an empty `sub`.
struct Reference {
  ir::Key key;
  std::string column;  // empty: the object as a whole; "()": the function without arguments
  auto operator<=>(const Reference&) const = default;
};

// Everything that the object needs in order to exist: its schema and itself left out, sorted,
// without doubles. Of a server form it is what the text may refer to: each qualified name in it,
// with each word of the text as a possible column.
std::vector<Reference> references(const ir::Object& object);

// The publication that a published table or schema is in; of any other key: nothing.
std::optional<ir::Key> publication_of(const ir::Key& key);

// The wrapper of a server, the server of a user mapping or foreign table; of any other object: nothing.
std::optional<ir::Key> foreign_base(const ir::Object& object);

// The objects that stand behind a reference: one, or the overloads of a function name, or none.
std::vector<ir::Key> resolve(const Catalog& catalog, const ir::Key& referred);

// A part of the catalog that depends on something: an object, or one constraint, default or
// generated column of a table (PostgreSQL drops only that part on CASCADE).
struct Dependent {
  enum class Part { Object, Constraint, Default, Column };
  ir::Key key;
  Part part = Part::Object;
  std::string name;  // of the constraint or column
  // Goes along without CASCADE: an index, trigger or owned sequence of a table; a constraint of its
  // own table's column.
  bool automatic = false;
  bool operator==(const Dependent&) const = default;
};

// What depends directly on the target (a column, or the whole object with all its columns), leaving
// out parts of the target itself. On a partition stand foreign keys to the table that it is one of, too.
std::vector<Dependent> dependents(const Catalog& catalog, const Reference& target);

// The foreign keys that rest on a primary or unique constraint.
std::vector<Dependent> dependents_of_constraint(const Catalog& catalog, const ir::Key& table,
                                                const std::string& constraint);

// What DROP ... CASCADE of the target takes along, innermost first, the target left out; also left
// out is what goes along without CASCADE. Empty: a plain DROP will do.
std::vector<Dependent> cascade(const Catalog& catalog, const Reference& target);

// References that nothing in the catalog answers, as text: for checks of our own.
// Whether the function has namesakes in its schema and some text calls one of them: texts know functions by name
// alone.
bool is_meant_by_chance(const ir::Key& key, const Catalog& catalog);

std::vector<std::string> dangling(const Catalog& catalog);

}  // namespace pggit::catalog
