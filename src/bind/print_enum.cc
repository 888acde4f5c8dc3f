// String constants that PostgreSQL takes for labels of an enumeration: it keeps the label's identity, which follows
// ALTER TYPE ... RENAME VALUE, so that the source form says the type.
//
//   status = 'open'                  =>   (status = CAST('open' AS app.status))
//   DEFAULT 'open'                   =>   DEFAULT CAST('open' AS app.status)
//
// Only where PostgreSQL would give the constant that very type (coerce_type in parse_coerce.c), so that both texts make
// the same tree. Where we cannot tell, the constant stays as it is.
#include <algorithm>

#include "bind/source_printer.h"
#include "bind/type_name.h"

namespace pggit::bind {
namespace {

ir::TypeName element_of(ir::TypeName array) {
  array.is_array = false;
  return array;
}

bool is_string(const sql::Node& node) { return node.is("A_Const") && node.has("sval"); }

// Operators that take one type on both sides; those on arrays of anything are among them.
bool is_of_one_type(std::string_view op) {
  for (const char* one : {"=", "<>", "<", ">", "<=", ">=", "@>", "<@", "&&"}) {
    if (op == one) return true;
  }
  return false;
}

}  // namespace

bool SourcePrinter::is_enum(const ir::TypeName& type) const {
  return names_.catalog && !type.schema.empty() &&
         names_.catalog->get<ir::Enum>({ir::Kind::Enum, type.schema, type.name, ""});
}

ir::TypeName SourcePrinter::enum_of_call(const sql::Node& call) const {
  const std::vector<sql::Node> name = call.list("funcname");
  const std::string_view schema = name.size() > 1 ? name[name.size() - 2].text() : "";
  ir::TypeName result;
  for (const ir::Key& key : names_.functions(schema, name.back().text())) {
    const ir::Function& function = *names_.catalog->get<ir::Function>(key);
    if (result.is_known() && result != function.returns) return {};
    result = function.returns;
  }
  return is_enum(result) ? result : ir::TypeName();
}

ir::TypeName SourcePrinter::enum_of(const sql::Node& node) const {
  if (node.is("FuncCall")) return enum_of_call(node);
  if (node.is("CoalesceExpr") || node.is("MinMaxExpr")) return enum_among(node.list("args"));
  if (node.is("A_ArrayExpr")) {
    ir::TypeName of_elements = enum_among(node.list("elements"));
    of_elements.is_array = of_elements.is_known();
    return of_elements;
  }
  if (node.is("CaseExpr")) return enum_among(case_results(node));
  if (node.is("A_Expr") && node.str("kind") == "AEXPR_NULLIF") return enum_of(node["lexpr"]);
  if (node.is("A_Indirection")) {
    const std::vector<sql::Node> steps = node.list("indirection");
    const bool is_element =
        steps.size() == 1 && steps[0].is("A_Indices") && !steps[0].flag("is_slice");
    const ir::TypeName array = is_element ? enum_of(node["arg"]) : ir::TypeName();
    return array.is_array ? element_of(array) : ir::TypeName();
  }
  const ir::TypeName type = known(node).type;
  return is_enum(type) ? type : ir::TypeName();
}

ir::TypeName SourcePrinter::enum_among(const std::vector<sql::Node>& siblings) const {
  for (const sql::Node& node : siblings) {
    if (ir::TypeName type = enum_of(node); type.is_known()) return type;
  }
  return {};
}

std::vector<sql::Node> SourcePrinter::case_results(const sql::Node& node) {
  std::vector<sql::Node> results;
  for (const sql::Node& when : node.list("args")) results.push_back(when["result"]);
  if (node.has("defresult")) results.push_back(node["defresult"]);
  return results;
}

void SourcePrinter::expression_as(const sql::Node& node, const ir::TypeName& wanted) {
  if (!is_string(node) || !is_enum(wanted)) return expression(node);
  text("CAST(");
  expression(node);
  text(" AS ");
  type(wanted);
  text(")");
}

void SourcePrinter::list_as(const std::vector<sql::Node>& nodes, const ir::TypeName& wanted) {
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (i > 0) text(", ");
    expression_as(nodes[i], wanted);
  }
}

// The elements of ARRAY['a', 'b']::status[], which become labels one by one.
bool SourcePrinter::array_as(const sql::Node& node, const ir::TypeName& wanted) {
  if (!node.is("A_ArrayExpr") || !wanted.is_array || !is_enum(wanted)) return false;
  const std::vector<sql::Node> elements = node.list("elements");
  if (!std::ranges::all_of(elements, is_string)) return false;
  text("ARRAY[");
  list_as(elements, element_of(wanted));
  text("]");
  return true;
}

ir::TypeName SourcePrinter::enum_of_operands(const sql::Node& node) const {
  const std::string_view kind = node.str("kind");
  const std::vector<sql::Node> name = node.list("name");
  if (name.size() != 1 || !node.has("lexpr")) return {};
  const bool compares = kind == "AEXPR_OP" || kind == "AEXPR_DISTINCT" ||
                        kind == "AEXPR_NOT_DISTINCT" || kind == "AEXPR_NULLIF" ||
                        kind == "AEXPR_OP_ANY" || kind == "AEXPR_OP_ALL";
  if (compares && !is_of_one_type(name[0].text())) return {};
  std::vector<sql::Node> operands{node["lexpr"]};
  if (node["rexpr"].is("List")) {
    std::ranges::copy(node["rexpr"].items(), std::back_inserter(operands));
  } else {
    operands.push_back(node["rexpr"]);
  }
  return enum_among(operands);
}

void SourcePrinter::left_as(const sql::Node& node, const ir::TypeName& operands) {
  const std::string_view kind = node.str("kind");
  const bool over_array = kind == "AEXPR_OP_ANY" || kind == "AEXPR_OP_ALL";
  expression_as(node["lexpr"], over_array ? element_of(operands) : operands);
}

void SourcePrinter::right_as(const sql::Node& node, ir::TypeName operands) {
  const std::string_view kind = node.str("kind");
  const bool over_array = kind == "AEXPR_OP_ANY" || kind == "AEXPR_OP_ALL";
  if (over_array && !operands.is_array) operands.is_array = true;
  expression_as(node["rexpr"], operands);
}

}  // namespace pggit::bind
