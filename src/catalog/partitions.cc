#include "catalog/partitions.h"

#include <algorithm>

#include "catalog/diff_plan.h"

namespace pggit::catalog {
namespace {

template <class T>
std::vector<ir::Key> users_that(const Catalog& catalog, const ir::Key& table, auto is_one) {
  std::vector<ir::Key> found;
  for (const ir::Key& key : catalog.users(Link::Kind::Relation, table.schema, table.name)) {
    const T* user = catalog.get<T>(key);
    if (user && is_one(*user)) found.push_back(key);
  }
  return found;
}

ir::Index without_statistics(ir::Index index) {
  for (ir::IndexKey& key : index.keys) key.statistics.reset();
  return index;
}

}  // namespace

bool is_in_partitions(const ir::Table& table) { return table.partition_by || table.partition_of; }

ir::Key parent_of(const ir::Table& partition) {
  return {ir::Kind::Table, partition.partition_of->schema, partition.partition_of->table, ""};
}

std::vector<ir::Key> partitions_of(const Catalog& catalog, const ir::Key& key) {
  const ir::Table* table = catalog.get<ir::Table>(key);
  if (!table || !table->partition_by) return {};
  return users_that<ir::Table>(catalog, key, [&](const ir::Table& t) {
    return t.partition_of && t.partition_of->schema == key.schema &&
           t.partition_of->table == key.name;
  });
}

std::vector<ir::Key> partitions_below(const Catalog& catalog, const ir::Key& table) {
  std::vector<ir::Key> all;
  for (const ir::Key& partition : partitions_of(catalog, table)) {
    all.push_back(partition);
    std::ranges::move(partitions_below(catalog, partition), std::back_inserter(all));
  }
  return all;
}

std::vector<ir::Key> partitioned_above(const Catalog& catalog, const ir::Key& table) {
  std::vector<ir::Key> above;
  for (const ir::Table* t = catalog.get<ir::Table>(table); t && t->partition_of;) {
    above.push_back({ir::Kind::Table, t->partition_of->schema, t->partition_of->table, ""});
    t = catalog.get<ir::Table>(above.back());
  }
  return above;
}

std::vector<ir::Key> partition_family(const Catalog& catalog, const ir::Key& table) {
  std::vector<ir::Key> family = partitioned_above(catalog, table);
  family.push_back(table);
  std::ranges::move(partitions_below(catalog, table), std::back_inserter(family));
  return family;
}

std::vector<ir::Key> indexes_of(const Catalog& catalog, const ir::Key& table) {
  return users_that<ir::Index>(catalog, table, [&](const ir::Index& index) {
    return index.schema == table.schema && index.table == table.name;
  });
}

std::vector<ir::Key> attached_indexes(const Catalog& catalog, const ir::Index& index) {
  std::vector<ir::Key> found;
  const ir::Key table{ir::Kind::Table, index.schema, index.table, ""};
  for (const ir::Key& partition : partitions_of(catalog, table)) {
    for (const ir::Key& key : indexes_of(catalog, partition)) {
      const ir::Index& own = *catalog.get<ir::Index>(key);
      if (own.parent_schema == index.schema && own.parent == index.name) found.push_back(key);
    }
  }
  return found;
}

std::vector<ir::Key> trigger_copies(const Catalog& catalog, const ir::Trigger& trigger) {
  std::vector<ir::Key> found;
  const ir::Key table{ir::Kind::Table, trigger.schema, trigger.table, ""};
  for (const ir::Key& partition : partitions_of(catalog, table)) {
    const ir::Key key{ir::Kind::Trigger, partition.schema, partition.name, trigger.name};
    const auto* copy = catalog.get<ir::Trigger>(key);
    if (copy && copy->inherited) found.push_back(key);
  }
  return found;
}

bool is_partition_copy(const ir::Constraint& own, const ir::Constraint& of_parent) {
  if (own.kind != of_parent.kind) return false;
  if (own.kind == ir::ConstraintKind::Check) return own.name == of_parent.name;
  return own.columns == of_parent.columns && own.include == of_parent.include &&
         own.foreign == of_parent.foreign && own.deferrable == of_parent.deferrable &&
         own.initially_deferred == of_parent.initially_deferred &&
         own.nulls_not_distinct == of_parent.nulls_not_distinct;
}

const ir::Constraint* partition_copy(const ir::Table& partition, const ir::Constraint& of_parent) {
  const auto at = std::ranges::find_if(partition.constraints, [&](const ir::Constraint& own) {
    return is_partition_copy(own, of_parent);
  });
  return at == partition.constraints.end() ? nullptr : &*at;
}

bool is_partition_copy(const ir::Index& own, const ir::Index& of_parent) {
  ir::Index expected = without_statistics(of_parent);
  const ir::Key from{ir::Kind::Table, of_parent.schema, of_parent.table, ""};
  const ir::Key to{ir::Kind::Table, own.schema, own.table, ""};
  for (ir::IndexKey& key : expected.keys) {
    if (key.expression) key.expression = moved_to(*key.expression, from, to);
  }
  if (expected.where) expected.where = moved_to(*expected.where, from, to);
  return own.unique == expected.unique && own.method == expected.method &&
         own.nulls_not_distinct == expected.nulls_not_distinct && own.valid &&
         own.include == expected.include && same(own.where, expected.where) &&
         same(without_statistics(own).keys, expected.keys);
}

ir::Expression moved_to(ir::Expression expression, const ir::Key& from, const ir::Key& to) {
  expression.rename_relation(from.schema, from.name, to.schema, to.name);
  return expression;
}

}  // namespace pggit::catalog
