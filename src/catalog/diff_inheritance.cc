// Tables that inherit in a diff. What a parent gets or loses its children get or lose with it, so that only what they do
// not share is said of them, and of the rest of a parent's columns ONLY is said.
//
//   p: - b        =>  ALTER TABLE p DROP COLUMN b;          c has it from p alone
//   p: a = 1      =>  ALTER TABLE ONLY p ALTER a SET DEFAULT 1;
//   c: = 1 too    =>  ALTER TABLE c ALTER a SET DEFAULT 1;
#include <algorithm>

#include "catalog/apply_ops.h"
#include "catalog/diff_steps.h"
#include "catalog/inheritance.h"
#include "catalog/named.h"
#include "catalog/partitions.h"
#include "catalog/retype.h"

namespace pggit::catalog {
namespace {

// The columns that the parents give a new table, each as the first that has it, with what all of them ask for. Those of the
// table that it is a partition of.
std::vector<ir::Column> parents_columns(const ir::Table& table, const Catalog& catalog) {
  std::vector<ir::Column> merged;
  for (const ir::Key& key :
       table.partition_of ? std::vector{parent_of(table)} : parents_of(table)) {
    const ir::Table* parent = catalog.get<ir::Table>(key);
    if (!parent) continue;
    for (const ir::Column& column : parent->columns) {
      const auto have = std::ranges::find(merged, column.name, &ir::Column::name);
      ir::Column& of = have == merged.end() ? merged.emplace_back(column) : *have;
      of.not_null |= column.not_null;
      if (have == merged.end() && of.default_value)
        of.default_value = moved_to(*of.default_value, key, table.key());
    }
  }
  return merged;
}

// Where the parent has another one than its type's own and the child has not (MergeAttributes in tablecmds.c).
void set_stored_apart(ir::Column& column, const ir::Column& given, const ir::Table& table,
                      const Catalog& to, std::vector<DiffStep>& further) {
  ir::SetColumnAttributes op{table.key(), column.name};
  if (column.storage.empty() && !given.storage.empty()) {
    op.storage = "";
    op.own_storage = own_storage(to, column.type);
    column.storage = given.storage;
  }
  if (column.compression.empty() && !given.compression.empty() && !table.foreign) {
    op.compression = "";
    column.compression = given.compression;
  }
  if (op.storage || op.compression) further.push_back({std::move(op), {}, ""});
}

// What is not as CREATE TABLE ... INHERITS makes it, set behind it.
void set_apart(ir::Column& column, const ir::Column& given, const ir::Key& table, bool only,
               std::vector<DiffStep>& further) {
  const bool not_null = given.not_null || (column.local && column.not_null);
  if (column.not_null != not_null)
    further.push_back({ir::SetNotNull{table, column.name, column.not_null, only}, {}, ""});
  column.not_null = not_null;
  // A column that it says itself comes with its options.
  if (!column.local && !column.foreign_options.empty())
    further.push_back(
        {ir::SetForeignOptions{table, column.name, {}, column.foreign_options}, {}, ""});
  if (!column.local) column.foreign_options.clear();
  if (column.generated || (column.identity && column.local)) return;
  if (column.identity) {
    if (given.default_value)
      further.push_back({ir::SetDefault{table, column.name, std::nullopt, only}, {}, ""});
    append(further, identity_steps(table, column));
    column.identity.reset();
    return;
  }
  std::optional<ir::Expression> value = given.default_value;
  if (column.local && column.default_value) value = column.default_value;
  if (!same(column.default_value, value))
    further.push_back({ir::SetDefault{table, column.name, column.default_value, only}, {}, ""});
  column.default_value = value;
}

std::vector<ir::RelationName> kept_parents(const ir::Table& before, const ir::Table& after) {
  std::vector<ir::RelationName> kept;
  for (const ir::RelationName& parent : before.inherits) {
    if (std::ranges::find(after.inherits, parent) != after.inherits.end()) kept.push_back(parent);
  }
  // INHERIT puts a parent last.
  const bool in_order = std::ranges::equal(
      kept, std::vector(after.inherits.begin(),
                        after.inherits.begin() +
                            std::ptrdiff_t(std::min(kept.size(), after.inherits.size()))));
  return in_order ? kept : std::vector<ir::RelationName>();
}

bool contains(const std::vector<ir::RelationName>& list, const ir::RelationName& name) {
  return std::ranges::find(list, name) != list.end();
}

// INHERIT wants NOT NULL where the parent has it ("column ... in child table must be marked NOT NULL"); afterwards it may go.
std::vector<DiffStep> inherit_steps(const ir::Table& child, const ir::RelationName& name,
                                    const Catalog& to) {
  const ir::Key key = child.key();
  const bool only = !children_of(to, key).empty();
  std::vector<DiffStep> steps{{ir::SetInherit{key, name, true}, {}, ""}};
  const auto* parent = to.get<ir::Table>({ir::Kind::Table, name.schema, name.name, ""});
  if (!parent) return steps;
  for (const ir::Column& column : child.columns) {
    const ir::Column* above = find_named(parent->columns, column.name);
    if (!above || !above->not_null || column.not_null) continue;
    steps.insert(steps.begin(), {ir::SetNotNull{key, column.name, true, only},
                                 {},
                                 "fails on rows without a value, until it may go again"});
    steps.push_back({ir::SetNotNull{key, column.name, false, only}, {}, ""});
  }
  return steps;
}

// Checks of the child that have the name of one which the parent does not give down: NO INHERIT fails on them ("relation has
// non-inherited constraint", RemoveInheritance in tablecmds.c), until the parent's is gone.
std::vector<Resource> taken_for_inherited(const ir::Table& child, const ir::RelationName& name,
                                          const Catalog& from) {
  std::vector<Resource> taken;
  const auto* parent = from.get<ir::Table>({ir::Kind::Table, name.schema, name.name, ""});
  if (!parent) return taken;
  for (const ir::Constraint& check : parent->constraints) {
    const ir::Constraint* own = find_named(child.constraints, check.name);
    if (check.check && check.no_inherit && own && own->check)
      taken.push_back(constraint_name(child.key(), check.name));
  }
  return taken;
}

}  // namespace

ir::Table as_created_by_inherits(ir::Table table, const Catalog& to,
                                 std::vector<DiffStep>& further) {
  const ir::Key key = table.key();
  std::vector<ir::Column> columns;
  for (const ir::Column& given : parents_columns(table, to)) {
    const ir::Column* own = find_named(table.columns, given.name);
    if (!own) continue;
    columns.push_back(*own);
    set_stored_apart(columns.back(), given, table, to, further);
    set_apart(columns.back(), given, key, false, further);
  }
  for (const ir::Column& own : table.columns) {
    if (!find_named(columns, own.name)) columns.push_back(own);
  }
  table.columns = std::move(columns);
  return table;
}

std::vector<DiffStep> apart_from_parents(const ir::Table& table, const std::string& column,
                                         bool only, const Catalog& to) {
  std::vector<DiffStep> steps;
  const std::vector<ir::Column> given = parents_columns(table, to);
  const ir::Column* own = find_named(table.columns, column);
  const ir::Column* parents = find_named(given, column);
  if (!own || !parents) return steps;
  ir::Column made = *own;
  set_apart(made, *parents, table.key(), only, steps);
  return steps;
}

ir::Column added_with_parents(const ir::Table& table, const std::string& column,
                              const Catalog& to) {
  const std::vector<ir::Column> given = parents_columns(table, to);
  const ir::Column* parents = find_named(given, column);
  if (!parents) return {};
  // Its texts are of the table already.
  ir::Column added = handed_down(*parents, table.key(), table.key());
  if (!table.partition_of) forget_what_goes_down(added);
  return added;
}

void forget_what_goes_down(ir::Column& column) {
  column.storage.clear();
  column.statistics.reset();
}

std::vector<Resource> inherited_parts(const ir::Table& table, const Catalog& to) {
  std::vector<Resource> parts;
  for (const ir::Key& key : parents_of(table)) {
    const ir::Table* parent = to.get<ir::Table>(key);
    if (!parent) continue;
    for (const ir::Column& column : parent->columns) {
      parts.push_back(resource(key, column.name));
      parts.push_back(settled(key, column.name));
    }
    for (const ir::Constraint& c : parent->constraints) {
      if (is_inheritable(c)) parts.push_back(constraint_name(key, c.name));
    }
  }
  return parts;
}

std::vector<Resource> own_of_children(const ir::Key& table, const std::string& part,
                                      const Catalog& catalog) {
  std::vector<Resource> own;
  for (const ir::Key& key : children_of(catalog, table)) {
    const ir::Table& child = *catalog.get<ir::Table>(key);
    const ir::Column* column = find_named(child.columns, part);
    const ir::Constraint* check = find_named(child.constraints, part);
    if (column && column->local) own.push_back(resource(key, part));
    if (check && check->local) own.push_back(constraint_name(key, part));
  }
  return own;
}

void add_inherit_actions(const ir::Table& before, const ir::Table& after, const Plan& plan,
                         std::vector<Action>& out) {
  if (before.inherits == after.inherits) return;
  const std::vector<ir::RelationName> kept = kept_parents(before, after);
  const ir::Key key = after.key();
  for (const ir::RelationName& parent : before.inherits) {
    if (contains(kept, parent)) continue;
    Action action{
        Phase::DetachPartition, {{ir::SetInherit{key, parent, false}, {}, ""}}, {}, {}, {}, {}};
    action.releases = {resource({ir::Kind::Table, parent.schema, parent.name, ""}, "")};
    action.drops = taken_for_inherited(before, parent, *plan.from);
    out.push_back(std::move(action));
  }
  for (const ir::RelationName& parent : after.inherits) {
    if (contains(kept, parent)) continue;
    Action action{Phase::AttachPartition, inherit_steps(after, parent, *plan.to), {}, {}, {}, {}};
    action.needs = inherited_parts(after, *plan.to);
    action.needs.push_back(resource({ir::Kind::Table, parent.schema, parent.name, ""}, ""));
    for (const ir::Column& column : after.columns)
      action.needs.push_back(resource(key, column.name));
    for (const ir::Constraint& c : after.constraints)
      action.needs.push_back(constraint_name(key, c.name));
    out.push_back(std::move(action));
  }
}

WithParents::WithParents(const Plan& plan, const TablePlan& table)
    : has_children_(!children_of(*plan.from, table.before->key()).empty() ||
                    !children_of(*plan.to, table.after->key()).empty()) {
  for (const ir::RelationName& parent : kept_parents(*table.before, *table.after)) {
    const auto at = plan.tables.find({ir::Kind::Table, parent.schema, parent.name, ""});
    if (at != plan.tables.end()) parents_.push_back(&at->second);
  }
}

bool WithParents::any(Names TablePlan::* part, const std::string& name) const {
  return std::ranges::any_of(
      parents_, [&](const TablePlan* parent) { return (parent->*part).contains(name); });
}

bool WithParents::renames(const std::string& constraint) const {
  return std::ranges::any_of(parents_, [&](const TablePlan* parent) {
    return parent->renamed_constraints.contains(constraint);
  });
}

}  // namespace pggit::catalog
