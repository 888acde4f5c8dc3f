#include "server/introspect.h"

#include <algorithm>
#include <set>

#include "base/by_two.h"
#include "base/text.h"
#include "server/introspect_decode.h"
#include "server/introspect_sql.h"

namespace pggit::server {
namespace {

using Parameters = std::vector<std::optional<std::string>>;

base::Error database_error(const pg::ServerError& error) {
  return {base::ErrorCode::Database, "reading the catalog: " + error.text()};
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
  return text;
}

// What only newer servers have.
std::string for_version(std::string sql, int version) {
  const bool has15 = version >= 150000;
  sql = replaced(std::move(sql), "#delsetcols", has15 ? "k.confdelsetcols" : "NULL::int2[]");
  sql = replaced(std::move(sql), "#nullsnotdistinct", has15 ? "x.indnullsnotdistinct" : "false");
  // Copies of a trigger on partitions counted as PostgreSQL's own before 15.
  const bool has13 = version >= 130000;
  sql = replaced(std::move(sql), "#tgparent", has13 ? "g.tgparentid" : "0");
  sql = replaced(
      std::move(sql), "#ownTrigger",
      has15 || !has13 ? "NOT g.tgisinternal" : "(NOT g.tgisinternal OR g.tgparentid <> 0)");
  const bool has14 = version >= 140000;
  sql = replaced(std::move(sql), "#multirange", has14 ? "r.rngmultitypid" : "0");
  sql = replaced(std::move(sql), "#compression", has14 ? "a.attcompression" : "''::\"char\"");
  sql = replaced(std::move(sql), "#statexpressions",
                 has14 ? "pg_get_statisticsobjdef_expressions(s.oid)" : "NULL");
  sql = replaced(std::move(sql), "#pubviaroot", has13 ? "p.pubviaroot" : "false");
  sql = replaced(std::move(sql), "#pubgencols", version >= 180000 ? "p.pubgencols" : "'n'");
  sql = replaced(std::move(sql), "#prattrs", has15 ? "r.prattrs::int2[]" : "NULL::int2[]");
  sql = replaced(std::move(sql), "#prqual",
                 has15 ? "pg_get_expr(r.prqual, r.prrelid)" : "NULL::text");
  sql = replaced(std::move(sql), "#pubnamespace",
                 has15 ? "pg_publication_namespace"
                       : "(SELECT NULL::oid AS pnpubid, NULL::oid AS pnnspid WHERE false)");
  // The column of the locale goes by three names from PostgreSQL 13 to 17.
  const char* locale = version >= 170000 ? "c.colllocale"
                       : has15           ? "c.colliculocale"
                                         : "c.collcollate";
  sql = replaced(std::move(sql), "#colllocale", locale);
  sql = replaced(std::move(sql), "#collrules", version >= 160000 ? "c.collicurules" : "NULL");
  return replaced(std::move(sql), "#sqlbody", has14 ? "pg_get_function_sqlbody(c.oid)" : "NULL");
}

std::string not_of_extension(const std::string& catalog, const std::string& oid) {
  // Few depend on an extension, and by this way round an index leads to them.
  return " AND " + oid +
         " NOT IN (SELECT ed.objid FROM pg_depend ed WHERE ed.refclassid = "
         "'pg_extension'::regclass AND "
         "ed.classid = '" +
         catalog + "'::regclass AND ed.deptype = 'e')";
}

// What every database is made with has OIDs below 16384 (FirstNormalObjectId in PostgreSQL's access/transam.h), so an
// index leads past it.
std::string made_here(const std::string& catalog, const std::string& oid) {
  return " AND " + oid + " >= 16384" + not_of_extension(catalog, oid);
}

std::string schemas_in_scope(const Scope& scope) {
  std::string sql =
      "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND n.nspname <> 'pggit'";
  if (scope.schemas.empty()) return sql;
  std::vector<std::string> names;
  for (const std::string& schema : scope.schemas) names.push_back(base::quote_literal(schema));
  return sql + " AND n.nspname IN (" + base::join(names, ", ") + ")";
}

// The kinds of catalog rows that queries run over: which column names the object, and its catalog.
struct Subject {
  std::string name_column;
  std::string catalog;
  std::string oid;
};
const Subject kRelation{"c.relname", "pg_class", "c.oid"};
const Subject kType{"t.typname", "pg_type", "t.oid"};
const Subject kRoutine{"c.proname", "pg_proc", "c.oid"};
const Subject kOperator{"c.oprname", "pg_operator", "c.oid"};
const Subject kDictionary{"c.dictname", "pg_ts_dict", "c.oid"};
const Subject kConfiguration{"c.cfgname", "pg_ts_config", "c.oid"};
const Subject kCollation{"c.collname", "pg_collation", "c.oid"};
const Subject kStatisticsObject{"s.stxname", "pg_statistic_ext", "s.oid"};

std::string all_of(const Subject& subject, const Scope& scope) {
  return "(" + schemas_in_scope(scope) +
         (subject.name_column == "c.proname"
              ? " OR n.nspname = 'pggit' AND c.proname LIKE 'migration\\_%'"
              : "") +
         ")" + made_here(subject.catalog, subject.oid);
}

// The objects are looked up by name first, apart: joined with the rest, they would come last in the order of so many joins.
std::string some_of(const Subject& subject) {
  const std::string name = subject.name_column.substr(2);
  // "relname" stands beside "relnamespace" in its catalog, and so for the others.
  const std::string space = name + "space";
  return subject.oid +
         " = ANY (ARRAY(SELECT o.oid FROM unnest($1::name[], $2::name[]) w(s, o) JOIN pg_namespace "
         "s ON "
         "s.nspname = w.s JOIN " +
         subject.catalog + " o ON o." + space + " = s.oid AND o." + name + " = w.o))" +
         not_of_extension(subject.catalog, subject.oid);
}

// One query each; the reader turns its rows into objects.
struct Query {
  std::string sql;
  Parameters parameters;
  void (*read)(const pg::Rows&, Gathered&);
};

// Who makes what migrations make is the owner of the database.
constexpr char kEnterPath[] =
    "SELECT pg_catalog.current_setting('search_path'), pg_catalog.set_config('search_path', '', "
    "true), (SELECT pg_catalog.pg_get_userbyid(datdba) FROM pg_catalog.pg_database WHERE datname = "
    "pg_catalog.current_database())";
// Where these queries are a transaction of their own, as all of one round trip are.
constexpr char kReadOnly[] = ", pg_catalog.set_config('transaction_read_only', 'on', true)";
constexpr char kLeavePath[] = "SELECT set_config('search_path', $1, true)";

// Runs the queries under an empty search_path in one round trip, in the session's transaction or in a read-only one of
// its own.
base::Result<void> run_queries(pg::Connection& connection, const std::vector<Query>& queries,
                               Gathered& gathered) {
  const bool own = !connection.in_transaction();
  std::vector<pg::Connection::Queued> queue;
  queue.push_back({std::string(kEnterPath) + (own ? kReadOnly : ""), {}, true});
  const std::size_t first = queue.size();
  for (const Query& query : queries)
    queue.push_back({for_version(query.sql, connection.server_version()), query.parameters, true});
  std::optional<base::Error> error;
  std::string path;  // of before
  connection.pipeline(queue, [&](std::size_t place, const pg::Execution& result) {
    if (!result && !error) error = database_error(result.error());
    if (error) return;
    if (place >= first) return queries[place - first].read(*result, gathered);
    path = result->text(0, 0);
    gathered.migration_role = result->text(0, 2);
  });
  if (error) return std::unexpected(*std::move(error));
  if (own) return {};
  // Put back for the rest of the transaction only: a SET LOCAL of the user's must still end with it, and what was set
  // for the session comes out again by itself.
  const pg::Execution done = connection.query(kLeavePath, {path});
  if (!done) return std::unexpected(database_error(done.error()));
  return {};
}

std::string narrowed(const char* sql, const std::string& condition) {
  return replaced(sql, "@", condition);
}

std::string not_held_sql(const Scope& scope) {
  std::string sql = kNotHeldQuery;
  const std::string schemas = schemas_in_scope(scope);
  sql = replaced(std::move(sql), "@c", schemas + made_here("pg_class", "c.oid"));
  sql = replaced(std::move(sql), "@tp", "true" + made_here("pg_ts_parser", "oid"));
  sql = replaced(std::move(sql), "@tt", "true" + made_here("pg_ts_template", "oid"));
  sql = replaced(std::move(sql), "@t", schemas + made_here("pg_type", "t.oid"));
  sql = replaced(std::move(sql), "@p", schemas + made_here("pg_proc", "c.oid"));
  sql = replaced(std::move(sql), "@m",
                 "NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = o.classid AND d.objid = "
                 "o.oid AND d.deptype = 'e')");
  return replaced(std::move(sql), "@n", schemas);
}

// They stand in no schema either. The one from a range type to its multirange type belongs to these.
std::string casts_in_scope() {
  return "NOT EXISTS (SELECT FROM pg_depend kd WHERE kd.classid = "
         "'pg_cast'::regclass AND kd.objid = k.oid AND kd.deptype = 'i')" +
         made_here("pg_cast", "k.oid");
}

// They stand in no schema; one that holds their members is said of them.
std::string extensions_in_scope(const Scope& scope) {
  return scope.schemas.empty() ? "true" : schemas_in_scope(scope);
}

// Nor do publications; what is in them, apart from them, would be in none.
std::string published_in_scope(const Scope& scope, const std::string& condition) {
  return scope.schemas.empty() ? condition : "false";
}

// Nor do wrappers and servers; those of extensions are their members.
std::string wrappers_in_scope(const Scope& scope) {
  return published_in_scope(scope, "true") + not_of_extension("pg_foreign_data_wrapper", "w.oid");
}
std::string servers_in_scope(const Scope& scope) {
  return published_in_scope(scope, "true") + not_of_extension("pg_foreign_server", "s.oid");
}

std::string schemas_of(const Scope& scope) {
  return schemas_in_scope(scope) + not_of_extension("pg_namespace", "n.oid");
}

std::string names_sql() {
  std::string sql = replaced(kNames, "@c", all_of(kRelation, {}));
  sql = replaced(std::move(sql), "@td", all_of(kDictionary, {}));
  sql = replaced(std::move(sql), "@tc", all_of(kConfiguration, {}));
  sql = replaced(std::move(sql), "@l", all_of(kCollation, {}));
  sql = replaced(std::move(sql), "@t", all_of(kType, {}));
  sql = replaced(std::move(sql), "@p", all_of(kRoutine, {}));
  sql = replaced(std::move(sql), "@s", all_of(kStatisticsObject, {}));
  sql = replaced(std::move(sql), "@o", all_of(kOperator, {}));
  sql = replaced(std::move(sql), "@k", casts_in_scope());
  sql = replaced(std::move(sql), "@w", wrappers_in_scope({}));
  sql = replaced(std::move(sql), "@f", servers_in_scope({}));
  sql = replaced(std::move(sql), "@u", "true" + not_of_extension("pg_foreign_server", "s.srvid"));
  return replaced(std::move(sql), "@n", schemas_of({}));
}

std::vector<Query> full_queries(const Scope& scope) {
  const std::string relation = all_of(kRelation, scope);
  const std::string type = all_of(kType, scope);
  const std::string routine = all_of(kRoutine, scope);
  const std::string schema = schemas_of(scope);
  return {
      {narrowed(kSchemas, schema), {}, read_schemas},
      {narrowed(kDefaultPrivileges, schema), {}, read_default_privileges},
      {narrowed(kEnums, type), {}, read_enums},
      {narrowed(kSequences, relation), {}, read_sequences},
      {narrowed(kTables, relation), {}, read_tables},
      {narrowed(kPartitionKeys, relation), {}, read_partition_keys},
      {narrowed(kParents, relation), {}, read_parents},
      {narrowed(kViews, relation), {}, read_views},
      {narrowed(kMaterializedViews, relation), {}, read_materialized_views},
      {narrowed(kExtensions, extensions_in_scope(scope)), {}, read_extensions},
      {narrowed(kDomains, type), {}, read_domains},
      {narrowed(kDomainConstraints, type), {}, read_domain_constraints},
      {narrowed(kComposites, type), {}, read_composites},
      {narrowed(kRanges, type), {}, read_ranges},
      {narrowed(kStatistics, all_of(kStatisticsObject, scope)), {}, read_statistics},
      {narrowed(kRules, relation), {}, read_rules},
      {narrowed(kColumns, relation), {}, read_columns},
      {narrowed(kConstraints, relation), {}, read_constraints},
      {narrowed(kExclusionKeys, relation), {}, read_exclusion_keys},
      {narrowed(kIndexes, relation), {}, read_indexes},
      {narrowed(kIndexKeys, relation), {}, read_index_keys},
      {narrowed(kFunctions, routine), {}, read_functions},
      {narrowed(kArguments, routine), {}, read_arguments},
      {narrowed(kAggregates, routine), {}, read_aggregates},
      {narrowed(kOperators, all_of(kOperator, scope)), {}, read_operators},
      {narrowed(kCasts, casts_in_scope()), {}, read_casts},
      {narrowed(kCastArguments, casts_in_scope()), {}, read_cast_arguments},
      {narrowed(kTriggers, relation), {}, read_triggers},
      {narrowed(kDictionaries, all_of(kDictionary, scope)), {}, read_dictionaries},
      {narrowed(kConfigurations, all_of(kConfiguration, scope)), {}, read_configurations},
      {narrowed(kMappings, all_of(kConfiguration, scope)), {}, read_mappings},
      {narrowed(kCollations, all_of(kCollation, scope)), {}, read_collations},
      {narrowed(kPolicies, relation), {}, read_policies},
      {narrowed(kPublications, published_in_scope(scope, "true")), {}, read_publications},
      {narrowed(kPublishedTables, published_in_scope(scope, relation)), {}, read_published_tables},
      {narrowed(kPublishedSchemas, published_in_scope(scope, schema)), {}, read_published_schemas},
      {narrowed(kWrappers, wrappers_in_scope(scope)), {}, read_wrappers},
      {narrowed(kServers, servers_in_scope(scope)), {}, read_servers},
      {narrowed(kUserMappings, servers_in_scope(scope)), {}, read_user_mappings},
      {not_held_sql(scope), {}, read_not_held}};
}

struct Wanted {
  std::vector<std::string> schemas;
  std::vector<std::string> names;
  Wanted(const std::vector<ir::Key>& keys, const std::set<ir::Kind>& kinds) {
    for (const ir::Key& key : keys) {
      if (!kinds.contains(key.kind)) continue;
      schemas.push_back(key.schema);
      names.push_back(key.name);
    }
  }
  Parameters parameters() const {
    return {base::array_literal(schemas), base::array_literal(names)};
  }
  bool empty() const { return names.empty(); }
};

// Which queries read the objects of a kind, whose names are looked up in `subject`.
struct Reads {
  std::set<ir::Kind> kinds;
  const Subject& subject;
  std::vector<std::pair<const char*, void (*)(const pg::Rows&, Gathered&)>> queries;
};

std::vector<Query> some_queries(const std::vector<ir::Key>& keys) {
  using enum ir::Kind;
  static const std::vector<Reads> kReads{
      {{Enum}, kType, {{kEnums, read_enums}}},
      {{Sequence}, kRelation, {{kSequences, read_sequences}}},
      {{Table}, kRelation, {{kTables, read_tables}}},
      {{View}, kRelation, {{kViews, read_views}}},
      {{MaterializedView}, kRelation, {{kMaterializedViews, read_materialized_views}}},
      {{Domain}, kType, {{kDomains, read_domains}, {kDomainConstraints, read_domain_constraints}}},
      {{Composite}, kType, {{kComposites, read_composites}}},
      {{Range}, kType, {{kRanges, read_ranges}}},
      {{Statistics}, kStatisticsObject, {{kStatistics, read_statistics}}},
      {{Rule}, kRelation, {{kRules, read_rules}}},
      {{Table, View, MaterializedView, Composite}, kRelation, {{kColumns, read_columns}}},
      {{Table}, kRelation, {{kConstraints, read_constraints}}},
      {{Index}, kRelation, {{kIndexes, read_indexes}, {kIndexKeys, read_index_keys}}},
      {{Function},
       kRoutine,
       {{kFunctions, read_functions},
        {kArguments, read_arguments},
        {kAggregates, read_aggregates}}},
      {{ir::Kind::Operator}, kOperator, {{kOperators, read_operators}}},
      {{Dictionary}, kDictionary, {{kDictionaries, read_dictionaries}}},
      {{Configuration},
       kConfiguration,
       {{kConfigurations, read_configurations}, {kMappings, read_mappings}}},
      {{Collation}, kCollation, {{kCollations, read_collations}}},
      {{Policy}, kRelation, {{kPolicies, read_policies}}},
      {{PublishedTable}, kRelation, {{kPublishedTables, read_published_tables}}},
      {{Trigger}, kRelation, {{kTriggers, read_triggers}}}};
  std::vector<Query> queries;
  if (!Wanted(keys, {DefaultGrants}).empty())
    queries.push_back({narrowed(kDefaultPrivileges, "true"), {}, read_default_privileges});
  if (!Wanted(keys, {Cast}).empty()) {
    queries.push_back({narrowed(kCasts, casts_in_scope()), {}, read_casts});
    queries.push_back({narrowed(kCastArguments, casts_in_scope()), {}, read_cast_arguments});
  }
  const Wanted publications(keys, {Publication});
  if (!publications.empty())
    queries.push_back({narrowed(kPublications, "p.pubname = ANY ($1::name[])"),
                       {base::array_literal(publications.names)},
                       read_publications});
  if (!Wanted(keys, {PublishedSchema}).empty())
    queries.push_back({narrowed(kPublishedSchemas, "true"), {}, read_published_schemas});
  const auto foreign = [&](ir::Kind kind, const char* sql, const std::string& name,
                           void (*read)(const pg::Rows&, Gathered&)) {
    const Wanted wanted(keys, {kind});
    if (!wanted.empty())
      queries.push_back(
          {narrowed(sql, name + " = ANY ($1::name[])"), {base::array_literal(wanted.names)}, read});
  };
  foreign(ForeignDataWrapper, kWrappers, "w.fdwname", read_wrappers);
  foreign(ForeignServer, kServers, "s.srvname", read_servers);
  foreign(UserMapping, kUserMappings, "s.srvname", read_user_mappings);
  const Wanted schemas(keys, {Schema});
  if (!schemas.empty())
    queries.push_back({narrowed(kSchemas, "n.nspname = ANY ($1::name[])"),
                       {base::array_literal(schemas.names)},
                       read_schemas});
  const Wanted extensions(keys, {Extension});
  if (!extensions.empty())
    queries.push_back({narrowed(kExtensions, "x.extname = ANY ($1::name[])"),
                       {base::array_literal(extensions.names)},
                       read_extensions});
  for (const Reads& reads : kReads) {
    const Wanted wanted(keys, reads.kinds);
    for (const auto& [sql, read] : reads.queries) {
      if (!wanted.empty())
        queries.push_back({narrowed(sql, some_of(reads.subject)), wanted.parameters(), read});
    }
  }
  return queries;
}

// What only few tables have, asked where one of these was found to have it.
std::vector<Query> further_queries(const std::vector<ir::Key>& keys, const Gathered& gathered) {
  const bool excludes = std::ranges::any_of(gathered.tables, [](const auto& named) {
    return std::ranges::any_of(named.second.constraints, [](const ir::Constraint& constraint) {
      return constraint.kind == ir::ConstraintKind::Exclusion;
    });
  });
  const Wanted tables(keys, {ir::Kind::Table});
  const auto query = [&](const char* sql, auto* read) {
    return Query{narrowed(sql, some_of(kRelation)), tables.parameters(), read};
  };
  std::vector<Query> queries;
  if (gathered.any_family) {
    queries.push_back(query(kPartitionKeys, read_partition_keys));
    queries.push_back(query(kParents, read_parents));
  }
  if (excludes) queries.push_back(query(kExclusionKeys, read_exclusion_keys));
  return queries;
}

bool is_ignored(const ir::Key& key, const Scope& scope) {
  const std::string& table = key.name;
  return std::ranges::any_of(scope.ignored_tables, [&](const std::string& ignored) {
    return ignored == table || ignored == key.schema + "." + table;
  });
}

std::string owner_table_of(const ir::Object& object) {
  if (const auto* index = std::get_if<ir::Index>(&object)) return index->table;
  if (const auto* sequence = std::get_if<ir::Sequence>(&object)) return sequence->owner_table;
  if (const auto* statistics = std::get_if<ir::Statistics>(&object)) return statistics->table;
  return "";
}

// With its table, too.
bool is_ignored(const ir::Object& object, const Scope& scope) {
  if (scope.ignored_tables.empty()) return false;
  const ir::Key key = ir::key_of(object);
  const std::string table = owner_table_of(object);
  return is_ignored(key, scope) ||
         (!table.empty() && is_ignored({key.kind, key.schema, table, ""}, scope));
}

}  // namespace

base::Result<Introspection> introspect(pg::Connection& connection, const Scope& scope) {
  Gathered gathered;
  TRY(run_queries(connection, full_queries(scope), gathered));
  std::vector<ir::Object> objects = gathered.take();
  std::erase_if(objects, [&](const ir::Object& object) { return is_ignored(object, scope); });
  std::vector<catalog::EntryRef> entries(objects.size());
  base::by_two(entries.size(),
               [&](std::size_t i) { entries[i] = catalog::make_entry(std::move(objects[i])); });
  Introspection found;
  found.not_held = gathered.not_held;
  found.hidden = gathered.hidden;
  found.catalog = catalog::Catalog::of(std::move(entries));
  return found;
}

base::Result<std::vector<catalog::EntryRef>> introspect_some(pg::Connection& connection,
                                                             const std::vector<ir::Key>& keys) {
  std::vector<catalog::EntryRef> entries;
  if (keys.empty()) return entries;
  Gathered gathered;
  TRY(run_queries(connection, some_queries(keys), gathered));
  if (const std::vector<Query> further = further_queries(keys, gathered); !further.empty())
    TRY(run_queries(connection, further, gathered));
  const std::set<ir::Key> wanted(keys.begin(), keys.end());
  catalog::Catalog some;
  for (ir::Object& object : gathered.take()) {
    const ir::Key key = ir::key_of(object);
    if (wanted.contains(key)) some = some.with(std::move(object));
  }
  some.for_each([&](const catalog::EntryRef& entry) { entries.push_back(entry); });
  return entries;
}

base::Result<std::vector<ir::Key>> introspect_names(pg::Connection& connection) {
  const std::string sql = for_version(names_sql(), connection.server_version());
  const pg::Execution rows = connection.query(sql);
  if (!rows) return std::unexpected(database_error(rows.error()));
  std::vector<ir::Key> names;
  for (int i = 0; i < rows->count(); ++i) {
    names.push_back({*ir::kind_from_name(rows->text(i, 0)), std::string(rows->text(i, 1)),
                     std::string(rows->text(i, 2)), std::string(rows->text(i, 3))});
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace pggit::server
