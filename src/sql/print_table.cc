// Tables and indexes from nothing.
#include "base/text.h"
#include "sql/print_parts.h"

namespace pggit::sql {
namespace {

std::string comment_on(const std::string& what, const std::string& comment) {
  return "COMMENT ON " + what + " IS " + base::quote_literal(comment);
}

void add_table_comments(const ir::Table& table, const std::string& name,
                        std::vector<std::string>& out) {
  const std::string kind = table.foreign ? "FOREIGN TABLE " : "TABLE ";
  if (table.comment) out.push_back(comment_on(kind + name, *table.comment));
  for (const ir::Column& column : table.columns) {
    if (column.comment)
      out.push_back(
          comment_on("COLUMN " + name + "." + base::quote_ident(column.name), *column.comment));
  }
  for (const ir::Constraint& c : table.constraints) {
    if (c.comment) out.push_back(comment_on_constraint(name, c));
  }
}

std::string partition_key(const ir::PartitionKey& by) {
  std::vector<std::string> keys;
  for (const ir::IndexKey& key : by.keys) keys.push_back(index_key(key));
  const char* strategy = by.strategy == 'l' ? "LIST" : by.strategy == 'h' ? "HASH" : "RANGE";
  return strategy + (" (" + base::join(keys, ", ") + ")");
}

// Inside CREATE TABLE a constraint counts as valid at once.
bool stands_inside(const ir::Constraint& constraint) {
  return constraint.kind != ir::ConstraintKind::Foreign && constraint.validated;
}

// What INHERITS brings by itself. A partition says all its columns, and is attached then.
template <class Part>
bool comes_from_parent(const ir::Table& table, const Part& part) {
  return !table.inherits.empty() && part.inherited && !part.local;
}

std::string inherits_clause(const ir::Table& table) {
  std::vector<std::string> parents;
  for (const ir::RelationName& parent : table.inherits)
    parents.push_back(base::qualified(parent.schema, parent.name));
  return parents.empty() ? "" : " INHERITS (" + base::join(parents, ", ") + ")";
}

}  // namespace

std::vector<std::string> create_table(const ir::Table& table) {
  const std::string name = base::qualified(table.schema, table.name);
  std::vector<std::string> parts;
  for (const ir::Column& column : table.columns) {
    if (!comes_from_parent(table, column)) parts.push_back(column_definition(column, table.schema));
  }
  for (const ir::Constraint& constraint : table.constraints) {
    if (stands_inside(constraint) && !comes_from_parent(table, constraint))
      parts.push_back(constraint_definition(constraint));
  }
  const char* kind = table.foreign ? "FOREIGN " : table.unlogged ? "UNLOGGED " : "";
  std::string sql = std::string("CREATE ") + kind + "TABLE " + name + " (" +
                    base::join(parts, ", ") + ")" + inherits_clause(table);
  if (table.foreign) sql += foreign_clause(*table.foreign);
  if (table.partition_by) sql += " PARTITION BY " + partition_key(*table.partition_by);
  if (!table.options.empty()) sql += " WITH (" + option_list(table.options) + ")";
  std::vector<std::string> out{std::move(sql)};
  for (const ir::Column& column : table.columns) {
    for (std::string& statement : further_attributes(table.key(), column))
      out.push_back(std::move(statement));
  }
  for (const ir::Constraint& constraint : table.constraints) {
    if (!stands_inside(constraint) && !comes_from_parent(table, constraint))
      out.push_back("ALTER TABLE " + name + " ADD " + constraint_definition(constraint));
  }
  ir::SetRowSecurity security{table.key(), {}, {}};
  if (table.row_security) security.enabled = true;
  if (table.force_row_security) security.forced = true;
  for (std::string& statement : set_row_security(security)) out.push_back(std::move(statement));
  if (table.replica_identity != 'd')
    out.push_back(set_replica_identity({table.key(), table.replica_identity, ""}));
  for (const ir::Constraint& constraint : table.constraints)
    add_marks(table.key(), constraint, out);
  if (table.of_type.is_known()) out.push_back("ALTER TABLE " + name + " OF " + table.of_type.sql());
  add_table_comments(table, name, out);
  if (table.partition_of) out.push_back(attach_partition(table));
  return out;
}

std::string set_clustered(const ir::SetClustered& op) {
  const std::string alter = "ALTER TABLE " + base::qualified(op.table.schema, op.table.name);
  return op.index.empty() ? alter + " SET WITHOUT CLUSTER"
                          : alter + " CLUSTER ON " + base::quote_ident(op.index);
}

std::string set_replica_identity(const ir::SetReplicaIdentity& op) {
  const std::string identity = !op.index.empty()    ? "USING INDEX " + base::quote_ident(op.index)
                               : op.identity == 'f' ? "FULL"
                               : op.identity == 'n' ? "NOTHING"
                                                    : "DEFAULT";
  return "ALTER TABLE " + base::qualified(op.table.schema, op.table.name) + " REPLICA IDENTITY " +
         identity;
}

void add_marks(const ir::Key& table, const ir::Constraint& key, std::vector<std::string>& out) {
  if (key.clustered) out.push_back(set_clustered({table, key.name}));
  if (key.replica_identity) out.push_back(set_replica_identity({table, 'd', key.name}));
  if (key.index_comment)
    out.push_back(
        comment_on("INDEX " + base::qualified(table.schema, key.name), *key.index_comment));
}

std::string attach_partition(const ir::Table& table) {
  const ir::PartitionOf& of = *table.partition_of;
  const std::string name = base::qualified(table.schema, table.name);
  const std::string alter = "ALTER TABLE " + base::qualified(of.schema, of.table);
  const std::string bound = of.bound.sql();
  return bound.empty() ? alter + " DETACH PARTITION " + name
                       : alter + " ATTACH PARTITION " + name + " " + bound;
}

std::string index_statistics(const ir::Key& index, const std::string& place, std::int64_t target) {
  return "ALTER INDEX " + base::qualified(index.schema, index.name) + " ALTER COLUMN " + place +
         " SET STATISTICS " + std::to_string(target);
}

std::vector<std::string> create_index(const ir::Index& index) {
  const std::string table = base::qualified(index.schema, index.table);
  std::vector<std::string> keys;
  for (const ir::IndexKey& key : index.keys) keys.push_back(index_key(key));
  std::string sql = std::string("CREATE ") + (index.unique ? "UNIQUE " : "") + "INDEX " +
                    base::quote_ident(index.name) + (index.valid ? " ON " : " ON ONLY ") + table +
                    " USING " + base::quote_ident(index.method) + " (" + base::join(keys, ", ") +
                    ")";
  if (!index.include.empty()) sql += " INCLUDE (" + ident_list(index.include) + ")";
  if (index.nulls_not_distinct) sql += " NULLS NOT DISTINCT";
  if (!index.options.empty()) sql += " WITH (" + option_list(index.options) + ")";
  if (index.where) sql += " WHERE " + index.where->sql();
  std::vector<std::string> out{std::move(sql)};
  const ir::Key relation{ir::Kind::Table, index.schema, index.table, ""};
  if (index.clustered) out.push_back(set_clustered({relation, index.name}));
  if (index.replica_identity) out.push_back(set_replica_identity({relation, 'd', index.name}));
  for (std::size_t i = 0; i < index.keys.size(); ++i) {
    if (index.keys[i].statistics)
      out.push_back(
          index_statistics(index.key(), std::to_string(i + 1), *index.keys[i].statistics));
  }
  if (index.comment)
    out.push_back(comment_on("INDEX " + base::qualified(index.schema, index.name), *index.comment));
  return out;
}

}  // namespace pggit::sql
