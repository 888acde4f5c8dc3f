// FROM lists: what columns they bring into scope.
#include <algorithm>

#include "base/text.h"
#include "bind/expression.h"
#include "bind/source_printer.h"
#include "bind/type_name.h"

namespace pggit::bind {
namespace {

std::vector<std::string> texts(const std::vector<sql::Node>& list) {
  std::vector<std::string> out;
  for (const sql::Node& item : list) out.emplace_back(item.text());
  return out;
}

bool has_column(const RangeItem& item, const std::string& name) {
  const bool hidden = std::ranges::find(item.hidden, name) != item.hidden.end();
  return !hidden &&
         std::ranges::find(item.columns, name, &RangeItem::Column::name) != item.columns.end();
}

bool any_has(const std::vector<RangeItem>& items, std::size_t begin, std::size_t end,
             const std::string& name) {
  return std::any_of(items.begin() + std::ptrdiff_t(begin), items.begin() + std::ptrdiff_t(end),
                     [&](const RangeItem& item) { return has_column(item, name); });
}

std::vector<std::string> common_columns(const std::vector<RangeItem>& items, std::size_t middle) {
  std::vector<std::string> common;
  for (std::size_t i = 0; i < middle; ++i) {
    for (const RangeItem::Column& column : items[i].columns) {
      if (has_column(items[i], column.name) && any_has(items, middle, items.size(), column.name))
        common.push_back(column.name);
    }
  }
  return common;
}

void hide(RangeItem& item, const std::string& column) {
  if (has_column(item, column)) item.hidden.push_back(column);
}

std::string_view join_words(const sql::Node& node, bool has_condition) {
  const std::string_view type = node.str("jointype");
  if (type == "JOIN_LEFT") return " LEFT JOIN ";
  if (type == "JOIN_RIGHT") return " RIGHT JOIN ";
  if (type == "JOIN_FULL") return " FULL JOIN ";
  return has_condition ? " JOIN " : " CROSS JOIN ";
}

}  // namespace

const SourcePrinter::Cte* SourcePrinter::find_cte(std::string_view name) const {
  for (std::size_t i = ctes_.size(); i-- > 0;) {
    if (ctes_[i].name == name) return &ctes_[i];
  }
  return nullptr;
}

// " AS alias(a, b)": renames the first columns of the item, which then follow no rename any more.
void SourcePrinter::alias_clause(const sql::Node& alias, RangeItem& item) {
  if (!alias) return;
  item.alias = alias.str("aliasname");
  item.implicit_alias = false;
  text(" AS ");
  ident(item.alias);
  const std::vector<std::string> names = texts(alias.list("colnames"));
  if (names.empty()) return;
  text("(");
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text(", ");
    ident(names[i]);
    if (i >= item.columns.size()) item.columns.push_back({});
    item.columns[i].name = names[i];
    item.columns[i].base_column.clear();
  }
  text(")");
}

void SourcePrinter::range_var(const sql::Node& node, Scope& scope) {
  const std::string name(node.str("relname"));
  const std::string_view schema = node.str("schemaname");
  RangeItem item;
  if (const Cte* cte = schema.empty() ? find_cte(name) : nullptr) {
    item.alias = name;
    item.complete = cte->known;
    for (const Output& output : cte->outputs)
      item.columns.push_back({output.name, output.type, ""});
    ident(name);
  } else if (const auto key = names_.resolve_relation(schema, name)) {
    item = range_of(names_, *key, name, true);
    if (std::ranges::find(reads_, *key) == reads_.end()) reads_.push_back(*key);
    if (!node.flag("inh")) text("ONLY ");
    piece({ir::Piece::Kind::Relation, "", key->schema, key->name, ""});
  } else {
    item.alias = name;
    item.complete = false;
    text(base::qualified(schema, name));
  }
  alias_clause(node["alias"], item);
  scope.items.push_back(std::move(item));
}

void SourcePrinter::range_subselect(const sql::Node& node, Scope& scope) {
  RangeItem item;
  if (node.flag("lateral")) text("LATERAL ");
  text("(");
  const Scope* before = scope_;
  scope_ = node.flag("lateral") ? &scope : scope.outer;
  for (Output& output : query(node["subquery"]))
    item.columns.push_back({output.name, output.type, ""});
  scope_ = before;
  text(")");
  alias_clause(node["alias"], item);
  scope.items.push_back(std::move(item));
}

