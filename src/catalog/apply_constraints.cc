#include <algorithm>

#include "catalog/apply_ops.h"
#include "catalog/parts.h"

namespace pggit::catalog {
namespace {

base::Result<void> require_free_name(const ir::Table& table, const ir::Constraint& constraint,
                                     const Catalog& catalog) {
  const auto is_it = [&](const ir::Constraint& c) { return c.name == constraint.name; };
  if (std::ranges::any_of(table.constraints, is_it)) {
    return refuse("constraint \"" + constraint.name + "\" for relation \"" + table.name +
                  "\" already exists");
  }
  if (has_index(constraint) && relation_name_taken(catalog, table.schema, constraint.name)) {
    return refuse("relation \"" + constraint.name + "\" already exists");
  }
  return {};
}

// What a primary key asks of its columns goes down to those who inherit them, which the key itself does not.
Applied with_not_null(const ir::Key& key, const ir::Constraint& constraint, Catalog catalog) {
  if (constraint.kind != ir::ConstraintKind::Primary) return catalog;
  for (const std::string& name : constraint.columns) {
    ir::Table table = TRY(copy_of<ir::Table>(key, catalog));
    if (TRY(column_of(table, name))->not_null) continue;
    catalog = TRY(apply_op(ir::SetNotNull{key, name, true}, catalog));
  }
  return catalog;
}

base::Result<void> require_no_primary_key(const ir::Table& table,
                                          const ir::Constraint& constraint) {
  const auto is_primary = [](const ir::Constraint& c) {
    return c.kind == ir::ConstraintKind::Primary;
  };
  if (is_primary(constraint) && std::ranges::any_of(table.constraints, is_primary)) {
    return refuse("multiple primary keys for table \"" + table.name + "\" are not allowed");
  }
  return {};
}

// A copy of the table with one constraint changed.
template <class Change>
Applied change_constraint(const ir::Key& table_key, const std::string& name, const Catalog& catalog,
                          const Change& change) {
  ir::Table table = TRY(copy_of<ir::Table>(table_key, catalog));
  change(*TRY(constraint_of(table, name)));
  return catalog.with(std::move(table));
}

}  // namespace

Applied apply_op(const ir::AddConstraint& op, const Catalog& catalog) {
  if (op.table.kind == ir::Kind::Domain) return apply_to_domain(op, catalog);
  ir::Table table = TRY(copy_of<ir::Table>(op.table, catalog));
  ir::Constraint constraint = op.constraint;
  Catalog without_index = catalog;
  if (!op.using_index.empty()) {
    const ir::Key index{ir::Kind::Index, table.schema, op.using_index, ""};
    if (!catalog.find(index)) return refuse("index \"" + op.using_index + "\" does not exist");
    if (constraint.name.empty()) constraint.name = op.using_index;
    without_index = catalog.without(index);
  }
  const auto there = std::ranges::find(table.constraints, constraint.name, &ir::Constraint::name);
  if (there != table.constraints.end() && becomes_local_too(*there, constraint, op.table)) {
    there->local = true;
    return catalog.with(std::move(table));
  }
  TRY(require_free_name(table, constraint, without_index));
  TRY(require_no_primary_key(table, constraint));
  const Catalog with_columns = TRY(with_not_null(op.table, constraint, std::move(without_index)));
  table = TRY(copy_of<ir::Table>(op.table, with_columns));
  table.constraints.push_back(std::move(constraint));
  return carry_to_children(op, with_columns.with(std::move(table)));
}

Applied apply_op(const ir::DropConstraint& op, const Catalog& catalog) {
  if (op.table.kind == ir::Kind::Domain) return apply_to_domain(op, catalog);
  ir::Table table = TRY(copy_of<ir::Table>(op.table, catalog));
  const ir::Constraint dropped = *TRY(constraint_of(table, op.constraint));
  if (dropped.inherited && !table.partition_of)
    return refuse("cannot drop inherited constraint \"" + op.constraint + "\" of relation \"" +
                  table.name + "\"");
  std::erase_if(table.constraints,
                [&](const ir::Constraint& c) { return c.name == op.constraint; });
  return carry_to_children(op, dropped,
                           TRY(carry_down(op, dropped, catalog.with(std::move(table)))));
}

Applied apply_op(const ir::RenameConstraint& op, const Catalog& catalog) {
  if (op.table.kind == ir::Kind::Domain) return apply_to_domain(op, catalog);
  ir::Table table = TRY(copy_of<ir::Table>(op.table, catalog));
  ir::Constraint* constraint = TRY(constraint_of(table, op.constraint));
  ir::Constraint renamed = *constraint;
  renamed.name = op.to;
  TRY(require_free_name(table, renamed, catalog));
  *constraint = renamed;
  return carry_to_children(op, renamed,
                           TRY(carry_down(op, renamed, catalog.with(std::move(table)))));
}

Applied apply_op(const ir::ValidateConstraint& op, const Catalog& catalog) {
  if (op.table.kind == ir::Kind::Domain) return apply_to_domain(op, catalog);
  Catalog out = TRY(change_constraint(op.table, op.constraint, catalog,
                                      [](ir::Constraint& c) { c.validated = true; }));
  return carry_to_children(op, TRY(carry_down(op, std::move(out))));
}

Applied apply_op(const ir::AlterConstraint& op, const Catalog& catalog) {
  ir::Table table = TRY(copy_of<ir::Table>(op.table, catalog));
  ir::Constraint* constraint = TRY(constraint_of(table, op.constraint));
  const ir::Constraint before = *constraint;
  constraint->deferrable = op.deferrable;
  constraint->initially_deferred = op.initially_deferred;
  return carry_down(op, before, catalog.with(std::move(table)));
}

}  // namespace pggit::catalog
