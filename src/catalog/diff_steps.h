// The steps that a plan comes to, object by object and table by table.
#pragma once

#include <vector>

#include "catalog/diff_action.h"
#include "catalog/diff_plan.h"

namespace pggit::catalog {

void add_object_actions(const Plan& plan, const ir::Key& key, Fate fate, std::vector<Action>& out);
void add_table_actions(const Plan& plan, const ir::Key& key, const TablePlan& table,
                       std::vector<Action>& out);

// A constraint to be added, with what it needs and makes.
Action add_constraint_action(const ir::Table& table, const ir::Constraint& constraint);

// Comment actions for an object as a whole or one of its parts; none where they are equal.
void add_comment_action(const ir::Key& key, const std::string& column,
                        const std::string& constraint, const std::optional<std::string>& before,
                        const std::optional<std::string>& after, std::vector<Action>& out);

// The operations that make `cur` the same as hints say, done: the catalog after them and the steps.
Catalog apply_renames(const Catalog& from, const Catalog& to, const RenameHints& hints,
                      std::vector<DiffStep>& steps);

}  // namespace pggit::catalog
