// Operators of every kind.
#include "base/text.h"
#include "bind/routine_name.h"
#include "bind/source_printer.h"

namespace pggit::bind {
namespace {

bool is_plain_operator(const std::vector<sql::Node>& name) {
  return name.size() == 1 || (name.size() == 2 && name[0].text() == "pg_catalog");
}

struct Between {
  std::string_view kind;
  std::string_view sql;
};
constexpr Between kBetween[] = {
    {"AEXPR_BETWEEN", " BETWEEN "},
    {"AEXPR_NOT_BETWEEN", " NOT BETWEEN "},
    {"AEXPR_BETWEEN_SYM", " BETWEEN SYMMETRIC "},
    {"AEXPR_NOT_BETWEEN_SYM", " NOT BETWEEN SYMMETRIC "},
};

// LIKE, ILIKE and SIMILAR TO, by the operator that the grammar made of them.
std::string_view pattern_words(std::string_view kind, std::string_view op) {
  const bool negated = op.starts_with('!');
  if (kind == "AEXPR_LIKE") return negated ? " NOT LIKE " : " LIKE ";
  if (kind == "AEXPR_ILIKE") return negated ? " NOT ILIKE " : " ILIKE ";
  return negated ? " NOT SIMILAR TO " : " SIMILAR TO ";
}

bool is_pattern(std::string_view kind) {
  return kind == "AEXPR_LIKE" || kind == "AEXPR_ILIKE" || kind == "AEXPR_SIMILAR";
}

std::string_view last_name(const sql::Node& call) {
  const std::vector<sql::Node> name = call.list("funcname");
  return name.empty() ? "" : name.back().text();
}

}  // namespace

void SourcePrinter::operator_name(const std::vector<sql::Node>& name) {
  const std::string own =
      name.size() == 1 ? own_operator_schema(name[0].text(), names_) : std::string();
  if (own.empty() && is_plain_operator(name)) return text(name.back().text());
  text("OPERATOR(");
  ident(own.empty() ? name[0].text() : std::string_view(own));
  text(".");
  text(name.back().text());
  text(")");
}

void SourcePrinter::operation(const sql::Node& node) {
  const std::string_view kind = node.str("kind");
  const std::vector<sql::Node> name = node.list("name");
  const sql::Node left = node["lexpr"];
  const sql::Node right = node["rexpr"];
  const ir::TypeName operands = enum_of_operands(node);
  if (kind == "AEXPR_NULLIF") {
    text("NULLIF(");
    expression_as(left, operands);
    text(", ");
    expression_as(right, operands);
    return text(")");
  }
  text("(");
  if (left) {
    left_as(node, operands);
    text(" ");
  }
  for (const Between& between : kBetween) {
    if (between.kind != kind) continue;
    const std::vector<sql::Node> bounds = right.items();
    text(between.sql.substr(1));
    expression_as(bounds.at(0), operands);
    text(" AND ");
    expression_as(bounds.at(1), operands);
    return text(")");
  }
  if (is_pattern(kind)) {
    text(pattern_words(kind, name.back().text()).substr(1));
    // An ESCAPE, and every SIMILAR TO, comes as a call around the pattern.
    const bool wrapped = right.is("FuncCall") && (last_name(right) == "like_escape" ||
                                                  last_name(right) == "similar_to_escape");
    const std::vector<sql::Node> args =
        wrapped ? right.list("args") : std::vector<sql::Node>{right};
    expression(args.at(0));
    if (args.size() > 1) {
      text(" ESCAPE ");
      expression(args[1]);
    }
    return text(")");
  }
  if (kind == "AEXPR_IN") {
    text(name.back().text() == "<>" ? "NOT IN (" : "IN (");
    list_as(right.items(), operands);
    text(")");
    return text(")");
  }
  if (kind == "AEXPR_DISTINCT" || kind == "AEXPR_NOT_DISTINCT") {
    text(kind == "AEXPR_DISTINCT" ? "IS DISTINCT FROM " : "IS NOT DISTINCT FROM ");
    expression_as(right, operands);
    return text(")");
  }
  operator_name(name);
  text(" ");
  if (kind == "AEXPR_OP_ANY" || kind == "AEXPR_OP_ALL") {
    text(kind == "AEXPR_OP_ANY" ? "ANY (" : "ALL (");
    right_as(node, operands);
    return text("))");
  }
  expression_as(right, operands);
  text(")");
}

void SourcePrinter::boolean_operation(const sql::Node& node) {
  const std::string_view op = node.str("boolop");
  const std::vector<sql::Node> args = node.list("args");
  text("(");
  if (op == "NOT_EXPR") {
    text("NOT ");
    expression(args.at(0));
  } else {
    list(args, op == "AND_EXPR" ? " AND " : " OR ");
  }
  text(")");
}

}  // namespace pggit::bind
