// The names of unnamed columns: FigureColnameInternal in PostgreSQL's parse_target.c.
#include <string>

#include "base/text.h"
#include "bind/expression.h"
#include "bind/table_parts.h"

namespace pggit::bind {
namespace {

struct Figured {
  int strength = 0;  // 0 none, 1 weak, 2 good
  std::string name;
};

Figured figure(const sql::Node& node);

std::string last_text(const std::vector<sql::Node>& list) {
  for (std::size_t i = list.size(); i-- > 0;) {
    if (list[i].is("String")) return std::string(list[i].text());
  }
  return "";
}

Figured good(std::string name) { return name.empty() ? Figured() : Figured{2, std::move(name)}; }

Figured of_cast(const sql::Node& node) {
  Figured inside = figure(node["arg"]);
  if (inside.strength > 1) return inside;
  return {1, last_text(node["typeName"].list("names"))};
}

Figured of_case(const sql::Node& node) {
  Figured inside = node.has("defresult") ? figure(node["defresult"]) : Figured();
  return inside.strength > 1 ? inside : Figured{1, "case"};
}

Figured of_sublink(const sql::Node& node) {
  const std::string_view kind = node.str("subLinkType");
  if (kind == "EXISTS_SUBLINK") return good("exists");
  if (kind == "ARRAY_SUBLINK") return good("array");
  if (kind != "EXPR_SUBLINK") return {};
  sql::Node select = node["subselect"];
  while (select.has("larg")) select = select["larg"];
  const std::vector<sql::Node> targets = select.list("targetList");
  if (targets.empty()) return {};
  if (const std::string_view name = targets[0].str("name"); !name.empty())
    return good(std::string(name));
  return figure(targets[0]["val"]);
}

Figured of_indirection(const sql::Node& node) {
  const std::string name = last_text(node.list("indirection"));
  return name.empty() ? figure(node["arg"]) : good(name);
}

std::string value_function(const sql::Node& node) {
  std::string name = base::to_lower(node.str("op"));
  name = name.substr(name.find('_') + 1);
  if (name.ends_with("_n")) name.resize(name.size() - 2);
  return name;
}

struct FixedName {
  std::string_view kind;
  const char* name;
};
constexpr FixedName kFixed[] = {
    {"A_ArrayExpr", "array"},
    {"CoalesceExpr", "coalesce"},
    {"GroupingFunc", "grouping"},
    {"JsonArrayConstructor", "json_array"},
    {"JsonObjectConstructor", "json_object"},
    {"MergeSupportFunc", "merge_action"},
    {"RowExpr", "row"},
    {"XmlSerialize", "xmlserialize"},
};

Figured figure(const sql::Node& node) {
  const std::string_view kind = node.kind();
  if (kind == "ColumnRef") return good(last_text(node.list("fields")));
  if (kind == "A_Indirection") return of_indirection(node);
  if (kind == "FuncCall") return good(last_text(node.list("funcname")));
  if (kind == "A_Expr") return node.str("kind") == "AEXPR_NULLIF" ? good("nullif") : Figured();
  if (kind == "TypeCast") return of_cast(node);
  if (kind == "CollateClause") return figure(node["arg"]);
  if (kind == "SubLink") return of_sublink(node);
  if (kind == "CaseExpr") return of_case(node);
  if (kind == "MinMaxExpr") return good(node.str("op") == "IS_LEAST" ? "least" : "greatest");
  if (kind == "SQLValueFunction") return good(value_function(node));
  if (kind == "XmlExpr" && node.str("op") != "IS_DOCUMENT")
    return good(base::to_lower(node.str("op").substr(3)));
  for (const FixedName& fixed : kFixed) {
    if (fixed.kind == kind) return good(fixed.name);
  }
  return {};
}

}  // namespace

std::string figure_column_name(const sql::Node& expression) {
  Figured figured = figure(expression);
  return figured.strength > 0 ? figured.name : "?column?";
}

std::string figure_index_column_name(const sql::Node& expression) {
  Figured figured = figure(expression);
  return figured.strength > 0 ? figured.name : "expr";
}

}  // namespace pggit::bind
