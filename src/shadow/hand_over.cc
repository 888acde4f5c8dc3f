#include "shadow/hand_over.h"

#include "base/text.h"

namespace pggit::shadow {
namespace {

// Sequences of a column and row types go with their table.
constexpr char kStatements[] =
    "WITH mine AS (SELECT oid FROM pg_roles WHERE rolname = current_user AND rolname <> $1), "
    "ours AS (SELECT oid, nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname NOT IN "
    "('information_schema', 'pggit')) "
    "SELECT format('ALTER %s %s OWNER TO %I', kind, name, $1) FROM ("
    "SELECT 'SCHEMA' AS kind, quote_ident(n.nspname) AS name, n.tableoid AS class, n.oid AS object "
    "FROM ours JOIN pg_namespace n USING (oid), mine WHERE n.nspowner = mine.oid "
    "UNION ALL SELECT CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN "
    "'S' "
    "THEN 'SEQUENCE' WHEN 'f' THEN 'FOREIGN TABLE' WHEN 'c' THEN 'TYPE' ELSE 'TABLE' END, "
    "format('%I.%I', n.nspname, c.relname), c.tableoid, c.oid FROM pg_class c JOIN ours n ON n.oid "
    "= "
    "c.relnamespace, mine WHERE c.relowner = mine.oid AND c.relkind IN ('r', 'p', 'v', 'm', 'S', "
    "'f', 'c') AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = c.tableoid AND d.objid = "
    "c.oid AND c.relkind = 'S' AND d.deptype IN ('a', 'i')) "
    "UNION ALL SELECT 'ROUTINE', p.oid::regprocedure::text, p.tableoid, p.oid FROM pg_proc p JOIN "
    "ours n ON n.oid = p.pronamespace, mine WHERE p.proowner = mine.oid "
    "UNION ALL SELECT CASE t.typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END, format('%I.%I', "
    "n.nspname, t.typname), t.tableoid, t.oid FROM pg_type t JOIN ours n ON n.oid = "
    "t.typnamespace, "
    "mine WHERE t.typowner = mine.oid AND t.typtype IN ('e', 'd', 'r') "
    "UNION ALL SELECT 'TEXT SEARCH DICTIONARY', format('%I.%I', n.nspname, d.dictname), "
    "d.tableoid, "
    "d.oid FROM pg_ts_dict d JOIN ours n ON n.oid = d.dictnamespace, mine WHERE d.dictowner = "
    "mine.oid "
    "UNION ALL SELECT 'TEXT SEARCH CONFIGURATION', format('%I.%I', n.nspname, c.cfgname), "
    "c.tableoid, c.oid FROM pg_ts_config c JOIN ours n ON n.oid = c.cfgnamespace, mine WHERE "
    "c.cfgowner = mine.oid "
    "UNION ALL SELECT 'COLLATION', format('%I.%I', n.nspname, c.collname), c.tableoid, c.oid FROM "
    "pg_collation c JOIN ours n ON n.oid = c.collnamespace, mine WHERE c.collowner = mine.oid) AS "
    "made "
    "WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = class AND d.objid = object AND "
    "d.deptype = 'e')";

// ALTER PUBLICATION ... OWNER TO gives no publication of all tables, or of a schema's, to who is no superuser.
constexpr char kPublications[] =
    "SELECT format('UPDATE pg_publication SET pubowner = %s WHERE oid = %s', login.oid, p.oid) "
    "FROM pg_publication p JOIN pg_roles mine ON mine.oid = p.pubowner, pg_roles login "
    "WHERE mine.rolname = current_user AND mine.rolname <> $1 AND login.rolname = $1";

// Nor ALTER FOREIGN DATA WRAPPER; and ALTER SERVER only to who may use the wrapper, which an extension may have. What the old
// owner has and gave the new one has and gave then.
std::string foreign_bases(const std::string& catalog, const std::string& prefix) {
  const std::string owner = prefix + "owner";
  const std::string acl = prefix + "acl";
  return "SELECT format('UPDATE " + catalog + " SET " + owner + " = %1$s, " + acl +
         " = coalesce((SELECT array_agg(makeaclitem(CASE grantee WHEN %2$s THEN %1$s ELSE grantee "
         "END, CASE grantor WHEN %2$s THEN %1$s ELSE grantor END, privilege_type, is_grantable)) "
         "FROM aclexplode(" +
         acl + ")), " + acl + ") WHERE oid = %3$s', login.oid, mine.oid, o.oid) FROM " + catalog +
         " o JOIN pg_roles mine ON mine.oid = o." + owner +
         ", pg_roles login WHERE mine.rolname = current_user AND mine.rolname <> $1 AND "
         "login.rolname = $1 AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = o.tableoid "
         "AND d.objid = o.oid AND d.deptype = 'e')";
}

}  // namespace

base::Result<void> hand_over_objects(pg::Connection& harness, const std::string& login) {
  std::string sql;
  for (const std::string& question : {std::string(kStatements), std::string(kPublications),
                                      foreign_bases("pg_foreign_data_wrapper", "fdw"),
                                      foreign_bases("pg_foreign_server", "srv")}) {
    const pg::Execution found = harness.query(question, {login});
    if (!found) return base::fail(base::ErrorCode::Database, found.error().text());
    for (int i = 0; i < found->count(); ++i) sql += std::string(found->text(i, 0)) + ";\n";
  }
  if (sql.empty()) return {};
  if (const pg::Execution done = harness.run(sql); !done)
    return base::fail(base::ErrorCode::Database, done.error().text());
  return {};
}

}  // namespace pggit::shadow
