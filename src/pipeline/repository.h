// A database with its store: what every command but `migrate --dry-run` opens.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "pg/connection.h"
#include "server/introspect.h"
#include "store/store.h"

namespace pggit::pipeline {

// libpq's conninfo for what --database takes: a name, a URI or a conninfo as it stands.
std::string conninfo_of(const std::string& database);

struct Repository {
  std::unique_ptr<pg::Connection> connection;
  std::unique_ptr<store::Store> store;
  std::string schema;
};

// Connects. `read_only`: every statement of the session runs in read-only transactions until allow_writes().
// Errors: Usage (no database named), Database.
base::Result<Repository> open_repository(const std::string& database,
                                         const std::string& store_schema, bool read_only);

// After the user's approval: writes are allowed, and the advisory lock that all pggit runs on this database share is
// taken; from now on a statement waits five seconds for a lock where the session has no lock_timeout. Errors: Refused, when another pggit holds it.
base::Result<void> allow_writes(Repository& repository);

// A branch, tag, full or abbreviated commit hash, migration:ID or ID alone, HEAD, or a time (2024-05-01, also with 12:30:
// the newest commit that states a date up to then); behind any of them ~N and ^ for its ancestors. Errors: Usage, naming
// what there is.
base::Result<store::Commit> resolve(store::Store& store, const std::string& revision);

// Whether a branch or tag may have this name: git's rules (git check-ref-format), and none that reads as another
// revision. Errors: Usage.
base::Result<void> check_name(const std::string& name);

// Who and when, for the operation log.
store::Operation operation(const Repository& repository, std::string what, std::string detail);

// `text` as a JSON string, quotes included.
std::string json_text(const std::string& text);

}  // namespace pggit::pipeline
