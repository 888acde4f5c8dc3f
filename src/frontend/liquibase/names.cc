#include "frontend/liquibase/names.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace pggit::frontend::liquibase {
namespace {

// Liquibase's list of PostgreSQL's reserved words; sorted.
constexpr std::array kReserved = std::to_array<std::string_view>({"ALL",
                                                                  "ANALYSE",
                                                                  "ANALYZE",
                                                                  "AND",
                                                                  "ANY",
                                                                  "ARRAY",
                                                                  "AS",
                                                                  "ASC",
                                                                  "ASYMMETRIC",
                                                                  "AUTHORIZATION",
                                                                  "BINARY",
                                                                  "BOTH",
                                                                  "CASE",
                                                                  "CAST",
                                                                  "CHECK",
                                                                  "COLLATE",
                                                                  "COLLATION",
                                                                  "COLUMN",
                                                                  "CONCURRENTLY",
                                                                  "CONSTRAINT",
                                                                  "CREATE",
                                                                  "CROSS",
                                                                  "CURRENT_CATALOG",
                                                                  "CURRENT_DATE",
                                                                  "CURRENT_ROLE",
                                                                  "CURRENT_SCHEMA",
                                                                  "CURRENT_TIME",
                                                                  "CURRENT_TIMESTAMP",
                                                                  "CURRENT_USER",
                                                                  "DEFAULT",
                                                                  "DEFERRABLE",
                                                                  "DESC",
                                                                  "DISTINCT",
                                                                  "DO",
                                                                  "ELSE",
                                                                  "END",
                                                                  "EXCEPT",
                                                                  "FALSE",
                                                                  "FETCH",
                                                                  "FOR",
                                                                  "FOREIGN",
                                                                  "FREEZE",
                                                                  "FROM",
                                                                  "FULL",
                                                                  "GRANT",
                                                                  "GROUP",
                                                                  "HAVING",
                                                                  "ILIKE",
                                                                  "IN",
                                                                  "INITIALLY",
                                                                  "INNER",
                                                                  "INTERSECT",
                                                                  "INTO",
                                                                  "IS",
                                                                  "ISNULL",
                                                                  "JOIN",
                                                                  "LATERAL",
                                                                  "LEADING",
                                                                  "LEFT",
                                                                  "LIKE",
                                                                  "LIMIT",
                                                                  "LOCALTIME",
                                                                  "LOCALTIMESTAMP",
                                                                  "NATURAL",
                                                                  "NOT",
                                                                  "NOTNULL",
                                                                  "NULL",
                                                                  "OFFSET",
                                                                  "ON",
                                                                  "ONLY",
                                                                  "OR",
                                                                  "ORDER",
                                                                  "OUTER",
                                                                  "OVERLAPS",
                                                                  "PLACING",
                                                                  "PRIMARY",
                                                                  "REFERENCES",
                                                                  "RETURNING",
                                                                  "RIGHT",
                                                                  "SELECT",
                                                                  "SESSION_USER",
                                                                  "SIMILAR",
                                                                  "SOME",
                                                                  "SYMMETRIC",
                                                                  "TABLE",
                                                                  "TABLESAMPLE",
                                                                  "THEN",
                                                                  "TO",
                                                                  "TRAILING",
                                                                  "TRUE",
                                                                  "UNION",
                                                                  "UNIQUE",
                                                                  "USER",
                                                                  "USING",
                                                                  "VARIADIC",
                                                                  "VERBOSE",
                                                                  "WHEN",
                                                                  "WHERE",
                                                                  "WINDOW",
                                                                  "WITH"});

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_plain(char c) { return is_lower(c) || is_upper(c) || is_digit(c) || c == '_'; }

bool is_reserved(std::string_view name) {
  std::string upper(name);
  for (char& c : upper)
    if (is_lower(c)) c = char(c - 'a' + 'A');
  return std::ranges::binary_search(kReserved, std::string_view(upper));
}

bool needs_quotes(std::string_view name, Quoting quoting) {
  if (quoting == Quoting::Everything) return true;
  if (name.empty() || is_digit(name[0]) || !std::ranges::all_of(name, is_plain)) return true;
  if (is_reserved(name)) return true;
  return quoting == Quoting::Legacy && std::ranges::any_of(name, is_lower) &&
         std::ranges::any_of(name, is_upper);
}

bool is_in_quotes(std::string_view name) {
  return name.size() > 2 && name.starts_with('"') && name.ends_with('"');
}

}  // namespace

std::string Names::quoted(std::string_view name) const {
  name = base::trim(name);
  if (is_in_quotes(name) || !needs_quotes(name, quoting)) return std::string(name);
  std::string out = "\"";
  for (const char c : name) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

std::string Names::qualified(std::string_view given, std::string_view name) const {
  const std::string in = schema_or(given);
  return in.empty() ? quoted(name) : quoted(in) + "." + quoted(name);
}

std::string Names::list(std::string_view names) const {
  std::string out;
  for (const std::string_view name : base::split(names, ','))
    out += (out.empty() ? "" : ", ") + quoted(name);
  return out;
}

std::string Names::stored(std::string_view name) const {
  name = base::trim(name);
  if (is_in_quotes(name)) return std::string(name.substr(1, name.size() - 2));
  return needs_quotes(name, quoting) ? std::string(name) : base::to_lower(name);
}

std::string literal(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') out += c;
    out += c;
  }
  return out + "'";
}

}  // namespace pggit::frontend::liquibase
