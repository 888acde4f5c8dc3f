// CREATE INDEX.
#include "base/text.h"
#include "bind/binding.h"
#include "bind/choose_name.h"
#include "bind/expression.h"
#include "bind/options.h"
#include "bind/table_parts.h"

namespace pggit::bind {
namespace {

// "schema.name(options)"; pg_catalog's own stay bare.
std::string opclass_of(const sql::Node& element) {
  const std::vector<sql::Node> name = element.list("opclass");
  if (name.empty()) return "";
  const bool built_in = name.size() == 1 || name[0].text() == "pg_catalog";
  std::string opclass = built_in ? base::quote_ident(name.back().text())
                                 : base::qualified(name[0].text(), name.back().text());
  const ir::Options options = bind_options(element.list("opclassopts"));
  if (options.empty()) return opclass;
  std::vector<std::string> parts;
  for (const auto& [key, value] : options) parts.push_back(key + "=" + base::quote_literal(value));
  return opclass + "(" + base::join(parts, ", ") + ")";
}

std::string name_in_index(const sql::Node& element) {
  if (const std::string_view name = element.str("indexcolname"); !name.empty())
    return std::string(name);
  if (const std::string_view name = element.str("name"); !name.empty()) return std::string(name);
  return figure_index_column_name(element["expr"]);
}

}  // namespace

ir::IndexKey bind_index_key(const sql::Node& element, const Names& names, const Scope& scope) {
  ir::IndexKey key;
  key.column = element.str("name");
  if (const sql::Node expression = element["expr"])
    key.expression = bind_expression(expression, names, scope);
  key.collation = collation_name(element.list("collation"));
  key.opclass = opclass_of(element);
  key.descending = element.str("ordering") == "SORTBY_DESC";
  const std::string_view nulls = element.str("nulls_ordering");
  key.nulls_first =
      nulls == "SORTBY_NULLS_FIRST" || (nulls != "SORTBY_NULLS_LAST" && key.descending);
  return key;
}

void bind_create_index(const sql::Node& statement, Binding& binding) {
  const ir::Table* table = binding.table_or_refuse(statement["relation"]);
  if (!table) return;
  ir::Index index;
  index.schema = table->schema;
  index.table = table->name;
  index.name = statement.str("idxname");
  if (statement.flag("if_not_exists") && binding.now().find(index.key())) {
    return binding.no_effect("relation " + index.name + " is there already");
  }
  if (const std::string_view method = statement.str("accessMethod"); !method.empty())
    index.method = method;
  index.unique = statement.flag("unique");
  index.nulls_not_distinct = statement.flag("nulls_not_distinct");
  const Scope scope = Scope::of_table(*table);
  std::vector<std::string> name_parts;
  for (const sql::Node& element : statement.list("indexParams")) {
    index.keys.push_back(bind_index_key(element, binding.names(), scope));
    name_parts.push_back(name_in_index(element));
  }
  for (const sql::Node& element : statement.list("indexIncludingParams")) {
    index.include.emplace_back(element.str("name"));
    name_parts.emplace_back(element.str("name"));
  }
  if (const sql::Node where = statement["whereClause"]) {
    index.where = bind_expression(where, binding.names(), scope);
  }
  index.options = bind_options(statement.list("options"));
  if (index.name.empty()) {
    const TakenNames taken{&binding.now(), index.schema, {}, {}};
    index.name =
        choose_relation_name(taken, table->name, index_name_addition(name_parts), "idx", false);
  }
  binding.emit(ir::Create{std::move(index)});
}

}  // namespace pggit::bind
