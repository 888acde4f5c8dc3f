// Functions in FROM: what columns they give.
#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "bind/collation.h"
#include "bind/expression.h"
#include "bind/source_printer.h"
#include "bind/table_parts.h"
#include "bind/type_name.h"

namespace pggit::bind {
namespace {

// PostgreSQL's own functions with OUT columns that people write in FROM.
struct BuiltIn {
  std::string_view name;
  std::array<std::string_view, 2> columns;
};
constexpr BuiltIn kBuiltIns[] = {
    {"json_array_elements", {"value", ""}},  {"json_array_elements_text", {"value", ""}},
    {"json_each", {"key", "value"}},         {"json_each_text", {"key", "value"}},
    {"jsonb_array_elements", {"value", ""}}, {"jsonb_array_elements_text", {"value", ""}},
    {"jsonb_each", {"key", "value"}},        {"jsonb_each_text", {"key", "value"}},
};

// Those of one column that is named after the call; of all others we do not know.
constexpr std::string_view kScalars[] = {
    "clock_timestamp",
    "generate_series",
    "generate_subscripts",
    "json_object_keys",
    "jsonb_object_keys",
    "jsonb_path_query",
    "now",
    "random",
    "regexp_matches",
    "regexp_split_to_table",
    "string_to_table",
    "to_timestamp",
    "unnest",
};

bool is_output(const ir::Argument& argument) {
  return argument.mode == 'o' || argument.mode == 'b' || argument.mode == 't';
}

// One column named `name`, or those of the relation whose row type it is.
RangeItem columns_of_type(const ir::TypeName& type, const std::string& name, const Names& names) {
  RangeItem item;
  const bool may_be_row = !type.schema.empty() && !type.is_array;
  if (may_be_row && !names.resolve_type(type.schema, type.name)) {
    const auto row = names.resolve_relation(type.schema, type.name);
    if (row) item = range_of(names, *row, "", false);
    item.complete = row.has_value();
    item.relation.reset();
    for (RangeItem::Column& column : item.columns) column.base_column.clear();
  } else if (type.name == "record" || !type.is_known()) {
    item.complete = false;
  } else {
    item.columns.push_back({name, type, ""});
  }
  return item;
}

RangeItem columns_of(const ir::Function& function, const std::string& scalar_name,
                     const Names& names) {
  RangeItem item;
  std::vector<ir::Argument> outputs;
  std::ranges::copy_if(function.arguments, std::back_inserter(outputs), is_output);
  if (outputs.empty()) return columns_of_type(function.returns, scalar_name, names);
  if (outputs.size() == 1) {
    const std::string& own = outputs[0].name;
    return columns_of_type(outputs[0].type, own.empty() ? scalar_name : own, names);
  }
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    std::string name = outputs[i].name;
    if (name.empty()) name = "column" + std::to_string(i + 1);
    item.columns.push_back({std::move(name), outputs[i].type, ""});
  }
  return item;
}

bool same_names(const RangeItem& a, const RangeItem& b) {
  return a.complete == b.complete &&
         std::ranges::equal(a.columns, b.columns, {}, &RangeItem::Column::name,
                            &RangeItem::Column::name);
}

void append(const RangeItem& from, RangeItem& item) {
  item.columns.insert(item.columns.end(), from.columns.begin(), from.columns.end());
  item.complete &= from.complete;
}

RangeItem built_in_columns(std::string_view name, const std::string& scalar_name) {
  RangeItem item;
  const auto* known = std::ranges::find(kBuiltIns, name, &BuiltIn::name);
  if (known != std::end(kBuiltIns)) {
    for (const std::string_view column : known->columns) {
      if (!column.empty()) item.columns.push_back({std::string(column), {}, ""});
    }
  } else if (std::ranges::find(kScalars, name) != std::end(kScalars)) {
    item.columns.push_back({scalar_name, {}, ""});
  } else {
    item.complete = false;
  }
  return item;
}

}  // namespace

