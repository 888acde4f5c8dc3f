// Expressions: the table of node kinds, and the plain ones.
#include "base/text.h"
#include "bind/expression.h"
#include "bind/source_printer.h"
#include "bind/type_name.h"

namespace pggit::bind {

struct PrintTable {
  std::string_view kind;
  void (SourcePrinter::*print)(const sql::Node&);

  static const PrintTable* find(std::string_view kind);
};

const PrintTable* PrintTable::find(std::string_view kind) {
  static constexpr PrintTable kTable[] = {
      {"A_ArrayExpr", &SourcePrinter::array},
      {"A_Const", &SourcePrinter::constant},
      {"A_Expr", &SourcePrinter::operation},
      {"A_Indirection", &SourcePrinter::indirection},
      {"BoolExpr", &SourcePrinter::boolean_operation},
      {"BooleanTest", &SourcePrinter::boolean_test},
      {"CaseExpr", &SourcePrinter::case_expression},
      {"CoalesceExpr", &SourcePrinter::coalesce},
      {"CollateClause", &SourcePrinter::collate},
      {"ColumnRef", &SourcePrinter::column_ref},
      {"FuncCall", &SourcePrinter::call},
      {"GroupingFunc", &SourcePrinter::grouping},
      {"MinMaxExpr", &SourcePrinter::min_max},
      {"NamedArgExpr", &SourcePrinter::named_argument},
      {"NullTest", &SourcePrinter::null_test},
      {"RowExpr", &SourcePrinter::row},
      {"SQLValueFunction", &SourcePrinter::sql_value},
      {"SubLink", &SourcePrinter::subquery},
      {"TypeCast", &SourcePrinter::cast},
      {"XmlExpr", &SourcePrinter::xml},
      {"XmlSerialize", &SourcePrinter::xml_serialize},
  };
  for (const PrintTable& entry : kTable) {
    if (entry.kind == kind) return &entry;
  }
  return nullptr;
}

void SourcePrinter::expression(const sql::Node& node) {
  if (const PrintTable* entry = PrintTable::find(node.kind())) return (this->*entry->print)(node);
  if (node.is("SetToDefault")) return text("DEFAULT");
  if (node.is("ParamRef")) return text("$" + std::to_string(node.num("number")));
  if (node.is("List")) {
    text("(");
    list(node.items());
    return text(")");
  }
  refuse("the expression kind " + std::string(node.kind()) + " is not read yet");
}

void SourcePrinter::constant(const sql::Node& node) {
  if (node.flag("isnull")) return text("NULL");
  if (node.has("sval")) return text(base::quote_literal(node["sval"].str("sval")));
  if (node.has("fval")) return text(node["fval"].str("fval"));
  if (node.has("boolval")) return text(node["boolval"].flag("boolval") ? "true" : "false");
  if (node.has("bsval")) {
    const std::string_view bits = node["bsval"].str("bsval");  // b101 or x1F
    text(bits.substr(0, 1));
    return text(base::quote_literal(bits.substr(1)));
  }
  text(std::to_string(node["ival"].num("ival")));
}

void SourcePrinter::cast(const sql::Node& node) {
  const sql::Node type_name = node["typeName"];
  const std::vector<sql::Node> name = type_name.list("names");
  const sql::Node arg = node["arg"];
  if (!name.empty() && name.back().text() == "regclass" && arg.has("sval") &&
      type_name.list("arrayBounds").empty()) {
    return regclass(arg["sval"].str("sval"));
  }
  if (!name.empty() && type_name.list("arrayBounds").empty()) {
    const std::string_view word = name.back().text();
    if (word == "regconfig" && search_constant(ir::Kind::Configuration, arg)) return;
    if (word == "regdictionary" && search_constant(ir::Kind::Dictionary, arg)) return;
  }
  const ir::TypeName to = bind_type(type_name, names_);
  text("CAST(");
  if (!array_as(arg, to)) expression(arg);
  text(" AS ");
  type(to);
  text(")");
}

void SourcePrinter::collate(const sql::Node& node) {
  text("(");
  expression(node["arg"]);
  text(" COLLATE ");
  collation(node.list("collname"));
  text(")");
}

void SourcePrinter::coalesce(const sql::Node& node) {
  const std::vector<sql::Node> args = node.list("args");
  text("COALESCE(");
  list_as(args, enum_among(args));
  text(")");
}

void SourcePrinter::min_max(const sql::Node& node) {
  text(node.str("op") == "IS_LEAST" ? "LEAST(" : "GREATEST(");
  const std::vector<sql::Node> args = node.list("args");
  list_as(args, enum_among(args));
  text(")");
}

void SourcePrinter::array(const sql::Node& node) {
  const std::vector<sql::Node> elements = node.list("elements");
  text("ARRAY[");
  list_as(elements, enum_among(elements));
  text("]");
}

void SourcePrinter::row(const sql::Node& node) {
  const std::vector<sql::Node> args = node.list("args");
  text(args.size() > 1 && node.str("row_format") == "COERCE_IMPLICIT_CAST" ? "(" : "ROW(");
  list(args);
  text(")");
}

void SourcePrinter::indirection(const sql::Node& node) {
  if (field_of_row(node)) return;
  text("(");
  expression(node["arg"]);
  text(")");
  for (const sql::Node& step : node.list("indirection")) {
    if (step.is("A_Indices")) {
      text("[");
      if (step.has("lidx")) expression(step["lidx"]);
      if (step.flag("is_slice")) text(":");
      if (step.has("uidx")) expression(step["uidx"]);
      text("]");
    } else {
      text(".");
      step.is("A_Star") ? text("*") : ident(step.text());
    }
  }
}

void SourcePrinter::case_expression(const sql::Node& node) {
  const ir::TypeName result = enum_among(case_results(node));
  ir::TypeName compared;
  text("CASE");
  if (node.has("arg")) {
    compared = enum_of(node["arg"]);
    text(" ");
    expression(node["arg"]);
  }
  for (const sql::Node& when : node.list("args")) {
    text(" WHEN ");
    expression_as(when["expr"], compared);
    text(" THEN ");
    expression_as(when["result"], result);
  }
  if (node.has("defresult")) {
    text(" ELSE ");
    expression_as(node["defresult"], result);
  }
  text(" END");
}

void SourcePrinter::null_test(const sql::Node& node) {
  text("(");
  expression(node["arg"]);
  text(node.str("nulltesttype") == "IS_NULL" ? " IS NULL)" : " IS NOT NULL)");
}

void SourcePrinter::boolean_test(const sql::Node& node) {
  struct Word {
    std::string_view type;
    std::string_view sql;
  };
  static constexpr Word kWords[] = {{"IS_TRUE", "TRUE"},       {"IS_NOT_TRUE", "NOT TRUE"},
                                    {"IS_FALSE", "FALSE"},     {"IS_NOT_FALSE", "NOT FALSE"},
                                    {"IS_UNKNOWN", "UNKNOWN"}, {"IS_NOT_UNKNOWN", "NOT UNKNOWN"}};
  text("(");
  expression(node["arg"]);
  text(" IS ");
  for (const Word& word : kWords) {
    if (word.type == node.str("booltesttype")) text(word.sql);
  }
  text(")");
}

void SourcePrinter::sql_value(const sql::Node& node) {
  const std::string op = base::to_lower(node.str("op"));  // svfop_current_timestamp_n
  std::string name = op.substr(op.find('_') + 1);
  const bool has_precision = name.ends_with("_n");
  if (has_precision) name.resize(name.size() - 2);
  text(name == "user" ? "current_user" : name);
  if (has_precision) text("(" + std::to_string(node.num("typmod")) + ")");
}

void SourcePrinter::subquery(const sql::Node& node) {
  const std::string_view kind = node.str("subLinkType");
  const std::vector<sql::Node> op = node.list("operName");
  text("(");
  if (node.has("testexpr")) {
    expression(node["testexpr"]);
    text(" ");
  }
  if (kind == "EXISTS_SUBLINK") text("EXISTS ");
  if (kind == "ARRAY_SUBLINK") text("ARRAY");
  if (kind == "ANY_SUBLINK" && op.empty()) text("IN ");
  if (!op.empty()) operator_name(op);
  if (kind == "ANY_SUBLINK" && !op.empty()) text(" ANY ");
  if (kind == "ALL_SUBLINK") text(" ALL ");
  text("(");
  query(node["subselect"]);
  text("))");
}

ir::Expression bind_expression(const sql::Node& expression, const Names& names,
                               const Scope& scope) {
  SourcePrinter printer(names, &scope);
  printer.expression(expression);
  return printer.take();
}

ir::Expression bind_value(const sql::Node& value, const ir::TypeName& type, const Names& names,
                          const Scope& scope) {
  SourcePrinter printer(names, &scope);
  printer.expression_as(value, type);
  return printer.take();
}

ir::Expression nextval_expression(const std::string& schema, const std::string& sequence) {
  std::vector<ir::Piece> pieces;
  pieces.push_back({ir::Piece::Kind::Text, "nextval(", "", "", ""});
  pieces.push_back({ir::Piece::Kind::Regclass, "", schema, sequence, ""});
  pieces.push_back({ir::Piece::Kind::Text, "::regclass)", "", "", ""});
  return ir::Expression(std::move(pieces));
}

}  // namespace pggit::bind
