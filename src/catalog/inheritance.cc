#include "catalog/inheritance.h"

#include <algorithm>

#include "catalog/diff_plan.h"
#include "catalog/partitions.h"

namespace pggit::catalog {
namespace {

bool has_column(const ir::Table& table, const std::string& column) {
  return std::ranges::find(table.columns, column, &ir::Column::name) != table.columns.end();
}

bool has_inheritable(const ir::Table& table, const std::string& check) {
  const auto at = std::ranges::find(table.constraints, check, &ir::Constraint::name);
  return at != table.constraints.end() && is_inheritable(*at);
}

bool has_parent(const Catalog& catalog, const ir::Table& table, auto is_one) {
  return std::ranges::any_of(parents_of(table), [&](const ir::Key& key) {
    const ir::Table* parent = catalog.get<ir::Table>(key);
    return parent && is_one(key, *parent);
  });
}

std::optional<ir::Key> with_part_from_elsewhere(const Catalog& catalog, const ir::Key& table,
                                                auto has_part) {
  std::vector<ir::Key> family = children_below(catalog, table);
  const std::vector<ir::Key> below = family;
  family.push_back(table);
  for (const ir::Key& key : below) {
    const bool is_shared = has_parent(
        catalog, *catalog.get<ir::Table>(key), [&](const ir::Key& parent, const ir::Table& t) {
          return has_part(t) && std::ranges::find(family, parent) == family.end();
        });
    if (is_shared) return key;
  }
  return std::nullopt;
}

}  // namespace

std::vector<ir::Key> parents_of(const ir::Table& table) {
  std::vector<ir::Key> parents;
  for (const ir::RelationName& parent : table.inherits)
    parents.push_back({ir::Kind::Table, parent.schema, parent.name, ""});
  return parents;
}

std::vector<ir::Key> children_of(const Catalog& catalog, const ir::Key& table) {
  if (table.kind != ir::Kind::Table) return {};
  return catalog.users(Link::Kind::Inherits, table.schema, table.name);
}

std::vector<ir::Key> children_below(const Catalog& catalog, const ir::Key& table) {
  std::vector<ir::Key> all = children_of(catalog, table);
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (ir::Key& child : children_of(catalog, all[i])) {
      if (std::ranges::find(all, child) == all.end()) all.push_back(std::move(child));
    }
  }
  return all;
}

bool is_in_family(const Catalog& catalog, const ir::Key& key) {
  const ir::Table* table = catalog.get<ir::Table>(key);
  return table && (!table->inherits.empty() || !children_of(catalog, key).empty());
}

bool inherits_column(const Catalog& catalog, const ir::Table& table, const std::string& column) {
  return has_parent(catalog, table,
                    [&](const auto&, const ir::Table& t) { return has_column(t, column); });
}

bool inherits_check(const Catalog& catalog, const ir::Table& table, const std::string& check) {
  return has_parent(catalog, table,
                    [&](const auto&, const ir::Table& t) { return has_inheritable(t, check); });
}

bool is_inheritable(const ir::Constraint& constraint) {
  return constraint.check && !constraint.no_inherit;
}

bool is_same_check(const ir::Constraint& own, const ir::Key& child, const ir::Constraint& of_parent,
                   const ir::Key& parent) {
  return own.check && of_parent.check && own.no_inherit == of_parent.no_inherit &&
         same(*own.check, moved_to(*of_parent.check, parent, child));
}

std::optional<ir::Key> with_column_from_elsewhere(const Catalog& catalog, const ir::Key& table,
                                                  const std::string& column) {
  return with_part_from_elsewhere(catalog, table,
                                  [&](const ir::Table& t) { return has_column(t, column); });
}

std::optional<ir::Key> with_check_from_elsewhere(const Catalog& catalog, const ir::Key& table,
                                                 const std::string& check) {
  return with_part_from_elsewhere(catalog, table,
                                  [&](const ir::Table& t) { return has_inheritable(t, check); });
}

}  // namespace pggit::catalog