// Appends the columns of a call. `scalar_name`: of the column of a function that gives no name itself.
void SourcePrinter::function_columns(const sql::Node& call, const std::string& scalar_name,
                                     RangeItem& item) {
  if (!call.is("FuncCall")) {
    item.columns.push_back({scalar_name, {}, ""});
    return;
  }
  const std::vector<sql::Node> name = call.list("funcname");
  const std::string_view schema = name.size() > 1 ? name[name.size() - 2].text() : "";
  const std::vector<ir::Key> candidates = names_.functions(schema, name.back().text());
  if (candidates.empty()) return append(built_in_columns(name.back().text(), scalar_name), item);
  std::optional<RangeItem> columns;
  for (const ir::Key& key : candidates) {
    RangeItem own = columns_of(*names_.catalog->get<ir::Function>(key), scalar_name, names_);
    if (columns && !same_names(*columns, own)) {
      item.complete = false;  // overloads that differ
      return;
    }
    // Which overload is meant takes types that we do not have.
    if (columns) {
      for (RangeItem::Column& column : own.columns) column.type = {};
    }
    columns = std::move(own);
  }
  append(*columns, item);
}

// (a integer, b text), which a function that gives records needs.
void SourcePrinter::column_definitions(const std::vector<sql::Node>& definitions, RangeItem& item) {
  text("(");
  for (std::size_t i = 0; i < definitions.size(); ++i) {
    const sql::Node& definition = definitions[i];
    if (i > 0) text(", ");
    ident(definition.str("colname"));
    text(" ");
    type(definition["typeName"]);
    if (const sql::Node clause = definition["collClause"]) {
      text(" COLLATE ");
      collation(clause.list("collname"));
    }
    item.columns.push_back({std::string(definition.str("colname")),
                            bind_type(definition["typeName"], names_), "",
                            collation_name(definition["collClause"].list("collname"), names_)});
  }
  text(")");
}

// The calls themselves; their columns go into the item.
void SourcePrinter::from_calls(const sql::Node& node, RangeItem& item) {
  const std::vector<sql::Node> functions = node.list("functions");
  const std::string alias(node["alias"].str("aliasname"));
  const bool typed = !node.list("coldeflist").empty();
  for (std::size_t i = 0; i < functions.size(); ++i) {
    if (i > 0) text(", ");
    const std::vector<sql::Node> parts = functions[i].items();  // the call, its column definitions
    expression(parts.at(0));
    const std::string name = figure_column_name(parts[0]);
    if (i == 0) item.alias = name;
    const std::vector<sql::Node> own =
        parts.size() > 1 ? parts[1].items() : std::vector<sql::Node>();
    if (!own.empty()) {
      text(" AS ");
      column_definitions(own, item);
    } else if (!typed) {
      const bool takes_alias = functions.size() == 1 && !alias.empty();
      function_columns(parts[0], takes_alias ? alias : name, item);
    }
  }
}

// A call takes its names when it is bound: a rename of the function, or of a column of the row type that it
// gives, changes none of them. So we write those that a rename could change.
void SourcePrinter::function_alias(const sql::Node& node, RangeItem& item) {
  const std::vector<sql::Node> definitions = node.list("coldeflist");
  const sql::Node alias = node["alias"];
  const sql::Node call = node.list("functions").at(0).items().at(0);
  const bool users = calls_user_function(call);
  if (alias && (!users || !alias.list("colnames").empty())) {
    alias_clause(alias, item);
  } else if (users) {
    if (alias) item.alias = alias.str("aliasname");
    text(" AS ");
    ident(item.alias);
    if (definitions.empty() && item.complete) {
      text(" (");
      std::vector<std::string> columns;
      for (const RangeItem::Column& column : item.columns) columns.push_back(column.name);
      name_list(columns);
      text(")");
    }
  }
  if (definitions.empty()) return;
  text(alias || users ? " " : " AS ");
  column_definitions(definitions, item);
}

bool SourcePrinter::calls_user_function(const sql::Node& node) const {
  if (!node.is("FuncCall")) return false;
  const std::vector<sql::Node> name = node.list("funcname");
  return !names_.functions(name.size() > 1 ? name[name.size() - 2].text() : "", name.back().text())
              .empty();
}

void SourcePrinter::range_function(const sql::Node& node, Scope& scope) {
  RangeItem item;
  const Scope* before = scope_;
  scope_ = &scope;  // functions see the items before them
  if (node.flag("lateral")) text("LATERAL ");
  if (node.flag("is_rowsfrom")) text("ROWS FROM (");
  from_calls(node, item);
  if (node.flag("is_rowsfrom")) text(")");
  scope_ = before;
  if (node.flag("ordinality")) {
    text(" WITH ORDINALITY");
    item.columns.push_back({"ordinality", {}, ""});
  }
  function_alias(node, item);
  // Who writes a column list names them all, as a rule; the server has the last word.
  item.complete |= !node["alias"].list("colnames").empty();
  add_item(std::move(item), scope);
}

}  // namespace pggit::bind
