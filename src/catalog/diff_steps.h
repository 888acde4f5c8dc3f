// The steps that a plan comes to, object by object and table by table.
#pragma once

#include <vector>

#include "catalog/diff_action.h"
#include "catalog/diff_plan.h"

namespace pggit::catalog {

void add_object_actions(const Plan& plan, const ir::Key& key, Fate fate, std::vector<Action>& out);
void add_table_actions(const Plan& plan, const ir::Key& key, const TablePlan& table,
                       std::vector<Action>& out);

// CLUSTER ON and REPLICA IDENTITY, behind the steps that lead from `from` to all else of `to`.
void add_mark_steps(const Catalog& from, const Catalog& to, std::vector<DiffStep>& steps);
// What is made without them.
void strip_marks(ir::Object& object);
void strip_marks(ir::Constraint& key);

// A constraint to be added, with what it needs and makes.
Action add_constraint_action(const ir::Table& table, const ir::Constraint& constraint);

// ATTACH PARTITION of a table of `to`, when its own parts are there; DETACH of one of `from`, before it or its own
// partitions go.
Action attach_action(const ir::Table& table, const Catalog& to);
Action detach_action(ir::Table table, const Catalog& from);
// The copies of a partitioned table's constraint, which come before it; those of an index or a trigger.
std::vector<Resource> made_on_partitions(const ir::Key& table, const ir::Constraint& constraint,
                                         const Catalog& to);
std::vector<Resource> copies_on_partitions(const ir::Object& object, const Catalog& catalog);
// The copies on partitions of a new trigger that are switched otherwise than itself.
void set_copies_apart(const Catalog& to, const ir::Trigger& trigger, std::vector<DiffStep>& steps);
// The partitions of the tables that it refers to: PostgreSQL keeps the foreign key once more for each of them.
std::vector<Resource> partitions_referred_to(const ir::Object& object, const Catalog& catalog);

// A new child as CREATE TABLE ... INHERITS makes it out of what its parents have, and the steps from there to the table.
ir::Table as_created_by_inherits(ir::Table table, const Catalog& to,
                                 std::vector<DiffStep>& further);
// ADD GENERATED, and what its sequence has otherwise than that makes it; the column is NOT NULL already.
std::vector<DiffStep> identity_steps(const ir::Key& table, const ir::Column& column);
// The column as it comes before its identity does: NOT NULL needs a value where there are rows, and which one is lost anyway.
ir::Column with_identity_to_come(ir::Column column);
// What such a column is otherwise than its parents gave it, set apart.
std::vector<DiffStep> apart_from_parents(const ir::Table& table, const std::string& column,
                                         bool only, const Catalog& to);
// A column of the parents as ALTER TABLE ... ADD COLUMN gives it to the table (ATExecAddColumn): not all of it goes down.
ir::Column added_with_parents(const ir::Table& table, const std::string& column, const Catalog& to);
// Storage and statistics, which ALTER TABLE would set on children too.
void forget_what_goes_down(ir::Column& column);
// The columns and checks of its parents.
std::vector<Resource> inherited_parts(const ir::Table& table, const Catalog& to);
// Columns or checks of that name which children have of their own too: they are there when the parent's is made, and go
// only behind it.
std::vector<Resource> own_of_children(const ir::Key& table, const std::string& part,
                                      const Catalog& catalog);
// NO INHERIT and INHERIT.
void add_inherit_actions(const ir::Table& before, const ir::Table& after, const Plan& plan,
                         std::vector<Action>& out);

// What a table that stays a child gets and loses with its parents.
class WithParents {
 public:
  WithParents(const Plan& plan, const TablePlan& table);
  bool has_children() const { return has_children_; }
  template <class Part>
  bool drops(Names TablePlan::* part, const Part& before) const {
    return before.inherited && !before.local && any(part, before.name);
  }
  template <class Part>
  bool adds(Names TablePlan::* part, const Part& after) const {
    return after.inherited && !after.local && any(part, after.name);
  }
  bool retypes(const std::string& column) const {
    return any(&TablePlan::retyped_columns, column) || any(&TablePlan::columns_over_text, column);
  }
  bool renames(const std::string& constraint) const;

 private:
  bool any(Names TablePlan::* part, const std::string& name) const;

  bool has_children_;
  std::vector<const TablePlan*> parents_;
};

// What a table that stays a partition of its parent gets by what is done to that one.
class FromParent {
 public:
  FromParent(const Plan& plan, const TablePlan& table);
  bool is_partition() const { return is_partition_; }
  // Whether the parent's own change leads to this.
  bool sets_not_null(const ir::Column& after) const;
  bool sets_default(const ir::Column& after) const;

 private:
  bool is_partition_ = false;
  ir::Key parent_;
  ir::Key own_;
  const ir::Table* before_ = nullptr;
  const ir::Table* after_ = nullptr;
};

// Comment actions for an object as a whole or one of its parts; none where they are equal. `foreign`: a foreign table.
void add_comment_action(const ir::Key& key, const std::string& column,
                        const std::string& constraint, const std::optional<std::string>& before,
                        const std::optional<std::string>& after, std::vector<Action>& out,
                        bool foreign = false);

// The catalog `to`, with owners and grants as they are in `from`, and new objects as CREATE leaves them: what the rest of
// the differ leads to.
Catalog with_access_of(const Catalog& to, const Catalog& from);
// Whether add_access_steps() may have something to add. Where it has not, as in most differences, it need not be asked: it
// applies all steps.
bool has_access_to_give(const Catalog& all_but_access, const Catalog& to,
                        const std::vector<DiffStep>& steps);
// After `steps` from `from`: owners and grants as they are in `to`.
void add_access_steps(const Catalog& from, const Catalog& to, const std::vector<DiffStep>& steps,
                      std::vector<DiffStep>& out);

// The operations that make `cur` the same as hints say, done: the catalog after them and the steps.
Catalog apply_renames(const Catalog& from, const Catalog& to, const RenameHints& hints,
                      std::vector<DiffStep>& steps);

}  // namespace pggit::catalog
