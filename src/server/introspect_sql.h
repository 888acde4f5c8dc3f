// The queries of introspection. "@" stands for what narrows a query to some objects (or to all in scope); every
// query names the object's schema `n.nspname` and its relation, type or routine by the alias in its text.
#pragma once

namespace pggit::server {

// A type as format_type() prints it, and the schema and name of its element. Joins t (the type) must be there.
#define PGGIT_TYPE_JOIN(oid)                                                                  \
  " JOIN pg_type t ON t.oid = " oid                                                           \
  " LEFT JOIN pg_type e ON e.oid = t.typelem AND t.typcategory = 'A' AND format_type(t.oid, " \
  "NULL) LIKE '%[]'"                                                                          \
  " JOIN pg_namespace tn ON tn.oid = coalesce(e.typnamespace, t.typnamespace) "
#define PGGIT_TYPE(oid, modifier) \
  " format_type(" oid ", " modifier "), tn.nspname, coalesce(e.typname, t.typname) "

// What COMMENT ON gave an object. obj_description() and its like say the same, but they are SQL functions that the server
// starts anew for every row, which took most of a query's time.
#define PGGIT_COMMENT_AT(oid, catalog, sub)                               \
  " (SELECT cd.description FROM pg_description cd WHERE cd.objoid = " oid \
  " AND cd.classoid = '" catalog "'::regclass AND cd.objsubid = " sub ") "
#define PGGIT_COMMENT(oid, catalog) PGGIT_COMMENT_AT(oid, catalog, "0")

// The options of what is foreign: names and values by turns, since a name may have any letter in it.
#define PGGIT_OPTIONS(options)                                                     \
  " array(SELECT unnest(ARRAY[o.option_name, coalesce(o.option_value, '')]) FROM " \
  "pg_options_to_table(" options ") o) "

// Schema public belongs to nobody's role as every database is made, and PUBLIC has its privileges on it.
inline constexpr char kSchemas[] =
    "SELECT n.nspname, " PGGIT_COMMENT("n.oid", "pg_namespace") ", pg_get_userbyid(n.nspowner), "
    "CASE WHEN n.nspname = 'public' AND n.nspacl = (SELECT i.initprivs FROM pg_init_privs i WHERE i.objoid = n.oid "
    "AND i.classoid = 'pg_namespace'::regclass AND i.objsubid = 0) THEN NULL ELSE n.nspacl END, n.nspacl IS NULL, "
    "n.nspowner = 10 OR pg_get_userbyid(n.nspowner) = 'pg_database_owner' FROM pg_namespace n WHERE @";

inline constexpr char kEnums[] =
    "SELECT n.nspname, t.typname, array(SELECT enumlabel FROM pg_enum l WHERE l.enumtypid = t.oid "
    "ORDER BY enumsortorder), "
    "" PGGIT_COMMENT("t.oid", "pg_type") ", pg_get_userbyid(t.typowner), t.typacl "
    "FROM pg_type t JOIN pg_namespace n ON n.oid = "
    "t.typnamespace "
    "WHERE t.typtype = 'e' AND @";

inline constexpr char kSequences[] =
    "SELECT n.nspname, c.relname, c.relpersistence = 'u', format_type(s.seqtypid, NULL), "
    "s.seqstart, s.seqincrement, s.seqmin, "
    "s.seqmax, s.seqcache, s.seqcycle, oc.relname, oa.attname, " PGGIT_COMMENT("c.oid", "pg_class") ", "
    "pg_get_userbyid(c.relowner), c.relacl "
    "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_sequence s ON "
    "s.seqrelid = c.oid "
    "LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND "
    "d.refclassid = 'pg_class'::regclass "
    "AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i') "
    "LEFT JOIN pg_class oc ON oc.oid = d.refobjid LEFT JOIN pg_attribute oa ON oa.attrelid = "
    "d.refobjid AND oa.attnum = d.refobjsubid "
    "WHERE c.relkind = 'S' AND d.deptype IS DISTINCT FROM 'i' AND @";

inline constexpr char kTables[] =
    "SELECT n.nspname, c.relname, c.relpersistence = 'u', c.reloptions, x.reloptions, "
    "" PGGIT_COMMENT("c.oid", "pg_class") ", pg_get_userbyid(c.relowner), c.relacl, "
    "c.relrowsecurity, c.relforcerowsecurity, c.relkind = 'p' OR EXISTS (SELECT FROM pg_inherits i "
    "WHERE i.inhrelid = c.oid), "
    "CASE WHEN c.relreplident IN ('f', 'n') AND c.relkind <> 'f' THEN c.relreplident ELSE 'd' END, "
    "tn.nspname, t.typname, fs.srvname, " PGGIT_OPTIONS("ft.ftoptions")
    "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_class x ON x.oid = "
    "c.reltoastrelid LEFT JOIN pg_type t ON t.oid = c.reloftype LEFT JOIN pg_namespace tn ON "
    "tn.oid = t.typnamespace "
    "LEFT JOIN pg_foreign_table ft ON ft.ftrelid = c.oid LEFT JOIN pg_foreign_server fs ON fs.oid = ft.ftserver "
    "WHERE c.relkind IN ('r', 'p', 'f') AND @";

// What partitioned tables are divided by, key by key; of an expression all of the table, and which of them it is.
inline constexpr char kPartitionKeys[] =
    "SELECT n.nspname, c.relname, y.partstrat, a.attname, CASE WHEN k.num = 0 THEN "
    "pg_get_expr(y.partexprs, c.oid) END, "
    "count(*) FILTER (WHERE k.num = 0) OVER (PARTITION BY c.oid ORDER BY k.at), "
    "CASE WHEN y.partcollation[k.at - 1] <> coalesce(a.attcollation, kd.oid) AND "
    "y.partcollation[k.at - 1] <> 0 "
    "THEN CASE WHEN cn.nspname = 'pg_catalog' THEN quote_ident(co.collname) ELSE "
    "quote_ident(cn.nspname) || '.' || quote_ident(co.collname) END END, "
    "CASE WHEN NOT o.opcdefault THEN CASE WHEN opn.nspname = 'pg_catalog' THEN "
    "quote_ident(o.opcname) ELSE "
    "quote_ident(opn.nspname) || '.' || quote_ident(o.opcname) END END "
    "FROM pg_partitioned_table y JOIN pg_class c ON c.oid = y.partrelid JOIN pg_namespace n ON "
    "n.oid = c.relnamespace "
    "CROSS JOIN LATERAL unnest(y.partattrs::int2[]) WITH ORDINALITY k(num, at) "
    "JOIN pg_collation kd ON kd.collname = 'default' AND kd.collnamespace = "
    "'pg_catalog'::regnamespace "
    "LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.num AND k.num <> 0 "
    "LEFT JOIN pg_collation co ON co.oid = y.partcollation[k.at - 1] LEFT JOIN pg_namespace cn ON "
    "cn.oid = co.collnamespace "
    "JOIN pg_opclass o ON o.oid = y.partclass[k.at - 1] JOIN pg_namespace opn ON opn.oid = "
    "o.opcnamespace "
    "WHERE @ ORDER BY n.nspname, c.relname, k.at";

// What tables are partitions of, with their bound, and what they inherit from, in order.
inline constexpr char kParents[] =
    "SELECT n.nspname, c.relname, pn.nspname, p.relname, pg_get_expr(c.relpartbound, c.oid) "
    "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_inherits i ON "
    "i.inhrelid = c.oid "
    "JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace "
    "WHERE c.relkind IN ('r', 'p', 'f') AND @ ORDER BY n.nspname, c.relname, i.inhseqno";

inline constexpr char kViews[] =
    "SELECT n.nspname, c.relname, c.reloptions, pg_get_viewdef(c.oid), " PGGIT_COMMENT("c.oid", "pg_class") ", "
    "pg_get_userbyid(c.relowner), c.relacl "
    "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'v' AND @";

inline constexpr char kMaterializedViews[] =
    "SELECT n.nspname, c.relname, pg_get_viewdef(c.oid), c.relispopulated, " PGGIT_COMMENT("c.oid", "pg_class") ", "
    "pg_get_userbyid(c.relowner), c.relacl, c.reloptions, x.reloptions "
    "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_class x ON x.oid = c.reltoastrelid "
    "WHERE c.relkind = 'm' AND @";

inline constexpr char kExtensions[] =
    "SELECT x.extname, n.nspname, array(SELECT o.extname FROM pg_depend d JOIN pg_extension o ON "
    "o.oid = d.refobjid "
    "WHERE d.classid = 'pg_extension'::regclass AND d.objid = x.oid AND d.refclassid = "
    "'pg_extension'::regclass "
    "ORDER BY o.extname COLLATE \"C\") FROM pg_extension x JOIN pg_namespace n ON n.oid = "
    "x.extnamespace "
    "WHERE x.extname <> 'plpgsql' AND @";

inline constexpr char kDomains[] =
    "SELECT n.nspname, t.typname, format_type(b.oid, t.typtypmod), tn.nspname, coalesce(e.typname, b.typname), "
    "CASE WHEN t.typcollation <> b.typcollation THEN CASE WHEN cn.nspname = 'pg_catalog' THEN quote_ident(co.collname) "
    "ELSE quote_ident(cn.nspname) || '.' || quote_ident(co.collname) END END, t.typnotnull, "
    "pg_get_expr(t.typdefaultbin, 0), " PGGIT_COMMENT("t.oid", "pg_type") ", "
    "pg_get_userbyid(t.typowner), t.typacl "
    "FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace JOIN pg_type b ON b.oid = t.typbasetype "
    "LEFT JOIN pg_type e ON e.oid = b.typelem AND b.typcategory = 'A' AND format_type(b.oid, NULL) LIKE '%[]' "
    "JOIN pg_namespace tn ON tn.oid = coalesce(e.typnamespace, b.typnamespace) "
    "LEFT JOIN pg_collation co ON co.oid = t.typcollation LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace "
    "WHERE t.typtype = 'd' AND @";

inline constexpr char kDomainConstraints[] =
    "SELECT n.nspname, t.typname, k.conname, pg_get_expr(k.conbin, 0), k.convalidated, "
    "" PGGIT_COMMENT("k.oid", "pg_constraint") " FROM pg_constraint k JOIN pg_type t ON t.oid = k.contypid "
    "JOIN pg_namespace n ON n.oid = t.typnamespace WHERE k.contype = 'c' AND @ "
    "ORDER BY n.nspname, t.typname, k.conname COLLATE \"C\"";

inline constexpr char kComposites[] =
    "SELECT n.nspname, t.typname, " PGGIT_COMMENT("t.oid", "pg_type") ", pg_get_userbyid(t.typowner), t.typacl "
    "FROM pg_type t JOIN pg_class c ON "
    "c.oid = t.typrelid AND c.relkind = 'c' JOIN pg_namespace n ON n.oid = t.typnamespace WHERE @";

inline constexpr char kRanges[] =
    "SELECT n.nspname, t.typname, format_type(b.oid, NULL), tn.nspname, coalesce(e.typname, b.typname), "
    "CASE WHEN NOT o.opcdefault THEN CASE WHEN opn.nspname = 'pg_catalog' THEN quote_ident(o.opcname) "
    "ELSE quote_ident(opn.nspname) || '.' || quote_ident(o.opcname) END END, "
    "CASE WHEN r.rngcollation <> b.typcollation THEN CASE WHEN cn.nspname = 'pg_catalog' THEN quote_ident(co.collname) "
    "ELSE quote_ident(cn.nspname) || '.' || quote_ident(co.collname) END END, "
    "CASE WHEN fn.nspname = 'pg_catalog' THEN quote_ident(f.proname) ELSE quote_ident(fn.nspname) || '.' || "
    "quote_ident(f.proname) END, CASE WHEN dn.nspname = 'pg_catalog' THEN quote_ident(d.proname) ELSE "
    "quote_ident(dn.nspname) || '.' || quote_ident(d.proname) END, "
    "mn.nspname, m.typname, " PGGIT_COMMENT("t.oid", "pg_type") ", pg_get_userbyid(t.typowner), t.typacl "
    "FROM pg_range r JOIN pg_type t ON t.oid = r.rngtypid JOIN pg_namespace n ON n.oid = t.typnamespace "
    "JOIN pg_type b ON b.oid = r.rngsubtype "
    "LEFT JOIN pg_type e ON e.oid = b.typelem AND b.typcategory = 'A' AND format_type(b.oid, NULL) LIKE '%[]' "
    "JOIN pg_namespace tn ON tn.oid = coalesce(e.typnamespace, b.typnamespace) "
    "JOIN pg_opclass o ON o.oid = r.rngsubopc JOIN pg_namespace opn ON opn.oid = o.opcnamespace "
    "LEFT JOIN pg_collation co ON co.oid = r.rngcollation LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace "
    "LEFT JOIN pg_proc f ON f.oid = r.rngcanonical LEFT JOIN pg_namespace fn ON fn.oid = f.pronamespace "
    "LEFT JOIN pg_proc d ON d.oid = r.rngsubdiff LEFT JOIN pg_namespace dn ON dn.oid = d.pronamespace "
    "LEFT JOIN pg_type m ON m.oid = #multirange LEFT JOIN pg_namespace mn ON mn.oid = m.typnamespace WHERE @";

inline constexpr char kStatistics[] =
    "SELECT n.nspname, s.stxname, cn.nspname, c.relname, s.stxkind, array(SELECT a.attname FROM pg_attribute a "
    "WHERE a.attrelid = s.stxrelid AND a.attnum = ANY (s.stxkeys::int2[]) ORDER BY a.attnum), #statexpressions, "
    "nullif(s.stxstattarget, -1), " PGGIT_COMMENT("s.oid", "pg_statistic_ext") ", pg_get_userbyid(s.stxowner) "
    "FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace JOIN pg_class c ON c.oid = s.stxrelid "
    "JOIN pg_namespace cn ON cn.oid = c.relnamespace WHERE @";

inline constexpr char kRules[] =
    "SELECT n.nspname, c.relname, r.rulename, r.ev_type, r.is_instead, pg_get_ruledef(r.oid), r.ev_enabled, "
    "" PGGIT_COMMENT("r.oid", "pg_rewrite") " FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class "
    "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE r.rulename <> '_RETURN' AND c.relkind IN ('r', 'p', 'v') AND @";

// Columns of tables and views, in order.
inline constexpr char kColumns[] =
    "SELECT n.nspname, c.relname, a.attname," PGGIT_TYPE("a.atttypid", "a.atttypmod")
    ", CASE WHEN a.attcollation <> t.typcollation THEN CASE WHEN cn.nspname = 'pg_catalog' THEN quote_ident(co.collname) "
    "ELSE quote_ident(cn.nspname) || '.' || quote_ident(co.collname) END END, "
    "a.attnotnull, pg_get_expr(d.adbin, d.adrelid), a.attidentity, a.attgenerated, "
    "CASE WHEN a.attstorage <> t.typstorage AND c.relkind IN ('r', 'p', 'f') THEN a.attstorage END, "
    "CASE WHEN c.relkind <> 'f' THEN #compression END, "
    "nullif(a.attstattarget, -1), a.attoptions, " PGGIT_COMMENT_AT("c.oid", "pg_class", "a.attnum") ", "
    "i.relname, format_type(i.seqtypid, NULL), i.seqstart, i.seqincrement, i.seqmin, i.seqmax, i.seqcache, i.seqcycle, "
    "a.attinhcount > 0, a.attislocal, pg_get_userbyid(c.relowner), a.attacl, i.relacl, " PGGIT_OPTIONS("a.attfdwoptions")
    "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped" PGGIT_TYPE_JOIN("a.atttypid")
    "LEFT JOIN pg_collation co ON co.oid = a.attcollation LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace "
    "LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum "
    "LEFT JOIN LATERAL (SELECT s.relname, s.relacl, q.* FROM pg_depend p JOIN pg_class s ON s.oid = p.objid AND s.relkind = 'S' "
    "JOIN pg_sequence q ON q.seqrelid = s.oid WHERE p.refclassid = 'pg_class'::regclass AND p.refobjid = a.attrelid "
    "AND p.refobjsubid = a.attnum AND p.classid = 'pg_class'::regclass AND p.deptype = 'i') i ON a.attidentity <> '' "
    "WHERE c.relkind IN ('r', 'p', 'v', 'm', 'c', 'f') AND @ ORDER BY n.nspname, c.relname, a.attnum";

inline constexpr char kConstraints[] =
    "SELECT n.nspname, c.relname, k.conname, k.contype, "
    "array(SELECT a.attname FROM unnest(k.conkey) WITH ORDINALITY u(num, at) JOIN pg_attribute a "
    "ON a.attrelid = k.conrelid "
    "AND a.attnum = u.num ORDER BY u.at), pg_get_expr(k.conbin, k.conrelid), k.connoinherit, "
    "fn.nspname, f.relname, "
    "array(SELECT a.attname FROM unnest(k.confkey) WITH ORDINALITY u(num, at) JOIN pg_attribute a "
    "ON a.attrelid = k.confrelid "
    "AND a.attnum = u.num ORDER BY u.at), k.confmatchtype, k.confupdtype, k.confdeltype, "
    "array(SELECT a.attname FROM unnest(#delsetcols) WITH ORDINALITY u(num, at) JOIN pg_attribute "
    "a ON a.attrelid = k.conrelid "
    "AND a.attnum = u.num ORDER BY u.at), k.condeferrable, k.condeferred, k.convalidated, "
    "" PGGIT_COMMENT("k.oid", "pg_constraint") ", "
    "array(SELECT a.attname FROM generate_series(x.indnkeyatts, x.indnatts - 1) g JOIN "
    "pg_attribute a ON a.attrelid = x.indrelid "
    "AND a.attnum = x.indkey[g] ORDER BY g), #nullsnotdistinct, xc.reloptions, k.coninhcount > 0, k.conislocal, am.amname, pg_get_expr(x.indpred, x.indrelid), "
    "x.indisclustered, x.indisreplident, " PGGIT_COMMENT("xc.oid", "pg_class") " "
    "FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = "
    "c.relnamespace "
    "LEFT JOIN pg_class f ON f.oid = k.confrelid LEFT JOIN pg_namespace fn ON fn.oid = "
    "f.relnamespace "
    "LEFT JOIN pg_index x ON x.indexrelid = k.conindid AND k.contype IN ('p', 'u', 'x') LEFT JOIN "
    "pg_class xc ON xc.oid = x.indexrelid LEFT JOIN pg_am am ON am.oid = xc.relam "
    // Of a foreign key to a partitioned table PostgreSQL keeps one more for each partition there.
    "LEFT JOIN pg_constraint kp ON kp.oid = k.conparentid "
    "WHERE k.contype IN ('c', 'p', 'u', 'f', 'x') AND c.relkind IN ('r', 'p', 'f') AND kp.conrelid IS DISTINCT FROM k.conrelid AND @ "
    "ORDER BY n.nspname, c.relname, k.conname COLLATE \"C\"";

inline constexpr char kIndexes[] =
    "SELECT n.nspname, c.relname, tc.relname, am.amname, x.indisunique, #nullsnotdistinct, "
    "x.indisvalid, x.indisclustered, "
    "x.indisreplident, array(SELECT a.attname FROM generate_series(x.indnkeyatts, x.indnatts - 1) "
    "g JOIN pg_attribute a "
    "ON a.attrelid = x.indrelid AND a.attnum = x.indkey[g] ORDER BY g), pg_get_expr(x.indpred, "
    "x.indrelid), c.reloptions, "
    "" PGGIT_COMMENT("c.oid", "pg_class") ", pn.nspname, pc.relname "
    "FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid JOIN pg_namespace n ON n.oid = "
    "c.relnamespace "
    "JOIN pg_class tc ON tc.oid = x.indrelid JOIN pg_am am ON am.oid = c.relam "
    "LEFT JOIN pg_inherits i ON i.inhrelid = c.oid LEFT JOIN pg_class pc ON pc.oid = i.inhparent "
    "LEFT JOIN pg_namespace pn ON pn.oid = pc.relnamespace "
    "WHERE c.relkind IN ('i', 'I') AND tc.relkind IN ('r', 'p', 'm') AND NOT EXISTS (SELECT "
    "FROM pg_constraint k "
    "WHERE k.conindid = c.oid AND k.contype IN ('p', 'u', 'x') AND k.conrelid = x.indrelid) AND @";

// The key `g` of an index `x`, in the words of ir::IndexKey, and the joins that say it. An expression of text that GIN keeps as
// numbers (gin_trgm_ops) has the default collation, 100, though its stored type has none.
#define PGGIT_INDEX_KEY                                                                           \
  " ta.attname, CASE WHEN x.indkey[g - 1] = 0 THEN pg_get_indexdef(x.indexrelid, g, false) END, " \
  "CASE WHEN x.indcollation[g - 1] <> coalesce(ta.attcollation, nullif(kt.typcollation, 0), "     \
  "100) THEN CASE WHEN "                                                                          \
  "cn.nspname = 'pg_catalog' THEN "                                                               \
  "quote_ident(co.collname) ELSE quote_ident(cn.nspname) || '.' || quote_ident(co.collname) END " \
  "END, "                                                                                         \
  "CASE WHEN NOT o.opcdefault OR ia.attoptions IS NOT NULL THEN CASE WHEN opn.nspname = "         \
  "'pg_catalog' THEN "                                                                            \
  "quote_ident(o.opcname) ELSE "                                                                  \
  "quote_ident(opn.nspname) || '.' || quote_ident(o.opcname) END END, ia.attoptions, "            \
  "x.indoption[g - 1] & 1 = 1, x.indoption[g - 1] & 2 = 2, nullif(ia.attstattarget, -1) "
#define PGGIT_INDEX_KEY_JOINS                                                                  \
  " CROSS JOIN LATERAL generate_series(1, x.indnkeyatts) g "                                   \
  "JOIN pg_attribute ia ON ia.attrelid = x.indexrelid AND ia.attnum = g JOIN pg_type kt ON "   \
  "kt.oid = ia.atttypid "                                                                      \
  "LEFT JOIN pg_attribute ta ON ta.attrelid = x.indrelid AND ta.attnum = x.indkey[g - 1] AND " \
  "x.indkey[g - 1] <> 0 "                                                                      \
  "LEFT JOIN pg_collation co ON co.oid = x.indcollation[g - 1] LEFT JOIN pg_namespace cn ON "  \
  "cn.oid = co.collnamespace "                                                                 \
  "JOIN pg_opclass o ON o.oid = x.indclass[g - 1] JOIN pg_namespace opn ON opn.oid = "         \
  "o.opcnamespace "

inline constexpr char kIndexKeys[] =
    "SELECT n.nspname, c.relname," PGGIT_INDEX_KEY
    "FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid JOIN pg_namespace n ON n.oid = "
    "c.relnamespace JOIN pg_class tc ON tc.oid = x.indrelid" PGGIT_INDEX_KEY_JOINS
    "WHERE c.relkind IN ('i', 'I') AND tc.relkind IN ('r', 'p', 'm') AND @ ORDER BY "
    "n.nspname, c.relname, g";

// With their operators, constraint by constraint.
inline constexpr char kExclusionKeys[] =
    "SELECT n.nspname, c.relname," PGGIT_INDEX_KEY
    ", k.conname, CASE WHEN pn.nspname = 'pg_catalog' THEN p.oprname "
    "ELSE quote_ident(pn.nspname) || '.' || p.oprname END "
    "FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = "
    "c.relnamespace "
    "JOIN pg_index x ON x.indexrelid = k.conindid" PGGIT_INDEX_KEY_JOINS
    "JOIN pg_operator p ON p.oid = k.conexclop[g] JOIN pg_namespace pn ON pn.oid = p.oprnamespace "
    "WHERE k.contype = 'x' AND @ ORDER BY n.nspname, c.relname, "
    "k.conname, g";

// The constructors of a range type belong to it.
#define PGGIT_NOT_OF_A_TYPE                                                                     \
  "NOT EXISTS (SELECT FROM pg_depend fd WHERE fd.classid = 'pg_proc'::regclass AND fd.objid = " \
  "c.oid AND fd.deptype = 'i') "

inline constexpr char kFunctions[] =
    "SELECT n.nspname, c.proname, c.oid, c.prokind," PGGIT_TYPE("c.prorettype", "NULL")
    ", c.proretset, l.lanname, c.provolatile, c.proisstrict, c.prosecdef, c.proleakproof, c.proparallel, c.procost, c.prorows, "
    "c.proconfig, c.prosrc, #sqlbody, " PGGIT_COMMENT("c.oid", "pg_proc") ", "
    "pg_get_userbyid(c.proowner), c.proacl "
    "FROM pg_proc c JOIN pg_namespace n ON n.oid = c.pronamespace JOIN pg_language l ON l.oid = c.prolang "
    PGGIT_TYPE_JOIN("c.prorettype") "WHERE " PGGIT_NOT_OF_A_TYPE "AND @";

inline constexpr char kArguments[] =
    "SELECT c.oid, coalesce(c.proargnames[u.at], ''), coalesce(c.proargmodes[u.at], 'i'),"
    PGGIT_TYPE("u.type", "NULL") ", pg_get_function_arg_default(c.oid, u.at::int) "
    "FROM pg_proc c JOIN pg_namespace n ON n.oid = c.pronamespace "
    "CROSS JOIN LATERAL unnest(coalesce(c.proallargtypes, c.proargtypes::oid[])) WITH ORDINALITY u(type, at) "
    PGGIT_TYPE_JOIN("u.type") "WHERE " PGGIT_NOT_OF_A_TYPE "AND @ ORDER BY c.oid, u.at";

// "schema.name" of a function or operator, bare where it is one of pg_catalog.
#define PGGIT_ROUTINE(oid)                                                                        \
  " (SELECT CASE WHEN rn.nspname = 'pg_catalog' THEN '' ELSE quote_ident(rn.nspname) || '.' "     \
  "END || quote_ident(r.proname) FROM pg_proc r JOIN pg_namespace rn ON rn.oid = r.pronamespace " \
  "WHERE r.oid = " oid ") "
#define PGGIT_OPERATOR(oid)                                                                    \
  " (SELECT CASE WHEN rn.nspname = 'pg_catalog' THEN '' ELSE quote_ident(rn.nspname) || '.' "  \
  "END || r.oprname FROM pg_operator r JOIN pg_namespace rn ON rn.oid = r.oprnamespace WHERE " \
  "r.oid = " oid ") "
// As PGGIT_TYPE, of a type that may be none.
#define PGGIT_TYPE_OR_NONE(oid)                                                                 \
  " CASE WHEN " oid " <> 0 THEN format_type(" oid                                               \
  ", NULL) END, (SELECT tn.nspname FROM "                                                       \
  "pg_type t LEFT JOIN pg_type e ON e.oid = t.typelem AND t.typcategory = 'A' AND "             \
  "format_type(t.oid, NULL) LIKE '%[]' JOIN pg_namespace tn ON tn.oid = "                       \
  "coalesce(e.typnamespace, t.typnamespace) WHERE t.oid = " oid                                 \
  "), (SELECT coalesce(e.typname, "                                                             \
  "t.typname) FROM pg_type t LEFT JOIN pg_type e ON e.oid = t.typelem AND t.typcategory = 'A' " \
  "AND format_type(t.oid, NULL) LIKE '%[]' WHERE t.oid = " oid ") "

// What makes some of the functions aggregates.
inline constexpr char kAggregates[] =
    "SELECT c.oid, a.aggkind, a.aggnumdirectargs," PGGIT_ROUTINE("a.aggtransfn") ","
    PGGIT_TYPE_OR_NONE("a.aggtranstype") ", a.aggtransspace," PGGIT_ROUTINE("a.aggfinalfn")
    ", a.aggfinalextra, a.aggfinalmodify," PGGIT_ROUTINE("a.aggcombinefn") ","
    PGGIT_ROUTINE("a.aggserialfn") "," PGGIT_ROUTINE("a.aggdeserialfn") ", a.agginitval,"
    PGGIT_ROUTINE("a.aggmtransfn") "," PGGIT_ROUTINE("a.aggminvtransfn") ","
    PGGIT_TYPE_OR_NONE("a.aggmtranstype") ", a.aggmtransspace," PGGIT_ROUTINE("a.aggmfinalfn")
    ", a.aggmfinalextra, a.aggmfinalmodify, a.aggminitval," PGGIT_OPERATOR("a.aggsortop")
    "FROM pg_aggregate a JOIN pg_proc c ON c.oid = a.aggfnoid JOIN pg_namespace n ON n.oid = "
    "c.pronamespace WHERE @";

inline constexpr char kOperators[] =
    "SELECT n.nspname, c.oprname," PGGIT_TYPE_OR_NONE("c.oprleft") ","
    PGGIT_TYPE_OR_NONE("c.oprright") "," PGGIT_ROUTINE("c.oprcode") "," PGGIT_OPERATOR("c.oprcom")
    "," PGGIT_OPERATOR("c.oprnegate") "," PGGIT_ROUTINE("c.oprrest") "," PGGIT_ROUTINE("c.oprjoin")
    ", c.oprcanmerge, c.oprcanhash, " PGGIT_COMMENT("c.oid", "pg_operator") ", "
    "pg_get_userbyid(c.oprowner) FROM pg_operator c JOIN pg_namespace n ON n.oid = c.oprnamespace "
    "WHERE @";

inline constexpr char kCasts[] =
    "SELECT" PGGIT_TYPE_OR_NONE("k.castsource") "," PGGIT_TYPE_OR_NONE("k.casttarget")
    ", k.castmethod," PGGIT_ROUTINE("k.castfunc") ", k.castcontext, " PGGIT_COMMENT("k.oid", "pg_cast")
    ", k.oid FROM pg_cast k WHERE @ ORDER BY k.oid";

// The arguments of their functions.
inline constexpr char kCastArguments[] =
    "SELECT k.oid," PGGIT_TYPE_OR_NONE("u.type") " FROM pg_cast k JOIN pg_proc c ON c.oid = k.castfunc "
    "CROSS JOIN LATERAL unnest(c.proargtypes::oid[]) WITH ORDINALITY u(type, at) WHERE @ "
    "ORDER BY k.oid, u.at";

inline constexpr char kTriggers[] =
    "SELECT n.nspname, c.relname, g.tgname, g.tgtype, array(SELECT a.attname FROM "
    "unnest(g.tgattr::int2[]) WITH ORDINALITY u(num, at) "
    "JOIN pg_attribute a ON a.attrelid = g.tgrelid AND a.attnum = u.num ORDER BY u.at), "
    "pg_get_triggerdef(g.oid), "
    "g.tgqual IS NOT NULL, pn.nspname, p.proname, encode(g.tgargs, 'hex'), g.tgconstraint <> 0, "
    "fn.nspname, f.relname, "
    "g.tgdeferrable, g.tginitdeferred, g.tgoldtable, g.tgnewtable, g.tgenabled, "
    "" PGGIT_COMMENT("g.oid", "pg_trigger") ", #tgparent <> 0 "
    "FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid JOIN pg_namespace n ON n.oid = "
    "c.relnamespace "
    "JOIN pg_proc p ON p.oid = g.tgfoid JOIN pg_namespace pn ON pn.oid = p.pronamespace "
    "LEFT JOIN pg_class f ON f.oid = g.tgconstrrelid LEFT JOIN pg_namespace fn ON fn.oid = "
    "f.relnamespace "
    "WHERE #ownTrigger AND c.relkind IN ('r', 'p', 'v', 'f') AND @";

inline constexpr char kPolicies[] =
    "SELECT n.nspname, c.relname, p.polname, p.polpermissive, p.polcmd, "
    "array(SELECT pg_get_userbyid(r) FROM unnest(p.polroles) r WHERE r <> 0), "
    "pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid), "
    "" PGGIT_COMMENT("p.oid", "pg_policy") " FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid "
    "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE @";

// They stand in no schema.
inline constexpr char kPublications[] =
    "SELECT p.pubname, p.puballtables, p.pubinsert, p.pubupdate, p.pubdelete, p.pubtruncate, "
    "#pubviaroot, #pubgencols, " PGGIT_COMMENT("p.oid", "pg_publication") ", "
    "pg_get_userbyid(p.pubowner) FROM pg_publication p WHERE @";

inline constexpr char kPublishedTables[] =
    "SELECT n.nspname, c.relname, p.pubname, array(SELECT a.attname FROM unnest(#prattrs) u(num) "
    "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = u.num), #prqual "
    "FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid JOIN pg_class c ON c.oid "
    "= "
    "r.prrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE @";

inline constexpr char kPublishedSchemas[] =
    "SELECT n.nspname, p.pubname FROM #pubnamespace s JOIN pg_publication p ON p.oid = s.pnpubid "
    "JOIN pg_namespace n ON n.oid = s.pnnspid WHERE @";

inline constexpr char kWrappers[] =
    "SELECT w.fdwname," PGGIT_ROUTINE("w.fdwhandler") "," PGGIT_ROUTINE("w.fdwvalidator") ","
    PGGIT_OPTIONS("w.fdwoptions") "," PGGIT_COMMENT("w.oid", "pg_foreign_data_wrapper") ", "
    "pg_get_userbyid(w.fdwowner), w.fdwacl FROM pg_foreign_data_wrapper w WHERE @";

inline constexpr char kServers[] =
    "SELECT s.srvname, w.fdwname, s.srvtype, s.srvversion," PGGIT_OPTIONS("s.srvoptions") ","
    PGGIT_COMMENT("s.oid", "pg_foreign_server") ", pg_get_userbyid(s.srvowner), s.srvacl "
    "FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw WHERE @";

// The catalog itself is a superuser's to read; the view shows others their own options alone.
inline constexpr char kUserMappings[] =
    "SELECT s.srvname, CASE WHEN u.umuser = 0 THEN '' ELSE pg_get_userbyid(u.umuser) "
    "END," PGGIT_OPTIONS("u.umoptions") ", "
    "(u.umuser <> 0 AND u.usename = current_user AND (pg_has_role(s.srvowner, 'USAGE') OR "
    "has_server_privilege(s.oid, 'USAGE'))) OR (u.umuser = 0 AND pg_has_role(s.srvowner, 'USAGE')) OR "
    "(SELECT r.rolsuper FROM pg_roles r WHERE r.rolname = current_user) "
    "FROM pg_user_mappings u JOIN pg_foreign_server s ON s.oid = u.srvid WHERE @";

// An object of pg_catalog by its bare name, any other with its schema.
#define PGGIT_NAME(schema, name)                                                             \
  " CASE WHEN " schema " = 'pg_catalog' THEN quote_ident(" name ") ELSE quote_ident(" schema \
  ") || '.' || quote_ident(" name ") END"

inline constexpr char kDictionaries[] =
    "SELECT n.nspname, c.dictname," PGGIT_NAME("tn.nspname", "t.tmplname") ", c.dictinitoption, "
    PGGIT_COMMENT("c.oid", "pg_ts_dict") ", pg_get_userbyid(c.dictowner) FROM pg_ts_dict c JOIN pg_namespace n ON n.oid = "
    "c.dictnamespace JOIN pg_ts_template t ON t.oid = c.dicttemplate JOIN pg_namespace tn ON tn.oid = "
    "t.tmplnamespace WHERE @";

inline constexpr char kConfigurations[] =
    "SELECT n.nspname, c.cfgname," PGGIT_NAME("pn.nspname", "p.prsname") ", "
    PGGIT_COMMENT("c.oid", "pg_ts_config") ", pg_get_userbyid(c.cfgowner) FROM pg_ts_config c JOIN pg_namespace n ON n.oid = "
    "c.cfgnamespace JOIN pg_ts_parser p ON p.oid = c.cfgparser JOIN pg_namespace pn ON pn.oid = "
    "p.prsnamespace WHERE @";

// Their mappings, token by token, in the order in which the dictionaries are asked.
inline constexpr char kMappings[] =
    "SELECT n.nspname, c.cfgname, k.alias," PGGIT_NAME("dn.nspname", "d.dictname")
    " FROM pg_ts_config c JOIN pg_namespace n ON n.oid = c.cfgnamespace JOIN pg_ts_config_map m ON m.mapcfg = c.oid "
    "JOIN pg_ts_dict d ON d.oid = m.mapdict JOIN pg_namespace dn ON dn.oid = d.dictnamespace "
    "CROSS JOIN LATERAL ts_token_type(c.cfgparser) k(tokid, alias, description) WHERE k.tokid = m.maptokentype AND @ "
    "ORDER BY n.nspname, c.cfgname, k.alias COLLATE \"C\", m.mapseqno";

inline constexpr char kCollations[] =
    "SELECT n.nspname, c.collname, c.collprovider, CASE WHEN c.collprovider = 'c' THEN c.collcollate END, "
    "CASE WHEN c.collprovider = 'c' THEN c.collctype END, CASE WHEN c.collprovider <> 'c' THEN #colllocale END, #collrules, "
    "c.collisdeterministic, " PGGIT_COMMENT("c.oid", "pg_collation") ", pg_get_userbyid(c.collowner) "
    "FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace WHERE @";

// `@` narrows the schemas; those that hold everywhere have none.
inline constexpr char kDefaultPrivileges[] =
    "SELECT coalesce(n.nspname, ''), pg_get_userbyid(d.defaclrole), d.defaclobjtype, d.defaclacl "
    "FROM pg_default_acl d "
    "LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace WHERE n.oid IS NULL OR @";

// Nothing but the names of what the queries above read, by the words of ir::kind_from_name().
inline constexpr char kNames[] =
    "SELECT 'schema', '', n.nspname, '' FROM pg_namespace n WHERE @n "
    "UNION ALL SELECT 'type', n.nspname, t.typname, '' FROM pg_type t JOIN pg_namespace n ON n.oid "
    "= "
    "t.typnamespace WHERE t.typtype = 'e' AND @t "
    "UNION ALL SELECT 'domain', n.nspname, t.typname, '' FROM pg_type t JOIN pg_namespace n ON "
    "n.oid "
    "= t.typnamespace WHERE t.typtype = 'd' AND @t "
    "UNION ALL SELECT 'extension', '', x.extname, '' FROM pg_extension x WHERE x.extname <> "
    "'plpgsql' "
    "UNION ALL SELECT CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN "
    "'S' THEN 'sequence' ELSE 'table' "
    "END, "
    "n.nspname, c.relname, '' FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE (c.relkind IN ('v', 'm', 'r', 'p', 'f') OR c.relkind = 'S' AND "
    // By index, one sequence at a time.
    "(SELECT d.deptype FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid "
    "AND d.deptype = 'i' LIMIT 1) IS NULL) AND @c "
    "UNION ALL SELECT 'index', n.nspname, c.relname, '' FROM pg_index x JOIN pg_class c ON c.oid = "
    "x.indexrelid JOIN pg_class tc ON tc.oid = x.indrelid JOIN pg_namespace n ON n.oid = "
    "c.relnamespace WHERE c.relkind IN ('i', 'I') AND tc.relkind IN "
    "('r', "
    "'p', 'm') AND NOT "
    "EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid AND k.contype IN ('p', 'u', 'x') "
    "AND k.conrelid = x.indrelid) AND @c "
    "UNION ALL SELECT 'function', n.nspname, c.proname, '' FROM pg_proc c JOIN pg_namespace n ON "
    "n.oid = c.pronamespace WHERE " PGGIT_NOT_OF_A_TYPE
    "AND @p "
    "UNION ALL SELECT 'composite type', n.nspname, t.typname, '' FROM pg_type t JOIN pg_class c ON "
    "c.oid = t.typrelid AND c.relkind = 'c' JOIN pg_namespace n ON n.oid = t.typnamespace WHERE "
    "@t "
    "UNION ALL SELECT 'range type', n.nspname, t.typname, '' FROM pg_type t JOIN pg_namespace n ON "
    "n.oid = t.typnamespace WHERE t.typtype = 'r' AND @t "
    "UNION ALL SELECT 'statistics', n.nspname, s.stxname, '' FROM pg_statistic_ext s JOIN "
    "pg_namespace n ON n.oid = s.stxnamespace WHERE @s "
    "UNION ALL SELECT 'rule', n.nspname, c.relname, r.rulename FROM pg_rewrite r JOIN pg_class c "
    "ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace WHERE r.oid >= 16384 AND "
    "r.rulename <> '_RETURN' AND c.relkind IN ('r', 'p', 'v') AND @c "
    "UNION ALL SELECT 'trigger', n.nspname, c.relname, g.tgname FROM pg_trigger g JOIN pg_class c "
    "ON c.oid = g.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE #ownTrigger "
    "AND c.relkind IN ('r', 'p', 'v', 'f') AND @c "
    "UNION ALL SELECT 'policy', n.nspname, c.relname, p.polname FROM pg_policy p JOIN pg_class c "
    "ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE @c "
    "UNION ALL SELECT 'default privileges', coalesce(n.nspname, ''), CASE WHEN d.defaclrole <> "
    "(SELECT b.datdba FROM pg_database b WHERE b.datname = current_database()) THEN "
    "pg_get_userbyid(d.defaclrole) ELSE '' END, d.defaclobjtype::text FROM pg_default_acl d LEFT "
    "JOIN "
    "pg_namespace n ON n.oid = d.defaclnamespace WHERE n.oid IS NULL OR @n "
    "UNION ALL SELECT 'operator', n.nspname, c.oprname, '' FROM pg_operator c JOIN pg_namespace n "
    "ON n.oid = c.oprnamespace WHERE @o "
    "UNION ALL SELECT 'cast', '', '', '' FROM pg_cast k WHERE @k "
    "UNION ALL SELECT 'publication', '', p.pubname, '' FROM pg_publication p "
    "UNION ALL SELECT 'published table', n.nspname, c.relname, p.pubname FROM pg_publication_rel r "
    "JOIN pg_publication p ON p.oid = r.prpubid JOIN pg_class c ON c.oid = r.prrelid JOIN "
    "pg_namespace n ON n.oid = c.relnamespace WHERE @c "
    "UNION ALL SELECT 'published schema', n.nspname, p.pubname, '' FROM #pubnamespace s JOIN "
    "pg_publication p ON p.oid = s.pnpubid JOIN pg_namespace n ON n.oid = s.pnnspid WHERE @n "
    "UNION ALL SELECT 'foreign data wrapper', '', w.fdwname, '' FROM pg_foreign_data_wrapper w "
    "WHERE @w "
    "UNION ALL SELECT 'foreign server', '', s.srvname, '' FROM pg_foreign_server s WHERE @f "
    "UNION ALL SELECT 'user mapping', '', s.srvname, CASE WHEN s.umuser = 0 THEN 'public' WHEN "
    "s.umuser = (SELECT b.datdba FROM pg_database b WHERE b.datname = current_database()) THEN "
    "'none' ELSE pg_get_userbyid(s.umuser) END FROM pg_user_mappings s WHERE @u "
    "UNION ALL SELECT 'text search dictionary', n.nspname, c.dictname, '' FROM pg_ts_dict c JOIN "
    "pg_namespace n ON n.oid = c.dictnamespace WHERE @td "
    "UNION ALL SELECT 'text search configuration', n.nspname, c.cfgname, '' FROM pg_ts_config c "
    "JOIN pg_namespace n ON n.oid = c.cfgnamespace WHERE @tc "
    "UNION ALL SELECT 'collation', n.nspname, c.collname, '' FROM pg_collation c JOIN "
    "pg_namespace n ON n.oid = c.collnamespace WHERE @l";

// Kinds that are not held, counted. "@" narrows the schemas; "%o" is the owner that counts as the usual one.
inline constexpr char kNotHeldQuery[] =
    "SELECT what, count(*) FROM ("
    // Where a relation lies, and how its rows are kept.
    "SELECT 'tablespace of a relation' AS what FROM pg_class c JOIN pg_namespace n ON n.oid = "
    "c.relnamespace WHERE c.reltablespace <> 0 AND @c "
    "UNION ALL SELECT 'access method of a table' FROM pg_class c JOIN pg_namespace n ON n.oid = "
    "c.relnamespace JOIN pg_am m ON m.oid = c.relam WHERE c.relkind IN ('r', 'm') AND m.amname <> "
    "'heap' AND @c "
    "UNION ALL SELECT 'base type' FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace "
    "WHERE t.typtype = 'b' AND t.typcategory <> 'A' AND @t "
    // What makes its values keeps its name and place when a range type is given others.
    "UNION ALL SELECT 'constructor of a range type' FROM pg_range r JOIN pg_type t ON t.oid = "
    "r.rngtypid JOIN pg_namespace n ON n.oid = t.typnamespace WHERE NOT EXISTS (SELECT FROM "
    "pg_proc c WHERE c.pronamespace = t.typnamespace AND c.proname = t.typname AND c.prorettype = "
    "t.oid) AND @t "
    "UNION ALL SELECT 'text search parser or template' FROM (SELECT prsnamespace AS space FROM "
    "pg_ts_parser WHERE @tp UNION ALL SELECT tmplnamespace FROM pg_ts_template WHERE @tt) s JOIN "
    "pg_namespace n ON n.oid = s.space WHERE @n "
    "UNION ALL SELECT 'SUPPORT or TRANSFORM of a function' FROM pg_proc c JOIN pg_namespace n ON "
    "n.oid = c.pronamespace WHERE (c.prosupport <> 0 OR c.protrftypes IS NOT NULL) AND @p "
    "UNION ALL SELECT o.what FROM ("
    "SELECT 'operator class' AS what, 'pg_opclass'::regclass AS classid, oid, opcnamespace AS "
    "space FROM pg_opclass UNION ALL "
    "SELECT 'operator family', 'pg_opfamily'::regclass, oid, opfnamespace FROM pg_opfamily UNION "
    "ALL SELECT 'conversion', 'pg_conversion'::regclass, oid, connamespace FROM pg_conversion) o "
    "JOIN pg_namespace n ON n.oid = o.space WHERE o.oid >= 16384 AND @n AND @m "
    "UNION ALL SELECT o.what FROM ("
    "SELECT 'language' AS what, 'pg_language'::regclass AS classid, oid FROM pg_language UNION ALL "
    "SELECT 'transform', 'pg_transform'::regclass, oid FROM pg_transform UNION ALL "
    "SELECT 'access method', 'pg_am'::regclass, oid FROM pg_am) o WHERE o.oid >= 16384 AND @m "
    "UNION ALL SELECT 'security label' FROM pg_seclabel "
    "UNION ALL SELECT 'event trigger' FROM pg_event_trigger WHERE evtname !~ '^pggit_' "
    ") x GROUP BY what";

}  // namespace pggit::server
