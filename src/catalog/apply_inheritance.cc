// INHERIT and NO INHERIT, and what of a table goes down to those that inherit from it.
// Source of the rules: ATExecAddColumn, ATExecDropColumn, ATExecAddInherit, RemoveInheritance and their like in PostgreSQL's
// tablecmds.c, MergeWithExistingConstraint in heap.c.
#include <algorithm>

#include "catalog/apply_ops.h"
#include "catalog/inheritance.h"
#include "catalog/named.h"
#include "catalog/partitions.h"

namespace pggit::catalog {
namespace {

// --- INHERIT ------------------------------------------------------------------------------------

base::Result<void> merge_column(ir::Table& child, const ir::Column& column) {
  ir::Column* own = find_named(child.columns, column.name);
  if (!own) return refuse("child table is missing column " + quoted(column.name));
  if (own->type != column.type)
    return refuse("child table " + quoted(child.name) + " has different type for column " +
                  quoted(column.name));
  if (own->collation != column.collation)
    return refuse("child table " + quoted(child.name) + " has different collation for column " +
                  quoted(column.name));
  if (column.not_null && !own->not_null)
    return refuse("column " + quoted(column.name) + " in child table must be marked NOT NULL");
  if (column.generated.has_value() != own->generated.has_value())
    return refuse("column " + quoted(column.name) + " in child table must " +
                  (column.generated ? "be" : "not be") + " a generated column");
  own->inherited = true;
  return {};
}

base::Result<void> merge_check(ir::Table& child, const ir::Constraint& check,
                               const ir::Key& parent) {
  ir::Constraint* own = find_named(child.constraints, check.name);
  if (!own || !own->check) return refuse("child table is missing constraint " + quoted(check.name));
  if (own->no_inherit)
    return refuse("constraint " + quoted(check.name) +
                  " conflicts with non-inherited constraint on child table " + quoted(child.name));
  if (!is_same_check(*own, child.key(), check, parent))
    return refuse("child table " + quoted(child.name) +
                  " has different definition for check constraint " + quoted(check.name));
  if (check.validated && !own->validated)
    return refuse("constraint " + quoted(check.name) +
                  " conflicts with NOT VALID constraint on child table " + quoted(child.name));
  own->inherited = true;
  return {};
}

Applied inherit(ir::Table child, const ir::Table& parent, const Catalog& catalog) {
  const ir::Key own = child.key();
  const std::vector<ir::Key> parents = parents_of(child);
  if (std::ranges::find(parents, parent.key()) != parents.end())
    return refuse("relation " + quoted(parent.name) + " would be inherited from more than once");
  const std::vector<ir::Key> below = children_below(catalog, own);
  if (parent.key() == own || std::ranges::find(below, parent.key()) != below.end())
    return refuse("circular inheritance not allowed");
  for (const ir::Column& column : parent.columns) TRY(merge_column(child, column));
  for (const ir::Constraint& check : parent.constraints) {
    if (is_inheritable(check)) TRY(merge_check(child, check, parent.key()));
  }
  child.inherits.push_back({parent.schema, parent.name});
  return catalog.with(std::move(child));
}

// What the parent had and no other has is the table's own.
Applied inherit_no_longer(ir::Table child, const ir::Table& parent, const Catalog& catalog) {
  if (std::erase(child.inherits, ir::RelationName{parent.schema, parent.name}) == 0)
    return refuse("relation " + quoted(parent.name) + " is not a parent of relation " +
                  quoted(child.name));
  for (const ir::Column& column : parent.columns) {
    ir::Column* own = find_named(child.columns, column.name);
    if (!own) continue;
    own->inherited = inherits_column(catalog, child, column.name);
    own->local |= !own->inherited;
  }
  for (const ir::Constraint& check : parent.constraints) {
    ir::Constraint* own = find_named(child.constraints, check.name);
    if (!own || !own->check || !is_inheritable(check)) continue;
    own->inherited = inherits_check(catalog, child, check.name);
    own->local |= !own->inherited;
  }
  return catalog.with(std::move(child));
}

// --- what goes down -----------------------------------------------------------------------------

// The same on each child that has what it is about: one with two ways to a parent may have been there already.
template <class Op>
Applied carry(Op op, Catalog catalog, auto is_there) {
  for (const ir::Key& child : children_of(catalog, op.table)) {
    if (!is_there(*catalog.get<ir::Table>(child))) continue;
    op.table = child;
    catalog = TRY(apply_op(op, catalog));
  }
  return catalog;
}

template <class Op>
Applied carry_column(const Op& op, Catalog catalog) {
  return carry(op, std::move(catalog), [&](const ir::Table& table) {
    return find_named(table.columns, op.column) != nullptr;
  });
}

template <class Op>
Applied carry_check(const Op& op, Catalog catalog) {
  return carry(op, std::move(catalog), [&](const ir::Table& table) {
    const ir::Constraint* c = find_named(table.constraints, op.constraint);
    return c && c->check && c->inherited;
  });
}

Applied add_to_child(const ir::AddColumn& op, const ir::Key& child, const Catalog& catalog) {
  ir::Table table = TRY(copy_of<ir::Table>(child, catalog));
  if (ir::Column* own = find_named(table.columns, op.column.name)) {
    if (own->type != op.column.type || own->collation != op.column.collation)
      return refuse("child table " + quoted(table.name) + " has different type for column " +
                    quoted(own->name));
    own->inherited = true;
    return catalog.with(std::move(table));
  }
  return apply_op(ir::AddColumn{child, handed_down(op.column, op.table, child)}, catalog);
}

}  // namespace

Applied apply_op(const ir::SetInherit& op, const Catalog& catalog) {
  ir::Table child = TRY(copy_of<ir::Table>(op.table, catalog));
  const ir::Key key{ir::Kind::Table, op.parent.schema, op.parent.name, ""};
  const ir::Table parent = TRY(copy_of<ir::Table>(key, catalog));
  return op.inherits ? inherit(std::move(child), parent, catalog)
                     : inherit_no_longer(std::move(child), parent, catalog);
}

Applied carry_to_children(const ir::AddColumn& op, Catalog catalog) {
  for (const ir::Key& child : children_of(catalog, op.table))
    catalog = TRY(add_to_child(op, child, catalog));
  return catalog;
}

Applied carry_to_children(const ir::DropColumn& op, Catalog catalog) {
  for (const ir::Key& child : children_of(catalog, op.table)) {
    ir::Table table = TRY(copy_of<ir::Table>(child, catalog));
    ir::Column* own = find_named(table.columns, op.column);
    if (!own) continue;
    own->inherited = inherits_column(catalog, table, op.column);
    const bool goes = !op.only && !own->inherited && !own->local;
    own->local |= op.only;
    catalog = catalog.with(std::move(table));
    if (goes) catalog = TRY(apply_op(ir::DropColumn{child, op.column}, catalog));
  }
  return catalog;
}

Applied carry_to_children(const ir::RenameColumn& op, Catalog catalog) {
  return carry_column(op, std::move(catalog));
}
Applied carry_to_children(const ir::SetColumnType& op, Catalog catalog) {
  return carry_column(op, std::move(catalog));
}
Applied carry_to_children(const ir::DropExpression& op, Catalog catalog) {
  return carry_column(op, std::move(catalog));
}

Applied carry_to_children(const ir::SetDefault& op, Catalog catalog) {
  return set_default_on(children_of(catalog, op.table), op, catalog);
}

Applied carry_to_children(const ir::SetNotNull& op, Catalog catalog) {
  return op.only ? Applied(std::move(catalog)) : carry_column(op, std::move(catalog));
}

Applied carry_to_children(const ir::SetColumnAttributes& op, Catalog catalog) {
  if (op.only || (!op.storage && !op.statistics)) return catalog;
  std::vector<ir::Key> below = children_of(catalog, op.table);
  std::ranges::move(partitions_of(catalog, op.table), std::back_inserter(below));
  for (const ir::Key& child : below) {
    ir::SetColumnAttributes own{child, op.column};
    own.storage = op.storage;
    own.statistics = op.statistics;
    catalog = TRY(apply_op(own, catalog));
  }
  return catalog;
}

Applied carry_to_children(const ir::AddConstraint& op, Catalog catalog) {
  if (!is_inheritable(op.constraint)) return catalog;
  for (const ir::Key& child : children_of(catalog, op.table)) {
    ir::Table table = TRY(copy_of<ir::Table>(child, catalog));
    if (find_named(table.constraints, op.constraint.name)) {
      TRY(merge_check(table, op.constraint, op.table));
      catalog = catalog.with(std::move(table));
      continue;
    }
    ir::AddConstraint own{child, op.constraint, ""};
    own.constraint.inherited = true;
    own.constraint.local = false;
    own.constraint.comment.reset();
    own.constraint.check = moved_to(*op.constraint.check, op.table, child);
    catalog = TRY(apply_op(own, catalog));
  }
  return catalog;
}

Applied carry_to_children(const ir::DropConstraint& op, const ir::Constraint& dropped,
                          Catalog catalog) {
  if (!is_inheritable(dropped)) return catalog;
  for (const ir::Key& child : children_of(catalog, op.table)) {
    ir::Table table = TRY(copy_of<ir::Table>(child, catalog));
    ir::Constraint* own = find_named(table.constraints, op.constraint);
    if (!own || !own->inherited) continue;
    own->inherited = inherits_check(catalog, table, op.constraint);
    const bool goes = !op.only && !own->inherited && !own->local;
    own->local |= op.only;
    catalog = catalog.with(std::move(table));
    if (goes) catalog = TRY(apply_op(ir::DropConstraint{child, op.constraint}, catalog));
  }
  return catalog;
}

Applied carry_to_children(const ir::RenameConstraint& op, const ir::Constraint& renamed,
                          Catalog catalog) {
  return is_inheritable(renamed) ? carry_check(op, std::move(catalog)) : Applied(catalog);
}

Applied carry_to_children(const ir::ValidateConstraint& op, Catalog catalog) {
  ir::Table table = TRY(copy_of<ir::Table>(op.table, catalog));
  const bool goes_down = is_inheritable(*TRY(constraint_of(table, op.constraint)));
  return goes_down ? carry_check(op, std::move(catalog)) : Applied(catalog);
}

bool becomes_local_too(const ir::Constraint& inherited, const ir::Constraint& added,
                       const ir::Key& table) {
  return inherited.inherited && !inherited.local && is_inheritable(added) &&
         (inherited.validated || !added.validated) && is_same_check(inherited, table, added, table);
}

}  // namespace pggit::catalog
