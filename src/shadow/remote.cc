#include "shadow/remote.h"

#include "base/text.h"
#include "shadow/cluster_random.h"
#include "shadow/cluster_state.h"

namespace pggit::shadow {
namespace {

using base::ErrorCode;

constexpr std::string_view kPrefix = "pggit_shadow_";

base::Result<pg::Rows> ask(pg::Connection& session, const std::string& sql,
                           const std::vector<std::optional<std::string>>& parameters = {}) {
  pg::Execution rows = session.query(sql, parameters);
  if (!rows)
    return base::fail(ErrorCode::Database, "the server of --shadow: " + rows.error().text());
  return *rows;
}

std::vector<std::string> databases_like(pg::Connection& session, const std::string& prefix) {
  std::vector<std::string> out;
  auto rows =
      session.query("SELECT datname FROM pg_database WHERE starts_with(datname, $1)", {prefix});
  for (int i = 0; rows && i < rows->count(); ++i) out.emplace_back(rows->text(i, 0));
  return out;
}

void drop(pg::Connection& session, const std::string& database) {
  std::string force = session.server_version() >= 130000 ? " WITH (FORCE)" : "";
  session.run("DROP DATABASE IF EXISTS " + base::quote_ident(database) + force);
}

// A run holds an advisory lock on the hash of its prefix as long as its session lives.
bool take_lock(pg::Connection& session, const std::string& prefix) {
  auto rows = session.query("SELECT pg_try_advisory_lock(hashtextextended($1, 0))", {prefix});
  return rows && rows->boolean(0, 0);
}

void let_lock_go(pg::Connection& session, const std::string& prefix) {
  session.query("SELECT pg_advisory_unlock(hashtextextended($1, 0))", {prefix});
}

// `pggit_shadow_1f2e3d4c_` of `pggit_shadow_1f2e3d4c_up`.
std::string prefix_of(const std::string& database) {
  return database.substr(0, database.find('_', kPrefix.size()) + 1);
}

void sweep(pg::Connection& session) {
  for (const std::string& database : databases_like(session, std::string(kPrefix))) {
    std::string prefix = prefix_of(database);
    if (!take_lock(session, prefix)) continue;
    drop(session, database);
    let_lock_go(session, prefix);
  }
}

base::Result<void> check_rights(pg::Connection& session) {
  pg::Rows rows = TRY(
      ask(session,
          "SELECT rolsuper OR rolcreatedb, rolname FROM pg_roles WHERE rolname = current_user"));
  if (rows.count() == 1 && rows.boolean(0, 0)) return {};
  return base::fail(ErrorCode::Database,
                    "the role of --shadow may not make databases: ALTER ROLE ... CREATEDB");
}

Walls weaker_walls(const Limits& limits) {
  Walls walls;
  walls.standing = {
      "databases with a random prefix, dropped at the end",
      "watchdog: " + std::to_string(limits.statement_seconds) + " s a statement, notices"};
  for (const char* wall :
       {"login role without superuser or CREATEROLE", "limits of memory and disk",
        "user without account", "supervisor", "network namespace", "process namespace"}) {
    walls.missing.push_back(std::string(wall) + ": --shadow names a server of your own");
  }
  return walls;
}

}  // namespace

base::Result<Cluster> attach(const std::string& url, const ClusterOptions& options) {
  auto state = std::make_unique<Cluster::State>();
  state->options = options;
  state->url = url;
  state->walls = weaker_walls(options.limits);
  state->harness = TRY(pg::Connection::open(url));
  TRY(check_rights(*state->harness));
  sweep(*state->harness);
  state->prefix = std::string(kPrefix) + random_hex(8) + "_";
  if (!take_lock(*state->harness, state->prefix)) {
    return base::fail(ErrorCode::Database, "the server of --shadow gives no advisory lock");
  }
  Watched watched;
  watched.limits = options.limits;
  watched.login = std::string(TRY(ask(*state->harness, "SELECT current_user")).text(0, 0));
  state->watchdog = std::make_unique<Watchdog>(std::move(watched), TRY(pg::Connection::open(url)));
  return Cluster(std::move(state));
}

void drop_remote_databases(Cluster::State& state) {
  if (!state.harness || state.prefix.empty()) return;
  for (const std::string& database : databases_like(*state.harness, state.prefix))
    drop(*state.harness, database);
}

}  // namespace pggit::shadow
