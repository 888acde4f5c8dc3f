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

// Whether the name is that of the functions that make values of a range type or of its multirange type.
bool is_constructor(const ir::Key& function, const Catalog& catalog);

// Whether it has an index, which takes its name among relations.
bool has_index(const ir::Constraint& constraint);
// Whether it is a typed table of that composite type.
bool is_of_type(const ir::Table& table, const ir::Key& type);

// Whether it is a foreign key to the table; whether the table has one.
bool refers_to(const ir::Constraint& constraint, const ir::Key& table);
bool refers_to(const ir::Table& from, const ir::Key& table);

// Whether DROP COLUMN takes a constraint along that refers to the column: an exclusion constraint only where that is a key
// by itself or included, not where an expression or the condition mentions it.
bool goes_with_column(const ir::Constraint& constraint, const std::string& column);

// The function that "schema.name" means, parts in quotes where they need them; nothing for a bare name: pg_catalog's.
std::optional<ir::Key> function_named(const std::string& qualified);

// A table gives its columns (types, generated expressions), defaults and constraints, a composite type its
// attributes, a domain its constraints and the rest, those that refer to nothing left out; every other object one part.
std::vector<PartOf> parts_of(const ir::Object& object);

// Of one text, as above; `own` is the relation whose columns a server form names without
// qualification.
std::vector<Reference> references(const ir::Expression& expression, const ir::Key& own);

// Whether the table is partitioned by the column or by an expression over it.
bool is_in_partition_key(const ir::Table& table, const std::string& column);

// Whether a reference to an object of the kind has that kind in its key: collations, text search dictionaries and configurations.
bool is_referred_to_by_kind(ir::Kind kind);

ir::Key relation_key(std::string schema, std::string name);
ir::Key type_key(std::string schema, std::string name);
ir::Key function_name_key(std::string schema, std::string name);

}  // namespace pggit::catalog
