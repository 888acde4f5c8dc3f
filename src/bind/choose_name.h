// The names that PostgreSQL chooses for what the user left unnamed.
// Source of the rules: makeObjectName, ChooseRelationName, ChooseIndexName, ChooseConstraintName and
// ChooseIndexColumnNames in PostgreSQL's src/backend/commands/indexcmds.c and catalog/pg_constraint.c.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalog/catalog.h"

namespace pggit::bind {

// `name1_name2_label`, shortened to 63 bytes by clipping the longer of the two names; empty parts are
// left out with their underscore.
std::string make_object_name(std::string_view name1, std::string_view name2,
                             std::string_view label);

// What a new name must not clash with. Names chosen earlier in the same statement are `pending`.
struct TakenNames {
  const catalog::Catalog* catalog = nullptr;
  std::string schema;
  std::vector<std::string> pending_relations;
  std::vector<std::string> pending_constraints;

  bool relation(std::string_view name) const;    // tables, views, sequences, indexes of the schema
  bool constraint(std::string_view name) const;  // of any table of the schema
};

// Tries label, label1, label2, ... `is_constraint`: the name must be free as a constraint too.
std::string choose_relation_name(const TakenNames& taken, std::string_view name1,
                                 std::string_view name2, std::string_view label,
                                 bool is_constraint);
std::string choose_constraint_name(const TakenNames& taken, std::string_view table,
                                   std::string_view columns, std::string_view label);

// The columns of an index as they enter its name: made unique by digits, then joined by "_".
std::string index_name_addition(const std::vector<std::string>& columns);

}  // namespace pggit::bind
