#include "rollback/lossless.h"

#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "sql/parse.h"

namespace pggit::rollback {
namespace {

// "character varying(50)" -> 50; -1 without a length.
int length_of(const std::string& type) {
  const std::size_t open = type.find('(');
  return open == std::string::npos ? -1 : std::atoi(type.c_str() + open + 1);
}

bool is_built_in_scalar(const ir::TypeName& type) { return type.schema.empty() && !type.is_array; }

bool is_whole_number(const ir::TypeName& type) {
  return is_built_in_scalar(type) &&
         (type.name == "smallint" || type.name == "integer" || type.name == "bigint");
}

bool is_varying(const ir::TypeName& type) {
  return is_built_in_scalar(type) && type.name.starts_with("character varying");
}

bool is_any_text(const ir::TypeName& type) {
  return (is_built_in_scalar(type) && type.name == "text") ||
         (is_varying(type) && length_of(type.name) < 0);
}

// Each value has one text, which is read as that value again, whatever the settings of the session.
bool has_plain_text(const ir::TypeName& type) {
  return is_whole_number(type) ||
         (is_built_in_scalar(type) && (type.name == "uuid" || type.name == "boolean"));
}

// Domains are left out: they refuse values, and change none.
ir::TypeName beneath_domains(ir::TypeName type, const catalog::Catalog& catalog) {
  while (!type.is_array) {
    const auto* domain = catalog.get<ir::Domain>({ir::Kind::Domain, type.schema, type.name, ""});
    if (!domain) break;
    type = domain->type;
  }
  return type;
}

bool is_enum(const ir::TypeName& type, const catalog::Catalog& catalog) {
  return !type.is_array && catalog.get<ir::Enum>({ir::Kind::Enum, type.schema, type.name, ""});
}

// The last name of each type that the column is cast to, the last cast first: `a::text::app.mood` gives mood and text. Nothing
// where more is done than that.
std::optional<std::vector<std::string>> casts_of(const ir::Expression& expression,
                                                 const std::string& column) {
  static thread_local sql::Parser parser;
  const auto tree = parser.parse_expression(expression.sql());
  if (!tree) return std::nullopt;
  std::vector<std::string> casts;
  sql::Node node = tree->root();
  for (; node.is("TypeCast"); node = node["arg"]) {
    const std::vector<sql::Node> names = node["typeName"].list("names");
    if (names.empty() || node["typeName"].has("typmods")) return std::nullopt;
    casts.emplace_back(names.back().text());
  }
  const std::vector<sql::Node> fields = node.list("fields");
  if (!node.is("ColumnRef") || fields.empty() || fields.back().text() != column)
    return std::nullopt;
  return casts;
}

bool is_text_name(const std::string& name) { return name == "text" || name == "varchar"; }

// Between enumerations by way of text.
bool goes_over_text(const ir::SetColumnType& op) {
  const auto casts = op.using_expression ? casts_of(*op.using_expression, op.column) : std::nullopt;
  return casts && casts->size() == 2 && is_text_name((*casts)[1]) && (*casts)[0] == op.type.name;
}

bool is_name_of(const std::string& cast, const ir::TypeName& type) {
  if (is_whole_number(type)) return cast == "int2" || cast == "int4" || cast == "int8";
  return is_any_text(type) || is_varying(type) ? is_text_name(cast) : cast == type.name;
}

// As without a USING: it casts the column once, to the type that it gets.
bool is_plain(const ir::SetColumnType& op) {
  if (!op.using_expression) return true;
  const auto casts = casts_of(*op.using_expression, op.column);
  return casts && (casts->empty() || (casts->size() == 1 && is_name_of(casts->front(), op.type)));
}

bool keeps_each_value(const ir::TypeName& from, const ir::TypeName& to) {
  if (from == to || (is_whole_number(from) && is_whole_number(to))) return true;
  if (is_varying(from) && is_varying(to) && length_of(from.name) >= 0)
    return length_of(to.name) < 0 || length_of(to.name) >= length_of(from.name);
  if (is_varying(from) || is_any_text(from)) return is_any_text(to);
  return is_built_in_scalar(from) && is_built_in_scalar(to) && from.name == "date" &&
         to.name == "timestamp without time zone";
}

}  // namespace

bool is_lossless(const ir::SetColumnType& op, const ir::Column& column,
                 const catalog::Catalog& before, bool values_stay) {
  const ir::TypeName& from = column.type;
  if (is_enum(from, before)) {
    if (!values_stay) return false;
    return is_enum(op.type, before) ? goes_over_text(op) : is_any_text(op.type) && is_plain(op);
  }
  const ir::TypeName source = beneath_domains(from, before);
  const ir::TypeName target = beneath_domains(op.type, before);
  if (has_plain_text(source) && (is_any_text(target) || is_varying(target)))
    return values_stay && is_plain(op);
  return is_plain(op) && keeps_each_value(source, target);
}

bool may_refer(const ir::TypeName& a, const ir::TypeName& b) {
  const auto is_text = [](const ir::TypeName& type) {
    return is_any_text(type) || is_varying(type);
  };
  return a == b || (is_whole_number(a) && is_whole_number(b)) || (is_text(a) && is_text(b));
}

}  // namespace pggit::rollback
