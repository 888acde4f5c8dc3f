// What builds indexes anew: REINDEX, VACUUM FULL, CLUSTER. One that an interrupted CREATE INDEX CONCURRENTLY left invalid
// is valid then. Source of the rules: reindex_index() in PostgreSQL's index.c, cluster_rel() in cluster.c.
#include <algorithm>
#include <functional>

#include "bind/kinds.h"
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

bool mark_index(const ir::Key& table, const std::string& name, bool ir::Index::* mark,
                Binding& binding) {
  std::vector<ir::Index> changed;
  binding.now().for_each_in(ir::Kind::Index, table.schema, [&](const catalog::EntryRef& entry) {
    const ir::Index& index = std::get<ir::Index>(entry->object);
    if (index.table != table.name || index.*mark == (index.name == name)) return;
    changed.push_back(index);
  });
  for (ir::Index& index : changed) {
    index.*mark = !(index.*mark);
    binding.emit(ir::Replace{std::move(index)});
  }
  return !changed.empty();
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

// Of a partitioned table, the partitions' indexes are marked and the one that was named is not.
void mark_clustered(const ir::Index& index, Binding& binding) {
  const ir::Key table{ir::Kind::Table, index.schema, index.table, ""};
  const ir::Table* clustered = binding.get<ir::Table>(table);
  if (!clustered || !clustered->partition_by) {
    (void)mark_index(table, index.name, &ir::Index::clustered, binding);
    return;
  }
  for (const ir::Key& below : catalog::attached_indexes(binding.now(), index))
    mark_clustered(ir::Index(*binding.get<ir::Index>(below)), binding);
}

}  // namespace

void bind_cluster(const sql::Node& statement, Binding& binding) {
  const std::optional<ir::Key> key = binding.relation(statement["relation"]);
  if (!key) return binding.no_effect("cluster");
  rebuild_table(*key, binding);
  if (const std::string name(statement.str("indexname")); !name.empty()) {
    const auto* index = binding.get<ir::Index>({ir::Kind::Index, key->schema, name, ""});
    if (!index) return binding.not_held("cluster mark of a constraint's index");
    mark_clustered(ir::Index(*index), binding);
  }
  binding.no_effect("cluster");
}

}  // namespace pggit::bind
