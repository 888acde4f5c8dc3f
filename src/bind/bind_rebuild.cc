// What builds indexes anew: REINDEX, VACUUM FULL, CLUSTER. One that an interrupted CREATE INDEX CONCURRENTLY left invalid
// is valid then. Source of the rules: reindex_index() in PostgreSQL's index.c, cluster_rel() in cluster.c.
#include <algorithm>
#include <functional>

#include "bind/kinds.h"
#include "catalog/index_marks.h"
#include "catalog/named.h"
#include "catalog/partitions.h"

namespace pggit::bind {
namespace {

bool has_option(const sql::Node& statement, const char* list, std::string_view name) {
  return std::ranges::any_of(statement.list(list), [&](const sql::Node& option) {
    const std::string_view value = option["arg"].text();
    return option.str("defname") == name && value != "false" && value != "off" && value != "0";
  });
}

// What belongs to a partitioned table is valid when all partitions have theirs: nothing of it is built.
bool is_built(const ir::Index& index, const Binding& binding) {
  const auto* table = binding.get<ir::Table>({ir::Kind::Table, index.schema, index.table, ""});
  return !table || !table->partition_by;
}

// The invalid indexes that `built` is true of.
void make_valid(const std::function<bool(const ir::Index&)>& built, Binding& binding) {
  std::vector<ir::Index> valid;
  binding.now().for_each([&](const catalog::EntryRef& entry) {
    const auto* index = std::get_if<ir::Index>(&entry->object);
    if (!index || index->valid || !built(*index) || !is_built(*index, binding)) return;
    valid.push_back(*index);
    valid.back().valid = true;
  });
  for (ir::Index& index : valid) binding.emit(ir::Replace{std::move(index)});
}

void rebuild_table(const ir::Key& table, Binding& binding) {
  make_valid(
      [&](const ir::Index& index) {
        return index.schema == table.schema && index.table == table.name;
      },
      binding);
}

void reindex(const sql::Node& statement, Binding& binding) {
  const std::string_view kind = statement.str("kind");
  const std::optional<ir::Key> key = binding.relation(statement["relation"]);
  if (kind == "REINDEX_OBJECT_INDEX" && key) {
    return make_valid([&](const ir::Index& index) { return index.key() == *key; }, binding);
  }
  // Of a table, indexes that are invalid are passed over where others are built CONCURRENTLY.
  if (has_option(statement, "params", "concurrently")) return;
  if (kind == "REINDEX_OBJECT_TABLE" && key) return rebuild_table(*key, binding);
  const std::string schema(kind == "REINDEX_OBJECT_SCHEMA" ? statement.str("name") : "");
  if (kind == "REINDEX_OBJECT_SCHEMA" || kind == "REINDEX_OBJECT_DATABASE") {
    make_valid([&](const ir::Index& index) { return schema.empty() || index.schema == schema; },
               binding);
  }
}

}  // namespace

void mark_clustered(const ir::Key& relation, const std::string& index, Binding& binding) {
  if (index == catalog::clustered_index(binding.now(), relation))
    return binding.no_effect("it is marked so already");
  binding.emit(ir::SetClustered{relation, index});
}

void bind_reindex(const sql::Node& statement, Binding& binding) {
  reindex(statement, binding);
  binding.no_effect("reindex");
}

void bind_vacuum(const sql::Node& statement, Binding& binding) {
  if (has_option(statement, "options", "full")) {
    for (const sql::Node& relation : statement.list("rels")) {
      if (const auto key = binding.relation(relation["relation"])) rebuild_table(*key, binding);
    }
    if (statement.list("rels").empty()) make_valid([](const ir::Index&) { return true; }, binding);
  }
  binding.no_effect("VacuumStmt");
}

namespace {

// The index that the partition has for that of its parent.
std::string index_on(const ir::Key& partition, const ir::Key& parent, const std::string& name,
                     const Binding& binding) {
  if (const auto* index = binding.get<ir::Index>({ir::Kind::Index, parent.schema, name, ""})) {
    for (const ir::Key& attached : catalog::attached_indexes(binding.now(), *index)) {
      if (binding.get<ir::Index>(attached)->table == partition.name &&
          attached.schema == partition.schema)
        return attached.name;
    }
    return "";
  }
  const ir::Constraint* key =
      catalog::find_named(binding.get<ir::Table>(parent)->constraints, name);
  const ir::Constraint* copy =
      key ? catalog::partition_copy(*binding.get<ir::Table>(partition), *key) : nullptr;
  return copy ? copy->name : "";
}

// Of a partitioned table, the partitions' indexes are marked and the one that was named is not.
void cluster_by(const ir::Key& relation, const std::string& index, Binding& binding) {
  const ir::Table* table = binding.get<ir::Table>(relation);
  if (!table || !table->partition_by) return mark_clustered(relation, index, binding);
  for (const ir::Key& partition : catalog::partitions_of(binding.now(), relation)) {
    if (const std::string own = index_on(partition, relation, index, binding); !own.empty())
      cluster_by(partition, own, binding);
  }
}

}  // namespace

void bind_cluster(const sql::Node& statement, Binding& binding) {
  const std::optional<ir::Key> key = binding.relation(statement["relation"]);
  if (!key) return binding.no_effect("cluster");
  rebuild_table(*key, binding);
  if (const std::string name(statement.str("indexname")); !name.empty())
    cluster_by(*key, name, binding);
  binding.no_effect("cluster");
}

}  // namespace pggit::bind
