// ATTACH and DETACH PARTITION, and what of a partitioned table goes down to its partitions.
#include <algorithm>

#include "catalog/apply_ops.h"
#include "catalog/named.h"
#include "catalog/partitions.h"
#include "catalog/parts.h"

namespace pggit::catalog {
namespace {

void set_inherited(ir::Table& table, bool inherited) {
  for (ir::Column& column : table.columns) {
    column.inherited = inherited;
    column.local = !inherited;
  }
}

void mark_copies(ir::Table& partition, const ir::Table& parent) {
  for (ir::Constraint& own : partition.constraints) {
    const bool is_copy = std::ranges::any_of(
        parent.constraints, [&](const ir::Constraint& c) { return is_partition_copy(own, c); });
    if (!is_copy) continue;
    own.inherited = true;
    own.local = false;
  }
}

// Each index of the parent takes the first that fits.
Catalog attach_indexes(const ir::Key& partition, const ir::Key& parent, Catalog catalog) {
  for (const ir::Key& of_parent : indexes_of(catalog, parent)) {
    const ir::Index index = *catalog.get<ir::Index>(of_parent);
    for (const ir::Key& key : indexes_of(catalog, partition)) {
      ir::Index own = *catalog.get<ir::Index>(key);
      const bool is_its = own.parent == index.name && own.parent_schema == index.schema;
      if (is_its) break;
      if (!own.parent.empty() || !is_partition_copy(own, index)) continue;
      own.parent_schema = index.schema;
      own.parent = index.name;
      catalog = catalog.with(std::move(own));
      break;
    }
  }
  return catalog;
}

Applied attach(const ir::Table& attached, const Catalog& catalog) {
  ir::Table table = TRY(copy_of<ir::Table>(attached.key(), catalog));
  if (table.partition_of) return refuse("\"" + table.name + "\" is already a partition");
  table.partition_of = attached.partition_of;
  const ir::Key parent{ir::Kind::Table, table.partition_of->schema, table.partition_of->table, ""};
  const ir::Table* partitioned = catalog.get<ir::Table>(parent);
  if (!partitioned) return refuse(missing(parent));
  if (!partitioned->partition_by)
    return refuse("table \"" + partitioned->name + "\" is not partitioned");
  set_inherited(table, true);
  mark_copies(table, *partitioned);
  const ir::Key key = table.key();
  return attach_indexes(key, parent, catalog.with(std::move(table)));
}

Catalog without_copies_of_triggers(const ir::Key& table, Catalog catalog) {
  for (const ir::Key& key : catalog.users(Link::Kind::Relation, table.schema, table.name)) {
    const auto* trigger = catalog.get<ir::Trigger>(key);
    if (trigger && trigger->inherited && key.schema == table.schema && key.name == table.name)
      catalog = catalog.without(key);
  }
  return catalog;
}

Applied detach(const ir::Key& key, const Catalog& catalog) {
  ir::Table table = TRY(copy_of<ir::Table>(key, catalog));
  if (!table.partition_of) return refuse("relation \"" + table.name + "\" is not a partition");
  table.partition_of.reset();
  set_inherited(table, false);
  for (ir::Constraint& own : table.constraints) {
    own.inherited = false;
    own.local = true;
  }
  Catalog out = catalog.with(std::move(table));
  for (const ir::Key& index_key : indexes_of(out, key)) {
    ir::Index index = *out.get<ir::Index>(index_key);
    index.parent_schema.clear();
    index.parent.clear();
    out = out.with(std::move(index));
  }
  for (const ir::Key& below : partitions_below(out, key))
    out = without_copies_of_triggers(below, std::move(out));
  return without_copies_of_triggers(key, std::move(out));
}

// The same on each partition.
template <class Op>
Applied carry(Op op, Catalog catalog) {
  for (const ir::Key& partition : partitions_of(catalog, op.table)) {
    op.table = partition;
    catalog = TRY(apply_op(op, catalog));
  }
  return catalog;
}

// The names of the constraints that say the same as that one, sorted.
std::vector<std::string> alike(const ir::Table& table, const ir::Constraint& constraint) {
  std::vector<std::string> names;
  for (const ir::Constraint& own : table.constraints) {
    if (is_partition_copy(own, constraint)) names.push_back(own.name);
  }
  std::ranges::sort(names);
  return names;
}

// Of several keys that say the same, the first of the partition is the copy of the first of its parent: numbers behind their names
// rise in the order in which they were made (ChooseConstraintName).
const ir::Constraint* copy_by_rank(const ir::Table& partition, const ir::Table& parent,
                                   const ir::Constraint& of_parent) {
  const std::vector<std::string> copies = alike(partition, of_parent);
  const auto rank =
      std::size_t(std::ranges::count_if(alike(parent, of_parent), [&](const std::string& name) {
        return !of_parent.check && name < of_parent.name;
      }));
  return rank < copies.size() ? find_named(partition.constraints, copies[rank]) : nullptr;
}

// The same on each partition's copy of the constraint, whatever it is called there.
template <class Op>
Applied carry_to_copies(Op op, const ir::Constraint& of_parent, Catalog catalog) {
  const ir::Table parent = *catalog.get<ir::Table>(op.table);
  for (const ir::Key& partition : partitions_of(catalog, op.table)) {
    const ir::Constraint* copy =
        copy_by_rank(*catalog.get<ir::Table>(partition), parent, of_parent);
    if (!copy || !copy->inherited) continue;
    op.table = partition;
    op.constraint = copy->name;
    catalog = TRY(apply_op(op, catalog));
  }
  return catalog;
}

// The index of a partitioned table, where it is not valid and each partition has a valid one attached.
const ir::Index* becomes_valid(const ir::Key& key, const Catalog& catalog) {
  const auto* index = catalog.get<ir::Index>(key);
  if (!index || index->valid) return nullptr;
  const std::vector<ir::Key> attached = attached_indexes(catalog, *index);
  const auto valid = std::ranges::count_if(
      attached, [&](const ir::Key& own) { return catalog.get<ir::Index>(own)->valid; });
  const ir::Key table{ir::Kind::Table, index->schema, index->table, ""};
  return std::size_t(valid) == partitions_of(catalog, table).size() ? index : nullptr;
}

}  // namespace

// validatePartitionedIndex in tablecmds.c.
Catalog with_valid_parents(const ir::Index& attached, Catalog catalog) {
  const ir::Key parent{ir::Kind::Index, attached.parent_schema, attached.parent, ""};
  const ir::Index* above = becomes_valid(parent, catalog);
  if (!above) return catalog;
  ir::Index valid = *above;
  valid.valid = true;
  return with_valid_parents(valid, catalog.with(valid));
}

Applied attach_or_detach(const ir::Table& table, const Catalog& catalog) {
  if (!table.partition_of) return refuse("table \"" + table.name + "\" is no partition");
  const bool detaches = table.partition_of->bound.sql().empty();
  return detaches ? detach(table.key(), catalog) : attach(table, catalog);
}

ir::Column handed_down(ir::Column column, const ir::Key& parent, const ir::Key& child) {
  column.inherited = true;
  column.local = false;
  column.comment.reset();
  column.foreign_options.clear();
  column.compression.clear();
  column.options.clear();
  column.grants.clear();
  for (std::optional<ir::Expression>* text : {&column.default_value, &column.generated}) {
    if (*text) *text = moved_to(**text, parent, child);
  }
  return column;
}

Applied set_default_on(const std::vector<ir::Key>& below, const ir::SetDefault& op,
                       Catalog catalog) {
  if (op.only) return catalog;
  for (const ir::Key& table : below) {
    ir::SetDefault own{table, op.column, op.value};
    if (own.value) own.value = moved_to(*own.value, op.table, table);
    catalog = TRY(apply_op(own, catalog));
  }
  return catalog;
}

Applied carry_down(const ir::AddColumn& op, Catalog catalog) {
  for (const ir::Key& partition : partitions_of(catalog, op.table)) {
    const ir::AddColumn own{partition, handed_down(op.column, op.table, partition)};
    catalog = TRY(apply_op(own, catalog));
  }
  return catalog;
}

Applied carry_down(const ir::SetDefault& op, Catalog catalog) {
  return set_default_on(partitions_of(catalog, op.table), op, catalog);
}

Applied carry_down(const ir::DropColumn& op, Catalog catalog) {
  return carry(op, std::move(catalog));
}
Applied carry_down(const ir::SetColumnType& op, Catalog catalog) {
  return carry(op, std::move(catalog));
}
Applied carry_down(const ir::DropExpression& op, Catalog catalog) {
  return carry(op, std::move(catalog));
}
Applied carry_down(const ir::SetNotNull& op, Catalog catalog) {
  return carry(op, std::move(catalog));
}
Applied carry_down(const ir::RenameColumn& op, Catalog catalog) {
  return carry(op, std::move(catalog));
}

Applied carry_down(const ir::DropConstraint& op, const ir::Constraint& dropped, Catalog catalog) {
  return carry_to_copies(ir::DropConstraint{op.table, op.constraint}, dropped, std::move(catalog));
}
Applied carry_down(const ir::AlterConstraint& op, const ir::Constraint& before, Catalog catalog) {
  return carry_to_copies(op, before, std::move(catalog));
}

// Of keys and foreign keys each partition keeps its own name.
Applied carry_down(const ir::RenameConstraint& op, const ir::Constraint& renamed, Catalog catalog) {
  return renamed.check ? carry(op, std::move(catalog)) : Applied(catalog);
}

Applied carry_down(const ir::ValidateConstraint& op, Catalog catalog) {
  return carry(op, std::move(catalog));
}

Applied apply_op(const ir::SetTriggerState& op, const Catalog& catalog) {
  ir::Trigger trigger = TRY(copy_of<ir::Trigger>(op.trigger, catalog));
  trigger.enabled = op.enabled;
  Catalog out = catalog.with(trigger);
  if (op.only || !trigger.for_each_row) return out;
  for (const ir::Key& copy : trigger_copies(out, trigger))
    out = TRY(apply_op(ir::SetTriggerState{copy, op.enabled, false}, out));
  return out;
}

base::Result<void> require_not_in_partition_key(const ir::Table& table, const std::string& column) {
  if (is_in_partition_key(table, column))
    return refuse("column \"" + column + "\" is named in the partition key");
  return {};
}

}  // namespace pggit::catalog
