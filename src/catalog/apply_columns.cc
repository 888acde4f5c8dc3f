// Columns of tables, and what stands on the table as a whole.
#include <algorithm>
#include <cstdlib>

#include "catalog/apply_ops.h"
#include "catalog/dependencies.h"
#include "catalog/retype.h"

namespace pggit::catalog {
namespace {

void remove_constraint(ir::Table& table, const std::string& name) {
  std::erase_if(table.constraints, [&](const ir::Constraint& c) { return c.name == name; });
}

bool is_in_primary_key(const ir::Table& table, const std::string& column) {
  return std::ranges::any_of(table.constraints, [&](const ir::Constraint& c) {
    return c.kind == ir::ConstraintKind::Primary && contains(c.columns, column);
  });
}

std::optional<std::int64_t> target_of(std::int64_t statistics) {
  return statistics < 0 ? std::nullopt : std::optional(statistics);
}

Applied set_index_statistics(const ir::SetColumnAttributes& op, const Catalog& catalog) {
  ir::Index index = TRY(copy_of<ir::Index>(op.table, catalog));
  const std::size_t place = std::strtoul(op.column.c_str(), nullptr, 10);
  if (place == 0 || place > index.keys.size() || !op.statistics)
    return refuse("column number " + op.column + " of relation \"" + index.name +
                  "\" does not exist");
  index.keys[place - 1].statistics = target_of(*op.statistics);
  return catalog.with(std::move(index));
}

Applied set_view_default(const ir::SetDefault& op, const Catalog& catalog) {
  ir::View view = TRY(copy_of<ir::View>(op.table, catalog));
  const auto at = std::ranges::find(view.columns, op.column, &ir::ViewColumn::name);
  if (at == view.columns.end()) {
    return refuse("column \"" + op.column + "\" of relation \"" + view.name + "\" does not exist");
  }
  at->default_value = op.value;
  return catalog.with(std::move(view));
}

// A copy of the table with one column changed.
template <class Change>
Applied change_column(const ir::Key& table_key, const std::string& name, const Catalog& catalog,
                      const Change& change) {
  ir::Table table = TRY(copy_of<ir::Table>(table_key, catalog));
  change(*TRY(column_of(table, name)));
  return catalog.with(std::move(table));
}

// PostgreSQL makes the statistics on the column anew, and forgets their targets.
Catalog without_targets(const ir::Key& table, const std::string& column, Catalog catalog) {
  for (const Dependent& d : dependents(catalog, {table, column})) {
    const auto* there = catalog.get<ir::Statistics>(d.key);
    if (!there || !there->target) continue;
    ir::Statistics statistics = *there;
    statistics.target.reset();
    catalog = catalog.with(std::move(statistics));
  }
  return catalog;
}

template <class T>
Applied set_options(const ir::SetTableOptions& op, const Catalog& catalog) {
  T object = TRY(copy_of<T>(op.table, catalog));
  object.options = op.options;
  return catalog.with(std::move(object));
}

}  // namespace

Applied apply_op(const ir::AddColumn& op, const Catalog& catalog) {
  if (op.table.kind == ir::Kind::Composite) return apply_to_composite(op, catalog);
  ir::Table table = TRY(copy_of<ir::Table>(op.table, catalog));
  if (column_of(table, op.column.name)) {
    return refuse("column \"" + op.column.name + "\" of relation \"" + table.name +
                  "\" already exists");
  }
  table.columns.push_back(op.column);
  if (!op.column.identity)
    return carry_to_children(op, TRY(carry_down(op, catalog.with(std::move(table)))));
  table.columns.back().not_null = true;
  if (relation_name_taken(catalog, table.schema, op.column.identity->sequence)) {
    return refuse("relation \"" + op.column.identity->sequence + "\" already exists");
  }
  return catalog.with(std::move(table));
}

Applied apply_op(const ir::DropColumn& op, const Catalog& catalog) {
  if (op.table.kind == ir::Kind::Composite) return apply_to_composite(op, catalog);
  ir::Table table = TRY(copy_of<ir::Table>(op.table, catalog));
  const ir::Column* column = TRY(column_of(table, op.column));
  if (column->inherited && !table.partition_of)
    return refuse("cannot drop inherited column \"" + op.column + "\"");
  TRY(require_not_in_partition_key(table, op.column));
  std::erase_if(table.columns, [&](const ir::Column& c) { return c.name == op.column; });
  Catalog out = catalog;
  for (const Dependent& dependent : dependents(catalog, {op.table, op.column})) {
    if (!dependent.automatic) continue;
    if (dependent.part == Dependent::Part::Constraint) {
      remove_constraint(table, dependent.name);
    } else {
      out = TRY(apply_op(ir::Drop{dependent.key}, out));
    }
  }
  return carry_to_children(op, TRY(carry_down(op, out.with(std::move(table)))));
}

Applied apply_op(const ir::SetColumnType& op, const Catalog& catalog) {
  if (op.table.kind == ir::Kind::Composite) return apply_to_composite(op, catalog);
  Catalog changed = TRY(change_column(op.table, op.column, catalog, [&](ir::Column& column) {
    retype(column, op.type, op.collation);
  }));
  changed = without_targets(op.table, op.column, std::move(changed));
  return carry_to_children(op, TRY(carry_down(op, std::move(changed))));
}

Applied apply_op(const ir::SetDefault& op, const Catalog& catalog) {
  if (op.table.kind == ir::Kind::Domain) return apply_to_domain(op, catalog);
  if (op.table.kind == ir::Kind::View) return set_view_default(op, catalog);
  ir::Table table = TRY(copy_of<ir::Table>(op.table, catalog));
  ir::Column* column = TRY(column_of(table, op.column));
  if (column->identity || column->generated) {
    return refuse("column \"" + op.column + "\" of relation \"" + table.name + "\" is " +
                  (column->identity ? "an identity column" : "a generated column"));
  }
  column->default_value = op.value;
  return carry_to_children(op, TRY(carry_down(op, catalog.with(std::move(table)))));
}

Applied apply_op(const ir::SetNotNull& op, const Catalog& catalog) {
  if (op.table.kind == ir::Kind::Domain) return apply_to_domain(op, catalog);
  ir::Table table = TRY(copy_of<ir::Table>(op.table, catalog));
  ir::Column* column = TRY(column_of(table, op.column));
  if (!op.not_null && is_in_primary_key(table, op.column)) {
    return refuse("column \"" + op.column + "\" is in a primary key");
  }
  if (!op.not_null && column->identity) {
    return refuse("column \"" + op.column + "\" of relation \"" + table.name +
                  "\" is an identity column");
  }
  column->not_null = op.not_null;
  return carry_to_children(op, TRY(carry_down(op, catalog.with(std::move(table)))));
}

Applied apply_op(const ir::SetIdentity& op, const Catalog& catalog) {
  return change_column(op.table, op.column, catalog, [&](ir::Column& column) {
    column.identity = op.identity;
    if (op.identity) column.not_null = true;
  });
}

Applied apply_op(const ir::DropExpression& op, const Catalog& catalog) {
  Catalog changed = TRY(change_column(op.table, op.column, catalog,
                                      [](ir::Column& column) { column.generated.reset(); }));
  return carry_to_children(op, TRY(carry_down(op, std::move(changed))));
}

Applied apply_op(const ir::SetColumnAttributes& op, const Catalog& catalog) {
  if (op.table.kind == ir::Kind::Index) return set_index_statistics(op, catalog);
  Catalog changed = TRY(change_column(op.table, op.column, catalog, [&](ir::Column& column) {
    if (op.storage) column.storage = *op.storage;
    if (op.compression) column.compression = *op.compression;
    if (op.statistics) column.statistics = target_of(*op.statistics);
    if (op.options) column.options = *op.options;
  }));
  return carry_to_children(op, std::move(changed));
}

Applied apply_op(const ir::SetTableOptions& op, const Catalog& catalog) {
  if (op.table.kind == ir::Kind::MaterializedView)
    return set_options<ir::MaterializedView>(op, catalog);
  if (op.table.kind == ir::Kind::Publication) return set_options<ir::Publication>(op, catalog);
  if (op.table.kind == ir::Kind::Dictionary) return set_options<ir::Dictionary>(op, catalog);
  return set_options<ir::Table>(op, catalog);
}

// Sequences that the table owns follow it (since PostgreSQL 15).
Applied apply_op(const ir::SetUnlogged& op, const Catalog& catalog) {
  if (op.table.kind == ir::Kind::Sequence) {
    ir::Sequence sequence = TRY(copy_of<ir::Sequence>(op.table, catalog));
    sequence.unlogged = op.unlogged;
    return catalog.with(std::move(sequence));
  }
  ir::Table table = TRY(copy_of<ir::Table>(op.table, catalog));
  Catalog out = catalog;
  for (const ir::Key& key : catalog.users(Link::Kind::Relation, table.schema, table.name)) {
    const auto* owned = catalog.get<ir::Sequence>(key);
    if (!owned || owned->owner_table != table.name) continue;
    ir::Sequence sequence = *owned;
    sequence.unlogged = op.unlogged;
    out = out.with(std::move(sequence));
  }
  table.unlogged = op.unlogged;
  return out.with(std::move(table));
}

}  // namespace pggit::catalog
