#include "catalog/dependencies.h"

#include <algorithm>

#include "catalog/partitions.h"
#include "catalog/parts.h"

namespace pggit::catalog {
namespace {

using Part = Dependent::Part;

bool is_relation(ir::Kind kind) {
  return kind == ir::Kind::Table || kind == ir::Kind::View || kind == ir::Kind::Sequence ||
         kind == ir::Kind::MaterializedView;
}

bool has_row_type(ir::Kind kind) { return is_relation(kind) && kind != ir::Kind::Sequence; }

// Whether a reference means the target: any column of it where the target is the whole.
bool means(const Reference& reference, const Reference& target) {
  const ir::Key& a = reference.key;
  const ir::Key& b = target.key;
  if (a.schema != b.schema || a.name != b.name) return false;
  if (is_referred_to_by_kind(a.kind) || is_referred_to_by_kind(b.kind)) return a.kind == b.kind;
  if (a.kind == ir::Kind::Function) {
    if (b.kind == ir::Kind::Range) return true;  // a constructor
    return b.kind == ir::Kind::Function && (reference.column.empty() || b.sub.empty());
  }
  if (a.kind == ir::Kind::Enum) {
    return (ir::is_type(b.kind) || has_row_type(b.kind)) && target.column.empty();
  }
  return is_relation(b.kind) && (target.column.empty() || reference.column == target.column);
}

std::vector<ir::Key> users_of(const Catalog& catalog, const ir::Key& key) {
  std::vector<ir::Key> users;
  const auto add = [&](Link::Kind kind) {
    std::ranges::move(catalog.users(kind, key.schema, key.name), std::back_inserter(users));
  };
  if (is_relation(key.kind)) add(Link::Kind::Relation);
  if (has_row_type(key.kind) || ir::is_type(key.kind)) add(Link::Kind::Type);
  if (key.kind == ir::Kind::Function || key.kind == ir::Kind::Range) add(Link::Kind::Function);
  if (is_referred_to_by_kind(key.kind)) add(Link::Kind::Other);
  std::ranges::sort(users);
  const auto doubles = std::ranges::unique(users);
  users.erase(doubles.begin(), doubles.end());
  return users;
}

// PostgreSQL's automatic and internal dependencies.
bool is_automatic(const ir::Object& user, const PartOf& part, const Reference& target) {
  if (!is_relation(target.key.kind)) return false;
  if (const auto* index = std::get_if<ir::Index>(&user)) {
    return index->schema == target.key.schema && index->table == target.key.name;
  }
  if (const auto* sequence = std::get_if<ir::Sequence>(&user)) {
    return target.column.empty() || sequence->owner_column == target.column;
  }
  if (const auto* table = std::get_if<ir::Table>(&user); table && part.part == Part::Object) {
    return table->partition_of && table->partition_of->schema == target.key.schema &&
           table->partition_of->table == target.key.name;
  }
  const ir::Key own = ir::key_of(user);
  if (ir::is_on_relation(own.kind)) {
    return target.column.empty() && own.schema == target.key.schema && own.name == target.key.name;
  }
  if (const auto* statistics = std::get_if<ir::Statistics>(&user)) {
    return statistics->table_schema == target.key.schema && statistics->table == target.key.name;
  }
  if (part.part != Part::Constraint || own != target.key) return false;
  const auto* table = std::get_if<ir::Table>(&user);
  if (!table || target.column.empty()) return true;
  const auto at = std::ranges::find(table->constraints, part.name, &ir::Constraint::name);
  return goes_with_column(*at, target.column);
}

void add_parts(const Catalog& catalog, const ir::Key& user, const Reference& target,
               std::vector<Dependent>& out) {
  const ir::Object* object = catalog.find(user);
  if (!object) return;
  for (const PartOf& part : parts_of(*object)) {
    const auto matches = [&](const Reference& r) { return means(r, target); };
    if (!std::ranges::any_of(part.references, matches)) continue;
    out.push_back({user, part.part, part.name, is_automatic(*object, part, target)});
  }
}

// PostgreSQL keeps a foreign key to a partitioned table once more for each of its partitions: these hold it as their parent does.
void add_foreign_keys_above(const Catalog& catalog, const ir::Key& partition,
                            std::vector<Dependent>& out) {
  for (const ir::Key& parent : partitioned_above(catalog, partition)) {
    std::vector<ir::Key> users = catalog.users(Link::Kind::Relation, parent.schema, parent.name);
    users.push_back(parent);  // links do not hold what refers to itself
    for (const ir::Key& user : users) {
      if (user == partition) continue;
      const ir::Table* table = catalog.get<ir::Table>(user);
      for (const ir::Constraint& c : table ? table->constraints : std::vector<ir::Constraint>()) {
        if (refers_to(c, parent)) out.push_back({user, Part::Constraint, c.name, false});
      }
    }
  }
}

// A column's own default is a part of it.
bool is_of_column(const Dependent& dependent, const Reference& target) {
  return dependent.key == target.key && dependent.name == target.column &&
         (dependent.part == Part::Default || dependent.part == Part::Column);
}

bool is_same(const Dependent& a, const Dependent& b) {
  return a.key == b.key && a.part == b.part && a.name == b.name;
}

void remove_doubles(std::vector<Dependent>& out) {
  std::vector<Dependent> unique;
  for (Dependent& d : out) {
    if (std::ranges::none_of(unique, [&](const Dependent& u) { return is_same(u, d); }))
      unique.push_back(std::move(d));
  }
  out = std::move(unique);
}

void add_schema_members(const Catalog& catalog, const std::string& schema,
                        std::vector<Dependent>& out) {
  for (const ir::Kind kind :
       {ir::Kind::Enum, ir::Kind::Sequence, ir::Kind::Table, ir::Kind::Index, ir::Kind::View,
        ir::Kind::Function, ir::Kind::Trigger, ir::Kind::Domain, ir::Kind::MaterializedView,
        ir::Kind::Composite, ir::Kind::Range, ir::Kind::Statistics, ir::Kind::Rule,
        ir::Kind::Policy, ir::Kind::Operator, ir::Kind::PublishedTable, ir::Kind::Dictionary,
        ir::Kind::Configuration, ir::Kind::Collation}) {
    catalog.for_each_in(kind, schema,
                        [&](const EntryRef& e) { out.push_back({e->key, {}, "", false}); });
  }
  catalog.for_each_in(ir::Kind::Extension, "", [&](const EntryRef& e) {
    if (std::get<ir::Extension>(e->object).in_schema == schema)
      out.push_back({e->key, {}, "", false});
  });
}

// Without CASCADE.
void add_published(const Catalog& catalog, const std::string& publication,
                   std::vector<Dependent>& out) {
  catalog.for_each([&](const EntryRef& e) {
    const std::optional<ir::Key> of = publication_of(e->key);
    if (of && of->name == publication) out.push_back({e->key, {}, "", true});
  });
}

void add_on_foreign_base(const Catalog& catalog, const ir::Key& base, std::vector<Dependent>& out) {
  catalog.for_each([&](const EntryRef& e) {
    if (foreign_base(e->object) == base) out.push_back({e->key, {}, "", false});
  });
}

// The range type whose multirange type has that name.
std::optional<ir::Key> range_of_multirange(const Catalog& catalog, const std::string& schema,
                                           const std::string& name) {
  std::optional<ir::Key> found;
  catalog.for_each_in(ir::Kind::Range, schema, [&](const EntryRef& e) {
    const ir::Range& range = std::get<ir::Range>(e->object);
    if (range.multirange_schema == schema && range.multirange == name) found = e->key;
  });
  return found;
}

std::optional<ir::Key> range_of(const Catalog& catalog, const ir::Key& referred) {
  ir::Key key{ir::Kind::Range, referred.schema, referred.name, ""};
  if (catalog.find(key)) return key;
  return range_of_multirange(catalog, referred.schema, referred.name);
}

std::vector<std::string> sorted(std::vector<std::string> names) {
  std::ranges::sort(names);
  return names;
}

// The foreign keys on these columns of the table.
std::vector<Dependent> foreign_keys_on(const Catalog& catalog, const ir::Key& table,
                                       const std::vector<std::string>& columns) {
  std::vector<Dependent> out;
  std::vector<ir::Key> users = catalog.users(Link::Kind::Relation, table.schema, table.name);
  users.push_back(table);  // links do not hold what refers to itself
  for (const ir::Key& user : users) {
    const ir::Table* other = catalog.get<ir::Table>(user);
    if (!other) continue;
    for (const ir::Constraint& c : other->constraints) {
      if (!c.foreign || c.foreign->schema != table.schema || c.foreign->table != table.name)
        continue;
      if (sorted(c.foreign->columns) != columns) continue;
      out.push_back({user, Part::Constraint, c.name, false});
    }
  }
  return out;
}

bool has_key_on(const ir::Table& table, const std::vector<std::string>& columns) {
  return std::ranges::any_of(table.constraints, [&](const ir::Constraint& c) {
    return (c.kind == ir::ConstraintKind::Primary || c.kind == ir::ConstraintKind::Unique) &&
           sorted(c.columns) == columns;
  });
}

// Foreign keys may rest on a unique index without a constraint.
std::vector<Dependent> dependents_of_index(const Catalog& catalog, const ir::Index& index) {
  if (!index.unique || index.where) return {};
  const ir::Key table = relation_key(index.schema, index.table);
  const ir::Table* owner = catalog.get<ir::Table>(table);
  std::vector<std::string> columns;
  for (const ir::IndexKey& key : index.keys) columns.push_back(key.column);
  std::ranges::sort(columns);
  if (!owner || has_key_on(*owner, columns)) return {};
  return foreign_keys_on(catalog, table, columns);
}

}  // namespace

std::vector<Reference> references(const ir::Object& object) {
  const ir::Key own = ir::key_of(object);
  std::vector<Reference> out;
  for (PartOf& part : parts_of(object)) {
    std::ranges::move(part.references, std::back_inserter(out));
  }
  std::erase_if(out, [&](const Reference& r) {
    return r.key.name == own.name && r.key.schema == own.schema && is_relation(own.kind) &&
           r.key.kind != ir::Kind::Function;
  });
  if (!std::ranges::is_sorted(out)) std::ranges::sort(out);
  const auto doubles = std::ranges::unique(out);
  out.erase(doubles.begin(), doubles.end());
  return out;
}

std::optional<ir::Key> publication_of(const ir::Key& key) {
  const bool is_table = key.kind == ir::Kind::PublishedTable;
  if (!is_table && key.kind != ir::Kind::PublishedSchema) return std::nullopt;
  return ir::Key{ir::Kind::Publication, "", is_table ? key.sub : key.name, ""};
}

std::optional<ir::Key> foreign_base(const ir::Object& object) {
  if (const auto* server = std::get_if<ir::ForeignServer>(&object))
    return ir::Key{ir::Kind::ForeignDataWrapper, "", server->wrapper, ""};
  const auto* mapping = std::get_if<ir::UserMapping>(&object);
  const auto* table = std::get_if<ir::Table>(&object);
  if (mapping) return ir::Key{ir::Kind::ForeignServer, "", mapping->server, ""};
  if (table && table->foreign)
    return ir::Key{ir::Kind::ForeignServer, "", table->foreign->server, ""};
  return std::nullopt;
}

std::vector<ir::Key> resolve(const Catalog& catalog, const ir::Key& referred) {
  std::vector<ir::Key> found;
  const auto try_kind = [&](ir::Kind kind) {
    ir::Key key{kind, referred.schema, referred.name, ""};
    if (found.empty() && catalog.find(key)) found.push_back(std::move(key));
  };
  if (is_referred_to_by_kind(referred.kind)) {
    try_kind(referred.kind);
    return found;
  }
  if (referred.kind == ir::Kind::Function) {
    catalog.for_each_in(ir::Kind::Function, referred.schema, [&](const EntryRef& e) {
      if (e->key.name == referred.name) found.push_back(e->key);
    });
    const auto range = found.empty() ? range_of(catalog, referred) : std::nullopt;
    if (range) found.push_back(*range);
    return found;
  }
  if (referred.kind == ir::Kind::Enum) {
    try_kind(ir::Kind::Enum);
    try_kind(ir::Kind::Domain);
    try_kind(ir::Kind::Composite);
    const auto range = found.empty() ? range_of(catalog, referred) : std::nullopt;
    if (range) found.push_back(*range);
  }
  try_kind(ir::Kind::Table);
  try_kind(ir::Kind::View);
  try_kind(ir::Kind::MaterializedView);
  if (referred.kind != ir::Kind::Enum) try_kind(ir::Kind::Sequence);
  return found;
}

bool is_constructor(const ir::Key& function, const Catalog& catalog) {
  return range_of(catalog, function).has_value();
}

std::vector<Dependent> dependents(const Catalog& catalog, const Reference& target) {
  std::vector<Dependent> out;
  if (target.key.kind == ir::Kind::Schema) {
    add_schema_members(catalog, target.key.name, out);
    return out;
  }
  if (target.key.kind == ir::Kind::Publication) {
    add_published(catalog, target.key.name, out);
    return out;
  }
  if (target.key.kind == ir::Kind::ForeignDataWrapper ||
      target.key.kind == ir::Kind::ForeignServer) {
    add_on_foreign_base(catalog, target.key, out);
    return out;
  }
  if (const auto* index = catalog.get<ir::Index>(target.key)) {
    return dependents_of_index(catalog, *index);
  }
  for (const ir::Key& user : users_of(catalog, target.key)) add_parts(catalog, user, target, out);
  if (target.key.kind == ir::Kind::Table && target.column.empty())
    add_foreign_keys_above(catalog, target.key, out);
  if (const auto* range = catalog.get<ir::Range>(target.key)) {
    const ir::Key multirange{ir::Kind::Range, range->multirange_schema, range->multirange, ""};
    for (const ir::Key& user : users_of(catalog, multirange))
      add_parts(catalog, user, {multirange, ""}, out);
    remove_doubles(out);
  }
  if (!target.column.empty()) {
    add_parts(catalog, target.key, target, out);
    std::erase_if(out, [&](const Dependent& d) { return is_of_column(d, target); });
  }
  return out;
}

std::vector<Dependent> dependents_of_constraint(const Catalog& catalog, const ir::Key& table,
                                                const std::string& constraint) {
  const ir::Table* owner = catalog.get<ir::Table>(table);
  if (!owner) return {};
  const auto at = std::ranges::find(owner->constraints, constraint, &ir::Constraint::name);
  if (at == owner->constraints.end() || at->foreign || at->check) return {};
  return foreign_keys_on(catalog, table, sorted(at->columns));
}

}  // namespace pggit::catalog
