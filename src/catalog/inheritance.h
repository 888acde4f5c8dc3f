// Tables that inherit from others: who from whom, and what a child has from its parents.
//
//   CREATE TABLE p (a int CHECK (a > 0));
//   CREATE TABLE c (b int) INHERITS (p);   -- a and p_a_check are p's, b is its own
//
// Partitions are not among them: catalog/partitions.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalog/catalog.h"

namespace pggit::catalog {

// The tables that the table inherits from, in order.
std::vector<ir::Key> parents_of(const ir::Table& table);
// The tables that inherit from it, sorted.
std::vector<ir::Key> children_of(const Catalog& catalog, const ir::Key& table);
// The same with the children of children, each once, behind a parent of its own.
std::vector<ir::Key> children_below(const Catalog& catalog, const ir::Key& table);

// Whether it inherits from a table, or one from it.
bool is_in_family(const Catalog& catalog, const ir::Key& table);

// Whether one of its parents has the column; a check of that name that goes down.
bool inherits_column(const Catalog& catalog, const ir::Table& table, const std::string& column);
bool inherits_check(const Catalog& catalog, const ir::Table& table, const std::string& check);
// Whether the constraint of a table goes down to those that inherit from it.
bool is_inheritable(const ir::Constraint& constraint);

// Whether a child's check says the same as its parent's.
bool is_same_check(const ir::Constraint& own, const ir::Key& child, const ir::Constraint& of_parent,
                   const ir::Key& parent);

// A table below this one that has the column (the check) from a table which is not below this one too: PostgreSQL changes
// no name and no type there. Nothing: there is none.
std::optional<ir::Key> with_column_from_elsewhere(const Catalog& catalog, const ir::Key& table,
                                                  const std::string& column);
std::optional<ir::Key> with_check_from_elsewhere(const Catalog& catalog, const ir::Key& table,
                                                 const std::string& check);

}  // namespace pggit::catalog
