// CREATE TABLE ... INHERITS, INHERIT and NO INHERIT, and what PostgreSQL refuses where tables inherit from one another.
// Source of the rules: MergeAttributes in PostgreSQL's tablecmds.c, MergeWithExistingConstraint in heap.c.
#pragma once

#include <string>
#include <vector>

#include "bind/alter_table.h"
#include "bind/table_parts.h"

namespace pggit::bind {

// A parent's column and check as a partition or child of the name `own` has them.
ir::Column inherited_column(const ir::Column& from, const ir::Key& parent, const ir::Key& own);
ir::Constraint inherited_constraint(ir::Constraint constraint, const ir::Key& parent,
                                    const ir::Key& own);

// INHERITS: the columns and checks of all parents, before the table's own are drafted. Refuses parents that do not go
// together.
void draft_parents(const std::vector<sql::Node>& parents, Binding& binding, TableDraft& draft);
// The table's own columns that a parent has too become one with it.
void merge_own_columns(Binding& binding, TableDraft& draft);
// Puts the table's own constraints to those of its parents.
void merge_own_constraints(std::vector<ir::Constraint> own, Binding& binding, TableDraft& draft);

// ALTER TABLE ... INHERIT, NO INHERIT.
void alter_inherit(const Part& part, Binding& binding);

// Whether PostgreSQL refuses to `verb` the column or constraint because it is a parent's, or because ONLY is said where the
// tables that inherit must follow. Refuses then.
bool is_bound_by_family(const Part& part, std::string_view verb, Binding& binding);
bool is_constraint_bound_by_family(const Part& part, std::string_view verb, Binding& binding);
// Whether a column or check of the name comes down to a child from another table too.
bool is_shared_below(const Part& part, std::string_view verb, Binding& binding);
// The tables that lose a column when this one drops it, children of children before them.
std::vector<ir::Key> children_that_lose(const Part& part, const Binding& binding);

}  // namespace pggit::bind
