#include "catalog/follow.h"

#include <algorithm>

#include "base/text.h"
#include "catalog/fields.h"

namespace pggit::catalog {
namespace {

bool replace(std::string& value, const std::string& from, const std::string& to) {
  if (value != from) return false;
  value = to;
  return true;
}

void replace_all(std::vector<std::string>& values, const std::string& from, const std::string& to) {
  std::ranges::replace(values, from, to);
}

void replace_pair(std::string& schema, std::string& name, const ir::Key& from, const ir::Key& to) {
  if (schema != from.schema || name != from.name) return;
  schema = to.schema;
  name = to.name;
}

// A collation or operator class written as "schema.name".
void replace_schema_prefix(std::string& qualified, const std::string& from, const std::string& to) {
  for (const std::string& prefix : {from + ".", base::quote_ident(from) + "."}) {
    if (!qualified.starts_with(prefix)) continue;
    const std::string new_prefix = prefix == from + "." ? to + "." : base::quote_ident(to) + ".";
    qualified = new_prefix + qualified.substr(prefix.size());
    return;
  }
}

// An object that stands on a table, and in its schema.
struct FollowTable {
  const ir::Key& from;
  const ir::Key& to;

  void operator()(auto&) const {}
  void operator()(ir::Table& o) const {
    replace_pair(o.schema, o.name, from, to);
    for (ir::Constraint& c : o.constraints) {
      if (c.foreign) replace_pair(c.foreign->schema, c.foreign->table, from, to);
    }
    for (ir::RelationName& parent : o.inherits) replace_pair(parent.schema, parent.name, from, to);
    if (o.partition_of) replace_pair(o.partition_of->schema, o.partition_of->table, from, to);
  }
  void operator()(ir::View& o) const { replace_pair(o.schema, o.name, from, to); }
  void operator()(ir::MaterializedView& o) const { replace_pair(o.schema, o.name, from, to); }
  void operator()(ir::Index& o) const { replace_pair(o.schema, o.table, from, to); }
  void operator()(ir::Sequence& o) const {
    if (from.kind == ir::Kind::Sequence) return replace_pair(o.schema, o.name, from, to);
    replace_pair(o.schema, o.owner_table, from, to);
  }
  void operator()(ir::Trigger& o) const {
    replace_pair(o.schema, o.table, from, to);
    replace_pair(o.from_schema, o.from_table, from, to);
  }
  void operator()(ir::Rule& o) const { replace_pair(o.schema, o.table, from, to); }
  void operator()(ir::Policy& o) const { replace_pair(o.schema, o.table, from, to); }
  void operator()(ir::PublishedTable& o) const { replace_pair(o.schema, o.table, from, to); }
  void operator()(ir::Statistics& o) const { replace_pair(o.table_schema, o.table, from, to); }
};

struct FollowSchema {
  const std::string& from;
  const std::string& to;

