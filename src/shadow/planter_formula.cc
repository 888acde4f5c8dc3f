// From a parse tree to a formula.
#include "base/text.h"
#include "shadow/planter_checks.h"

namespace pggit::shadow {
namespace {

using Op = Formula::Op;

Formula formula(Op op, std::vector<Formula> parts = {}, std::string name = "") {
  Formula out;
  out.op = op;
  out.name = std::move(name);
  out.parts = std::move(parts);
  return out;
}

Formula constant(Value value) {
  Formula out = formula(Op::Constant);
  out.constant = std::move(value);
  return out;
}

Formula read(const sql::Node& node);

std::vector<Formula> read_all(const std::vector<sql::Node>& nodes) {
  std::vector<Formula> out;
  for (const sql::Node& node : nodes) out.push_back(read(node));
  return out;
}

Formula read_constant(const sql::Node& node) {
  if (node.flag("isnull")) return constant(Value::null());
  if (node.has("sval")) return constant(Value::of(std::string(node["sval"].str("sval"))));
  if (node.has("boolval")) return constant(Value::of(node["boolval"].flag("boolval")));
  if (node.has("bsval")) return {};
  if (node.has("fval")) {
    const auto number = to_number(std::string(node["fval"].str("fval")));
    return number ? constant(Value::of(*number)) : Formula{};
  }
  return constant(Value::of(static_cast<long double>(node["ival"].num("ival"))));
}

std::string last_name(const std::vector<sql::Node>& names) {
  return names.empty() ? "" : std::string(names.back().text());
}

bool is_number_type(const std::string& name) {
  for (const char* known : {"int2", "int4", "int8", "numeric", "float4", "float8"}) {
    if (name == known) return true;
  }
  return false;
}
bool is_text_type(const std::string& name) {
  return name == "text" || name == "varchar" || name == "bpchar" || name == "citext";
}

Formula read_cast(const sql::Node& node) {
  Formula arg = read(node["arg"]);
  const sql::Node type = node["typeName"];
  const std::string name = last_name(type.list("names"));
  if (!type.list("arrayBounds").empty()) return arg;  // ARRAY[...]::text[]; '{...}' stays a text
  if (is_number_type(name)) return formula(Op::ToNumber, {std::move(arg)});
  if (is_text_type(name)) return formula(Op::ToText, {std::move(arg)});
  // 'x'::app.mood, '2020-01-01'::date: as texts, which both sides of a comparison are then.
  const bool is_plain = arg.op == Op::Constant || arg.op == Op::Column;
  if (name == "bool") return is_plain && arg.op == Op::Column ? arg : Formula{};
  return is_plain ? arg : Formula{};
}

// The elements of ARRAY[...], through casts, or of the items of IN.
std::optional<std::vector<Formula>> elements(const sql::Node& node) {
  if (node.is("TypeCast")) return elements(node["arg"]);
  if (node.is("A_ArrayExpr")) return read_all(node.list("elements"));
  if (node.is("List")) return read_all(node.items());
  return std::nullopt;
}

Formula one_of(Op op, const std::string& name, const sql::Node& left, const sql::Node& right) {
  const auto others = elements(right);
  if (!others) return {};
  std::vector<Formula> parts{read(left)};
  parts.insert(parts.end(), others->begin(), others->end());
  return formula(op, std::move(parts), name);
}

Formula read_between(const sql::Node& node, bool negated) {
  const std::vector<sql::Node> bounds = node["rexpr"].items();
  if (bounds.size() != 2) return {};
  Formula both =
      formula(Op::And, {formula(Op::Compare, {read(node["lexpr"]), read(bounds[0])}, ">="),
                        formula(Op::Compare, {read(node["lexpr"]), read(bounds[1])}, "<=")});
  return negated ? formula(Op::Not, {std::move(both)}) : both;
}

Formula read_match(const sql::Node& node, const std::string& name) {
  const Formula right = read(node["rexpr"]);
  const Formula* constant = &right;
  while (constant->op == Op::ToText) constant = &constant->parts[0];
  if (constant->op != Op::Constant || constant->constant.kind != Value::Kind::Text) return {};
  const bool negated = name.starts_with("!");
  const bool ignores_case = name.ends_with("*");
  const std::string word = name.substr(negated ? 1 : 0);
  const std::string& text = constant->constant.text;
  std::optional<Pattern> pattern = word.starts_with("~~") ? Pattern::from_like(text, ignores_case)
                                                          : Pattern::read(text, ignores_case);
  if (!pattern) return {};
  Formula out = formula(Op::Matches, {read(node["lexpr"])});
  out.pattern = std::make_shared<const Pattern>(std::move(*pattern));
  return negated ? formula(Op::Not, {std::move(out)}) : out;
}

Formula read_operator(const sql::Node& node, std::string name) {
  if (name == "!=") name = "<>";
  for (const char* known : {"=", "<>", "<", "<=", ">", ">="}) {
    if (name == known)
      return formula(Op::Compare, {read(node["lexpr"]), read(node["rexpr"])}, name);
  }
  for (const char* known : {"~", "~*", "!~", "!~*", "~~", "!~~", "~~*", "!~~*"}) {
    if (name == known) return read_match(node, name);
  }
  if (name == "||") return formula(Op::Concatenate, {read(node["lexpr"]), read(node["rexpr"])});
  for (const char* known : {"+", "-", "*", "/", "%"}) {
    if (name != known) continue;
    Formula left = node.has("lexpr") ? read(node["lexpr"]) : constant(Value::of(0.0L));
    return formula(Op::Calculate, {std::move(left), read(node["rexpr"])}, name);
  }
  return {};
}

Formula read_operation(const sql::Node& node) {
  const std::string_view kind = node.str("kind");
  const std::string name = last_name(node.list("name"));
  if (kind == "AEXPR_OP") return read_operator(node, name);
  if (kind == "AEXPR_OP_ANY") return one_of(Op::AnyOf, name, node["lexpr"], node["rexpr"]);
  if (kind == "AEXPR_OP_ALL") return one_of(Op::AllOf, name, node["lexpr"], node["rexpr"]);
  if (kind == "AEXPR_IN")
    return one_of(name == "=" ? Op::AnyOf : Op::AllOf, name, node["lexpr"], node["rexpr"]);
  if (kind == "AEXPR_BETWEEN") return read_between(node, false);
  if (kind == "AEXPR_NOT_BETWEEN") return read_between(node, true);
  if (kind == "AEXPR_LIKE" || kind == "AEXPR_ILIKE") return read_match(node, name);
  if (kind == "AEXPR_DISTINCT" || kind == "AEXPR_NOT_DISTINCT") {
    Formula distinct = formula(Op::Distinct, {read(node["lexpr"]), read(node["rexpr"])});
    return kind == "AEXPR_DISTINCT" ? distinct : formula(Op::Not, {std::move(distinct)});
  }
  return {};
}

Formula read_boolean(const sql::Node& node) {
  std::vector<Formula> parts = read_all(node.list("args"));
  const std::string_view op = node.str("boolop");
  if (op == "AND_EXPR") return formula(Op::And, std::move(parts));
  if (op == "OR_EXPR") return formula(Op::Or, std::move(parts));
  return formula(Op::Not, std::move(parts));
}

Formula read_boolean_test(const sql::Node& node) {
  const std::string_view test = node.str("booltesttype");
  const bool negated = test.starts_with("IS_NOT_");
  Formula arg = read(node["arg"]);
  Formula out = test.ends_with("UNKNOWN") ? formula(Op::IsNull, {std::move(arg)})
                                          : formula(Op::IsTrue, {std::move(arg)},
                                                    test.ends_with("TRUE") ? "TRUE" : "FALSE");
  return negated ? formula(Op::Not, {std::move(out)}) : out;
}

// The day of the test run is some day after 2024 and before 9999, which is all that is used of it.
Formula today() { return constant(Value::of(std::string("2025-01-01"))); }

Formula read_call(const sql::Node& node) {
  const std::string name = last_name(node.list("funcname"));
  if (node.list("args").empty() && (name == "now" || name == "transaction_timestamp"))
    return today();
  return formula(Op::Call, read_all(node.list("args")), name);
}

Formula read(const sql::Node& node) {
  const std::string_view kind = node.kind();
  if (kind == "A_Const") return read_constant(node);
  if (kind == "ColumnRef") return formula(Op::Column, {}, last_name(node.list("fields")));
  if (kind == "TypeCast") return read_cast(node);
  if (kind == "CollateClause") return read(node["arg"]);
  if (kind == "A_Expr") return read_operation(node);
  if (kind == "BoolExpr") return read_boolean(node);
  if (kind == "BooleanTest") return read_boolean_test(node);
  if (kind == "NullTest") {
    Formula out = formula(Op::IsNull, {read(node["arg"])});
    return node.str("nulltesttype") == "IS_NULL" ? out : formula(Op::Not, {std::move(out)});
  }
  if (kind == "CoalesceExpr") return formula(Op::Call, read_all(node.list("args")), "coalesce");
  if (kind == "FuncCall") return read_call(node);
  if (kind == "SQLValueFunction" && node.str("op").starts_with("SVFOP_CURRENT_")) {
    const std::string_view op = node.str("op");
    if (op == "SVFOP_CURRENT_DATE" || op.starts_with("SVFOP_CURRENT_TIMESTAMP")) return today();
  }
  return {};
}

}  // namespace

Formula read_formula(sql::Parser& parser, const std::string& sql) {
  const auto tree = parser.parse_expression(sql);
  return tree ? read(tree->root()) : Formula{};
}

}  // namespace pggit::shadow
