#include "bind/index_key.h"

#include <algorithm>

#include "base/text.h"
#include "bind/collation.h"
#include "bind/expression.h"
#include "bind/options.h"
#include "bind/table_parts.h"

namespace pggit::bind {
namespace {

struct OperatorClasses {
  std::string_view method;
  std::string_view names;  // a space on both sides of each
};
// The operator classes of pg_catalog that are the default of their type (opcdefault in pg_opclass).
constexpr OperatorClasses kDefaults[] = {
    {"brin",
     " bit_minmax_ops box_inclusion_ops bpchar_minmax_ops bytea_minmax_ops char_minmax_ops "
     "date_minmax_ops float4_minmax_ops float8_minmax_ops inet_inclusion_ops int2_minmax_ops "
     "int4_minmax_ops int8_minmax_ops interval_minmax_ops macaddr8_minmax_ops macaddr_minmax_ops "
     "name_minmax_ops numeric_minmax_ops oid_minmax_ops pg_lsn_minmax_ops range_inclusion_ops "
     "text_minmax_ops tid_minmax_ops time_minmax_ops timestamp_minmax_ops timestamptz_minmax_ops "
     "timetz_minmax_ops uuid_minmax_ops varbit_minmax_ops "},
    {"btree",
     " array_ops bit_ops bool_ops bpchar_ops bytea_ops char_ops date_ops enum_ops float4_ops "
     "float8_ops inet_ops int2_ops int4_ops int8_ops interval_ops jsonb_ops macaddr8_ops "
     "macaddr_ops money_ops multirange_ops name_ops numeric_ops oid_ops oidvector_ops pg_lsn_ops "
     "range_ops record_ops text_ops tid_ops time_ops timestamp_ops timestamptz_ops timetz_ops "
     "tsquery_ops tsvector_ops uuid_ops varbit_ops xid8_ops "},
    {"gin", " array_ops jsonb_ops tsvector_ops "},
    {"gist",
     " box_ops circle_ops multirange_ops point_ops poly_ops range_ops tsquery_ops tsvector_ops "},
    {"hash",
     " aclitem_ops array_ops bool_ops bpchar_ops bytea_ops char_ops cid_ops date_ops enum_ops "
     "float4_ops float8_ops inet_ops int2_ops int4_ops int8_ops interval_ops jsonb_ops "
     "macaddr8_ops macaddr_ops multirange_ops name_ops numeric_ops oid_ops oidvector_ops "
     "pg_lsn_ops range_ops record_ops text_ops tid_ops time_ops timestamp_ops timestamptz_ops "
     "timetz_ops uuid_ops xid8_ops xid_ops "},
    {"spgist", " box_ops inet_ops poly_ops quad_point_ops range_ops text_ops "},
};

// Those of pg_catalog that are no type's default; brin has whole families more.
constexpr OperatorClasses kOthers[] = {
    {"brin", " inet_minmax_ops "},
    {"btree",
     " bpchar_pattern_ops cidr_ops record_image_ops text_pattern_ops varchar_ops "
     "varchar_pattern_ops "},
    {"gin", " jsonb_path_ops "},
    {"gist", " inet_ops "},
    {"hash", " bpchar_pattern_ops cidr_ops text_pattern_ops varchar_ops varchar_pattern_ops "},
    {"spgist", " kd_point_ops "},
};

template <std::size_t N>
bool is_among(const OperatorClasses (&table)[N], std::string_view method, std::string_view name) {
  const auto found = std::ranges::find(table, method, &OperatorClasses::method);
  return found != std::end(table) &&
         found->names.find(" " + std::string(name) + " ") != std::string_view::npos;
}

// Default classes of well-known extensions (btree_gist, btree_gin, hstore, ltree, intarray, citext).
constexpr OperatorClasses kDefaultsOfExtensions[] = {
    {"btree", " btree_hstore_ops citext_ops ltree_ops "},
    {"gin",
     " bit_ops bool_ops bpchar_ops bytea_ops char_ops cidr_ops date_ops enum_ops float4_ops "
     "float8_ops gin_hstore_ops inet_ops int2_ops int4_ops int8_ops interval_ops macaddr8_ops "
     "macaddr_ops money_ops name_ops numeric_ops oid_ops text_ops time_ops timestamp_ops "
     "timestamptz_ops timetz_ops uuid_ops varbit_ops varchar_ops "},
    {"gist",
     " gist__int_ops gist_bit_ops gist_bpchar_ops gist_bytea_ops gist_cash_ops gist_cidr_ops "
     "gist_date_ops gist_enum_ops gist_float4_ops gist_float8_ops gist_hstore_ops gist_inet_ops "
     "gist_int2_ops gist_int4_ops gist_int8_ops gist_interval_ops gist_ltree_ops "
     "gist_macad8_ops gist_macad_ops gist_numeric_ops gist_oid_ops gist_text_ops gist_time_ops "
     "gist_timestamp_ops gist_timestamptz_ops gist_timetz_ops gist_uuid_ops gist_vbit_ops "},
    {"hash", " citext_ops hash_hstore_ops "},
};

bool is_default_opclass(std::string_view method, std::string_view name) {
  return is_among(kDefaults, method, name);
}

bool is_built_in(std::string_view method, std::string_view name) {
  const bool of_a_family =
      method == "brin" && (name.ends_with("_bloom_ops") || name.ends_with("_minmax_multi_ops"));
  return of_a_family || is_default_opclass(method, name) || is_among(kOthers, method, name);
}

struct OperatorClass {
  std::string name;  // with schema unless in pg_catalog
  bool is_default = false;
};

OperatorClass opclass_named(const std::vector<sql::Node>& name, std::string_view method,
                            const Names& names) {
  const std::string_view last = name.back().text();
  const bool built_in =
      name.size() == 1 ? is_built_in(method, last) : name[0].text() == "pg_catalog";
  if (built_in) return {base::quote_ident(last), is_default_opclass(method, last)};
  // Others came with an extension: only a superuser makes one.
  const std::string schema =
      name.size() == 1 ? names.extension_schema() : std::string(name[0].text());
  return {base::qualified(schema, last), is_among(kDefaultsOfExtensions, method, last)};
}

// The options stand in parentheses behind it.
std::string opclass_of(const sql::Node& element, std::string_view method, const Names& names) {
  const std::vector<sql::Node> name = element.list("opclass");
  if (name.empty()) return "";
  const ir::Options options = bind_options(element.list("opclassopts"));
  if (options.empty()) return opclass_name(name, method, names);
  std::vector<std::string> parts;
  for (const auto& [key, value] : options) parts.push_back(key + "=" + base::quote_literal(value));
  return opclass_named(name, method, names).name + "(" + base::join(parts, ", ") + ")";
}

// What a key is made of: the column or expression without the COLLATE around it, which is the key's own.
struct KeyParts {
  std::string column;
  sql::Node expression;
  std::vector<sql::Node> collation;
};

KeyParts parts_of(const sql::Node& element) {
  KeyParts parts{std::string(element.str("name")), element["expr"], element.list("collation")};
  while (parts.expression.is("CollateClause")) {
    if (parts.collation.empty()) parts.collation = parts.expression.list("collname");
    parts.expression = parts.expression["arg"];
  }
  if (!parts.expression.is("ColumnRef")) return parts;
  const std::vector<sql::Node> fields = parts.expression.list("fields");
  if (fields.back().is("A_Star")) return parts;
  return {std::string(fields.back().text()), {}, std::move(parts.collation)};
}

// Whether an expression takes a collation from the columns in it that is not its type's.
bool mentions_collated_column(const ir::Expression& expression, const ir::Table& table) {
  return std::ranges::any_of(expression.pieces(), [&](const ir::Piece& piece) {
    if (piece.kind != ir::Piece::Kind::Column) return false;
    const auto column = std::ranges::find(table.columns, piece.column, &ir::Column::name);
    return column != table.columns.end() && !column->collation.empty();
  });
}

std::string key_collation(const KeyParts& parts, const ir::IndexKey& key, const ir::Table& table,
                          Binding& binding) {
  const std::string written = bind_collation(parts.collation, binding);
  if (key.expression) {
    if (parts.collation.empty() && mentions_collated_column(*key.expression, table))
      binding.refuse("the collation of an index expression over collated columns is not known");
    return written;
  }
  const auto column = std::ranges::find(table.columns, key.column, &ir::Column::name);
  if (column == table.columns.end()) {
    binding.refuse("column \"" + key.column + "\" does not exist");
    return "";
  }
  if (parts.collation.empty() || written == column->collation) return "";
  return written.empty() ? "\"default\"" : written;
}

}  // namespace

std::string opclass_name(const std::vector<sql::Node>& name, std::string_view method,
                         const Names& names) {
  const OperatorClass found = opclass_named(name, method, names);
  return found.is_default ? "" : found.name;
}

std::string index_key_name(const sql::Node& element) {
  if (const std::string_view name = element.str("indexcolname"); !name.empty())
    return std::string(name);
  if (const std::string_view name = element.str("name"); !name.empty()) return std::string(name);
  return figure_index_column_name(element["expr"]);
}

ir::IndexKey bind_index_key(const sql::Node& element, const ir::Table& table,
                            const std::string& method, Binding& binding) {
  const KeyParts parts = parts_of(element);
  ir::IndexKey key;
  key.column = parts.column;
  if (parts.expression)
    key.expression = bind_expression(parts.expression, binding.names(), Scope::of_table(table));
  key.collation = key_collation(parts, key, table, binding);
  key.opclass = opclass_of(element, method, binding.names());
  key.descending = element.str("ordering") == "SORTBY_DESC";
  const std::string_view nulls = element.str("nulls_ordering");
  key.nulls_first =
      nulls == "SORTBY_NULLS_FIRST" || (nulls != "SORTBY_NULLS_LAST" && key.descending);
  return key;
}

}  // namespace pggit::bind
