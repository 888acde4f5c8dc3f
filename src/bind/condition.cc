#include "bind/condition.h"

#include <algorithm>
#include <optional>

#include "bind/catalog_rows.h"

namespace pggit::bind {
namespace {

Truth of(bool value) { return value ? Truth::True : Truth::False; }

Truth negated(Truth truth) {
  if (truth == Truth::Unknown) return truth;
  return of(truth == Truth::False);
}

// AND, OR and NOT of a BoolExpr, over what `truth` says of each argument.
template <class TruthOf>
Truth junction(const sql::Node& expression, const TruthOf& truth) {
  const std::vector<sql::Node> arguments = expression.list("args");
  const std::string_view kind = expression.str("boolop");
  if (kind == "NOT_EXPR") return negated(truth(arguments.front()));
  const bool is_and = kind == "AND_EXPR";
  Truth out = of(is_and);
  for (const sql::Node& argument : arguments) {
    const Truth one = truth(argument);
    out = is_and ? std::min(out, one) : std::max(out, one);
  }
  return out;
}

std::string_view operator_of(const sql::Node& expression) {
  const std::vector<sql::Node> name = expression.list("name");
  return name.size() == 1 ? name[0].text() : "";
}

// "app.users" for a text that names a relation as ::regclass reads it.
std::optional<std::string> relation_named(std::string_view text, const Names& names) {
  const auto key = names.resolve_text(text);
  return key ? std::optional(key->schema + "." + key->name) : std::nullopt;
}

// One row of a catalog, and what a WHERE says of it.
class OnRow {
 public:
  OnRow(const CatalogRow& row, const Names& names) : row_(row), names_(names) {}

  Truth truth(const sql::Node& where) const {
    if (!where) return Truth::True;
    if (where.is("BoolExpr"))
      return junction(where, [this](const sql::Node& one) { return truth(one); });
    return where.is("A_Expr") ? compared(where) : Truth::Unknown;
  }

 private:
  Truth compared(const sql::Node& where) const {
    const std::string_view kind = where.str("kind");
    const std::optional<std::string> left = value(where["lexpr"]);
    const bool is_equal = operator_of(where) == "=";
    if (!left || (!is_equal && operator_of(where) != "<>")) return Truth::Unknown;
    if (kind == "AEXPR_IN") return among(*left, where["rexpr"].items(), is_equal);
    if (kind != "AEXPR_OP") return Truth::Unknown;
    const std::optional<std::string> right = value(where["rexpr"]);
    return right ? of((*left == *right) == is_equal) : Truth::Unknown;
  }

  Truth among(const std::string& left, const std::vector<sql::Node>& list, bool is_equal) const {
    bool found = false;
    for (const sql::Node& item : list) {
      const std::optional<std::string> one = value(item);
      if (!one) return Truth::Unknown;
      found |= *one == left;
    }
    return of(found == is_equal);
  }

  std::optional<std::string> value(const sql::Node& node) const {
    if (node.is("A_Const") && node.has("sval")) return std::string(node["sval"].str("sval"));
    if (node.is("ColumnRef")) return column(node);
    if (node.is("TypeCast")) return cast(node);
    const std::vector<sql::Node> function = node.list("funcname");
    const bool is_current_schema =
        node.str("op") == "SVFOP_CURRENT_SCHEMA" ||
        (node.is("FuncCall") && !function.empty() && function.back().text() == "current_schema");
    return is_current_schema ? std::optional(names_.current_schema()) : std::nullopt;
  }

  std::optional<std::string> column(const sql::Node& node) const {
    const std::vector<sql::Node> fields = node.list("fields");
    if (fields.empty() || !fields.back().is("String")) return std::nullopt;
    const auto found =
        std::ranges::find(row_, fields.back().text(), &CatalogRow::value_type::first);
    return found == row_.end() ? std::nullopt : std::optional(found->second);
  }

  std::optional<std::string> cast(const sql::Node& node) const {
    const std::vector<sql::Node> type = node["typeName"].list("names");
    const std::string_view name = type.empty() ? "" : type.back().text();
    const std::optional<std::string> inner = value(node["arg"]);
    if (!inner || name == "text" || name == "name" || name == "varchar" || name == "regnamespace")
      return inner;
    // Of a column that holds a relation's id, ::regclass is another way to show it.
    if (name == "regclass" && node["arg"].is("A_Const")) return relation_named(*inner, names_);
    return std::nullopt;
  }

