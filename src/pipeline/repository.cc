#include "pipeline/repository.h"

#include "base/env.h"
#include "base/text.h"

namespace pggit::pipeline {
namespace {

// "pggit" as a number: the advisory lock of all runs on one database.
constexpr char kLockKey[] = "482570529140";
constexpr char kLockTimeout[] = "5s";  // where the user's session has none
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
  const auto waits = repository.connection->query("SHOW lock_timeout");
  std::string settings = "SET default_transaction_read_only = off";
  if (waits && waits->text(0, 0) == "0")
    settings += std::string("; SET lock_timeout = '") + kLockTimeout + "'";
  if (const auto set = repository.connection->run(settings); !set)
    return base::fail(base::ErrorCode::Database, set.error().text());
  return {};
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
