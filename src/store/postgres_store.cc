#include "store/postgres_store.h"

#include "base/text.h"

namespace pggit::store {

base::Error database_error(const pg::ServerError& error) {
  return {base::ErrorCode::Database, "the store in the database: " + error.text()};
}

std::string array_of(const std::vector<base::Hash>& hashes) {
  std::vector<std::string> hex;
  for (const base::Hash& hash : hashes) hex.push_back(hash.hex());
  return "{" + base::join(hex, ",") + "}";
}

std::string with_schema(std::string sql, const std::string& schema) {
  for (std::size_t at = 0; (at = sql.find("@.", at)) != std::string::npos;) {
    sql.replace(at, 1, schema);
    at += schema.size();
  }
  return sql;
}

base::Result<pg::Rows> PostgresStore::query(std::string sql, const Parameters& parameters) {
  pg::Execution rows = connection_.query(with_schema(std::move(sql), schema_), parameters);
  if (!rows) return std::unexpected(database_error(rows.error()));
  return *std::move(rows);
}

std::unique_ptr<Store> make_postgres_store(pg::Connection& connection, const std::string& schema) {
  return std::make_unique<PostgresStore>(connection, schema);
}

}  // namespace pggit::store