  const CatalogRow& row_;
  const Names& names_;
};

void add_texts(const sql::Node& node, std::vector<std::string>& texts) {
  if (node.is("A_Const") && node.has("sval")) texts.emplace_back(node["sval"].str("sval"));
  for (const sql::Node& child : node.children()) add_texts(child, texts);
}

// Roles that PostgreSQL has from the start, or whoever set up the server.
bool asks_for_a_given_role(const sql::Node& where) {
  std::vector<std::string> texts;
  add_texts(where, texts);
  return std::ranges::any_of(
      texts, [](const std::string& text) { return text.starts_with("pg_") || text == "postgres"; });
}

// SELECT with nothing but a list, one relation of the catalogs and a WHERE.
bool is_plain(const sql::Node& select) {
  const bool plain = select.str("op") == "SETOP_NONE" && !select.has("groupClause") &&
                     !select.has("havingClause") && !select.has("limitOffset") &&
                     !select.has("withClause") && !select.has("distinctClause");
  const sql::Node limit = select["limitCount"];
  return plain && (!limit || limit["ival"].num("ival") > 0) &&
         select.list("fromClause").size() == 1;
}

}  // namespace

Truth Condition::truth(const sql::Node& expression) {
  if (expression.is("A_Const") && expression.has("boolval"))
    return of(expression["boolval"].flag("boolval"));
  if (expression.is("ColumnRef")) return variable(expression);
  if (expression.is("SubLink")) return subquery(expression);
  if (expression.is("A_Expr")) return compared(expression);
  if (expression.is("BooleanTest") || expression.is("NullTest")) return tested(expression);
  if (!expression.is("BoolExpr")) return Truth::Unknown;
  return junction(expression, [this](const sql::Node& one) { return truth(one); });
}

Truth Condition::variable(const sql::Node& column) {
  const std::vector<sql::Node> fields = column.list("fields");
  if (fields.size() != 1 || !fields[0].is("String")) return Truth::Unknown;
  const auto found = variables_.find(std::string(fields[0].text()));
  return found == variables_.end() ? Truth::Unknown : of(found->second);
}

Truth Condition::compared(const sql::Node& operation) {
  const std::string_view name = operator_of(operation);
  if (operation.str("kind") != "AEXPR_OP" || (name != "=" && name != "<>")) return Truth::Unknown;
  const Truth left = truth(operation["lexpr"]);
  const Truth right = truth(operation["rexpr"]);
  if (left == Truth::Unknown || right == Truth::Unknown) return Truth::Unknown;
  return of((left == right) == (name == "="));
}

Truth Condition::tested(const sql::Node& test) {
  const std::string_view null = test.str("nulltesttype");
  if (null == "IS_NULL") return is_missing(test["arg"]);
  if (null == "IS_NOT_NULL") return negated(is_missing(test["arg"]));
  const Truth argument = truth(test["arg"]);
  const std::string_view kind = test.str("booltesttype");
  if (argument == Truth::Unknown) return argument;
  if (kind == "IS_TRUE" || kind == "IS_NOT_FALSE") return argument;
  return kind == "IS_FALSE" || kind == "IS_NOT_TRUE" ? negated(argument) : Truth::Unknown;
}

// to_regclass('t') is NULL where there is no such relation.
Truth Condition::is_missing(const sql::Node& call) {
  if (!call.is("FuncCall") || call.list("args").size() != 1) return Truth::Unknown;
  const sql::Node name = call.list("args")[0];
  if (call.list("funcname").back().text() != "to_regclass" || !name.has("sval"))
    return Truth::Unknown;
  return of(!relation_named(name["sval"].str("sval"), names_));
}

Truth Condition::subquery(const sql::Node& link) {
  const sql::Node select = link["subselect"];
  if (link.str("subLinkType") == "EXISTS_SUBLINK") return exists(select);
  const std::vector<sql::Node> targets = select.list("targetList");
  const bool is_value = link.str("subLinkType") == "EXPR_SUBLINK" && !select.has("fromClause") &&
                        !select.has("whereClause") && targets.size() == 1;
  return is_value ? truth(targets[0]["val"]) : Truth::Unknown;
}

Truth Condition::exists(const sql::Node& select) {
  if (!is_plain(select)) return Truth::Unknown;
  const sql::Node from = select.list("fromClause")[0];
  const sql::Node where = select["whereClause"];
  if (!from.is("RangeVar")) return Truth::Unknown;
  Truth found = Truth::False;
  const Told told = for_each_catalog_row(
      from.str("schemaname"), from.str("relname"), names_,
      [&](const CatalogRow& row) { found = std::max(found, OnRow(row, names_).truth(where)); });
  if (told == Told::Nothing) return Truth::Unknown;
  if (found == Truth::False && told == Told::Some) return Truth::Unknown;
  if (found != Truth::False || !lists_roles(from.str("relname"))) return found;
  if (asks_for_a_given_role(where)) return Truth::Unknown;
  add_texts(where, absent_roles_);
  return found;
}

}  // namespace pggit::bind
