// Create, drop, replace and comment: operations on whole objects of any kind.
#include <algorithm>

#include "catalog/apply_ops.h"
#include "catalog/dependencies.h"
#include "catalog/fields.h"
#include "catalog/index_marks.h"
#include "catalog/partitions.h"

namespace pggit::catalog {
namespace {

// PostgreSQL marks the columns of a primary key and identity columns NOT NULL.
void mark_not_null(ir::Table& table) {
  for (ir::Column& column : table.columns) {
    const auto is_keyed = [&](const ir::Constraint& c) {
      return c.kind == ir::ConstraintKind::Primary && contains(c.columns, column.name);
    };
    if (column.identity || std::ranges::any_of(table.constraints, is_keyed)) column.not_null = true;
  }
}

base::Result<void> require_free_names(const Entry& entry, const Catalog& catalog) {
  TRY(require_free(entry.key, catalog));
  if (const auto* range = std::get_if<ir::Range>(&entry.object))
    TRY(require_free({ir::Kind::Range, range->multirange_schema, range->multirange, ""}, catalog));
  for (const LinkRef& link : entry.links) {
    if (link->kind != Link::Kind::TakesRelation) continue;
    if (relation_name_taken(catalog, link->schema, link->name)) {
      return refuse("relation \"" + link->name + "\" already exists");
    }
  }
  return {};
}

base::Result<void> require_columns(const ir::Table& table, const ir::Constraint& constraint) {
  for (const auto* list : {&constraint.columns, &constraint.include}) {
    for (const std::string& name : *list) {
      const auto at = std::ranges::find(table.columns, name, &ir::Column::name);
      if (at == table.columns.end())
        return refuse("column \"" + name + "\" named in key does not exist");
    }
  }
  return {};
}

// What CREATE TABLE refuses in a table by itself.
base::Result<void> require_sound(const ir::Table& table) {
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const std::string& name = table.columns[i].name;
    const auto first = std::ranges::find(table.columns, name, &ir::Column::name);
    if (first != table.columns.begin() + std::ptrdiff_t(i))
      return refuse("column \"" + name + "\" specified more than once");
  }
  int primary = 0;
  for (std::size_t i = 0; i < table.constraints.size(); ++i) {
    const ir::Constraint& constraint = table.constraints[i];
    TRY(require_columns(table, constraint));
    const auto first = std::ranges::find(table.constraints, constraint.name, &ir::Constraint::name);
    if (first != table.constraints.begin() + std::ptrdiff_t(i))
      return refuse("constraint \"" + constraint.name + "\" already exists");
    primary += constraint.kind == ir::ConstraintKind::Primary;
  }
  if (primary > 1)
    return refuse("multiple primary keys for table \"" + table.name + "\" are not allowed");
  return {};
}

bool has_relation(const Catalog& catalog, const std::string& schema, const std::string& name) {
  return catalog.find({ir::Kind::Table, schema, name, ""}) ||
         catalog.find({ir::Kind::View, schema, name, ""}) ||
         catalog.find({ir::Kind::MaterializedView, schema, name, ""});
}

// An index, a trigger, a rule, statistics or what is published stand on something.
base::Result<void> require_table(const ir::Object& object, const Catalog& catalog) {
  const auto publication = publication_of(ir::key_of(object));
  if (publication && !catalog.find(*publication)) return refuse(missing(*publication));
  const auto require = [&](const std::string& schema,
                           const std::string& table) -> base::Result<void> {
    if (has_relation(catalog, schema, table)) return {};
    return refuse(missing({ir::Kind::Table, schema, table, ""}));
  };
  if (const auto* index = std::get_if<ir::Index>(&object))
    return require(index->schema, index->table);
  const ir::Key key = ir::key_of(object);
  if (ir::is_on_relation(key.kind)) return require(key.schema, key.name);
  if (const auto* statistics = std::get_if<ir::Statistics>(&object))
    return require(statistics->table_schema, statistics->table);
  if (const auto* schema = std::get_if<ir::PublishedSchema>(&object)) {
    const ir::Key named{ir::Kind::Schema, "", schema->schema, ""};
    if (!catalog.find(named)) return refuse(missing(named));
  }
  return {};
}

// By automatic dependencies: what stands on a table, its partitions, and the copies of an index or trigger on these.
std::vector<ir::Key> taken_along(const ir::Key& key, const Catalog& catalog) {
  if (const auto* index = catalog.get<ir::Index>(key)) return attached_indexes(catalog, *index);
  if (const auto* trigger = catalog.get<ir::Trigger>(key)) return trigger_copies(catalog, *trigger);
  std::vector<ir::Key> keys;
  for (const Dependent& dependent : dependents(catalog, {key, ""})) {
    if (dependent.automatic) keys.push_back(dependent.key);
  }
  return keys;
}

std::optional<std::string> stored(const std::optional<std::string>& comment) {
  return comment && comment->empty() ? std::nullopt : comment;  // COMMENT ... IS '' takes it away
}

template <class View>
Applied comment_on_view_column(const ir::SetComment& op, const Catalog& catalog) {
  View view = TRY(copy_of<View>(op.key, catalog));
  const auto at = std::ranges::find(view.columns, op.column, &ir::ViewColumn::name);
  if (at == view.columns.end()) {
    return refuse("column \"" + op.column + "\" of relation \"" + view.name + "\" does not exist");
  }
  at->comment = stored(op.comment);
  return catalog.with(std::move(view));
}

Applied comment_on_part(const ir::SetComment& op, const Catalog& catalog) {
  ir::Table table = TRY(copy_of<ir::Table>(op.key, catalog));
  if (op.column.empty()) {
    TRY(constraint_of(table, op.constraint))->comment = stored(op.comment);
  } else {
    TRY(column_of(table, op.column))->comment = stored(op.comment);
  }
  return catalog.with(std::move(table));
}

// An index that is a key's is no object of its own.
Applied comment_on_index_of_key(const ir::SetComment& op, const Catalog& catalog) {
  for (const ir::Key& user : catalog.users(Link::Kind::TakesRelation, op.key.schema, op.key.name)) {
    ir::Table table = TRY(copy_of<ir::Table>(user, catalog));
    if (!has_index(catalog, user, op.key.name)) continue;
    TRY(constraint_of(table, op.key.name))->index_comment = stored(op.comment);
    return catalog.with(std::move(table));
  }
  return refuse(missing(op.key));
}

// What it was the commutator or negator of has none then (RemoveOperatorById).
Catalog drop_operator(const ir::Operator& gone, const Catalog& catalog) {
  const std::string text = operator_text(gone.key());
  Catalog out = catalog.without(gone.key());
  catalog.for_each([&](const EntryRef& entry) {
    const auto* other = std::get_if<ir::Operator>(&entry->object);
    if (!other || entry->key == gone.key()) return;
    ir::Operator left = *other;
    const bool swapped = other->left == gone.right && other->right == gone.left;
    const bool alike = other->left == gone.left && other->right == gone.right;
    if (swapped && left.commutator == text) left.commutator.clear();
    if (alike && left.negator == text) left.negator.clear();
    if (left != *other) out = out.with(std::move(left));
  });
  return out;
}

}  // namespace

