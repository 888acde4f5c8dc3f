// Domains and materialized views from nothing.
#include "base/text.h"
#include "sql/print_parts.h"

namespace pggit::sql {

std::vector<std::string> create_domain(const ir::Domain& d) {
  const std::string name = base::qualified(d.schema, d.name);
  std::string sql = "CREATE DOMAIN " + name + " AS " + d.type.sql();
  if (!d.collation.empty()) sql += " COLLATE " + d.collation;
  if (d.default_value) sql += " DEFAULT " + column_default(d.default_value->sql());
  if (d.not_null) sql += " NOT NULL";
  std::vector<std::string> later;
  for (const ir::Constraint& c : d.constraints) {
    // CREATE DOMAIN takes no NOT VALID.
    if (c.validated) {
      sql += " " + constraint_definition(c);
    } else {
      later.push_back("ALTER DOMAIN " + name + " ADD " + constraint_definition(c));
    }
  }
  std::vector<std::string> out{std::move(sql)};
  for (std::string& statement : later) out.push_back(std::move(statement));
  for (const ir::Constraint& c : d.constraints) {
    if (c.comment) out.push_back(comment_on_constraint("DOMAIN " + name, c));
  }
  if (d.comment)
    out.push_back("COMMENT ON DOMAIN " + name + " IS " + base::quote_literal(*d.comment));
  return out;
}

std::vector<std::string> create_materialized_view(const ir::MaterializedView& v) {
  const std::string name = base::qualified(v.schema, v.name);
  std::vector<std::string> columns;
  for (const ir::ViewColumn& column : v.columns) columns.push_back(column.name);
  std::string sql = "CREATE MATERIALIZED VIEW " + name;
  if (!columns.empty()) sql += " (" + ident_list(columns) + ")";
  if (!v.options.empty()) sql += " WITH (" + option_list(v.options) + ")";
  std::vector<std::string> out{sql + " AS " + v.query.sql() + (v.populated ? "" : " WITH NO DATA")};
  if (v.comment)
    out.push_back("COMMENT ON MATERIALIZED VIEW " + name + " IS " +
                  base::quote_literal(*v.comment));
  for (const ir::ViewColumn& column : v.columns) {
    if (column.comment)
      out.push_back("COMMENT ON COLUMN " + name + "." + base::quote_ident(column.name) + " IS " +
                    base::quote_literal(*column.comment));
  }
  return out;
}

}  // namespace pggit::sql
