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
    "OR c.relkind = 'r' AND (l.mode = 'RowExclusiveLock' OR l.mode = 'AccessExclusiveLock' AND "
    "pg_catalog.age(c.xmin) <= 0)) GROUP BY 1, 2, 3 ORDER BY 1, 2, 3";

// All catalogs: their OIDs are below the first that a database gives away.
constexpr char kCatalogRows[] =
    "SELECT sum(pg_catalog.pg_stat_get_xact_tuples_inserted(oid) "
    "+ pg_catalog.pg_stat_get_xact_tuples_updated(oid) + "
    "pg_catalog.pg_stat_get_xact_tuples_deleted(oid)) "
    "FROM pg_catalog.pg_class WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'r' "
    "AND oid < 16384 AND relname NOT IN ('pg_statistic', 'pg_largeobject')";

}  // namespace

pg::Connection::Queued catalog_rows_query() { return {kCatalogRows, {}, true}; }

std::vector<pg::Connection::Queued> activity_queries() {
  return {{kLocks, {}, true}, catalog_rows_query()};
}

Activity activity_of(const pg::Rows& locks, const pg::Rows& counters) {
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
  activity.catalog_rows = counters.number(0, 0);
  return activity;
}

}  // namespace pggit::shadow
