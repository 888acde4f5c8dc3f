// A live PostgreSQL as a catalog: everything that we hold, in server forms.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "pg/connection.h"

namespace pggit::server {

// What is looked at. Left out always: pg_*, information_schema, schema `pggit` but for functions
// pggit.migration_*, members of extensions, temporary objects.
struct Scope {
  std::vector<std::string> schemas;         // only these; empty: all
  std::vector<std::string> ignored_tables;  // "flyway_schema_history", "public.x": the tool's own
};

struct Introspection {
  catalog::Catalog catalog;  // server forms
  // Kinds of objects that exist in scope and are not held yet, with their number: "grant" -> 14.
  std::map<std::string, int> not_held;
  // User mappings whose options the role that reads may not see (pg_user_mappings); they are among not_held too.
  std::vector<ir::Key> hidden;
};

// `found` with the options of the hidden mappings as `known` has them, so that they make no difference.
catalog::Catalog with_hidden_options(catalog::Catalog found, const std::vector<ir::Key>& hidden,
                                     const catalog::Catalog& known);

// Reads inside the connection's current transaction if there is one, else in one read-only transaction of its
// own. Sets search_path to empty for the reads and puts it back. Errors: Database.
base::Result<Introspection> introspect(pg::Connection& connection, const Scope& scope = {});

// Only these objects (those that exist), by key. The queries are prepared once per connection and cost what the
// keys cost, not what the database holds. Read the current transaction's uncommitted state too.
base::Result<std::vector<catalog::EntryRef>> introspect_some(pg::Connection& connection,
                                                             const std::vector<ir::Key>& keys);

// The names of all objects that introspect() would give, sorted; a function's `sub` is left out, so that overloads are
// keys that are there more than once. One light query. Reads the current transaction's state. Errors: Database.
base::Result<std::vector<ir::Key>> introspect_names(pg::Connection& connection);

}  // namespace pggit::server
