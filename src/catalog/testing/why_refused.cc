// PostgreSQL's refusals, as far as they rest on what the catalog holds.
#include <algorithm>

#include "catalog/dependencies.h"
#include "catalog/testing/random_history.h"

namespace pggit::catalog::testing {
namespace {

bool blocks_type_change(const Dependent& d) {
  return d.key.kind == ir::Kind::View || d.key.kind == ir::Kind::MaterializedView ||
         d.key.kind == ir::Kind::Trigger || d.key.kind == ir::Kind::Function ||
         d.key.kind == ir::Kind::PublishedTable || d.part == Dependent::Part::Column;
}

std::string in_the_way(const Dependent& d) {
  return (d.name.empty() ? "" : d.name + " of ") + ir::to_text(d.key) + " is in the way";
}

// Who must not be there when the operation comes.
std::vector<Dependent> obstacles(const ir::Op& op, const Catalog& before) {
  if (const auto* drop = std::get_if<ir::Drop>(&op)) return cascade(before, {drop->key, ""});
  if (const auto* column = std::get_if<ir::DropColumn>(&op)) {
    return cascade(before, {column->table, column->column});
  }
  if (const auto* constraint = std::get_if<ir::DropConstraint>(&op)) {
    return dependents_of_constraint(before, constraint->table, constraint->constraint);
  }
  if (const auto* type = std::get_if<ir::SetColumnType>(&op)) {
    std::vector<Dependent> found = dependents(before, {type->table, type->column});
    std::erase_if(found, [](const Dependent& d) { return !blocks_type_change(d); });
    return found;
  }
  return {};
}

bool has_columns(const ir::Table& table, const std::vector<std::string>& columns) {
  return std::ranges::all_of(columns, [&](const std::string& name) {
    return std::ranges::find(table.columns, name, &ir::Column::name) != table.columns.end();
  });
}

bool has_key(const Catalog& catalog, const ir::Table& table, std::vector<std::string> columns) {
  std::ranges::sort(columns);
  const auto matches = [&](std::vector<std::string> key) {
    std::ranges::sort(key);
    return key == columns;
  };
  for (const ir::Constraint& c : table.constraints) {
    if (!c.check && !c.foreign && matches(c.columns)) return true;
  }
  for (const ir::Key& user : catalog.users(Link::Kind::Relation, table.schema, table.name)) {
    const auto* index = catalog.get<ir::Index>(user);
    if (!index || !index->unique) continue;
    std::vector<std::string> key;
    for (const ir::IndexKey& k : index->keys) key.push_back(k.column);
    if (matches(key)) return true;
  }
  return false;
}

// A reference of the object to a column or key that is not there.
std::string broken_reference(const ir::Object& object, const Catalog& catalog) {
  for (const Reference& r : references(object)) {
    std::vector<ir::Key> found = resolve(catalog, r.key);
    if (r.column == "()") std::erase_if(found, [](const ir::Key& key) { return !key.sub.empty(); });
    if (found.empty()) return ir::to_text(ir::key_of(object)) + " needs " + ir::to_text(r.key);
    const auto* table = catalog.get<ir::Table>(found[0]);
    if (table && !r.column.empty() && !has_columns(*table, {r.column})) {
      return ir::to_text(ir::key_of(object)) + " needs column " + r.column + " of " + table->name;
    }
  }
  const auto* table = std::get_if<ir::Table>(&object);
  if (!table) return "";
  for (const ir::Constraint& c : table->constraints) {
    if (!c.foreign) continue;
    const auto* other =
        catalog.get<ir::Table>({ir::Kind::Table, c.foreign->schema, c.foreign->table, ""});
    if (!other || !has_key(catalog, *other, c.foreign->columns)) {
      return "foreign key " + c.name + " of " + table->name + " rests on no key";
    }
  }
  return "";
}

bool takes_no_argument(const ir::Function& function) {
  return std::ranges::all_of(
      function.arguments, [](const auto& argument) { return argument.default_value.has_value(); });
}

// f() is refused by whoever calls it where f(integer DEFAULT 1) is there too.
std::string ambiguous_call(const ir::Function& function, const Catalog& catalog) {
  std::size_t count = 0;
  catalog.for_each_in(ir::Kind::Function, function.schema, [&](const EntryRef& entry) {
    const auto& other = std::get<ir::Function>(entry->object);
    if (other.name == function.name && takes_no_argument(other)) ++count;
  });
  return count > 1 ? "a call of " + function.name + "() would be ambiguous" : "";
}

bool has_schema(const Catalog& catalog, const ir::Key& key) {
  return key.schema.empty() || catalog.find({ir::Kind::Schema, "", key.schema, ""});
}

}  // namespace

std::string why_refused(const ir::Op& op, const Catalog& before, const Catalog& after) {
  const std::vector<Dependent> found = obstacles(op, before);
  if (!found.empty()) return in_the_way(found.front());
  if (const auto* to = std::get_if<ir::SetIdentity>(&op); to && to->identity && !to->alters) {
    const ir::Table& table = *before.get<ir::Table>(to->table);
    const auto at = std::ranges::find(table.columns, to->column, &ir::Column::name);
    if (!at->not_null) return "column must be declared NOT NULL before identity can be added";
    if (at->default_value) return "column already has a default value";
  }
  for (const Catalog::Change& change : Catalog::changes(before, after)) {
    if (!change.after) continue;
    if (!has_schema(after, change.key)) return "no schema " + change.key.schema;
    const std::string broken = broken_reference(change.after->object, after);
    if (!broken.empty()) return broken;
    const auto* function = std::get_if<ir::Function>(&change.after->object);
    if (std::string why = function ? ambiguous_call(*function, after) : ""; !why.empty())
      return why;
  }
  return "";
}

}  // namespace pggit::catalog::testing
