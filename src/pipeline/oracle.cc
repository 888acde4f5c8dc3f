#include "pipeline/oracle.h"

#include "base/text.h"
#include "server/introspect_decode.h"

namespace pggit::pipeline {
namespace {

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

// What stands in place of a row of the query that is not there tells the types of its columns, and no row is asked for. Describe
// alone would not do: PostgreSQL tells a client the type under a domain, and no collation.
std::string types_sql(const std::string& query,
                      const std::vector<pg::ColumnDescription>& described) {
  std::vector<std::string> names;
  std::vector<std::string> asked;
  for (std::size_t i = 0; i < described.size(); ++i) {
    const std::string number = std::to_string(i);
    names.push_back("c" + number);
    asked.push_back("(" + number + ", " + std::to_string(described[i].type_modifier) +
                    ", pg_typeof(c" + number + "), CASE WHEN (SELECT typcollation <> 0 FROM " +
                    "pg_catalog.pg_type WHERE oid = pg_typeof(c" + number +
                    ")) THEN pg_collation_for(c" + number + ") END)");
  }
  return "SELECT pg_catalog.format_type(t.oid, CASE WHEN t.typtype = 'd' THEN -1 ELSE x.modifier "
         "END), n.nspname, coalesce(e.typname, t.typname), CASE WHEN c.oid <> t.typcollation THEN "
         "CASE WHEN cn.nspname = 'pg_catalog' THEN quote_ident(c.collname) ELSE "
         "quote_ident(cn.nspname) || '.' || quote_ident(c.collname) END END "
         "FROM (VALUES (1)) AS one LEFT JOIN (SELECT * FROM (" +
         query + ") AS q(" + base::join(names, ", ") +
         ") LIMIT 0) AS q ON true CROSS JOIN LATERAL (VALUES " + base::join(asked, ", ") +
         ") AS x(at, modifier, type, collated) JOIN pg_catalog.pg_type t ON t.oid = x.type "
         "LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem AND t.typcategory = 'A' "
         "JOIN pg_catalog.pg_namespace n ON n.oid = coalesce(e.typnamespace, t.typnamespace) "
         "LEFT JOIN pg_catalog.pg_collation c ON c.oid = x.collated::regcollation "
         "LEFT JOIN pg_catalog.pg_namespace cn ON cn.oid = c.collnamespace ORDER BY x.at";
}

// Where this query cannot be asked in this way, the statement itself may still run.
pg::Execution run_guarded(pg::Connection& session, const std::string& sql) {
  const bool guarded = session.in_transaction();
  if (guarded) (void)session.run("SAVEPOINT pggit_oracle");
  pg::Execution rows = session.run(sql);
  if (guarded) {
    if (!rows) (void)session.run("ROLLBACK TO SAVEPOINT pggit_oracle");
    (void)session.run("RELEASE SAVEPOINT pggit_oracle");
  }
  return rows;
}

}  // namespace

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
  std::vector<ir::ViewColumn> described;
  if (columns->empty()) return described;
  const pg::Execution rows = run_guarded(session_, types_sql(query, *columns));
  if (!rows) return failed(rows.error());
  for (int i = 0; i < rows->count() && i < int(columns->size()); ++i) {
    ir::ViewColumn column;
    column.name = (*columns)[std::size_t(i)].name;
    column.type = server::type_from(rows->text(i, 0), rows->text(i, 1), rows->text(i, 2));
    if (column.type.name != "name") column.collation = rows->text(i, 3);
    described.push_back(std::move(column));
  }
  return described;
}

}  // namespace pggit::pipeline
