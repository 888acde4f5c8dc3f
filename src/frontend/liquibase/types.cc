#include "frontend/liquibase/types.h"

#include <algorithm>
#include <map>
#include <vector>

#include "base/text.h"

namespace pggit::frontend::liquibase {
namespace {

enum class Parameters { Kept, Dropped };

struct Known {
  const char* sql = nullptr;
  TypeFamily family = TypeFamily::Other;
  Parameters parameters = Parameters::Dropped;
  bool counts = false;
};

using F = TypeFamily;
using P = Parameters;

// Measured with Liquibase 4.28: what a column of each type becomes.
const std::map<std::string_view, Known>& known_types() {
  constexpr Known kBig{"BIGINT", F::Number};
  constexpr Known kInt{"INTEGER", F::Number};
  constexpr Known kSmall{"SMALLINT", F::Number};
  constexpr Known kNumeric{"numeric", F::Number, P::Kept};
  constexpr Known kDecimal{"DECIMAL", F::Number, P::Kept};
  constexpr Known kBoolean{"BOOLEAN", F::Boolean};
  constexpr Known kChar{"CHAR", F::Text, P::Kept};
  constexpr Known kVarchar{"VARCHAR", F::Text, P::Kept};
  constexpr Known kText{"TEXT", F::Text};
  constexpr Known kOid{"OID", F::Other};
  constexpr Known kBytes{"BYTEA", F::Other};
  constexpr Known kTimestamp{"TIMESTAMP", F::Timestamp, P::Kept};
  constexpr Known kTime{"time", F::Time, P::Kept};
  constexpr Known kDate{"date", F::Date};
  constexpr Known kDouble{"DOUBLE PRECISION", F::Number};
  constexpr Known kFloat{"FLOAT", F::Number, P::Kept};
  constexpr Known kUuid{"UUID", F::Uuid};
  static const std::map<std::string_view, Known> known = {
      {"bigint", kBig},
      {"int8", kBig},
      {"java.sql.types.bigint", kBig},
      {"java.lang.long", kBig},
      {"java.math.biginteger", kBig},
      {"serial8", {"BIGINT", F::Number, P::Dropped, true}},
      {"bigserial", {"BIGINT", F::Number, P::Dropped, true}},
      {"int", kInt},
      {"integer", kInt},
      {"int4", kInt},
      {"java.sql.types.integer", kInt},
      {"java.lang.integer", kInt},
      {"serial", {"INTEGER", F::Number, P::Dropped, true}},
      {"serial4", {"INTEGER", F::Number, P::Dropped, true}},
      {"smallint", kSmall},
      {"int2", kSmall},
      {"tinyint", kSmall},
      {"java.sql.types.tinyint", kSmall},
      {"java.sql.types.smallint", kSmall},
      {"smallserial", {"SMALLINT", F::Number, P::Dropped, true}},
      {"number", kNumeric},
      {"numeric", kNumeric},
      {"java.sql.types.numeric", kNumeric},
      {"decimal", kDecimal},
      {"java.sql.types.decimal", kDecimal},
      {"java.math.bigdecimal", kDecimal},
      {"currency", {"DECIMAL", F::Number}},
      {"money", {"DECIMAL", F::Number}},
      {"boolean", kBoolean},
      {"bool", kBoolean},
      {"java.sql.types.boolean", kBoolean},
      {"java.lang.boolean", kBoolean},
      {"bit", {"BIT", F::Bit, P::Kept}},
      {"char", kChar},
      {"character", kChar},
      {"bpchar", kChar},
      {"java.sql.types.char", kChar},
      {"nchar", {"NCHAR", F::Text, P::Kept}},
      {"java.sql.types.nchar", {"NCHAR", F::Text, P::Kept}},
      {"varchar", kVarchar},
      {"varchar2", kVarchar},
      {"nvarchar", kVarchar},
      {"nvarchar2", kVarchar},
      {"character varying", kVarchar},
      {"java.sql.types.varchar", kVarchar},
      {"java.sql.types.nvarchar", kVarchar},
      {"java.lang.string", kVarchar},
      {"clob", kText},
      {"text", kText},
      {"longtext", kText},
      {"mediumtext", kText},
      {"tinytext", kText},
      {"ntext", kText},
      {"nclob", kText},
      {"longvarchar", kText},
      {"longnvarchar", kText},
      {"java.sql.types.clob", kText},
      {"java.sql.types.nclob", kText},
      {"java.sql.types.longvarchar", kText},
      {"java.sql.types.longnvarchar", kText},
      {"blob", kOid},
      {"java.sql.types.blob", kOid},
      {"longblob", kBytes},
      {"mediumblob", kBytes},
      {"tinyblob", kBytes},
      {"image", kBytes},
      {"binary", kBytes},
      {"varbinary", kBytes},
      {"longvarbinary", kBytes},
      {"bytea", kBytes},
      {"java.sql.types.binary", kBytes},
      {"java.sql.types.varbinary", kBytes},
      {"java.sql.types.longvarbinary", kBytes},
      {"datetime", kTimestamp},
      {"timestamp", kTimestamp},
      {"timestamptz", kTimestamp},
      {"smalldatetime", kTimestamp},
      {"datetime2", kTimestamp},
      {"java.util.date", kTimestamp},
      {"java.sql.timestamp", kTimestamp},
      {"java.sql.types.timestamp", kTimestamp},
      {"java.sql.types.timestamp_with_timezone", kTimestamp},
      {"date", kDate},
      {"java.sql.date", kDate},
      {"java.sql.types.date", kDate},
      {"time", kTime},
      {"timetz", kTime},
      {"java.sql.types.time", kTime},
      {"java.sql.time", kTime},
      {"double", kDouble},
      {"java.sql.types.double", kDouble},
      {"java.lang.double", kDouble},
      {"float", kFloat},
      {"java.sql.types.float", kFloat},
      {"java.lang.float", kFloat},
      {"java.sql.types.real", kFloat},
      {"real", {"REAL", F::Number}},
      {"uuid", kUuid},
      {"uniqueidentifier", kUuid},
      {"java.util.uuid", kUuid},
      {"xml", {"XML", F::Other}},
  };
  return known;
}

// "varchar(20 char) rest": name, what stands in parentheses, what follows.
struct Parts {
  std::string name;
  std::vector<std::string> parameters;
  std::string rest;
};

Parts parts_of(std::string_view text) {
  Parts parts;
  const std::size_t open = text.find('(');
  const std::size_t close = open == text.npos ? text.npos : text.find(')', open);
  if (close != text.npos) {
    parts.name = base::trim(text.substr(0, open));
    parts.rest = base::trim(text.substr(close + 1));
    for (const auto one : base::split(text.substr(open + 1, close - open - 1), ','))
      parts.parameters.emplace_back(base::trim(one));
    // An array: its brackets go with the name, before the parentheses.
    if (parts.rest.starts_with("[]")) {
      parts.name += "[]";
      parts.rest = base::trim(std::string_view(parts.rest).substr(2));
    }
    return parts;
  }
  const std::string lower = base::to_lower(text);
  for (const std::string_view whole : {"character varying", "double precision"}) {
    if (!lower.starts_with(whole)) continue;
    parts.name = whole;
    parts.rest = base::trim(text.substr(whole.size()));
    return parts;
  }
  const std::size_t space = text.find(' ');
  parts.name = text.substr(0, space);
  if (space != text.npos) parts.rest = base::trim(text.substr(space));
  return parts;
}

std::string with_parameters(std::string name, const std::vector<std::string>& parameters) {
  if (parameters.empty()) return name;
  return name + "(" + base::join(parameters, ", ") + ")";
}

std::string with_zone(const Parts& parts, std::string_view lower, std::string sql) {
  const bool has_zone = lower.ends_with("tz") || lower.ends_with("with_timezone") ||
                        (lower == "time" && base::to_lower(parts.rest).starts_with("with "));
  const bool said = !parts.rest.empty() && lower != "time";
  if (said) return sql + " " + parts.rest;
  return sql + (has_zone ? " WITH TIME ZONE" : " WITHOUT TIME ZONE");
}

bool is_too_precise(const std::vector<std::string>& parameters) {
  return !parameters.empty() && parameters[0].size() >= 4 && parameters[0] > "1000" &&
         std::ranges::all_of(parameters[0], [](char c) { return c >= '0' && c <= '9'; });
}

// "20 char" and "20char" of Oracle.
void drop_unit(std::vector<std::string>& parameters) {
  if (parameters.empty()) return;
  std::string& first = parameters.front();
  for (const std::string_view unit : {"char", "byte"}) {
    if (!base::ends_with_ignoring_case(first, unit) || first.size() == unit.size()) continue;
    first = std::string(base::trim(first.substr(0, first.size() - unit.size())));
  }
}

std::string upper(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = char(c - 'a' + 'A');
  return text;
}

}  // namespace

Type type_of(std::string_view text) {
  Parts parts = parts_of(base::trim(text));
  const std::string lower = base::to_lower(parts.name);
  const auto found = known_types().find(lower == "double precision" ? "double" : lower);
  if (found == known_types().end()) {
    const std::string sql = with_parameters(upper(parts.name), parts.parameters);
    return {parts.rest.empty() ? sql : sql + " " + parts.rest, F::Other};
  }
  const Known& known = found->second;
  Type type{known.sql, known.family, known.counts};
  if (known.family == F::Text) drop_unit(parts.parameters);
  if (known.parameters == P::Kept && !(type.sql == "numeric" && is_too_precise(parts.parameters)))
    type.sql = with_parameters(type.sql, parts.parameters);
  if (type.sql == "VARCHAR(2147483647)") type.sql = "CHARACTER VARYING";
  if (known.family == F::Timestamp || known.family == F::Time) {
    type.sql = with_zone(parts, lower, type.sql);
  } else if (!parts.rest.empty() && type.sql != "INTEGER") {
    type.sql += " " + parts.rest;
  }
  return type;
}

}  // namespace pggit::frontend::liquibase