void SourcePrinter::range_function(const sql::Node& node, Scope& scope) {
  RangeItem item;
  item.complete = false;
  const std::vector<sql::Node> functions = node.list("functions");
  const Scope* before = scope_;
  scope_ = &scope;  // functions see the items before them
  if (node.flag("lateral")) text("LATERAL ");
  if (node.flag("is_rowsfrom")) text("ROWS FROM (");
  for (std::size_t i = 0; i < functions.size(); ++i) {
    if (i > 0) text(", ");
    const std::vector<sql::Node> parts =
        functions[i].items();  // the call, and its column definitions
    expression(parts.at(0));
    if (i == 0) item.alias = figure_column_name(parts[0]);
  }
  if (node.flag("is_rowsfrom")) text(")");
  scope_ = before;
  if (node.flag("ordinality")) text(" WITH ORDINALITY");
  const std::vector<sql::Node> definitions = node.list("coldeflist");
  const std::size_t named = node["alias"].list("colnames").size();
  if (named == 0 && definitions.empty()) item.columns.push_back({item.alias, {}, ""});
  alias_clause(node["alias"], item);
  if (named == 0 && definitions.empty() && item.columns.size() == 1)
    item.columns[0].name = item.alias;
  item.complete = named > 0 || functions.size() == 1;
  if (!definitions.empty()) {
    text(node.has("alias") ? " (" : " AS (");
    for (std::size_t i = 0; i < definitions.size(); ++i) {
      if (i > 0) text(", ");
      ident(definitions[i].str("colname"));
      text(" ");
      type(definitions[i]["typeName"]);
      item.columns.push_back({std::string(definitions[i].str("colname")),
                              bind_type(definitions[i]["typeName"], names_), ""});
    }
    text(")");
    item.complete = true;
  }
  scope.items.push_back(std::move(item));
}

void SourcePrinter::join(const sql::Node& node, Scope& scope) {
  const std::size_t begin = scope.items.size();
  const bool wrapped = node.has("alias") || node["rarg"].is("JoinExpr");
  if (node.has("alias")) text("(");
  (void)wrapped;
  from_item(node["larg"], scope);
  const std::size_t middle = scope.items.size();
  std::vector<std::string> merged = texts(node.list("usingClause"));
  // The words depend on whether there is a condition; NATURAL gets its columns once both sides are known.
  const bool natural = node.flag("isNatural");
  text(join_words(node, natural || !merged.empty() || node.has("quals")));
  if (node["rarg"].is("JoinExpr") && !node["rarg"].has("alias")) text("(");
  from_item(node["rarg"], scope);
  if (node["rarg"].is("JoinExpr") && !node["rarg"].has("alias")) text(")");
  if (natural) {
    std::vector<RangeItem> both(scope.items.begin() + std::ptrdiff_t(begin), scope.items.end());
    merged = common_columns(both, middle - begin);
    if (std::ranges::any_of(both, [](const RangeItem& item) { return !item.complete; })) {
      refuse("NATURAL JOIN over something whose columns are not known");
    }
    if (merged.empty()) text(" ON true");
  }
  if (!merged.empty()) {
    text(" USING (");
    for (std::size_t i = 0; i < merged.size(); ++i) {
      if (i > 0) text(", ");
      ident(merged[i]);
    }
    text(")");
    const std::string_view type = node.str("jointype");
    const bool keeps_left = type != "JOIN_RIGHT" && type != "JOIN_FULL";
    for (const std::string& column : merged) {
      for (std::size_t i = keeps_left ? middle : begin; i < scope.items.size(); ++i)
        hide(scope.items[i], column);
      if (!keeps_left) scope.merged.push_back(column);
    }
  } else if (const sql::Node condition = node["quals"]) {
    const Scope* before = scope_;
    scope_ = &scope;
    text(" ON ");
    expression(condition);
    scope_ = before;
  }
  if (node.has("alias")) {
    text(")");
    RangeItem item;
    for (std::size_t i = begin; i < scope.items.size(); ++i) {
      for (const RangeItem::Column& column : scope.items[i].columns) {
        if (has_column(scope.items[i], column.name))
          item.columns.push_back({column.name, column.type, ""});
      }
    }
    alias_clause(node["alias"], item);
    scope.items.resize(begin);
    scope.items.push_back(std::move(item));
  }
}

void SourcePrinter::from_item(const sql::Node& node, Scope& scope) {
  if (node.is("RangeVar")) return range_var(node, scope);
  if (node.is("RangeSubselect")) return range_subselect(node, scope);
  if (node.is("RangeFunction")) return range_function(node, scope);
  if (node.is("JoinExpr")) return join(node, scope);
  refuse("the FROM item " + std::string(node.kind()) + " is not read yet");
}

void SourcePrinter::from_clause(const std::vector<sql::Node>& from, Scope& scope) {
  for (std::size_t i = 0; i < from.size(); ++i) {
    text(i == 0 ? " FROM " : ", ");
    from_item(from[i], scope);
  }
}

}  // namespace pggit::bind
