#include "catalog/index_marks.h"

#include <algorithm>

#include "catalog/apply_ops.h"
#include "catalog/named.h"
#include "catalog/partitions.h"
#include "catalog/parts.h"

namespace pggit::catalog {
namespace {

// A mark, as an index that stands for itself has it and as a key has it for its own.
struct Mark {
  bool ir::Index::* of_index;
  bool ir::Constraint::* of_key;
};
constexpr Mark kClustered{&ir::Index::clustered, &ir::Constraint::clustered};
constexpr Mark kReplicaIdentity{&ir::Index::replica_identity, &ir::Constraint::replica_identity};

std::string marked(const Catalog& catalog, const ir::Key& relation, const Mark& mark) {
  for (const ir::Key& key : indexes_of(catalog, relation)) {
    if (catalog.get<ir::Index>(key)->*mark.of_index) return key.name;
  }
  const auto* table = catalog.get<ir::Table>(relation);
  if (!table) return "";
  const auto key = std::ranges::find_if(table->constraints, mark.of_key);
  return key == table->constraints.end() ? "" : key->name;
}

Catalog with_mark(Catalog catalog, const ir::Key& relation, const Mark& mark,
                  const std::string& name) {
  for (const ir::Key& key : indexes_of(catalog, relation)) {
    ir::Index index = *catalog.get<ir::Index>(key);
    if (index.*mark.of_index == (index.name == name)) continue;
    index.*mark.of_index = index.name == name;
    catalog = catalog.with(std::move(index));
  }
  const auto* there = catalog.get<ir::Table>(relation);
  if (!there) return catalog;
  ir::Table table = *there;
  for (ir::Constraint& c : table.constraints) c.*mark.of_key = has_index(c) && c.name == name;
  return catalog.with(std::move(table));
}

base::Result<void> require_index(const Catalog& catalog, const ir::Key& relation,
                                 const std::string& name) {
  if (!catalog.find(relation)) return refuse(missing(relation));
  const auto* table = catalog.get<ir::Table>(relation);
  if (table && table->foreign) return refuse("\"" + relation.name + "\" is a foreign table");
  if (name.empty() || has_index(catalog, relation, name)) return {};
  return refuse("index \"" + name + "\" for table \"" + relation.name + "\" does not exist");
}

}  // namespace

std::string clustered_index(const Catalog& catalog, const ir::Key& relation) {
  return marked(catalog, relation, kClustered);
}

std::string replica_index(const Catalog& catalog, const ir::Key& table) {
  return marked(catalog, table, kReplicaIdentity);
}

bool has_index(const Catalog& catalog, const ir::Key& relation, const std::string& name) {
  const std::vector<ir::Key> own = indexes_of(catalog, relation);
  if (std::ranges::find(own, name, &ir::Key::name) != own.end()) return true;
  const auto* table = catalog.get<ir::Table>(relation);
  const ir::Constraint* key = table ? find_named(table->constraints, name) : nullptr;
  return key && has_index(*key);
}

Applied apply_op(const ir::SetClustered& op, const Catalog& catalog) {
  TRY(require_index(catalog, op.table, op.index));
  return with_mark(catalog, op.table, kClustered, op.index);
}

Applied apply_op(const ir::SetReplicaIdentity& op, const Catalog& catalog) {
  TRY(require_index(catalog, op.table, op.index));
  ir::Table table = TRY(copy_of<ir::Table>(op.table, catalog));
  table.replica_identity = op.identity;
  return with_mark(catalog.with(std::move(table)), op.table, kReplicaIdentity, op.index);
}

}  // namespace pggit::catalog
