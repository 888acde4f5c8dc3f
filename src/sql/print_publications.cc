// Publications from nothing, what is put into them and taken out, and their options.
#include "base/text.h"
#include "sql/print_parts.h"

namespace pggit::sql {
namespace {

using Statements = std::vector<std::string>;

// PostgreSQL's own, for an option that is set no more: ALTER PUBLICATION has no RESET.
std::string default_of(const std::string& option) {
  if (option == "publish") return "insert, update, delete, truncate";
  return option == "publish_generated_columns" ? "none" : "false";
}

void add_option(Statements& out, const std::string& name, const std::string& value) {
  out.push_back(name + " = " + base::quote_literal(value));
}

// ONLY: each table below it that is published too is an object of its own.
std::string table_only(const std::string& schema, const std::string& table) {
  return "TABLE ONLY " + base::qualified(schema, table);
}

}  // namespace

std::vector<std::string> create_publication(const ir::Publication& publication) {
  const std::string name = base::quote_ident(publication.name);
  Statements options;
  for (const auto& [option, value] : publication.options) add_option(options, option, value);
  std::string sql = "CREATE PUBLICATION " + name;
  if (publication.all_tables) sql += " FOR ALL TABLES";
  if (!options.empty()) sql += " WITH (" + base::join(options, ", ") + ")";
  Statements out{std::move(sql)};
  if (publication.comment)
    out.push_back("COMMENT ON PUBLICATION " + name + " IS " +
                  base::quote_literal(*publication.comment));
  return out;
}

std::vector<std::string> publish_table(const ir::PublishedTable& published) {
  std::string sql = "ALTER PUBLICATION " + base::quote_ident(published.publication) + " ADD " +
                    table_only(published.schema, published.table);
  Statements columns;
  for (const std::string& column : published.columns) columns.push_back(base::quote_ident(column));
  if (!columns.empty()) sql += " (" + base::join(columns, ", ") + ")";
  if (published.where) sql += " WHERE (" + published.where->sql() + ")";
  return {std::move(sql)};
}

std::vector<std::string> publish_schema(const ir::PublishedSchema& published) {
  return {"ALTER PUBLICATION " + base::quote_ident(published.publication) +
          " ADD TABLES IN SCHEMA " + base::quote_ident(published.schema)};
}

std::string no_longer_published(const ir::Key& key) {
  const bool is_table = key.kind == ir::Kind::PublishedTable;
  return "ALTER PUBLICATION " + base::quote_ident(is_table ? key.sub : key.name) + " DROP " +
         (is_table ? table_only(key.schema, key.name)
                   : "TABLES IN SCHEMA " + base::quote_ident(key.schema));
}

std::vector<std::string> set_publication_options(const ir::SetTableOptions& op) {
  Statements options;
  for (const auto& [option, value] : op.options) add_option(options, option, value);
  for (const std::string& option : op.reset) add_option(options, option, default_of(option));
  if (options.empty()) return {};
  return {"ALTER PUBLICATION " + base::quote_ident(op.table.name) + " SET (" +
          base::join(options, ", ") + ")"};
}

}  // namespace pggit::sql
