#include "shadow/broker.h"

#include <algorithm>
#include <set>

#include "base/text.h"

namespace pggit::shadow {
namespace {

using base::ErrorCode;

// Sorted. Extensions that neither read files, nor reach other machines, nor run code of the
// caller's choice outside SQL. Left out on purpose: dblink, postgres_fdw, file_fdw, adminpack,
// pageinspect, pg_surgery, xml2 (its XSLT reads files), postgis_raster (GDAL does), and every
// language.
constexpr std::string_view kAllowed[] = {"autoinc",
                                         "bloom",
                                         "btree_gin",
                                         "btree_gist",
                                         "citext",
                                         "cube",
                                         "dict_int",
                                         "dict_xsyn",
                                         "earthdistance",
                                         "fuzzystrmatch",
                                         "hstore",
                                         "insert_username",
                                         "intagg",
                                         "intarray",
                                         "isn",
                                         "lo",
                                         "ltree",
                                         "moddatetime",
                                         "pg_stat_statements",
                                         "pg_trgm",
                                         "pgcrypto",
                                         "pgrowlocks",
                                         "pgstattuple",
                                         "postgis",
                                         "postgis_topology",
                                         "refint",
                                         "seg",
                                         "tablefunc",
                                         "tcn",
                                         "tsm_system_rows",
                                         "tsm_system_time",
                                         "unaccent",
                                         "uuid-ossp",
                                         "vector"};

// Words that stand where a role may stand and are none.
constexpr std::string_view kNoRoles[] = {"",     "current_role", "current_user",
                                         "none", "public",       "session_user"};

base::Error words_of(const pg::ServerError& error) { return {ErrorCode::Database, error.text()}; }

base::Result<pg::Rows> ask(pg::Connection& harness, const std::string& sql,
                           const std::vector<std::optional<std::string>>& parameters) {
  pg::Execution rows = harness.query(sql, parameters);
  if (!rows) return std::unexpected(words_of(rows.error()));
  return *rows;
}

base::Result<void> run(pg::Connection& harness, const std::string& sql) {
  pg::Execution done = harness.run(sql);
  if (!done) return std::unexpected(words_of(done.error()));
  return {};
}

constexpr char kMakers[] = "pggit_makers";  // what is granted to pggit's own roles is never read

base::Result<bool> is_role(pg::Connection& harness, const std::string& role) {
  return TRY(ask(harness, "SELECT 1 FROM pg_roles WHERE rolname = $1", {role})).count() > 0;
}

// Members of this role may be given objects of schema public of the harness's database.
base::Result<void> make_makers(pg::Connection& harness) {
  const bool is_there = TRY(is_role(harness, kMakers));
  return run(harness, std::string(is_there ? "" : "CREATE ROLE ") +
                          (is_there ? "" : std::string(kMakers) + " NOLOGIN; ") +
                          "GRANT CREATE ON SCHEMA public TO " + kMakers);
}

// The membership goes with the making: a role that was there before may have rights that nobody
// shall be given.
base::Result<void> make_role(pg::Connection& harness, const std::string& role,
                             const std::string& login) {
  std::string name = base::quote_ident(role);
  return run(harness, "CREATE ROLE " + name +
                          " NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE; GRANT " + name + " TO " +
                          base::quote_ident(login) + "; GRANT " + kMakers + " TO " + name);
}

base::Result<bool> is_there(pg::Connection& harness, const std::string& extension) {
  return TRY(ask(harness, "SELECT 1 FROM pg_extension WHERE extname = $1", {extension})).count() >
         0;
}

// The extension with all that it requires, in no order. Errors: it or one of them is not installed,
// or not allowed.
base::Result<std::set<std::string>> closure(pg::Connection& harness, const std::string& extension) {
  std::set<std::string> found;
  std::vector<std::string> open{extension};
  while (!open.empty()) {
    std::string next = open.back();
    open.pop_back();
    if (next == "plpgsql" || !found.insert(next).second) continue;
    if (!is_allowed_extension(next)) {
      return base::fail(ErrorCode::Refused, "needs superuser: the extension \"" + next +
                                                "\" is not on the shadow's list");
    }
    pg::Rows rows = TRY(
        ask(harness,
            "SELECT unnest(coalesce(v.requires, '{}'))::text, e.name FROM pg_available_extensions e"
            " JOIN pg_available_extension_versions v ON v.name = e.name AND v.version = "
            "e.default_version"
            " WHERE e.name = $1 UNION ALL SELECT NULL, name FROM pg_available_extensions WHERE "
            "name = $1",
            {next}));
    if (rows.count() == 0) {
      return base::fail(ErrorCode::Database,
                        "the extension \"" + next + "\" is not installed on this machine");
    }
    for (int i = 0; i < rows.count(); ++i) {
      if (!rows.is_null(i, 0)) open.emplace_back(rows.text(i, 0));
    }
  }
  return found;
}

std::string create_sql(const ExtensionRequest& request) {
  std::string sql = "CREATE EXTENSION IF NOT EXISTS " + base::quote_ident(request.name);
  if (!request.schema.empty()) sql += " SCHEMA " + base::quote_ident(request.schema);
  if (!request.version.empty()) sql += " VERSION " + base::quote_literal(request.version);
  return sql + " CASCADE";
}

// A trusted extension belongs to whom made it, and its members to the superuser: the same here, so
// that a later DROP EXTENSION of the migration's role works.
base::Result<void> hand_over(pg::Connection& harness, const std::string& extension,
                             const std::string& login) {
  TRY(ask(harness,
          "UPDATE pg_extension SET extowner = $2::regrole WHERE extname = $1 AND extowner <> "
          "$2::regrole",
          {extension, base::quote_ident(login)}));
  return {};
}

}  // namespace

bool is_made_role(const std::string& role) {
  return !role.starts_with("pg_") && !role.starts_with("pggit_") &&
         !std::ranges::binary_search(kNoRoles, std::string_view(role));
}

base::Result<std::vector<std::string>> make_roles(pg::Connection& harness,
                                                  const std::vector<std::string>& names,
                                                  const std::string& login) {
  std::vector<std::string> made;
  if (std::ranges::any_of(names, is_made_role)) TRY(make_makers(harness));
  for (const std::string& role : std::set<std::string>(names.begin(), names.end())) {
    if (!is_made_role(role)) continue;
    if (TRY(is_role(harness, role))) continue;
    TRY(make_role(harness, role, login));
    made.push_back(role);
  }
  return made;
}

bool is_allowed_extension(const std::string& name) {
  return std::ranges::binary_search(kAllowed, std::string_view(name));
}

base::Result<void> create_extension(pg::Connection& harness, const ExtensionRequest& request) {
  std::set<std::string> wanted = TRY(closure(harness, request.name));
  if (TRY(is_there(harness, request.name))) return {};
  TRY(run(harness, create_sql(request)));
  if (request.login.empty()) return {};
  for (const std::string& extension : wanted) TRY(hand_over(harness, extension, request.login));
  return {};
}

base::Result<bool> create_for_role(pg::Connection& harness, const ExtensionRequest& request) {
  if (!is_allowed_extension(request.name)) return false;
  const pg::Rows versions = TRY(ask(
      harness,
      "SELECT v.superuser AND NOT v.trusted, v.schema IS NOT NULL FROM pg_available_extensions e "
      "JOIN pg_available_extension_versions v ON v.name = e.name AND v.version = e.default_version "
      "WHERE e.name = $1",
      {request.name}));
  if (versions.count() == 0 || !versions.boolean(0, 0)) return false;
  ExtensionRequest fitting = request;
  if (versions.boolean(0, 1)) fitting.schema.clear();
  if (!fitting.schema.empty())
    TRY(run(harness, "CREATE SCHEMA IF NOT EXISTS " + base::quote_ident(fitting.schema) +
                         " AUTHORIZATION " + base::quote_ident(fitting.login)));
  TRY(create_extension(harness, fitting));
  return true;
}

}  // namespace pggit::shadow
