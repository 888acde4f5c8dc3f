// CREATE INDEX.
#include <algorithm>

#include "base/text.h"
#include "bind/binding.h"
#include "bind/choose_name.h"
#include "bind/expression.h"
#include "bind/options.h"
#include "bind/partitions.h"
#include "catalog/partitions.h"

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

bool is_default_opclass(std::string_view method, std::string_view name) {
  return is_among(kDefaults, method, name);
}

bool is_built_in(std::string_view method, std::string_view name) {
  const bool of_a_family =
      method == "brin" && (name.ends_with("_bloom_ops") || name.ends_with("_minmax_multi_ops"));
  return of_a_family || is_default_opclass(method, name) || is_among(kOthers, method, name);
}

// "schema.name(options)"; pg_catalog's own stay bare, and its defaults are left out.
std::string opclass_of(const sql::Node& element, std::string_view method, const Names& names) {
  const std::vector<sql::Node> name = element.list("opclass");
  if (name.empty()) return "";
  const bool built_in =
      name.size() == 1 ? is_built_in(method, name[0].text()) : name[0].text() == "pg_catalog";
  // Others came with an extension: only a superuser makes one.
  const std::string schema =
      name.size() == 1 ? names.extension_schema() : std::string(name[0].text());
  std::string opclass = built_in ? base::quote_ident(name.back().text())
                                 : base::qualified(schema, name.back().text());
  const ir::Options options = bind_options(element.list("opclassopts"));
  if (options.empty())
    return built_in && is_default_opclass(method, name.back().text()) ? "" : opclass;
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
  const std::string written = collation_name(parts.collation);
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

ir::IndexKey bind_key(const sql::Node& element, const ir::Table& table, const std::string& method,
                      Binding& binding) {
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
    index.method = method;
  index.unique = statement.flag("unique");
  index.nulls_not_distinct = statement.flag("nulls_not_distinct");
  const Scope scope = Scope::of_table(*table);
  std::vector<std::string> name_parts;
  for (const sql::Node& element : statement.list("indexParams")) {
    index.keys.push_back(bind_key(element, *table, index.method, binding));
    name_parts.push_back(name_in_index(element));
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
  if (has_partitions && !statement["relation"].flag("inh"))
    return binding.refuse("CREATE INDEX ON ONLY a table with partitions is not read yet");
  emit_index(std::move(index), addition, binding);
}

}  // namespace pggit::bind
