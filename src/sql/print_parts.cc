#include "sql/print_parts.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "syntax/sql/lexer.h"

namespace pggit::sql {
namespace {

std::string deferral(const ir::Constraint& constraint) {
  if (!constraint.deferrable) return "";
  return constraint.initially_deferred ? " DEFERRABLE INITIALLY DEFERRED" : " DEFERRABLE";
}

const char* action_words(char action) {
  switch (action) {
    case 'r':
      return "RESTRICT";
    case 'c':
      return "CASCADE";
    case 'n':
      return "SET NULL";
    case 'd':
      return "SET DEFAULT";
    default:
      return "NO ACTION";
  }
}

// "&&" as it is, "app.=" as OPERATOR(app.=).
std::string operator_name(const std::string& op) {
  const std::size_t dot = op.rfind('.');
  return dot == std::string::npos || dot == 0 ? op : "OPERATOR(" + op + ")";
}

std::string foreign_key(const ir::Constraint& constraint) {
  const ir::ForeignKey& f = *constraint.foreign;
  std::string sql = "FOREIGN KEY (" + ident_list(constraint.columns) + ") REFERENCES " +
                    base::qualified(f.schema, f.table) + " (" + ident_list(f.columns) + ")";
  if (f.match == 'f') sql += " MATCH FULL";
  if (f.on_update != 'a') sql += std::string(" ON UPDATE ") + action_words(f.on_update);
  if (f.on_delete != 'a') sql += std::string(" ON DELETE ") + action_words(f.on_delete);
  if (!f.set_columns.empty()) sql += " (" + ident_list(f.set_columns) + ")";
  return sql;
}

std::string key_constraint(const ir::Constraint& constraint) {
  std::string sql = constraint.kind == ir::ConstraintKind::Primary ? "PRIMARY KEY" : "UNIQUE";
  if (constraint.nulls_not_distinct) sql += " NULLS NOT DISTINCT";
  sql += " (" + ident_list(constraint.columns) + ")";
  if (!constraint.include.empty()) sql += " INCLUDE (" + ident_list(constraint.include) + ")";
  if (!constraint.index_options.empty())
    sql += " WITH (" + option_list(constraint.index_options) + ")";
  return sql;
}

std::string exclusion(const ir::Constraint& constraint) {
  const ir::Exclusion& e = *constraint.exclusion;
  std::vector<std::string> elements;
  for (const ir::ExclusionElement& element : e.elements)
    elements.push_back(index_key(element.key) + " WITH " + operator_name(element.op));
  std::string sql =
      "EXCLUDE USING " + base::quote_ident(e.method) + " (" + base::join(elements, ", ") + ")";
  if (!constraint.include.empty()) sql += " INCLUDE (" + ident_list(constraint.include) + ")";
  if (!constraint.index_options.empty())
    sql += " WITH (" + option_list(constraint.index_options) + ")";
  return e.where ? sql + " WHERE (" + e.where->sql() + ")" : sql;
}

bool is_no_word_of_b_expr(std::string_view word) {
  static constexpr std::array kWords =
      std::to_array<std::string_view>({"and", "or", "not", "in", "is", "isnull", "notnull", "like",
                                       "ilike", "similar", "between", "collate", "at", "overlaps"});
  return !word.empty() && std::ranges::find(kWords, base::to_lower(word)) != kWords.end();
}

// Its sequence has the type of the column, unless ALTER SEQUENCE or LIKE gave it another.
bool has_type_of_its_own(const ir::Column& column) {
  return column.identity && column.identity->options.type != column.type.name;
}

std::string identity_clause(const ir::Column& column, const std::string& schema) {
  const ir::Identity& identity = *column.identity;
  std::string options = has_type_of_its_own(column) ? "" : " " + sequence_options(identity.options);
  return std::string(" GENERATED ") + (identity.always ? "ALWAYS" : "BY DEFAULT") +
         " AS IDENTITY (SEQUENCE NAME " + base::qualified(schema, identity.sequence) + options +
         ")";
}

}  // namespace

std::string ident_list(const std::vector<std::string>& names) {
  std::vector<std::string> quoted;
  for (const std::string& name : names) quoted.push_back(base::quote_ident(name));
  return base::join(quoted, ", ");
}

std::string literal_list(const std::vector<std::string>& texts) {
  std::vector<std::string> quoted;
  for (const std::string& text : texts) quoted.push_back(base::quote_literal(text));
  return quoted.empty() ? "''" : base::join(quoted, ", ");
}

std::string option_list(const ir::Options& options) {
  std::vector<std::string> parts;
  for (const auto& [name, value] : options)
    parts.push_back(name + "=" + base::quote_literal(value));
  return base::join(parts, ", ");
}

// A type is no option of ALTER SEQUENCE for identity columns, so that it is left to the caller.
std::string sequence_options(const ir::SequenceOptions& o) {
  return "START WITH " + std::to_string(o.start) + " INCREMENT BY " + std::to_string(o.increment) +
         " MINVALUE " + std::to_string(o.min) + " MAXVALUE " + std::to_string(o.max) + " CACHE " +
         std::to_string(o.cache) + (o.cycle ? " CYCLE" : " NO CYCLE");
}

std::string comment_value(const std::optional<std::string>& comment) {
  return comment ? base::quote_literal(*comment) : "NULL";
}

std::string table_name(const ir::Key& table) { return base::qualified(table.schema, table.name); }

std::string column_definition(const ir::Column& column, const std::string& schema) {
  std::string sql = base::quote_ident(column.name) + " " + column.type.sql();
  sql += foreign_options(column.foreign_options);
  if (!column.collation.empty()) sql += " COLLATE " + column.collation;
  if (column.generated) sql += " GENERATED ALWAYS AS (" + column.generated->sql() + ") STORED";
  if (column.identity) sql += identity_clause(column, schema);
  if (column.default_value) sql += " DEFAULT " + column_default(column.default_value->sql());
  if (column.not_null) sql += " NOT NULL";
  return sql;
}

std::string constraint_definition(const ir::Constraint& constraint) {
  std::string sql = "CONSTRAINT " + base::quote_ident(constraint.name) + " ";
  switch (constraint.kind) {
    case ir::ConstraintKind::Check:
      sql += "CHECK (" + constraint.check->sql() + ")";
      if (constraint.no_inherit) sql += " NO INHERIT";
      break;
    case ir::ConstraintKind::Primary:
    case ir::ConstraintKind::Unique:
      sql += key_constraint(constraint);
      break;
    case ir::ConstraintKind::Foreign:
      sql += foreign_key(constraint);
      break;
    case ir::ConstraintKind::Exclusion:
      sql += exclusion(constraint);
      break;
  }
  sql += deferral(constraint);
  return constraint.validated ? sql : sql + " NOT VALID";
}

std::string index_key(const ir::IndexKey& key) {
  std::string sql =
      key.expression ? "(" + key.expression->sql() + ")" : base::quote_ident(key.column);
  if (!key.collation.empty()) sql += " COLLATE " + key.collation;
  if (!key.opclass.empty()) sql += " " + key.opclass;
  if (key.descending) sql += " DESC";
  if (key.nulls_first != key.descending) sql += key.nulls_first ? " NULLS FIRST" : " NULLS LAST";
  return sql;
}

std::string constraint_over_index(const ir::Constraint& constraint, const std::string& index) {
  const bool is_primary = constraint.kind == ir::ConstraintKind::Primary;
  return "CONSTRAINT " + base::quote_ident(constraint.name) +
         (is_primary ? " PRIMARY KEY" : " UNIQUE") + " USING INDEX " + base::quote_ident(index) +
         deferral(constraint);
}

std::string comment_on_constraint(const std::string& table, const ir::Constraint& constraint) {
  return "COMMENT ON CONSTRAINT " + base::quote_ident(constraint.name) + " ON " + table + " IS " +
         comment_value(constraint.comment);
}

std::string column_default(const std::string& expression) {
  syntax::sql::Lexer lexer(expression, true);
  int depth = 0;
  while (!lexer.at_end()) {
    const char c = lexer.peek();
    if (c == '(' || c == '[') ++depth;
    if (c == ')' || c == ']') --depth;
    const std::string_view word = lexer.skip_token();
    if (depth == 0 && is_no_word_of_b_expr(word)) return "(" + expression + ")";
  }
  return expression;
}

std::string identity_sequence(const ir::Identity& identity, const std::string& schema) {
  return "ALTER SEQUENCE " + base::qualified(schema, identity.sequence) + " AS " +
         identity.options.type + " " + sequence_options(identity.options);
}

std::vector<std::string> further_attributes(const ir::Key& table, const ir::Column& column) {
  std::vector<std::string> statements = column_attributes(table_name(table), column);
  if (has_type_of_its_own(column))
    statements.push_back(identity_sequence(*column.identity, table.schema));
  return statements;
}

std::vector<std::string> column_attributes(const std::string& table, const ir::Column& column) {
  const std::string head =
      "ALTER TABLE " + table + " ALTER COLUMN " + base::quote_ident(column.name) + " SET ";
  std::vector<std::string> statements;
  if (!column.storage.empty()) statements.push_back(head + "STORAGE " + column.storage);
  if (!column.compression.empty()) statements.push_back(head + "COMPRESSION " + column.compression);
  if (column.statistics)
    statements.push_back(head + "STATISTICS " + std::to_string(*column.statistics));
  if (!column.options.empty()) statements.push_back(head + "(" + option_list(column.options) + ")");
  return statements;
}

const char* kind_words(ir::Kind kind) {
  switch (kind) {
    case ir::Kind::Schema:
      return "SCHEMA";
    case ir::Kind::Enum:
      return "TYPE";
    case ir::Kind::Sequence:
      return "SEQUENCE";
    case ir::Kind::Table:
      return "TABLE";
    case ir::Kind::Index:
      return "INDEX";
    case ir::Kind::View:
      return "VIEW";
    case ir::Kind::Function:
      return "ROUTINE";
    case ir::Kind::Trigger:
      return "TRIGGER";
    case ir::Kind::Extension:
      return "EXTENSION";
    case ir::Kind::Domain:
      return "DOMAIN";
    case ir::Kind::MaterializedView:
      return "MATERIALIZED VIEW";
    case ir::Kind::Composite:
    case ir::Kind::Range:
      return "TYPE";
    case ir::Kind::Statistics:
      return "STATISTICS";
    case ir::Kind::Rule:
      return "RULE";
    case ir::Kind::Policy:
      return "POLICY";
    case ir::Kind::DefaultGrants:
      return "DEFAULT PRIVILEGES";
    case ir::Kind::Operator:
      return "OPERATOR";
    case ir::Kind::Cast:
      return "CAST";
    case ir::Kind::Publication:
    case ir::Kind::PublishedTable:
    case ir::Kind::PublishedSchema:
      return "PUBLICATION";
    case ir::Kind::ForeignDataWrapper:
      return "FOREIGN DATA WRAPPER";
    case ir::Kind::ForeignServer:
      return "SERVER";
    case ir::Kind::UserMapping:
      return "USER MAPPING";
    case ir::Kind::Dictionary:
      return "TEXT SEARCH DICTIONARY";
    case ir::Kind::Configuration:
      return "TEXT SEARCH CONFIGURATION";
    case ir::Kind::Collation:
      return "COLLATION";
  }
  return "";
}

}  // namespace pggit::sql
