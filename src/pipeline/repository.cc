#include "pipeline/repository.h"

#include "base/env.h"
#include "base/text.h"

namespace pggit::pipeline {
namespace {

// "pggit" as a number: the advisory lock of all runs on one database.
constexpr char kLockKey[] = "482570529140";
constexpr int kFewestHashDigits = 4;

bool is_hash_prefix(const std::string& text) {
  const bool hex = text.find_first_not_of("0123456789abcdef") == std::string::npos;
  return hex && int(text.size()) >= kFewestHashDigits && text.size() <= 64;
}

std::string list_of(const store::Refs& refs) {
  std::vector<std::string> names;
  for (const store::Branch& branch : refs.branches) names.push_back(branch.name);
  for (const store::Tag& tag : refs.tags) names.push_back(tag.name);
  return names.empty() ? "nothing yet: run pggit migrate" : base::join(names, ", ");
}

std::optional<base::Hash> named(const store::Refs& refs, const std::string& revision) {
  if (revision == "HEAD") return refs.head.commit;
  for (const store::Branch& branch : refs.branches) {
    if (branch.name == revision) return branch.head;
  }
  for (const store::Tag& tag : refs.tags) {
    if (tag.name == revision) return tag.commit;
  }
  return std::nullopt;
}

base::Result<store::Commit> commit_at(store::Store& store, const base::Hash& hash) {
  std::optional<store::Commit> commit = TRY(store.commit(hash));
  if (!commit)
    return base::fail(base::ErrorCode::Database,
                      "the store is damaged: commit " + hash.brief() + " is missing");
  return *std::move(commit);
}

base::Result<std::optional<store::Commit>> by_migration(store::Store& store,
                                                        const store::Refs& refs,
                                                        const std::string& id) {
  for (const store::Branch& branch : refs.branches) {
    for (store::Commit& commit : TRY(store.log(branch.head))) {
      if (commit.migration == id) return std::optional(std::move(commit));
    }
  }
  return std::nullopt;
}

}  // namespace

std::string conninfo_of(const std::string& database) {
  const bool is_conninfo =
      database.find('=') != std::string::npos || database.find("://") != std::string::npos;
  if (is_conninfo) return database;
  std::string quoted;
  for (const char c : database) {
    if (c == '\'' || c == '\\') quoted.push_back('\\');
    quoted.push_back(c);
  }
  return "dbname='" + quoted + "'";
}

base::Result<Repository> open_repository(const std::string& database,
                                         const std::string& store_schema, bool read_only) {
  if (database.empty()) {
    return base::fail(
        base::ErrorCode::Usage,
        "no database: name one with --database NAME, or with `database` in .pggit/config.toml");
  }
  Repository repository;
  repository.schema = store_schema;
  repository.connection =
      std::make_unique<pg::Connection>(TRY(pg::Connection::open(conninfo_of(database))));
  // Every text of ours is UTF-8, whatever the database holds.
  std::string settings = "SET client_encoding = 'UTF8'";
  if (read_only) settings += "; SET default_transaction_read_only = on";
  if (const auto set = repository.connection->run(settings); !set)
    return base::fail(base::ErrorCode::Database, set.error().text());
  repository.store = store::make_postgres_store(*repository.connection, store_schema);
  return repository;
}

base::Result<void> allow_writes(Repository& repository) {
  const auto locked =
      repository.connection->query(std::string("SELECT pg_try_advisory_lock(") + kLockKey + ")");
  if (!locked) return base::fail(base::ErrorCode::Database, locked.error().text());
  if (!locked->boolean(0, 0)) {
    return base::fail(base::ErrorCode::Refused,
                      "another pggit works on this database; wait until it is done");
  }
  if (const auto set = repository.connection->run("SET default_transaction_read_only = off");
      !set) {
    return base::fail(base::ErrorCode::Database, set.error().text());
  }
  return {};
}

base::Result<store::Commit> resolve(store::Store& store, const std::string& revision) {
  if (!TRY(store.exists())) {
    return base::fail(base::ErrorCode::Usage,
                      "this database has no pggit history yet; run pggit migrate --ai first");
  }
  const store::Refs refs = TRY(store.refs());
  if (const auto hash = named(refs, revision)) return commit_at(store, *hash);
  constexpr std::string_view kMigration = "migration:";
  const std::string id =
      revision.starts_with(kMigration) ? revision.substr(kMigration.size()) : revision;
  if (std::optional<store::Commit> found = TRY(by_migration(store, refs, id)))
    return *std::move(found);
  if (is_hash_prefix(revision)) {
    const std::vector<base::Hash> found = TRY(store.find_prefix(revision, 2));
    if (found.size() == 1) return commit_at(store, found[0]);
    if (found.size() > 1)
      return base::fail(base::ErrorCode::Usage,
                        "'" + revision + "' begins several commits; give more digits");
  }
  return base::fail(base::ErrorCode::Usage, "there is no branch, tag, migration or commit '" +
                                                revision + "'; there is " + list_of(refs));
}

store::Operation operation(const Repository& repository, std::string what, std::string detail) {
  store::Operation operation;
  operation.what = std::move(what);
  const auto user = repository.connection->query("SELECT current_user");
  if (user && user->count() == 1) operation.who = user->text(0, 0);
  operation.at = base::iso_time(base::SystemClock().now_us());
  operation.detail = std::move(detail);
  return operation;
}

std::string json_text(const std::string& text) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += "\\u00";
      out.push_back(kDigits[c >> 4]);
      out.push_back(kDigits[c & 15]);
    } else {
      out.push_back(c);
    }
  }
  return out + "\"";
}

}  // namespace pggit::pipeline
