// Partitioned tables: what CREATE TABLE ... PARTITION OF, ATTACH PARTITION and statements on the parent make on
// partitions, under the names that PostgreSQL chooses. Copies come before what they are copies of: it takes over what
// is there.
// Source of the rules: DefineRelation, ATExecAttachPartition and DefineIndex in PostgreSQL's tablecmds.c and indexcmds.c.
#pragma once

#include <string>
#include <vector>

#include "bind/alter_table.h"
#include "bind/table_parts.h"

namespace pggit::bind {

// PARTITION BY of CREATE TABLE, once the columns are there.
void set_partition_key(const sql::Node& spec, Binding& binding, ir::Table& table);
// PARTITION OF: the parent's columns, then the partition's words for them, then the parent's constraints and indexes.
// Refuses where there is no such parent.
void draft_partition(const sql::Node& statement, Binding& binding, TableDraft& draft);
// What CREATE TABLE says besides of a column that comes from the parent or from the type of a typed table.
void draft_given_column(const sql::Node& column_def, Binding& binding, TableDraft& draft);
// The columns and checks come before the partition's own, keys and foreign keys after.
void add_parent_constraints(Binding& binding, TableDraft& draft);
// The copies of the parent's row triggers, once the partition is there.
void copy_triggers_to(const ir::Key& partition, Binding& binding);

// ATTACH and DETACH PARTITION.
void alter_partition(const Part& part, Binding& binding);

// ALTER INDEX ... ATTACH PARTITION of the index that the RangeVar names.
void attach_index(const ir::Key& to, const sql::Node& range_var, Binding& binding);

// Creates it, on each partition of its table first, unless that has one that PostgreSQL takes for it. `addition`: the
// column names in the names of copies.
void emit_index(ir::Index index, const std::string& addition, Binding& binding);
// Adds it, to each partition of the table first.
void emit_constraint(const ir::Key& table, ir::Constraint constraint, Binding& binding);
// Creates it, then its copies on the partitions of its table.
void emit_trigger(ir::Trigger trigger, Binding& binding);
// The trigger under the same key becomes this one, and its copies on partitions with it.
void replace_trigger(const ir::Trigger& trigger, Binding& binding);

// Copies of a table's keys and indexes for the draft, which go to `out` and to the draft's indexes: LIKE and PARTITION OF.
void copy_indexes(const ir::Key& source, bool to_partition, Binding& binding, TableDraft& draft,
                  std::vector<ir::Constraint>& out);

// What keeps us from saying what the operation does to partitions; empty: nothing.
std::string unpredicted_on_partitions(const ir::Op& op, const catalog::Catalog& catalog);

}  // namespace pggit::bind
