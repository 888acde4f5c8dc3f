// .pggit/config.toml: what a project says once, so that nobody types it every time.
//
//   database = "shop"                    # what --database says otherwise: a name, URI or conninfo
//   server_dirs = ["/opt/pgsql-16/bin"]  # where servers are looked for, before the usual places
//   store_schema = "pggit"
//
//   [compare]
//   schemas = ["public", "shop_*"]       # empty: every schema
//   ignore = ["public.tmp_*", "*.spatial_ref_sys"]
//   owners = ["shop_owner"]              # empty: whoever owns them
//   grants = false
//   partitions = false                   # those that the database makes by itself at run time
//
//   [shadow]
//   statement_seconds = 60               # how long one statement of a migration may run
//   disk_mb = 4096                       # how much the shadow's data may grow to
//
//   [sql]                                # of --source=sql
//   order = ["init.sql", "add_users.sql"]
//   transaction = "file"                 # around each file; "none"; left out: as psql -f
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/env.h"
#include "base/error.h"

namespace pggit::project {

// What is compared between a history and a live database; names may hold `*` (any text) and `?`.
struct CompareScope {
  std::vector<std::string> schemas;
  std::vector<std::string> ignore;  // "schema.name", or "name" in every schema
  std::vector<std::string> owners;
  bool grants = false;
  bool partitions = false;
};

// Limits of the throw-away server (docs/shadow.md).
struct ShadowLimits {
  int statement_seconds = 60;
  int disk_mb = 4096;
};

// How plain scripts are read (docs/sources/sql.md).
struct ScriptSettings {
  std::vector<std::string> order;
  std::string transaction;
};

struct Config {
  std::string database;  // empty: --database, else the home server
  std::vector<std::string> server_dirs;
  std::string store_schema = "pggit";
  CompareScope compare;
  ShadowLimits shadow;
  ScriptSettings scripts;
};

// The defaults where there is no such file. Settings that do not exist and values of the wrong kind are
// reported at their place. Errors: the file is there and cannot be read.
base::Result<Config> read_config(const base::Disk& disk, const std::string& path,
                                 base::Sources& sources, base::Diagnostics& diagnostics);

// Whether an object is compared at all. System schemas, temporary ones and the store's own never are.
bool is_compared(const Config& config, std::string_view schema, std::string_view name);
// `*` any text, none too; `?` one byte.
bool matches_pattern(std::string_view pattern, std::string_view text);

}  // namespace pggit::project
