// GRANT, REVOKE, OWNER TO and the switches of row security.
#include "catalog/access.h"
#include "catalog/apply_ops.h"

namespace pggit::catalog {
namespace {

// The sequence of an identity column is a part of its table.
Applied grant_on_hidden(const ir::SetGrants& op, const Catalog& catalog) {
  for (const ir::Key& user : catalog.users(Link::Kind::TakesRelation, op.key.schema, op.key.name)) {
    ir::Table table = TRY(copy_of<ir::Table>(user, catalog));
    for (ir::Column& column : table.columns) {
      if (!column.identity || column.identity->sequence != op.key.name) continue;
      column.identity->grants = op.grants;
      return catalog.with(std::move(table));
    }
  }
  return refuse(missing(op.key));
}

Applied set_default_privileges(const ir::SetGrants& op, const Catalog& catalog) {
  if (!op.grants) return catalog.without(op.key);
  return catalog.with(ir::Object(
      ir::DefaultGrants{op.key.schema, op.key.name, op.key.sub[0], *op.grants, std::nullopt}));
}

}  // namespace

Applied apply_op(const ir::SetGrants& op, const Catalog& catalog) {
  if (op.key.kind == ir::Kind::DefaultGrants) return set_default_privileges(op, catalog);
  const ir::Object* there = catalog.find(op.key);
  if (!there && op.key.kind == ir::Kind::Sequence) return grant_on_hidden(op, catalog);
  if (!there) return refuse(missing(op.key));
  ir::Object object = *there;
  TRY(set_grants(object, op.column, op.grants));
  return catalog.with(std::move(object));
}

Applied apply_op(const ir::SetOwner& op, const Catalog& catalog) {
  const ir::Object* there = catalog.find(op.key);
  if (!there) return refuse(missing(op.key));
  ir::Object object = *there;
  set_owner(object, op.owner);
  Catalog out = catalog.with(std::move(object));
  if (op.key.kind != ir::Kind::Table) return out;
  for (const ir::Key& user : catalog.users(Link::Kind::Relation, op.key.schema, op.key.name)) {
    const auto* sequence = catalog.get<ir::Sequence>(user);
    if (!sequence || sequence->owner_table != op.key.name) continue;
    ir::Object owned = *sequence;
    set_owner(owned, op.owner);
    out = out.with(std::move(owned));
  }
  return out;
}

Applied apply_op(const ir::SetRowSecurity& op, const Catalog& catalog) {
  ir::Table table = TRY(copy_of<ir::Table>(op.table, catalog));
  table.row_security = op.enabled.value_or(table.row_security);
  table.force_row_security = op.forced.value_or(table.force_row_security);
  return catalog.with(std::move(table));
}

}  // namespace pggit::catalog
