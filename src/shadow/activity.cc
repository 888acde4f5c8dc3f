#include "shadow/activity.h"

#include "base/text.h"

namespace pggit::shadow {
namespace {

// TRUNCATE takes the lock of ALTER TABLE; both write the table's row in pg_class in this transaction (age 0, less in a
// subtransaction).
constexpr char kLocks[] =
    "SELECT c.relkind = 'S', n.nspname, c.relname FROM pg_catalog.pg_locks l "
    "JOIN pg_catalog.pg_class c ON c.oid = l.relation "
    "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
    "WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation' "
    "AND n.nspname !~ '^pg_' AND n.nspname <> 'pggit' AND (c.relkind = 'S' AND l.mode <> "
    "'AccessShareLock' "
    "OR c.relkind IN ('r', 'p', 'f') AND (l.mode = 'RowExclusiveLock' OR l.mode = "
    "'AccessExclusiveLock' AND "
    "pg_catalog.age(c.xmin) <= 0)) GROUP BY 1, 2, 3 ORDER BY 1, 2, 3";

// All catalogs: their OIDs are below the first that a database gives away.
constexpr char kCatalogs[] =
    "SELECT pg_catalog.array_agg(oid) FROM pg_catalog.pg_class "
    "WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'r' "
    "AND oid < 16384 AND relname NOT IN ('pg_statistic', 'pg_largeobject')";

constexpr char kCatalogRows[] =
    "SELECT pg_catalog.sum(pg_catalog.pg_stat_get_xact_tuples_inserted(oid) "
    "+ pg_catalog.pg_stat_get_xact_tuples_updated(oid) + "
    "pg_catalog.pg_stat_get_xact_tuples_deleted(oid)) FROM pg_catalog.unnest($1::oid[]) oid";

// Rows of catalogs that this transaction wrote, by index on the OIDs of users' objects; and what it locked as ALTER and
// DROP do. A lock whose object is not to be seen any more is a drop (or the old file of a rewrite).
constexpr char kChanges[] =
    "SELECT * FROM (SELECT CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' "
    "WHEN 'c' THEN 'composite type' ELSE 'table' END, n.nspname, "
    "c.relname, true "
    "FROM pg_catalog.pg_type t JOIN pg_catalog.pg_class c ON c.oid = t.typrelid "
    "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
    "WHERE t.oid >= 16384 AND pg_catalog.age(t.xmin) <= 0 AND c.relkind IN ('r', 'p', 'v', 'm', "
    "'c') "
    "UNION SELECT CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'S' "
    "THEN 'sequence' ELSE 'table' END, n.nspname, c.relname, false FROM pg_catalog.pg_class c "
    "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.oid >= 16384 AND "
    "pg_catalog.age(c.xmin) <= 0 AND c.relkind IN ('r', 'p', 'v', 'm', 'S') "
    "UNION SELECT 'policy', n.nspname, c.relname, true FROM pg_catalog.pg_policy p JOIN "
    "pg_catalog.pg_class c ON c.oid = p.polrelid JOIN pg_catalog.pg_namespace n ON n.oid = "
    "c.relnamespace WHERE p.oid >= 16384 AND pg_catalog.age(p.xmin) <= 0 "
    "UNION SELECT 'default privileges', coalesce(n.nspname, ''), CASE WHEN d.defaclrole <> "
    "(SELECT b.datdba FROM pg_catalog.pg_database b WHERE b.datname = "
    "pg_catalog.current_database()) THEN pg_catalog.pg_get_userbyid(d.defaclrole)::text ELSE '' "
    "END, true FROM pg_catalog.pg_default_acl d LEFT JOIN pg_catalog.pg_namespace n ON n.oid = "
    "d.defaclnamespace WHERE pg_catalog.age(d.xmin) <= 0 "
    "UNION SELECT 'extension', '', x.extname, true FROM pg_catalog.pg_extension x "
    "WHERE x.oid >= 16384 AND pg_catalog.age(x.xmin) <= 0 "
    "UNION SELECT CASE t.typtype WHEN 'd' THEN 'domain' WHEN 'r' THEN 'range type' ELSE 'type' "
    "END, "
    "n.nspname, t.typname, "
    "true FROM pg_catalog.pg_type t "
    "JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace "
    "WHERE t.oid >= 16384 AND pg_catalog.age(t.xmin) <= 0 AND t.typtype IN ('e', 'd', 'r') "
    "UNION SELECT 'function', n.nspname, p.proname, true FROM pg_catalog.pg_proc p "
    "JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace "
    "WHERE p.oid >= 16384 AND pg_catalog.age(p.xmin) <= 0 "
    // Not the constructors of a range type.
    "AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = "
    "'pg_catalog.pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i') "
    "UNION SELECT 'statistics', n.nspname, s.stxname, true FROM pg_catalog.pg_statistic_ext s "
    "JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace "
    "WHERE s.oid >= 16384 AND pg_catalog.age(s.xmin) <= 0 "
    "UNION SELECT 'rule', n.nspname, c.relname, true FROM pg_catalog.pg_rewrite r "
    "JOIN pg_catalog.pg_class c ON c.oid = r.ev_class "
    "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
    "WHERE r.oid >= 16384 AND pg_catalog.age(r.xmin) <= 0 AND r.rulename <> '_RETURN' "
    "UNION SELECT 'schema', '', n.nspname, true FROM pg_catalog.pg_namespace n "
    "WHERE n.oid >= 16384 AND pg_catalog.age(n.xmin) <= 0 "
    "UNION SELECT 'trigger', n.nspname, c.relname, true FROM pg_catalog.pg_trigger t "
    "JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid "
    "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
    "WHERE t.oid >= 16384 AND pg_catalog.age(t.xmin) <= 0 AND NOT t.tgisinternal "
    // The index of a constraint is a part of its table.
    "UNION SELECT CASE WHEN k.oid IS NOT NULL THEN 'table' WHEN c.relkind = 'v' THEN 'view' WHEN "
    "c.relkind IN ('i', 'I') THEN 'index' WHEN c.relkind = 'S' THEN "
    "'sequence' WHEN c.relkind = 'm' THEN 'materialized view' "
    "WHEN c.relkind = 'c' THEN 'composite type' ELSE 'table' END, n.nspname, coalesce(k.relname, "
    "c.relname), l.mode = 'AccessExclusiveLock' "
    "AND c.relkind <> 'S' "
    "FROM pg_catalog.pg_locks l "
    "JOIN pg_catalog.pg_class c ON c.oid = l.relation "
    "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
    "LEFT JOIN pg_catalog.pg_constraint o ON o.conindid = c.oid AND o.contype IN ('p', 'u', 'x') "
    "LEFT JOIN pg_catalog.pg_class k ON k.oid = o.conrelid "
    "WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation' "
    "AND l.mode NOT IN ('AccessShareLock', 'RowShareLock', 'RowExclusiveLock') "
    "AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'i', 'I', 'c') "
    "UNION SELECT 'gone', '', '', true FROM pg_catalog.pg_locks l "
    "WHERE l.pid = pg_catalog.pg_backend_pid() AND l.mode = 'AccessExclusiveLock' "
    "AND (l.locktype = 'relation' AND NOT EXISTS "
    "(SELECT FROM pg_catalog.pg_class c WHERE c.oid = l.relation) "
    "OR l.locktype = 'object' AND l.classid = 'pg_catalog.pg_proc'::regclass AND NOT EXISTS "
    "(SELECT FROM pg_catalog.pg_proc p WHERE p.oid = l.objid) "
    "OR l.locktype = 'object' AND l.classid = 'pg_catalog.pg_type'::regclass AND NOT EXISTS "
    "(SELECT FROM pg_catalog.pg_type t WHERE t.oid = l.objid) "
    "OR l.locktype = 'object' AND l.classid = 'pg_catalog.pg_extension'::regclass AND NOT EXISTS "
    "(SELECT FROM pg_catalog.pg_extension x WHERE x.oid = l.objid) "
    "OR l.locktype = 'object' AND l.classid = 'pg_catalog.pg_namespace'::regclass AND NOT EXISTS "
    "(SELECT FROM pg_catalog.pg_namespace n WHERE n.oid = l.objid) "
    "OR l.locktype = 'object' AND l.classid = 'pg_catalog.pg_statistic_ext'::regclass AND NOT "
    "EXISTS (SELECT FROM pg_catalog.pg_statistic_ext s WHERE s.oid = l.objid) "
    "OR l.locktype = 'object' AND l.classid = 'pg_catalog.pg_rewrite'::regclass AND NOT EXISTS "
    "(SELECT FROM pg_catalog.pg_rewrite r WHERE r.oid = l.objid) "
    "OR l.locktype = 'object' AND l.classid = 'pg_catalog.pg_trigger'::regclass AND NOT EXISTS "
    "(SELECT FROM pg_catalog.pg_trigger t WHERE t.oid = l.objid))) x (kind, schema, name, altered) "
    "WHERE schema !~ '^pg_' AND (kind <> 'schema' OR name !~ '^pg_')";

// What it locked that is no relation, as COMMENT and ALTER do.
constexpr char kObjects[] =
    "SELECT CASE WHEN t.typtype = 'd' THEN 'domain' WHEN t.typtype = 'r' THEN 'range type' WHEN "
    "t.typtype = 'c' THEN 'composite type' WHEN x.oid IS NOT NULL THEN 'statistics' WHEN t.oid IS "
    "NOT NULL THEN 'type' WHEN p.oid "
    "IS NOT NULL THEN 'function' "
    "ELSE 'schema' END, CASE WHEN s.oid IS NULL THEN n.nspname ELSE '' END, "
    "coalesce(t.typname, p.proname, x.stxname, s.nspname), false FROM pg_catalog.pg_locks l "
    "LEFT JOIN pg_catalog.pg_type t ON l.classid = 'pg_catalog.pg_type'::regclass AND t.oid = "
    "l.objid AND (t.typtype IN ('e', 'd', 'r') OR t.typtype = 'c' AND EXISTS (SELECT FROM "
    "pg_catalog.pg_class r WHERE r.oid = t.typrelid AND r.relkind = 'c')) "
    "LEFT JOIN pg_catalog.pg_statistic_ext x ON l.classid = "
    "'pg_catalog.pg_statistic_ext'::regclass AND x.oid = l.objid "
    "LEFT JOIN pg_catalog.pg_proc p ON l.classid = 'pg_catalog.pg_proc'::regclass AND p.oid = "
    "l.objid "
    "LEFT JOIN pg_catalog.pg_namespace s ON l.classid = 'pg_catalog.pg_namespace'::regclass AND "
    "s.oid = l.objid "
    "LEFT JOIN pg_catalog.pg_namespace n ON n.oid = coalesce(t.typnamespace, "
    "p.pronamespace, x.stxnamespace) "
    "WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'object' "
    "AND l.mode NOT IN ('AccessShareLock', 'RowShareLock', 'RowExclusiveLock') "
    "AND coalesce(n.nspname, s.nspname) !~ '^pg_'";

void add_changes(const pg::Rows& rows, Activity& activity) {
  for (int i = 0; i < rows.count(); ++i) {
    const std::optional<ir::Kind> kind = ir::kind_from_name(rows.text(i, 0));
    if (!kind) {
      activity.dropped = true;
      continue;
    }
    (rows.boolean(i, 3) ? activity.changed : activity.touched)
        .push_back({*kind, std::string(rows.text(i, 1)), std::string(rows.text(i, 2)), ""});
  }
}

}  // namespace

void Activity::add(const Activity& other) {
  written.insert(written.end(), other.written.begin(), other.written.end());
  sequences.insert(sequences.end(), other.sequences.begin(), other.sequences.end());
  changed.insert(changed.end(), other.changed.begin(), other.changed.end());
  touched.insert(touched.end(), other.touched.begin(), other.touched.end());
  catalog_rows += other.catalog_rows;
  dropped = dropped || other.dropped;
}

base::Result<std::string> catalogs_of(pg::Connection& session) {
  const pg::Execution found = session.query(kCatalogs);
  if (!found)
    return base::fail(base::ErrorCode::Database, "reading the catalogs: " + found.error().text());
  return std::string(found->text(0, 0));
}

pg::Connection::Queued catalog_rows_query(const std::string& catalogs) {
  return {kCatalogRows, {catalogs}, true};
}

std::vector<pg::Connection::Queued> activity_queries(const std::string& catalogs,
                                                     bool hidden_code) {
  std::vector<pg::Connection::Queued> queries{
      {kLocks, {}, true}, catalog_rows_query(catalogs), {kChanges, {}, true}};
  if (hidden_code) queries.push_back({kObjects, {}, true});
  return queries;
}

Activity activity_of(std::span<const pg::Rows> answers) {
  const pg::Rows& locks = answers[0];
  Activity activity;
  for (int i = 0; i < locks.count(); ++i) {
    const std::string schema(locks.text(i, 1));
    const std::string name(locks.text(i, 2));
    if (locks.boolean(i, 0)) {
      activity.sequences.push_back(base::qualified(schema, name));
    } else {
      activity.written.push_back({ir::Kind::Table, schema, name, ""});
    }
  }
  activity.catalog_rows = answers[1].number(0, 0);
  for (const pg::Rows& changes : answers.subspan(2)) add_changes(changes, activity);
  return activity;
}

}  // namespace pggit::shadow
