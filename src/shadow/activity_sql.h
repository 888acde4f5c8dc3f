// The questions about one transaction. Rows are (kind, schema, name, altered), where a kind is a word of
// ir::kind_from_name() or pg_class.relkind; `altered` says whether it was made, renamed or locked as ALTER does.
#pragma once

namespace pggit::shadow {

// All catalogs: their OIDs are below the first that a database gives away.
inline constexpr char kCatalogs[] =
    "SELECT pg_catalog.array_agg(oid ORDER BY oid), pg_catalog.array_agg(relname ORDER BY oid) "
    "FROM pg_catalog.pg_class WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'r' "
    "AND oid < 16384 AND relname NOT IN ('pg_statistic', 'pg_largeobject')";

// How many rows of each catalog the session wrote. It counts from when the server last reported, so that only a difference
// says what one transaction wrote.
inline constexpr char kCatalogRows[] =
    "SELECT pg_catalog.array_agg(pg_catalog.pg_stat_get_xact_tuples_inserted(oid) "
    "+ pg_catalog.pg_stat_get_xact_tuples_updated(oid) + "
    "pg_catalog.pg_stat_get_xact_tuples_deleted(oid) ORDER BY at) "
    "FROM pg_catalog.unnest($1::oid[]) WITH ORDINALITY u (oid, at)";

// What it locked but for reading: relations, and other objects where they may be dropped. TRUNCATE takes the lock of ALTER
// TABLE; both write the table's row in pg_class in this transaction (age 0, less in a subtransaction). The index of a
// constraint is a part of its table.
inline constexpr char kLocks[] =
    "SELECT coalesce(l.classid, 0), coalesce(l.relation, l.objid), l.mode, c.relkind, n.nspname, "
    "c.relname, k.relname, pg_catalog.age(c.xmin) <= 0 FROM pg_catalog.pg_locks l "
    "LEFT JOIN pg_catalog.pg_class c ON c.oid = l.relation "
    "LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
    "LEFT JOIN pg_catalog.pg_depend d ON c.relkind IN ('i', 'I') AND d.classid = "
    "'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'i' AND d.refclassid = "
    "'pg_catalog.pg_constraint'::regclass "
    "LEFT JOIN pg_catalog.pg_constraint o ON o.oid = d.refobjid AND o.contype IN ('p', 'u', 'x') "
    "LEFT JOIN pg_catalog.pg_class k ON k.oid = o.conrelid "
    "WHERE l.pid = pg_catalog.pg_backend_pid() AND (l.locktype = 'relation' AND l.relation >= "
    "16384 AND l.mode <> 'AccessShareLock' OR l.locktype = 'object' AND l.mode = "
    "'AccessExclusiveLock' AND l.classid IN ('pg_catalog.pg_type'::regclass, "
    "'pg_catalog.pg_proc'::regclass, 'pg_catalog.pg_extension'::regclass, "
    "'pg_catalog.pg_namespace'::regclass, 'pg_catalog.pg_statistic_ext'::regclass, "
    "'pg_catalog.pg_rewrite'::regclass, 'pg_catalog.pg_trigger'::regclass, "
    "'pg_catalog.pg_policy'::regclass, 'pg_catalog.pg_default_acl'::regclass, "
    "'pg_catalog.pg_operator'::regclass, 'pg_catalog.pg_publication'::regclass, "
    "'pg_catalog.pg_publication_rel'::regclass, "
    "'pg_catalog.pg_foreign_data_wrapper'::regclass, 'pg_catalog.pg_foreign_server'::regclass, "
    "'pg_catalog.pg_user_mapping'::regclass, "
    "'pg_catalog.pg_ts_dict'::regclass, 'pg_catalog.pg_ts_config'::regclass, "
    "'pg_catalog.pg_collation'::regclass, "
    "pg_catalog.to_regclass('pg_catalog.pg_publication_namespace')))";

// Rows of a catalog that this transaction wrote, by index on the OIDs of users' objects.
struct OfCatalog {
  const char* catalog;
  const char* sql;
  bool of_hidden_code;  // else it was predicted, or stays as it is
};
inline constexpr OfCatalog kChanges[] = {
    {"pg_type",
     "SELECT CASE WHEN c.oid IS NOT NULL THEN c.relkind::text WHEN t.typtype = 'd' THEN 'domain' "
     "WHEN t.typtype = 'r' THEN 'range type' ELSE 'type' END, n.nspname, t.typname, true "
     "FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace "
     "LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid AND c.relkind IN ('r', 'p', 'v', 'm', "
     "'c', 'f') WHERE t.oid >= 16384 AND pg_catalog.age(t.xmin) <= 0 AND (t.typtype IN ('e', 'd', "
     "'r') "
     "OR c.oid IS NOT NULL)",
     false},
    {"pg_class",
     "SELECT c.relkind, n.nspname, c.relname, false FROM pg_catalog.pg_class c "
     "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.oid >= 16384 AND "
     "pg_catalog.age(c.xmin) <= 0 AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')",
     true},
    // ALTER FOREIGN TABLE ... OPTIONS writes nothing else.
    {"pg_foreign_table",
     "SELECT 'table', n.nspname, c.relname, true FROM pg_catalog.pg_foreign_table f JOIN "
     "pg_catalog.pg_class c ON c.oid = f.ftrelid JOIN pg_catalog.pg_namespace n ON n.oid = "
     "c.relnamespace WHERE pg_catalog.age(f.xmin) <= 0",
     false},
    {"pg_foreign_data_wrapper",
     "SELECT 'foreign data wrapper', '', w.fdwname, true FROM pg_catalog.pg_foreign_data_wrapper w "
     "WHERE pg_catalog.age(w.xmin) <= 0",
     false},
    {"pg_foreign_server",
     "SELECT 'foreign server', '', s.srvname, true FROM pg_catalog.pg_foreign_server s "
     "WHERE pg_catalog.age(s.xmin) <= 0",
     false},
    {"pg_policy",
     "SELECT 'policy', n.nspname, c.relname, true FROM pg_catalog.pg_policy p JOIN "
     "pg_catalog.pg_class c ON c.oid = p.polrelid JOIN pg_catalog.pg_namespace n ON n.oid = "
     "c.relnamespace WHERE p.oid >= 16384 AND pg_catalog.age(p.xmin) <= 0",
     false},
    {"pg_default_acl",
     "SELECT 'default privileges', coalesce(n.nspname, ''), CASE WHEN d.defaclrole <> "
     "(SELECT b.datdba FROM pg_catalog.pg_database b WHERE b.datname = "
     "pg_catalog.current_database()) THEN pg_catalog.pg_get_userbyid(d.defaclrole)::text ELSE '' "
     "END, true FROM pg_catalog.pg_default_acl d LEFT JOIN pg_catalog.pg_namespace n ON n.oid = "
     "d.defaclnamespace WHERE pg_catalog.age(d.xmin) <= 0",
     false},
    {"pg_extension",
     "SELECT 'extension', '', x.extname, true FROM pg_catalog.pg_extension x "
     "WHERE x.oid >= 16384 AND pg_catalog.age(x.xmin) <= 0",
     false},
    // Not the constructors of a range type.
    {"pg_proc",
     "SELECT 'function', n.nspname, p.proname, true FROM pg_catalog.pg_proc p "
     "JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace "
     "WHERE p.oid >= 16384 AND pg_catalog.age(p.xmin) <= 0 "
     "AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = "
     "'pg_catalog.pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')",
     false},
    {"pg_statistic_ext",
     "SELECT 'statistics', n.nspname, s.stxname, true FROM pg_catalog.pg_statistic_ext s "
     "JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace "
     "WHERE s.oid >= 16384 AND pg_catalog.age(s.xmin) <= 0",
     false},
    {"pg_rewrite",
     "SELECT 'rule', n.nspname, c.relname, true FROM pg_catalog.pg_rewrite r "
     "JOIN pg_catalog.pg_class c ON c.oid = r.ev_class "
     "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
     "WHERE r.oid >= 16384 AND pg_catalog.age(r.xmin) <= 0 AND r.rulename <> '_RETURN'",
     false},
    {"pg_operator",
     "SELECT 'operator', n.nspname, o.oprname, true FROM pg_catalog.pg_operator o "
     "JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace "
     "WHERE o.oid >= 16384 AND pg_catalog.age(o.xmin) <= 0",
     false},
    {"pg_publication",
     "SELECT 'publication', '', p.pubname, true FROM pg_catalog.pg_publication p "
     "WHERE pg_catalog.age(p.xmin) <= 0",
     false},
    {"pg_publication_rel",
     "SELECT 'published table', n.nspname, c.relname, true FROM pg_catalog.pg_publication_rel r "
     "JOIN pg_catalog.pg_class c ON c.oid = r.prrelid JOIN pg_catalog.pg_namespace n ON n.oid = "
     "c.relnamespace WHERE pg_catalog.age(r.xmin) <= 0",
     false},
    {"pg_publication_namespace",
     "SELECT 'published schema', n.nspname, p.pubname, true FROM "
     "pg_catalog.pg_publication_namespace s JOIN pg_catalog.pg_publication p ON p.oid = s.pnpubid "
     "JOIN pg_catalog.pg_namespace n ON n.oid = s.pnnspid WHERE pg_catalog.age(s.xmin) <= 0",
     false},
    {"pg_ts_dict",
     "SELECT 'text search dictionary', n.nspname, d.dictname, true FROM pg_catalog.pg_ts_dict d "
     "JOIN pg_catalog.pg_namespace n ON n.oid = d.dictnamespace "
     "WHERE d.oid >= 16384 AND pg_catalog.age(d.xmin) <= 0",
     false},
    {"pg_ts_config",
     "SELECT 'text search configuration', n.nspname, c.cfgname, true FROM pg_catalog.pg_ts_config "
     "c JOIN pg_catalog.pg_namespace n ON n.oid = c.cfgnamespace "
     "WHERE c.oid >= 16384 AND pg_catalog.age(c.xmin) <= 0",
     false},
    // A mapping that is gone leaves no row to look at: it may be of any.
    {"pg_ts_config_map",
     "SELECT 'text search configuration', n.nspname, c.cfgname, true FROM pg_catalog.pg_ts_config "
     "c JOIN pg_catalog.pg_namespace n ON n.oid = c.cfgnamespace WHERE c.oid >= 16384",
     false},
    {"pg_collation",
     "SELECT 'collation', n.nspname, c.collname, true FROM pg_catalog.pg_collation c "
     "JOIN pg_catalog.pg_namespace n ON n.oid = c.collnamespace "
     "WHERE c.oid >= 16384 AND pg_catalog.age(c.xmin) <= 0",
     false},
    // The name of none: that one was written, or is gone, says only that all are to be read.
    {"pg_cast", "SELECT 'cast', '', '', true", false},
    // The catalog is a superuser's to read.
    {"pg_user_mapping", "SELECT 'user mapping', '', '', true", false},
    {"pg_namespace",
     "SELECT 'schema', '', n.nspname, true FROM pg_catalog.pg_namespace n "
     "WHERE n.oid >= 16384 AND pg_catalog.age(n.xmin) <= 0",
     false},
    {"pg_trigger",
     "SELECT 'trigger', n.nspname, c.relname, true FROM pg_catalog.pg_trigger t "
     "JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid "
     "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
     "WHERE t.oid >= 16384 AND pg_catalog.age(t.xmin) <= 0 AND NOT t.tgisinternal",
     false},
};

// What it locked that is no relation, as COMMENT and ALTER do.
inline constexpr char kObjects[] =
    "SELECT CASE WHEN t.typtype = 'd' THEN 'domain' WHEN t.typtype = 'r' THEN 'range type' WHEN "
    "t.typtype = 'c' THEN 'composite type' WHEN x.oid IS NOT NULL THEN 'statistics' WHEN t.oid IS "
    "NOT NULL THEN 'type' WHEN p.oid "
    "IS NOT NULL THEN 'function' WHEN b.oid IS NOT NULL THEN 'publication' WHEN "
    "f.oid IS NOT NULL THEN 'foreign data wrapper' WHEN v.oid IS NOT NULL THEN 'foreign server' "
    "WHEN td.oid IS NOT NULL THEN 'text search dictionary' WHEN tc.oid IS NOT NULL THEN 'text "
    "search configuration' WHEN co.oid IS NOT NULL THEN 'collation' "
    "ELSE 'schema' END, coalesce(n.nspname, ''), "
    "coalesce(t.typname, p.proname, x.stxname, b.pubname, f.fdwname, v.srvname, td.dictname, "
    "tc.cfgname, co.collname, s.nspname), false FROM "
    "pg_catalog.pg_locks l "
    "LEFT JOIN pg_catalog.pg_type t ON l.classid = 'pg_catalog.pg_type'::regclass AND t.oid = "
    "l.objid AND (t.typtype IN ('e', 'd', 'r') OR t.typtype = 'c' AND EXISTS (SELECT FROM "
    "pg_catalog.pg_class r WHERE r.oid = t.typrelid AND r.relkind = 'c')) "
    "LEFT JOIN pg_catalog.pg_statistic_ext x ON l.classid = "
    "'pg_catalog.pg_statistic_ext'::regclass AND x.oid = l.objid "
    "LEFT JOIN pg_catalog.pg_proc p ON l.classid = 'pg_catalog.pg_proc'::regclass AND p.oid = "
    "l.objid "
    "LEFT JOIN pg_catalog.pg_namespace s ON l.classid = 'pg_catalog.pg_namespace'::regclass AND "
    "s.oid = l.objid "
    "LEFT JOIN pg_catalog.pg_publication b ON l.classid = "
    "'pg_catalog.pg_publication'::regclass AND b.oid = l.objid "
    "LEFT JOIN pg_catalog.pg_foreign_data_wrapper f ON l.classid = "
    "'pg_catalog.pg_foreign_data_wrapper'::regclass AND f.oid = l.objid "
    "LEFT JOIN pg_catalog.pg_foreign_server v ON l.classid = "
    "'pg_catalog.pg_foreign_server'::regclass AND v.oid = l.objid "
    "LEFT JOIN pg_catalog.pg_ts_dict td ON l.classid = 'pg_catalog.pg_ts_dict'::regclass AND "
    "td.oid = l.objid "
    "LEFT JOIN pg_catalog.pg_ts_config tc ON l.classid = 'pg_catalog.pg_ts_config'::regclass AND "
    "tc.oid = l.objid "
    "LEFT JOIN pg_catalog.pg_collation co ON l.classid = 'pg_catalog.pg_collation'::regclass AND "
    "co.oid = l.objid "
    "LEFT JOIN pg_catalog.pg_namespace n ON n.oid = coalesce(t.typnamespace, "
    "p.pronamespace, x.stxnamespace, td.dictnamespace, tc.cfgnamespace, co.collnamespace) "
    "WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'object' "
    "AND l.mode NOT IN ('AccessShareLock', 'RowShareLock', 'RowExclusiveLock') "
    "AND (b.oid IS NOT NULL OR f.oid IS NOT NULL OR v.oid IS NOT NULL OR coalesce(n.nspname, "
    "s.nspname) !~ '^pg_')";

// What these objects are called, asked by a session that still sees them: (kind, schema, name, sub). An index of a
// constraint and the sequence of an identity column are parts of their table.
inline constexpr char kNamesOfGone[] =
    "WITH w AS MATERIALIZED (SELECT * FROM ROWS FROM (pg_catalog.unnest($1::oid[]), "
    "pg_catalog.unnest($2::oid[])) w (class, oid)) "
    "SELECT CASE WHEN k.oid IS NULL THEN c.relkind::text ELSE 'r' END, n.nspname, "
    "coalesce(k.relname, c.relname), '' FROM w JOIN pg_catalog.pg_class c ON c.oid = w.oid "
    "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
    "LEFT JOIN pg_catalog.pg_depend d ON c.relkind IN ('i', 'I', 'S') AND d.classid = "
    "'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'i' "
    "LEFT JOIN pg_catalog.pg_constraint o ON d.refclassid = 'pg_catalog.pg_constraint'::regclass "
    "AND o.oid = d.refobjid LEFT JOIN pg_catalog.pg_class k ON k.oid = CASE WHEN d.refclassid = "
    "'pg_catalog.pg_class'::regclass THEN d.refobjid ELSE o.conrelid END "
    "WHERE w.class = 0 AND c.relkind IN ('r', 'p', 'v', 'm', 'c', 'S', 'i', 'I', 'f') "
    "UNION ALL SELECT CASE t.typtype WHEN 'd' THEN 'domain' WHEN 'r' THEN 'range type' ELSE 'type' "
    "END, n.nspname, t.typname, '' FROM w JOIN pg_catalog.pg_type t ON t.oid = w.oid "
    "JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace "
    "WHERE w.class = 'pg_catalog.pg_type'::regclass AND t.typtype IN ('e', 'd', 'r') "
    "UNION ALL SELECT 'function', n.nspname, p.proname, '' FROM w JOIN pg_catalog.pg_proc p ON "
    "p.oid = w.oid JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace "
    "WHERE w.class = 'pg_catalog.pg_proc'::regclass "
    "UNION ALL SELECT 'extension', '', x.extname, '' FROM w JOIN pg_catalog.pg_extension x ON "
    "x.oid = w.oid WHERE w.class = 'pg_catalog.pg_extension'::regclass "
    "UNION ALL SELECT 'schema', '', n.nspname, '' FROM w JOIN pg_catalog.pg_namespace n ON "
    "n.oid = w.oid WHERE w.class = 'pg_catalog.pg_namespace'::regclass "
    "UNION ALL SELECT 'statistics', n.nspname, s.stxname, '' FROM w JOIN "
    "pg_catalog.pg_statistic_ext s ON s.oid = w.oid JOIN pg_catalog.pg_namespace n ON n.oid = "
    "s.stxnamespace WHERE w.class = 'pg_catalog.pg_statistic_ext'::regclass "
    "UNION ALL SELECT 'rule', n.nspname, c.relname, r.rulename FROM w JOIN pg_catalog.pg_rewrite r "
    "ON r.oid = w.oid JOIN pg_catalog.pg_class c ON c.oid = r.ev_class JOIN "
    "pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
    "WHERE w.class = 'pg_catalog.pg_rewrite'::regclass AND r.rulename <> '_RETURN' "
    "UNION ALL SELECT 'trigger', n.nspname, c.relname, t.tgname FROM w JOIN pg_catalog.pg_trigger "
    "t ON t.oid = w.oid JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid JOIN "
    "pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
    "WHERE w.class = 'pg_catalog.pg_trigger'::regclass AND NOT t.tgisinternal "
    "UNION ALL SELECT 'policy', n.nspname, c.relname, p.polname FROM w JOIN pg_catalog.pg_policy p "
    "ON p.oid = w.oid JOIN pg_catalog.pg_class c ON c.oid = p.polrelid JOIN "
    "pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
    "WHERE w.class = 'pg_catalog.pg_policy'::regclass "
    "UNION ALL SELECT 'default privileges', coalesce(n.nspname, ''), CASE WHEN d.defaclrole <> "
    "(SELECT b.datdba FROM pg_catalog.pg_database b WHERE b.datname = "
    "pg_catalog.current_database()) THEN pg_catalog.pg_get_userbyid(d.defaclrole)::text ELSE '' "
    "END, d.defaclobjtype::text FROM w JOIN pg_catalog.pg_default_acl d ON d.oid = w.oid LEFT JOIN "
    "pg_catalog.pg_namespace n ON n.oid = d.defaclnamespace "
    "WHERE w.class = 'pg_catalog.pg_default_acl'::regclass "
    "UNION ALL SELECT 'operator', n.nspname, o.oprname, '' FROM w JOIN pg_catalog.pg_operator o ON "
    "o.oid = w.oid JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace "
    "WHERE w.class = 'pg_catalog.pg_operator'::regclass "
    "UNION ALL SELECT 'foreign data wrapper', '', f.fdwname, '' FROM w JOIN "
    "pg_catalog.pg_foreign_data_wrapper f ON f.oid = w.oid WHERE w.class = "
    "'pg_catalog.pg_foreign_data_wrapper'::regclass "
    "UNION ALL SELECT 'foreign server', '', s.srvname, '' FROM w JOIN "
    "pg_catalog.pg_foreign_server s ON s.oid = w.oid WHERE w.class = "
    "'pg_catalog.pg_foreign_server'::regclass "
    "UNION ALL SELECT 'user mapping', '', s.srvname, CASE WHEN u.umuser = 0 THEN 'public' WHEN "
    "u.umuser = (SELECT b.datdba FROM pg_catalog.pg_database b WHERE b.datname = "
    "pg_catalog.current_database()) THEN 'none' ELSE pg_catalog.pg_get_userbyid(u.umuser)::text "
    "END FROM w JOIN pg_catalog.pg_user_mapping u ON u.oid = w.oid JOIN "
    "pg_catalog.pg_foreign_server s ON s.oid = u.umserver WHERE w.class = "
    "'pg_catalog.pg_user_mapping'::regclass "
    "UNION ALL SELECT 'publication', '', p.pubname, '' FROM w JOIN pg_catalog.pg_publication p ON "
    "p.oid = w.oid WHERE w.class = 'pg_catalog.pg_publication'::regclass "
    "UNION ALL SELECT 'published table', n.nspname, c.relname, p.pubname FROM w JOIN "
    "pg_catalog.pg_publication_rel r ON r.oid = w.oid JOIN pg_catalog.pg_publication p ON p.oid = "
    "r.prpubid JOIN pg_catalog.pg_class c ON c.oid = r.prrelid JOIN pg_catalog.pg_namespace n ON "
    "n.oid = c.relnamespace WHERE w.class = 'pg_catalog.pg_publication_rel'::regclass "
    "UNION ALL SELECT 'text search dictionary', n.nspname, d.dictname, '' FROM w JOIN "
    "pg_catalog.pg_ts_dict d ON d.oid = w.oid JOIN pg_catalog.pg_namespace n ON n.oid = "
    "d.dictnamespace WHERE w.class = 'pg_catalog.pg_ts_dict'::regclass "
    "UNION ALL SELECT 'text search configuration', n.nspname, c.cfgname, '' FROM w JOIN "
    "pg_catalog.pg_ts_config c ON c.oid = w.oid JOIN pg_catalog.pg_namespace n ON n.oid = "
    "c.cfgnamespace WHERE w.class = 'pg_catalog.pg_ts_config'::regclass "
    "UNION ALL SELECT 'collation', n.nspname, c.collname, '' FROM w JOIN "
    "pg_catalog.pg_collation c ON c.oid = w.oid JOIN pg_catalog.pg_namespace n ON n.oid = "
    "c.collnamespace WHERE w.class = 'pg_catalog.pg_collation'::regclass";

// The same, of schemas that are published, which PostgreSQL 15 brought.
inline constexpr char kNamesOfGoneSchemas[] =
    " UNION ALL SELECT 'published schema', n.nspname, p.pubname, '' FROM w JOIN "
    "pg_catalog.pg_publication_namespace s ON s.oid = w.oid JOIN pg_catalog.pg_publication p ON "
    "p.oid = s.pnpubid JOIN pg_catalog.pg_namespace n ON n.oid = s.pnnspid "
    "WHERE w.class = 'pg_catalog.pg_publication_namespace'::regclass";

}  // namespace pggit::shadow