  void operator()(ir::Schema& o) const { replace(o.name, from, to); }
  void operator()(ir::Enum& o) const { replace(o.schema, from, to); }
  void operator()(ir::Extension& o) const { replace(o.in_schema, from, to); }
  void operator()(ir::Domain& o) const {
    replace(o.schema, from, to);
    replace_schema_prefix(o.collation, from, to);
  }
  void operator()(ir::MaterializedView& o) const {
    replace(o.schema, from, to);
    for (ir::ViewColumn& c : o.columns) replace_schema_prefix(c.collation, from, to);
  }
  void operator()(ir::Composite& o) const {
    replace(o.schema, from, to);
    for (ir::ViewColumn& a : o.attributes) replace_schema_prefix(a.collation, from, to);
  }
  void operator()(ir::Range& o) const {
    replace(o.schema, from, to);
    replace(o.multirange_schema, from, to);
    for (std::string* name : {&o.opclass, &o.collation, &o.canonical, &o.subtype_diff})
      replace_schema_prefix(*name, from, to);
  }
  void operator()(ir::Statistics& o) const {
    replace(o.schema, from, to);
    replace(o.table_schema, from, to);
  }
  void operator()(ir::Rule& o) const { replace(o.schema, from, to); }
  void operator()(ir::Policy& o) const { replace(o.schema, from, to); }
  void operator()(ir::DefaultGrants& o) const { replace(o.schema, from, to); }
  void operator()(ir::Publication&) const {}
  void operator()(ir::PublishedTable& o) const { replace(o.schema, from, to); }
  void operator()(ir::PublishedSchema& o) const { replace(o.schema, from, to); }
  void operator()(ir::ForeignDataWrapper& o) const { follow_functions(o); }
  void operator()(ir::ForeignServer&) const {}
  void operator()(ir::UserMapping&) const {}
  void operator()(ir::Collation& o) const { replace(o.schema, from, to); }
  void operator()(ir::Dictionary& o) const {
    replace(o.schema, from, to);
    replace_schema_prefix(o.text_template, from, to);
  }
  void operator()(ir::Configuration& o) const {
    replace(o.schema, from, to);
    replace_schema_prefix(o.parser, from, to);
    for (ir::TokenMapping& mapping : o.mappings) {
      for (std::string& name : mapping.dictionaries) replace_schema_prefix(name, from, to);
    }
  }
  void operator()(ir::Sequence& o) const { replace(o.schema, from, to); }
  void operator()(ir::Function& o) const {
    replace(o.schema, from, to);
    follow_functions(o);
    if (o.aggregate) replace_schema_prefix(o.aggregate->sort_operator, from, to);
  }
  void operator()(ir::Operator& o) const {
    replace(o.schema, from, to);
    follow_functions(o);
    replace_schema_prefix(o.commutator, from, to);
    replace_schema_prefix(o.negator, from, to);
  }
  void operator()(ir::Cast& o) const { follow_functions(o); }
  void operator()(ir::Table& o) const {
    replace(o.schema, from, to);
    for (ir::Constraint& c : o.constraints) {
      if (c.foreign) replace(c.foreign->schema, from, to);
      if (c.exclusion) follow_exclusion(*c.exclusion);
    }
    for (ir::RelationName& parent : o.inherits) replace(parent.schema, from, to);
    if (o.partition_of) replace(o.partition_of->schema, from, to);
    if (o.partition_by) follow_keys(o.partition_by->keys);
    for (ir::Column& c : o.columns) replace_schema_prefix(c.collation, from, to);
  }
  void operator()(ir::View& o) const {
    replace(o.schema, from, to);
    for (ir::ViewColumn& c : o.columns) replace_schema_prefix(c.collation, from, to);
  }
  void operator()(ir::Index& o) const {
    replace(o.schema, from, to);
    replace(o.parent_schema, from, to);
    follow_keys(o.keys);
  }
  void operator()(ir::Trigger& o) const {
    replace(o.schema, from, to);
    replace(o.function_schema, from, to);
    replace(o.from_schema, from, to);
  }

  void follow_functions(auto& object) const {
    for_each_function_name(object,
                           [&](std::string& name) { replace_schema_prefix(name, from, to); });
  }
  void follow_key(ir::IndexKey& key) const {
    replace_schema_prefix(key.collation, from, to);
    replace_schema_prefix(key.opclass, from, to);
  }
  void follow_keys(std::vector<ir::IndexKey>& keys) const {
    for (ir::IndexKey& key : keys) follow_key(key);
  }
  void follow_exclusion(ir::Exclusion& exclusion) const {
    for (ir::ExclusionElement& element : exclusion.elements) {
      follow_key(element.key);
      replace_schema_prefix(element.op, from, to);
    }
  }
};

struct FollowColumn {
  const ir::Key& relation;
  const std::string& from;
  const std::string& to;

  bool is_it(const std::string& schema, const std::string& name) const {
    return schema == relation.schema && name == relation.name;
  }

