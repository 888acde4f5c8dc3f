#include "pipeline/oracle.h"

#include "base/text.h"
#include "server/introspect_decode.h"

namespace pggit::pipeline {
namespace {

constexpr char kTypes[] =
    "SELECT format_type(u.type, u.modifier), n.nspname, coalesce(e.typname, t.typname) "
    "FROM unnest($1::oid[], $2::int[]) WITH ORDINALITY u(type, modifier, at) JOIN "
    "pg_catalog.pg_type t ON t.oid = u.type "
    "LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem AND t.typcategory = 'A' "
    "JOIN pg_catalog.pg_namespace n ON n.oid = coalesce(e.typnamespace, t.typnamespace) ORDER BY "
    "u.at";

std::unexpected<base::Error> failed(const pg::ServerError& error) {
  return base::fail(base::ErrorCode::Database, error.text());
}

}  // namespace

base::Result<std::vector<ir::ViewColumn>> SessionOracle::describe(const std::string& query) {
  const auto columns = session_.describe(query);
  if (!columns) return failed(columns.error());
  std::vector<std::string> types;
  std::vector<std::string> modifiers;
  for (const pg::ColumnDescription& column : *columns) {
    types.push_back(std::to_string(column.type_oid));
    modifiers.push_back(std::to_string(column.type_modifier));
  }
  const pg::Execution rows = session_.query(
      kTypes, {"{" + base::join(types, ",") + "}", "{" + base::join(modifiers, ",") + "}"});
  if (!rows) return failed(rows.error());
  std::vector<ir::ViewColumn> described;
  for (int i = 0; i < rows->count() && i < int(columns->size()); ++i) {
    ir::ViewColumn column;
    column.name = (*columns)[std::size_t(i)].name;
    column.type = server::type_from(rows->text(i, 0), rows->text(i, 1), rows->text(i, 2));
    described.push_back(std::move(column));
  }
  return described;
}

}  // namespace pggit::pipeline
