#include "frontend/liquibase/column.h"

#include <algorithm>

#include "base/text.h"
#include "frontend/liquibase/values.h"

namespace pggit::frontend::liquibase {
namespace {

std::string upper(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = char(c - 'a' + 'A');
  return text;
}

std::string identity(const Element& column) {
  std::string kind = upper(std::string(base::trim(text_of(column, "generationType"))));
  if (kind.empty()) kind = "BY DEFAULT";
  std::string sql = " GENERATED " + kind + " AS IDENTITY";
  const std::string start = text_of(column, "startWith");
  const std::string step = text_of(column, "incrementBy");
  std::string options;
  if (!start.empty()) options += "START WITH " + start;
  if (!step.empty()) options += (options.empty() ? "" : " ") + ("INCREMENT BY " + step);
  return options.empty() ? sql : sql + " (" + options + ")";
}

// "person(id)" gets the schema that it does not name.
std::string referenced(const Element& constraints, Rendering& r) {
  const std::string table = text_of(constraints, "referencedTableName");
  if (!table.empty()) {
    return r.names.qualified(text_of(constraints, "referencedTableSchemaName"), table) + "(" +
           r.names.list(text_of(constraints, "referencedColumnNames")) + ")";
  }
  const std::string references = text_of(constraints, "references");
  const std::size_t open = references.find('(');
  const bool has_schema = references.substr(0, open).find('.') != std::string::npos;
  if (references.empty() || has_schema) return references;
  if (r.names.schema.empty()) return references;
  return r.names.quoted(r.names.schema) + "." + references;
}

}  // namespace

ColumnType column_type(const Element& column, Rendering& r) {
  const std::string said = text_of(column, "type");
  if (said.empty())
    r.report(base::Severity::Error, "column `" + text_of(column, "name") + "` has no type; add it");
  const Type type = type_of(said);
  ColumnType out{type.sql, default_value(column, type, r.names)};
  if (type.counts || is_true(column, "autoIncrement")) {
    out.sql += identity(column);
    out.default_sql.reset();
  }
  return out;
}

std::optional<std::string> foreign_key_of(const Element& constraints, const std::string& column,
                                          Rendering& r) {
  const std::string to = referenced(constraints, r);
  if (to.empty()) return std::nullopt;
  const std::string name = text_of(constraints, "foreignKeyName");
  if (name.empty()) {
    r.report(base::Severity::Error, "a foreign key of a column needs a foreignKeyName; add it");
    return std::nullopt;
  }
  std::string sql =
      "CONSTRAINT " + r.names.quoted(name) + " FOREIGN KEY (" + column + ") REFERENCES " + to;
  if (is_true(constraints, "deleteCascade")) sql += " ON DELETE CASCADE";
  if (is_true(constraints, "initiallyDeferred")) sql += " INITIALLY DEFERRED";
  if (is_true(constraints, "deferrable")) sql += " DEFERRABLE";
  return sql;
}

void add_column_remarks(const Element& column, Rendering& r) {
  const std::string remarks = text_of(column, "remarks");
  if (remarks.empty()) return;
  r.add("COMMENT ON COLUMN " + r.table() + "." + r.names.quoted(text_of(column, "name")) + " IS " +
        literal(remarks));
}

void report_unread(const Element& constraints, Rendering& r) {
  if (!text_of(constraints, "checkConstraint").empty())
    r.report(
        base::Severity::Warning,
        "Liquibase makes nothing of checkConstraint for PostgreSQL, and neither does pggit; add "
        "it with <sql>");
}

}  // namespace pggit::frontend::liquibase