Applied apply_op(const ir::Create& op, const Catalog& catalog) {
  ir::Object object = op.object;
  if (auto* table = std::get_if<ir::Table>(&object)) mark_not_null(*table);
  if (const auto* table = std::get_if<ir::Table>(&object)) TRY(require_sound(*table));
  EntryRef entry = make_entry(std::move(object));
  TRY(require_free_names(*entry, catalog));
  TRY(require_table(entry->object, catalog));
  return catalog.with(std::move(entry));
}

Applied apply_op(const ir::Drop& op, const Catalog& catalog) {
  if (!catalog.find(op.key)) return refuse(missing(op.key));
  Catalog out = catalog;
  if (op.key.kind == ir::Kind::Schema) {
    for (const ir::Kind kind : {ir::Kind::DefaultGrants, ir::Kind::PublishedSchema})
      catalog.for_each_in(kind, op.key.name,
                          [&](const EntryRef& entry) { out = out.without(entry->key); });
    return out.without(op.key);
  }
  if (const auto* gone = catalog.get<ir::Operator>(op.key)) return drop_operator(*gone, catalog);
  for (const ir::Key& key : taken_along(op.key, catalog)) {
    if (out.find(key)) out = TRY(apply_op(ir::Drop{key}, out));
  }
  return out.without(op.key);
}

Applied apply_op(const ir::Replace& op, const Catalog& catalog) {
  const ir::Key key = ir::key_of(op.object);
  if (!catalog.find(key)) return refuse(missing(key));
  if (const auto* table = std::get_if<ir::Table>(&op.object))
    return attach_or_detach(*table, catalog);
  if (const auto* index = std::get_if<ir::Index>(&op.object))
    return with_valid_parents(*index, catalog.with(*index));
  return catalog.with(op.object);
}

Applied apply_op(const ir::SetComment& op, const Catalog& catalog) {
  if (!op.column.empty() && op.key.kind == ir::Kind::View)
    return comment_on_view_column<ir::View>(op, catalog);
  if (!op.column.empty() && op.key.kind == ir::Kind::MaterializedView)
    return comment_on_view_column<ir::MaterializedView>(op, catalog);
  if (!op.column.empty() && op.key.kind == ir::Kind::Composite)
    return apply_to_composite(op, catalog);
  if (!op.constraint.empty() && op.key.kind == ir::Kind::Domain)
    return apply_to_domain(op, catalog);
  if (!op.column.empty() || !op.constraint.empty()) return comment_on_part(op, catalog);
  const ir::Object* there = catalog.find(op.key);
  if (!there && op.key.kind == ir::Kind::Index) return comment_on_index_of_key(op, catalog);
  if (!there) return refuse(missing(op.key));
  ir::Object object = *there;
  std::visit([&](auto& o) { o.comment = stored(op.comment); }, object);
  return catalog.with(std::move(object));
}

}  // namespace pggit::catalog
