#include "bind/exclusion.h"

#include <algorithm>

#include "base/text.h"
#include "bind/expression.h"
#include "bind/index_key.h"
#include "catalog/dependencies.h"
#include "catalog/parts.h"

namespace pggit::bind {
namespace {

// Operators on what the catalog holds (enumerations, ranges, row types) are those of pg_catalog's polymorphic types;
// a type that it does not know came with an extension, and its operators with it.
bool is_of_extension(const ir::TypeName& type, const catalog::Catalog& catalog) {
  return !type.schema.empty() &&
         catalog::resolve(catalog, catalog::type_key(type.schema, type.name)).empty();
}

const ir::Column* column_named(const ir::Table& table, const std::string& name) {
  const auto at = std::ranges::find(table.columns, name, &ir::Column::name);
  return at == table.columns.end() ? nullptr : &*at;
}

// What a domain is over has the operators.
ir::TypeName below_domains(ir::TypeName type, const catalog::Catalog& catalog) {
  while (const auto* domain =
             catalog.get<ir::Domain>({ir::Kind::Domain, type.schema, type.name, ""}))
    type = domain->type;
  return type;
}

bool speaks_of_extension(const ir::Expression& expression, const ir::Table& table,
                         const catalog::Catalog& catalog) {
  return std::ranges::any_of(expression.pieces(), [&](const ir::Piece& piece) {
    if (piece.kind == ir::Piece::Kind::Type)
      return is_of_extension({piece.schema, piece.name, "", false}, catalog);
    if (piece.kind == ir::Piece::Kind::Function)
      return !catalog::is_constructor(catalog::function_name_key(piece.schema, piece.name),
                                      catalog);
    const ir::Column* column =
        piece.kind == ir::Piece::Kind::Column ? column_named(table, piece.column) : nullptr;
    return column && is_of_extension(below_domains(column->type, catalog), catalog);
  });
}

std::string operator_schema(const ir::IndexKey& key, const ir::Table& table, Binding& binding) {
  if (key.expression) {
    if (speaks_of_extension(*key.expression, table, binding.now()))
      binding.refuse(
          "the operator for an expression over other types than PostgreSQL's is not known");
    return "";
  }
  const ir::Column* column = column_named(table, key.column);
  if (!column) return "";
  const ir::TypeName type = below_domains(column->type, binding.now());
  return is_of_extension(type, binding.now()) ? type.schema : "";
}

std::string bind_operator(const std::vector<sql::Node>& name, const ir::IndexKey& key,
                          const ir::Table& table, Binding& binding) {
  const std::string schema =
      name.size() > 1 ? std::string(name[0].text()) : operator_schema(key, table, binding);
  const std::string op(name.back().text());
  return schema.empty() || schema == "pg_catalog" ? op : base::quote_ident(schema) + "." + op;
}

}  // namespace

std::vector<std::string> exclusion_key_names(const sql::Node& constraint) {
  std::vector<std::string> names;
  for (const sql::Node& pair : constraint.list("exclusions"))
    names.push_back(index_key_name(pair.items()[0]));
  return names;
}

ir::Exclusion bind_exclusion(const sql::Node& constraint, const ir::Table& table,
                             Binding& binding) {
  ir::Exclusion exclusion;
  if (const std::string_view method = constraint.str("access_method"); !method.empty())
    exclusion.method = method;
  // [IndexElem, the operator's name]
  for (const sql::Node& pair : constraint.list("exclusions")) {
    const std::vector<sql::Node> items = pair.items();
    ir::ExclusionElement element{bind_index_key(items[0], table, exclusion.method, binding), ""};
    element.op = bind_operator(items[1].items(), element.key, table, binding);
    exclusion.elements.push_back(std::move(element));
  }
  if (const sql::Node where = constraint["where_clause"])
    exclusion.where = bind_expression(where, binding.names(), Scope::of_table(table));
  return exclusion;
}

}  // namespace pggit::bind