  void operator()(auto&) const {}
  void operator()(ir::Table& o) const {
    for (ir::Constraint& c : o.constraints) {
      if (c.foreign && is_it(c.foreign->schema, c.foreign->table)) {
        replace_all(c.foreign->columns, from, to);
      }
    }
    if (is_it(o.schema, o.name)) rename_own(o);
  }
  void operator()(ir::View& o) const {
    if (!is_it(o.schema, o.name)) return;
    for (ir::ViewColumn& c : o.columns) replace(c.name, from, to);
  }
  void operator()(ir::MaterializedView& o) const {
    if (!is_it(o.schema, o.name)) return;
    for (ir::ViewColumn& c : o.columns) replace(c.name, from, to);
  }
  void operator()(ir::Index& o) const {
    if (!is_it(o.schema, o.table)) return;
    for (ir::IndexKey& key : o.keys) replace(key.column, from, to);
    replace_all(o.include, from, to);
  }
  void operator()(ir::Sequence& o) const {
    if (is_it(o.schema, o.owner_table)) replace(o.owner_column, from, to);
  }
  void operator()(ir::Trigger& o) const {
    if (is_it(o.schema, o.table)) replace_all(o.update_of, from, to);
  }
  void operator()(ir::PublishedTable& o) const {
    if (is_it(o.schema, o.table)) replace_all(o.columns, from, to);
  }
  void operator()(ir::Composite& o) const {
    if (!is_it(o.schema, o.name)) return;
    for (ir::ViewColumn& a : o.attributes) replace(a.name, from, to);
  }
  void operator()(ir::Statistics& o) const {
    if (is_it(o.table_schema, o.table)) replace_all(o.columns, from, to);
  }

