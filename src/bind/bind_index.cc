// CREATE INDEX.
#include <algorithm>

#include "base/text.h"
#include "bind/binding.h"
#include "bind/choose_name.h"
#include "bind/expression.h"
#include "bind/index_key.h"
#include "bind/options.h"
#include "bind/partitions.h"
#include "catalog/partitions.h"

namespace pggit::bind {
namespace {

// A materialized view's columns are indexed as a table's are.
std::optional<ir::Table> table_like(const sql::Node& range, const Binding& binding) {
  const std::optional<ir::Key> key = binding.relation(range);
  const auto* view = key ? binding.get<ir::MaterializedView>(*key) : nullptr;
  if (!view) return std::nullopt;
  ir::Table table;
  table.schema = view->schema;
  table.name = view->name;
  for (const ir::ViewColumn& from : view->columns) {
    ir::Column column;
    column.name = from.name;
    column.type = from.type;
    column.collation = from.collation;
    table.columns.push_back(std::move(column));
  }
  return table;
}

}  // namespace

void bind_create_index(const sql::Node& statement, Binding& binding) {
  const std::optional<ir::Table> view = table_like(statement["relation"], binding);
  const ir::Table* table = view ? &*view : binding.table_or_refuse(statement["relation"]);
  if (!table) return;
  ir::Index index;
  index.schema = table->schema;
  index.table = table->name;
  index.name = statement.str("idxname");
  if (statement.flag("if_not_exists") &&
      catalog::relation_name_taken(binding.now(), index.schema, index.name)) {
    return binding.no_effect("relation " + index.name + " is there already");
  }
  if (const std::string_view method = statement.str("accessMethod"); !method.empty())
    index.method = method == "rtree" ? "gist" : method;  // as DefineIndex() has it
  index.unique = statement.flag("unique");
  index.nulls_not_distinct = statement.flag("nulls_not_distinct");
  const Scope scope = Scope::of_table(*table);
  std::vector<std::string> name_parts;
  for (const sql::Node& element : statement.list("indexParams")) {
    index.keys.push_back(bind_index_key(element, *table, index.method, binding));
    name_parts.push_back(index_key_name(element));
  }
  if (binding.refused()) return;
  for (const sql::Node& element : statement.list("indexIncludingParams")) {
    index.include.emplace_back(element.str("name"));
    name_parts.emplace_back(element.str("name"));
  }
  if (const sql::Node where = statement["whereClause"]) {
    index.where = bind_expression(where, binding.names(), scope);
  }
  index.options = bind_options(statement.list("options"));
  const std::string addition = index_name_addition(name_parts);
  if (index.name.empty()) {
    const TakenNames taken{&binding.now(), index.schema, {}, {}};
    index.name = choose_relation_name(taken, table->name, addition, "idx", false);
  }
  const bool has_partitions = !catalog::partitions_of(binding.now(), table->key()).empty();
  if (has_partitions && !statement["relation"].flag("inh")) {
    index.valid = false;  // until each partition has one that is attached to it
    return binding.emit(ir::Create{std::move(index)});
  }
  emit_index(std::move(index), addition, binding);
}

}  // namespace pggit::bind
