#include "pipeline/oracle.h"

#include "base/text.h"
#include "server/introspect_decode.h"

namespace pggit::pipeline {
namespace {

constexpr char kTypes[] =
    "SELECT format_type(u.type, u.modifier), n.nspname, coalesce(e.typname, t.typname), "
    "t.typcollation <> 0 "
    "FROM unnest($1::oid[], $2::int[]) WITH ORDINALITY u(type, modifier, at) JOIN "
    "pg_catalog.pg_type t ON t.oid = u.type "
    "LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem AND t.typcategory = 'A' "
    "JOIN pg_catalog.pg_namespace n ON n.oid = coalesce(e.typnamespace, t.typnamespace) ORDER BY "
    "u.at";

// Of the version that CREATE EXTENSION would make; what it requires, deepest first.
constexpr char kExtension[] =
    "WITH RECURSIVE needed(name, depth) AS (SELECT $1::name, 0 UNION ALL "
    "SELECT r.name, n.depth + 1 FROM needed n JOIN pg_catalog.pg_available_extensions e ON e.name "
    "= n.name "
    "JOIN pg_catalog.pg_available_extension_versions v ON v.name = e.name AND v.version = "
    "e.default_version "
    "CROSS JOIN LATERAL unnest(v.requires) r(name) WHERE n.depth < 20) "
    "SELECT v.schema, array(SELECT name FROM needed WHERE depth > 0 GROUP BY name ORDER BY "
    "max(depth) DESC, name), "
    "array(SELECT name FROM needed WHERE depth = 1 ORDER BY name COLLATE \"C\"), "
    "(SELECT pg_catalog.obj_description(x.oid, 'pg_extension') FROM pg_catalog.pg_extension x "
    "WHERE x.extname = $1) "
    "FROM pg_catalog.pg_available_extensions e JOIN pg_catalog.pg_available_extension_versions v "
    "ON v.name = e.name AND v.version = e.default_version WHERE e.name = $1";

std::unexpected<base::Error> failed(const pg::ServerError& error) {
  return base::fail(base::ErrorCode::Database, error.text());
}

}  // namespace

// pg_collation_for() looks at types alone, so no row of the query is asked for.
base::Result<void> SessionOracle::describe_collations(const std::string& query,
                                                      const std::vector<std::size_t>& which,
                                                      std::vector<ir::ViewColumn>& columns) {
  if (which.empty()) return {};
  std::vector<std::string> names;
  for (std::size_t i = 0; i < columns.size(); ++i) names.push_back("c" + std::to_string(i));
  const std::string from = " FROM (" + query + ") AS q(" + base::join(names, ", ") + ") LIMIT 0))";
  std::vector<std::string> asked;
  for (const std::size_t i : which)
    asked.push_back("(" + std::to_string(i) + ", pg_collation_for((SELECT " + names[i] + from +
                    ")");
  // Where this query cannot be asked in this way, the statement itself may still run.
  const bool guarded = session_.in_transaction();
  if (guarded) (void)session_.run("SAVEPOINT pggit_oracle");
  const pg::Execution rows = session_.run(
      "SELECT x.at, CASE WHEN n.nspname = 'pg_catalog' THEN quote_ident(c.collname) "
      "ELSE quote_ident(n.nspname) || '.' || quote_ident(c.collname) END "
      "FROM (VALUES " +
      base::join(asked, ", ") +
      ") x(at, name) JOIN pg_catalog.pg_collation c ON c.oid = x.name::regcollation "
      "JOIN pg_catalog.pg_namespace n ON n.oid = c.collnamespace "
      "WHERE c.collname <> 'default'");
  if (guarded) {
    if (!rows) (void)session_.run("ROLLBACK TO SAVEPOINT pggit_oracle");
    (void)session_.run("RELEASE SAVEPOINT pggit_oracle");
  }
  if (!rows) return failed(rows.error());
  for (int i = 0; i < rows->count(); ++i) {
    ir::ViewColumn& column = columns[std::size_t(std::stoi(std::string(rows->text(i, 0))))];
    if (column.type.name != "name") column.collation = rows->text(i, 1);
  }
  return {};
}

base::Result<ir::ExtensionAnswer> SessionOracle::extension(const std::string& name) {
  const pg::Execution rows = session_.query(kExtension, {name});
  if (!rows) return failed(rows.error());
  if (rows->count() == 0)
    return base::fail(base::ErrorCode::Database, "extension " + name + " is not installed");
  return ir::ExtensionAnswer{std::string(rows->text(0, 0)), server::array_items(rows->text(0, 1)),
                             server::array_items(rows->text(0, 2)), std::string(rows->text(0, 3))};
}

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
  std::vector<std::size_t> collatable;
  for (int i = 0; i < rows->count() && i < int(columns->size()); ++i) {
    ir::ViewColumn column;
    column.name = (*columns)[std::size_t(i)].name;
    column.type = server::type_from(rows->text(i, 0), rows->text(i, 1), rows->text(i, 2));
    if (rows->text(i, 3) == "t") collatable.push_back(std::size_t(i));
    described.push_back(std::move(column));
  }
  TRY(describe_collations(query, collatable, described));
  return described;
}

}  // namespace pggit::pipeline