  void rename_own(ir::Table& o) const {
    for (ir::Column& c : o.columns) replace(c.name, from, to);
    for (ir::Constraint& c : o.constraints) {
      replace_all(c.columns, from, to);
      replace_all(c.include, from, to);
      if (c.foreign) replace_all(c.foreign->set_columns, from, to);
      if (!c.exclusion) continue;
      for (ir::ExclusionElement& element : c.exclusion->elements)
        replace(element.key.column, from, to);
    }
    if (!o.partition_by) return;
    for (ir::IndexKey& key : o.partition_by->keys) replace(key.column, from, to);
  }
};

void add_users(const Catalog& catalog, Link::Kind kind, const ir::Key& key,
               std::vector<ir::Key>& out) {
  std::ranges::move(catalog.users(kind, key.schema, key.name), std::back_inserter(out));
}

}  // namespace

void follow_type(ir::Object& object, const ir::Key& from, const ir::Key& to) {
  for_each_of<ir::TypeName>(
      object, [&](ir::TypeName& type) { replace_pair(type.schema, type.name, from, to); });
  for_each_of<ir::Expression>(object, [&](ir::Expression& e) {
    e.rename_type(from.schema, from.name, to.schema, to.name);
  });
  auto* type = std::get_if<ir::Enum>(&object);
  if (type && from.kind == ir::Kind::Enum) replace_pair(type->schema, type->name, from, to);
  auto* domain = std::get_if<ir::Domain>(&object);
  if (domain && from.kind == ir::Kind::Domain) replace_pair(domain->schema, domain->name, from, to);
  auto* composite = std::get_if<ir::Composite>(&object);
  if (composite && from.kind == ir::Kind::Composite)
    replace_pair(composite->schema, composite->name, from, to);
  auto* range = std::get_if<ir::Range>(&object);
  if (range && from.kind == ir::Kind::Range) replace_pair(range->schema, range->name, from, to);
}

void follow_relation(ir::Object& object, const ir::Key& from, const ir::Key& to) {
  std::visit(FollowTable{from, to}, object);
  for_each_of<ir::Expression>(object, [&](ir::Expression& e) {
    e.rename_relation(from.schema, from.name, to.schema, to.name);
  });
  follow_type(object, from, to);  // its row type
}

std::string operator_text(const ir::Key& key) {
  return base::quote_ident(key.schema) + "." + key.name;
}

void follow_function(ir::Object& object, const ir::Key& from, const ir::Key& to) {
  for_each_of<ir::Expression>(object, [&](ir::Expression& e) {
    e.rename_function(from.schema, from.name, to.schema, to.name);
  });
  if (auto* trigger = std::get_if<ir::Trigger>(&object)) {
    replace_pair(trigger->function_schema, trigger->function, from, to);
  }
  const std::string old_name = base::qualified(from.schema, from.name);
  const std::string new_name = base::qualified(to.schema, to.name);
  auto* range = std::get_if<ir::Range>(&object);
  if (range) replace(range->subtype_diff, old_name, new_name);
  std::visit(
      [&](auto& o) {
        for_each_function_name(o, [&](std::string& name) { replace(name, old_name, new_name); });
      },
      object);
}

namespace {

ir::Piece::Kind piece_kind(ir::Kind kind) {
  if (kind == ir::Kind::Dictionary) return ir::Piece::Kind::Dictionary;
  return kind == ir::Kind::Configuration ? ir::Piece::Kind::Configuration
                                         : ir::Piece::Kind::Collation;
}

void follow_dictionary(ir::Configuration& configuration, const std::string& from,
                       const std::string& to) {
  for (ir::TokenMapping& mapping : configuration.mappings)
    replace_all(mapping.dictionaries, from, to);
}

}  // namespace

void follow_other(ir::Object& object, const ir::Key& from, const ir::Key& to) {
  const std::string old_name = base::qualified(from.schema, from.name);
  const std::string new_name = base::qualified(to.schema, to.name);
  for_each_of<ir::Expression>(object, [&](ir::Expression& e) {
    e.rename_other(piece_kind(from.kind), from.schema, from.name, to.schema, to.name);
  });
  std::visit(
      [&](auto& o) {
        if (from.kind == ir::Kind::Collation)
          for_each_collation(o, [&](std::string& name) { replace(name, old_name, new_name); });
        if constexpr (requires { o.schema, o.name; }) {
          if (o.key() == from) replace_pair(o.schema, o.name, from, to);
        }
      },
      object);
  auto* configuration = std::get_if<ir::Configuration>(&object);
  if (configuration && from.kind == ir::Kind::Dictionary)
    follow_dictionary(*configuration, old_name, new_name);
}

void follow_schema(ir::Object& object, const std::string& from, const std::string& to) {
  std::visit(FollowSchema{from, to}, object);
  for_each_of<ir::TypeName>(object, [&](ir::TypeName& type) { replace(type.schema, from, to); });
  for_each_of<ir::Expression>(object, [&](ir::Expression& e) { e.rename_schema(from, to); });
}

void follow_column(ir::Object& object, const ir::Key& relation, const std::string& from,
                   const std::string& to) {
  std::visit(FollowColumn{relation, from, to}, object);
  for_each_of<ir::Expression>(object, [&](ir::Expression& e) {
    e.rename_column(relation.schema, relation.name, from, to);
  });
}

std::vector<ir::Key> concerned(const Catalog& catalog, const ir::Key& key) {
  std::vector<ir::Key> keys{key};
  if (key.kind == ir::Kind::Function) {
    add_users(catalog, Link::Kind::Function, key, keys);
  } else {
    add_users(catalog, Link::Kind::Type, key, keys);
    add_users(catalog, Link::Kind::Other, key, keys);
    if (!ir::is_type(key.kind)) add_users(catalog, Link::Kind::Relation, key, keys);
  }
  std::ranges::sort(keys);
  const auto doubles = std::ranges::unique(keys);
  keys.erase(doubles.begin(), doubles.end());
  return keys;
}

Catalog rewrite(const Catalog& catalog, const std::vector<ir::Key>& keys,
                const std::function<void(ir::Object&)>& change) {
  Catalog out = catalog;
  std::vector<EntryRef> changed;
  for (const ir::Key& key : keys) {
    const ir::Object* object = catalog.find(key);
    if (!object) continue;
    ir::Object copy = *object;
    change(copy);
    changed.push_back(make_entry(std::move(copy)));
    if (changed.back()->key != key) out = out.without(key);
  }
  for (EntryRef& entry : changed) out = out.with(std::move(entry));
  return out;
}

}  // namespace pggit::catalog
