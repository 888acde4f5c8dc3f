// Partitioned tables and their partitions: who belongs to whom, and what a partition has from its parent.
//
//   CREATE TABLE p (a int PRIMARY KEY) PARTITION BY LIST (a);
//   CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);   -- p1_pkey is p_pkey's, a is p's
#pragma once

#include <vector>

#include "catalog/catalog.h"

namespace pggit::catalog {

// Whether it is partitioned or a partition.
bool is_in_partitions(const ir::Table& table);
// Of a partition: the table that it is one of.
ir::Key parent_of(const ir::Table& partition);
// The partitions of the table, sorted; of a table that is not partitioned none.
std::vector<ir::Key> partitions_of(const Catalog& catalog, const ir::Key& table);
// The same with the partitions of partitions, each behind its parent.
std::vector<ir::Key> partitions_below(const Catalog& catalog, const ir::Key& table);
// The tables that it is a partition of, however far, nearest first.
std::vector<ir::Key> partitioned_above(const Catalog& catalog, const ir::Key& table);
// The table itself, those above and those below: what is written to one may be rows of another.
std::vector<ir::Key> partition_family(const Catalog& catalog, const ir::Key& table);
// The indexes of the table that stand for themselves, sorted.
std::vector<ir::Key> indexes_of(const Catalog& catalog, const ir::Key& table);
// The indexes of partitions that are attached to this one.
std::vector<ir::Key> attached_indexes(const Catalog& catalog, const ir::Index& index);
// The trigger's copies on the partitions of its table.
std::vector<ir::Key> trigger_copies(const Catalog& catalog, const ir::Trigger& trigger);

// Whether ATTACH PARTITION takes a constraint of the partition for its parent's: a check by its name, keys and foreign
// keys by what they say.
bool is_partition_copy(const ir::Constraint& own, const ir::Constraint& of_parent);
// The table's own constraint that is the copy of that one; null where there is none.
const ir::Constraint* partition_copy(const ir::Table& partition, const ir::Constraint& of_parent);
// Whether the index of a partition can be attached to that of its parent.
bool is_partition_copy(const ir::Index& own, const ir::Index& of_parent);

// The expression of one table as another has it.
ir::Expression moved_to(ir::Expression expression, const ir::Key& from, const ir::Key& to);

}  // namespace pggit::catalog
