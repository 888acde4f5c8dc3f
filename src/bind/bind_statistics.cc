// CREATE STATISTICS, ALTER STATISTICS ... SET STATISTICS.
// Source of the rules: CreateStatistics, AlterStatistics and ChooseExtendedStatisticName in PostgreSQL's statscmds.c.
#include <algorithm>

#include "bind/bind_statistics.h"
#include "bind/choose_name.h"
#include "bind/expression.h"
#include "bind/kinds.h"

namespace pggit::bind {
namespace {

constexpr std::size_t kNameLimit = 63;
constexpr std::string_view kAllKinds = "dfm";

char kind_letter(std::string_view word) {
  return word == "ndistinct" ? 'd' : word == "dependencies" ? 'f' : 'm';
}

// A column, also in parentheses; empty for an expression.
std::string column_of(const sql::Node& element) {
  if (element.has("name")) return std::string(element.str("name"));
  const sql::Node expression = element["expr"];
  const std::vector<sql::Node> fields = expression.list("fields");
  if (!expression.is("ColumnRef") || fields.empty() || fields.back().is("A_Star")) return "";
  return std::string(fields.back().text());
}

bool is_taken(const std::string& schema, const std::string& name, const TakenStatistics& taken) {
  return taken.catalog->find({ir::Kind::Statistics, schema, name, ""}) ||
         std::ranges::find(taken.pending, name) != taken.pending.end();
}

// What is gathered: single expressions have no kind but that of their own.
std::string kinds_of(const sql::Node& statement, std::size_t count) {
  std::string kinds;
  for (const sql::Node& word : statement.list("stat_types")) kinds += kind_letter(word.text());
  if (kinds.empty() && count > 1) return std::string(kAllKinds);
  std::ranges::sort(kinds);
  kinds.erase(std::ranges::unique(kinds).begin(), kinds.end());
  return kinds;
}

// The names of the elements as they enter a chosen name.
std::vector<std::string> add_elements(const sql::Node& statement, const ir::Table& table,
                                      Binding& binding, ir::Statistics& statistics) {
  std::vector<std::string> parts;
  for (const sql::Node& element : statement.list("exprs")) {
    parts.push_back(element.has("name") ? std::string(element.str("name")) : "");
    if (const std::string column = column_of(element); !column.empty()) {
      statistics.columns.push_back(column);
    } else {
      statistics.expressions.push_back(
          bind_expression(element["expr"], binding.names(), Scope::of_table(table)));
    }
  }
  if (in_attribute_order(statistics.columns, table).size() != statistics.columns.size())
    binding.refuse("a column of the statistics does not exist, or is there twice");
  return parts;
}

}  // namespace

std::vector<std::string> in_attribute_order(const std::vector<std::string>& names,
                                            const ir::Table& table) {
  std::vector<std::string> ordered;
  for (const ir::Column& column : table.columns) {
    if (std::ranges::find(names, column.name) != names.end()) ordered.push_back(column.name);
  }
  return ordered;
}

std::string choose_statistics_name(const TakenStatistics& taken, const std::string& schema,
                                   const std::string& table,
                                   const std::vector<std::string>& parts) {
  std::string addition;
  for (const std::string& part : parts) {
    if (!addition.empty()) addition += "_";
    addition += part.empty() ? "expr" : part;
    if (addition.size() > kNameLimit) break;
  }
  for (int pass = 0;; ++pass) {
    const std::string label = "stat" + (pass ? std::to_string(pass) : "");
    std::string name = make_object_name(table, addition, label);
    if (!is_taken(schema, name, taken)) return name;
  }
}

void bind_create_statistics(const sql::Node& statement, Binding& binding) {
  const std::vector<sql::Node> relations = statement.list("relations");
  const ir::Table* table = binding.table_or_refuse(relations.front());
  if (!table) return;
  ir::Statistics statistics;
  statistics.table_schema = table->schema;
  statistics.table = table->name;
  const std::vector<std::string> parts = add_elements(statement, *table, binding, statistics);
  statistics.kinds = kinds_of(statement, parts.size());
  const std::vector<sql::Node> name = statement.list("defnames");
  if (name.empty()) {
    statistics.schema = table->schema;
    statistics.name =
        choose_statistics_name({&binding.now(), {}}, table->schema, table->name, parts);
  } else {
    std::tie(statistics.schema, statistics.name) = binding.target(name);
  }
  if (statement.flag("if_not_exists") && binding.now().find(statistics.key()))
    return binding.no_effect("statistics object " + statistics.name + " is there already");
  binding.emit(ir::Create{std::move(statistics)});
}

void bind_alter_statistics(const sql::Node& statement, Binding& binding) {
  const std::vector<sql::Node> name = statement.list("defnames");
  const std::optional<ir::Key> key = named(ir::Kind::Statistics, name, binding);
  if (!key && statement.flag("missing_ok"))
    return binding.no_effect("no statistics object " + spelled(name));
  if (!key) return binding.refuse("statistics object \"" + spelled(name) + "\" does not exist");
  ir::Statistics statistics = *binding.get<ir::Statistics>(*key);
  const sql::Node value = statement["stxstattarget"];  // none: DEFAULT
  const std::int64_t target = value ? value.integer() : -1;
  statistics.target =
      target < 0 ? std::nullopt : std::optional(std::min<std::int64_t>(target, 10000));
  binding.emit(ir::Replace{std::move(statistics)});
}

}  // namespace pggit::bind
