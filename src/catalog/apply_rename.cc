// New names and new schemas, and how they follow.
#include <algorithm>

#include "catalog/apply_ops.h"
#include "catalog/dependencies.h"
#include "catalog/fields.h"
#include "catalog/follow.h"
#include "catalog/partitions.h"

namespace pggit::catalog {
namespace {

Catalog rename_schema(const Catalog& catalog, const std::string& from, const std::string& to) {
  std::vector<ir::Key> keys;
  catalog.for_each([&](const EntryRef& entry) {
    const auto refers = [&](const LinkRef& link) { return link->schema == from; };
    const auto* range = std::get_if<ir::Range>(&entry->object);
    const bool is_it = (entry->key.kind == ir::Kind::Schema && entry->key.name == from) ||
                       (range && range->multirange_schema == from) ||
                       entry->key.kind == ir::Kind::Operator ||   // a commutator may be there
                       entry->key.kind == ir::Kind::Extension ||  // so may its members
                       entry->key.kind == ir::Kind::Dictionary;   // and its template
    if (is_it || entry->key.schema == from || std::ranges::any_of(entry->links, refers)) {
      keys.push_back(entry->key);
    }
  });
  return rewrite(catalog, keys, [&](ir::Object& o) { follow_schema(o, from, to); });
}

void set_name(ir::Object& object, const ir::Key& to) {
  std::visit(
      [&](auto& o) {
        if constexpr (requires { o.name; }) o.name = ir::is_on_relation(to.kind) ? to.sub : to.name;
        if constexpr (requires { o.schema; }) o.schema = to.schema;
      },
      object);
}

// Texts know a function by its name alone: with overloads nobody can say which one they mean.
bool is_overloaded(const Catalog& catalog, const ir::Key& function) {
  return resolve(catalog, function).size() > 1;
}

// A trigger's function has no arguments, so triggers follow in any case.
Catalog rename_function(const Catalog& catalog, const ir::Key& from, const ir::Key& to) {
  const bool texts_follow = !is_overloaded(catalog, from);
  return rewrite(catalog, concerned(catalog, from), [&](ir::Object& o) {
    const bool is_trigger = ir::key_of(o).kind == ir::Kind::Trigger;
    if (is_trigger ? from.sub.empty() || texts_follow : texts_follow) follow_function(o, from, to);
    if (ir::key_of(o) == from) set_name(o, to);
  });
}

// Indexes that are attached to it follow.
Catalog rename_index(const Catalog& catalog, const ir::Key& from, const ir::Key& to) {
  const std::vector<ir::Key> attached = attached_indexes(catalog, *catalog.get<ir::Index>(from));
  const Catalog renamed = rewrite(catalog, {from}, [&](ir::Object& o) { set_name(o, to); });
  return rewrite(renamed, attached,
                 [&](ir::Object& o) { std::get<ir::Index>(o).parent = to.name; });
}

// Those that it is the commutator or negator of follow.
Catalog move_operator(const Catalog& catalog, const ir::Key& from, const ir::Key& to) {
  std::vector<ir::Key> keys{from};
  catalog.for_each([&](const EntryRef& entry) {
    const auto* o = std::get_if<ir::Operator>(&entry->object);
    const std::string text = operator_text(from);
    if (o && entry->key != from && (o->commutator == text || o->negator == text))
      keys.push_back(entry->key);
  });
  return rewrite(catalog, keys, [&](ir::Object& object) {
    auto& o = std::get<ir::Operator>(object);
    for (std::string* link : {&o.commutator, &o.negator}) {
      if (*link == operator_text(from)) *link = operator_text(to);
    }
    if (o.key() == from) set_name(object, to);
  });
}

// What is in it follows.
Catalog rename_publication(const Catalog& catalog, const ir::Key& from, const ir::Key& to) {
  std::vector<ir::Key> keys{from};
  for (const Dependent& member : dependents(catalog, {from, ""})) keys.push_back(member.key);
  return rewrite(catalog, keys, [&](ir::Object& o) {
    if (auto* table = std::get_if<ir::PublishedTable>(&o)) table->publication = to.name;
    if (auto* schema = std::get_if<ir::PublishedSchema>(&o)) schema->publication = to.name;
    if (auto* publication = std::get_if<ir::Publication>(&o)) publication->name = to.name;
  });
}

// Servers follow their wrapper; user mappings and foreign tables their server.
Catalog rename_foreign(const Catalog& catalog, const ir::Key& from, const ir::Key& to) {
  std::vector<ir::Key> keys{from};
  for (const Dependent& user : dependents(catalog, {from, ""})) keys.push_back(user.key);
  return rewrite(catalog, keys, [&](ir::Object& o) {
    if (ir::key_of(o) == from) return set_name(o, to);
    if (auto* server = std::get_if<ir::ForeignServer>(&o)) server->wrapper = to.name;
    if (auto* mapping = std::get_if<ir::UserMapping>(&o)) mapping->server = to.name;
    if (auto* table = std::get_if<ir::Table>(&o)) table->foreign->server = to.name;
  });
}

Catalog change_key(const Catalog& catalog, const ir::Key& from, const ir::Key& to) {
  switch (from.kind) {
    case ir::Kind::Schema:
      return rename_schema(catalog, from.name, to.name);
    case ir::Kind::Function:
      return rename_function(catalog, from, to);
    case ir::Kind::Index:
      return rename_index(catalog, from, to);
    case ir::Kind::Trigger:
    case ir::Kind::Rule:
    case ir::Kind::Policy:
    case ir::Kind::Statistics:
    case ir::Kind::DefaultGrants:
    case ir::Kind::Extension:
    case ir::Kind::Cast:
    case ir::Kind::PublishedTable:
    case ir::Kind::PublishedSchema:
    case ir::Kind::UserMapping:
      return rewrite(catalog, {from}, [&](ir::Object& o) { set_name(o, to); });
    case ir::Kind::Publication:
      return rename_publication(catalog, from, to);
    case ir::Kind::ForeignDataWrapper:
    case ir::Kind::ForeignServer:
      return rename_foreign(catalog, from, to);
    case ir::Kind::Operator:
      return move_operator(catalog, from, to);
    case ir::Kind::Dictionary:
    case ir::Kind::Configuration:
    case ir::Kind::Collation:
      return rewrite(catalog, concerned(catalog, from),
                     [&](ir::Object& o) { follow_other(o, from, to); });
    case ir::Kind::Enum:
    case ir::Kind::Domain:
    case ir::Kind::Composite:
    case ir::Kind::Range:
      return rewrite(catalog, concerned(catalog, from),
                     [&](ir::Object& o) { follow_type(o, from, to); });
    case ir::Kind::Sequence:
    case ir::Kind::Table:
    case ir::Kind::View:
    case ir::Kind::MaterializedView:
      return rewrite(catalog, concerned(catalog, from),
                     [&](ir::Object& o) { follow_relation(o, from, to); });
  }
  return catalog;
}

// ALTER INDEX and ALTER SEQUENCE also rename what belongs to a constraint or to an identity column.
Applied rename_hidden(const ir::Rename& op, const Catalog& catalog) {
  const auto owners = catalog.users(Link::Kind::TakesRelation, op.key.schema, op.key.name);
  if (owners.empty()) return refuse(missing(op.key));
  if (op.key.kind == ir::Kind::Index) {
    return apply_op(ir::RenameConstraint{owners.front(), op.key.name, op.to}, catalog);
  }
  TRY(require_free({ir::Kind::Sequence, op.key.schema, op.to, ""}, catalog));
  ir::Table table = TRY(copy_of<ir::Table>(owners.front(), catalog));
  for (ir::Column& column : table.columns) {
    if (column.identity && column.identity->sequence == op.key.name)
      column.identity->sequence = op.to;
  }
  return catalog.with(std::move(table));
}

std::vector<ir::Key> owned_sequences(const Catalog& catalog, const ir::Key& table) {
  std::vector<ir::Key> owned;
  for (const ir::Key& key : catalog.users(Link::Kind::Relation, table.schema, table.name)) {
    if (key.kind == ir::Kind::Sequence) owned.push_back(key);
  }
  return owned;
}

ir::Key in_schema(ir::Key key, const std::string& schema) {
  key.schema = schema;
  return key;
}

// A relation or a type of that name in the new schema.
base::Result<void> require_free_in(const ir::Key& to, const Catalog& catalog) {
  if (require_free(to, catalog)) return {};
  return refuse(already_there(to) + " in schema \"" + to.schema + "\"");
}

base::Result<void> require_free_with_parts(const ir::Key& key, const std::string& schema,
                                           const Catalog& catalog) {
  TRY(require_free_in(in_schema(key, schema), catalog));
  if (key.kind != ir::Kind::Table && key.kind != ir::Kind::MaterializedView) return {};
  for (const Dependent& d : dependents(catalog, {key, ""})) {
    // Statistics stay in their own schema.
    if (d.automatic && d.key.kind != ir::Kind::Statistics)
      TRY(require_free_in(in_schema(d.key, schema), catalog));
  }
  for (const LinkRef& link : catalog.entry(key)->links) {
    if (link->kind != Link::Kind::TakesRelation) continue;
    TRY(require_free_in({ir::Kind::Index, schema, link->name, ""}, catalog));
  }
  return {};
}

bool has_column(const ir::Object& relation, const std::string& name) {
  const auto is_it = [&](const auto& column) { return column.name == name; };
  if (const auto* t = std::get_if<ir::Table>(&relation))
    return std::ranges::any_of(t->columns, is_it);
  if (const auto* made = std::get_if<ir::MaterializedView>(&relation))
    return std::ranges::any_of(made->columns, is_it);
  if (const auto* type = std::get_if<ir::Composite>(&relation))
    return std::ranges::any_of(type->attributes, is_it);
  const auto* view = std::get_if<ir::View>(&relation);
  return view && std::ranges::any_of(view->columns, is_it);
}

}  // namespace

Applied apply_op(const ir::Rename& op, const Catalog& catalog) {
  if (!catalog.find(op.key)) {
    const bool may_be_hidden = op.key.kind == ir::Kind::Index || op.key.kind == ir::Kind::Sequence;
    if (may_be_hidden) return rename_hidden(op, catalog);
    return refuse(missing(op.key));
  }
  ir::Key to = op.key;
  (ir::is_on_relation(op.key.kind) ? to.sub : to.name) = op.to;
  TRY(require_free(to, catalog));
  return change_key(catalog, op.key, to);
}

Applied apply_op(const ir::Move& op, const Catalog& catalog) {
  if (!catalog.find(op.key)) return refuse(missing(op.key));
  if (op.key.schema == op.to_schema) return catalog;
  TRY(require_free_with_parts(op.key, op.to_schema, catalog));
  Catalog out = catalog;
  if (op.key.kind == ir::Kind::Table) {
    for (const ir::Key& sequence : owned_sequences(catalog, op.key)) {
      out = change_key(out, sequence, in_schema(sequence, op.to_schema));
    }
  }
  return change_key(out, op.key, in_schema(op.key, op.to_schema));
}

Applied apply_op(const ir::RenameColumn& op, const Catalog& catalog) {
  const ir::Object* relation = catalog.find(op.table);
  if (!relation) return refuse(missing(op.table));
  if (!has_column(*relation, op.column)) {
    return refuse("column \"" + op.column + "\" does not exist");
  }
  if (has_column(*relation, op.to)) {
    return refuse("column \"" + op.to + "\" of relation \"" + op.table.name + "\" already exists");
  }
  Catalog renamed = rewrite(catalog, concerned(catalog, op.table),
                            [&](ir::Object& o) { follow_column(o, op.table, op.column, op.to); });
  return carry_to_children(op, TRY(carry_down(op, std::move(renamed))));
}

}  // namespace pggit::catalog
