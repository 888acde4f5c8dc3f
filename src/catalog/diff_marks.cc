// CLUSTER ON and REPLICA IDENTITY come behind all else: whatever index or key was made, made anew or renamed before gets the mark
// that it has in `to`.
#include <algorithm>
#include <set>

#include "catalog/apply.h"
#include "catalog/diff_steps.h"
#include "catalog/index_marks.h"

namespace pggit::catalog {
namespace {

char identity_of(const Catalog& catalog, const ir::Key& relation) {
  const auto* table = catalog.get<ir::Table>(relation);
  return table ? table->replica_identity : 'd';
}

bool has_marks(const Catalog& catalog, const ir::Key& relation) {
  return identity_of(catalog, relation) != 'd' || !clustered_index(catalog, relation).empty() ||
         !replica_index(catalog, relation).empty();
}

// The tables and materialized views of `to` that change, or one of whose indexes does, where marks are to be seen.
std::set<ir::Key> marked_relations(const Catalog& from, const Catalog& to) {
  std::set<ir::Key> relations;
  for (const Catalog::Change& change : Catalog::changes(from, to)) {
    if (!change.after) continue;
    ir::Key key = change.key;
    if (const auto* index = std::get_if<ir::Index>(&change.after->object)) {
      key = {ir::Kind::Table, index->schema, index->table, ""};
      if (!to.find(key)) key.kind = ir::Kind::MaterializedView;
    }
    const bool is_relation = key.kind == ir::Kind::Table || key.kind == ir::Kind::MaterializedView;
    if (is_relation && (has_marks(from, key) || has_marks(to, key))) relations.insert(key);
  }
  return relations;
}

Catalog applied(const Catalog& from, const std::vector<DiffStep>& steps) {
  Catalog now = from;
  for (const DiffStep& step : steps) {
    base::Result<Catalog> after = pggit::catalog::apply(step.op, now);
    if (after) now = *std::move(after);  // else verify_diff() says so
  }
  return now;
}

}  // namespace

void add_mark_steps(const Catalog& from, const Catalog& to, std::vector<DiffStep>& steps) {
  const std::set<ir::Key> relations = marked_relations(from, to);
  if (relations.empty()) return;
  const Catalog now = applied(from, steps);
  for (const ir::Key& key : relations) {
    const std::string clustered = clustered_index(to, key);
    if (clustered != clustered_index(now, key))
      steps.push_back({ir::SetClustered{key, clustered}, RowLoss::None, ""});
    const std::string replica = replica_index(to, key);
    const char identity = identity_of(to, key);
    if (replica != replica_index(now, key) || identity != identity_of(now, key))
      steps.push_back({ir::SetReplicaIdentity{key, identity, replica}, RowLoss::None, ""});
  }
}

void strip_marks(ir::Object& object) {
  auto* index = std::get_if<ir::Index>(&object);
  if (index) index->clustered = index->replica_identity = false;
  auto* table = std::get_if<ir::Table>(&object);
  if (!table) return;
  table->replica_identity = 'd';
  for (ir::Constraint& key : table->constraints) strip_marks(key);
}

void strip_marks(ir::Constraint& key) { key.clustered = key.replica_identity = false; }

}  // namespace pggit::catalog
