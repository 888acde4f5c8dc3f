#include "bind/scope.h"

namespace pggit::bind {
namespace {

RangeItem range_of_table(const ir::Table& table, std::string alias, bool implicit) {
  RangeItem item;
  item.alias = std::move(alias);
  item.implicit_alias = implicit;
  item.relation = table.key();
  for (const ir::Column& column : table.columns)
    item.columns.push_back({column.name, column.type, column.name, column.collation});
  return item;
}

template <class View>
RangeItem range_of_view(const View& view, std::string alias, bool implicit) {
  RangeItem item;
  item.alias = std::move(alias);
  item.implicit_alias = implicit;
  item.relation = view.key();
  for (const ir::ViewColumn& column : view.columns)
    item.columns.push_back({column.name, column.type, column.name, column.collation});
  return item;
}

}  // namespace

RangeItem range_of(const Names& names, const ir::Key& relation, std::string alias, bool implicit) {
  if (const auto* table = names.catalog->get<ir::Table>(relation))
    return range_of_table(*table, alias, implicit);
  if (const auto* view = names.catalog->get<ir::View>(relation))
    return range_of_view(*view, alias, implicit);
  if (const auto* view = names.catalog->get<ir::MaterializedView>(relation))
    return range_of_view(*view, alias, implicit);
  RangeItem item;
  item.alias = std::move(alias);
  item.complete = false;
  return item;
}

Scope Scope::of_table(const ir::Table& table) {
  Scope scope;
  scope.items.push_back(range_of_table(table, table.name, true));
  scope.bare_columns = true;
  return scope;
}

Scope Scope::of_trigger(const Names& names, const ir::Key& relation) {
  Scope scope;
  scope.items.push_back(range_of(names, relation, "old", false));
  scope.items.push_back(range_of(names, relation, "new", false));
  return scope;
}

}  // namespace pggit::bind
