#include "tools/engine_test/test_server.h"

#include <utility>

#include "base/text.h"
#include "shadow/servers_for_tests.h"

namespace pggit::engine_test {
namespace {

base::Result<void> run(pg::Connection& session, const std::string& sql) {
  const pg::Execution done = session.run(sql);
  if (!done) return base::fail(base::ErrorCode::Database, sql + ": " + done.error().text());
  return {};
}

}  // namespace

// Files of the suite are read by the server: no namespace hides them.
base::Result<TestServer> TestServer::start() {
  shadow::ClusterOptions wanted;
  const auto servers = shadow::servers_for_tests();
  if (servers.empty())
    return base::fail(base::ErrorCode::Database, "no PostgreSQL server on this machine");
  wanted.server = servers[0];
  wanted.namespaces = false;
  return TestServer(TRY(shadow::Cluster::start(wanted)), wanted.user);
}

base::Result<void> TestServer::renew(const std::string& database) {
  pg::Connection session = TRY(connect("template1"));
  TRY(run(session, "DROP DATABASE IF EXISTS " + base::quote_ident(database) + " WITH (FORCE)"));
  return run(session, "CREATE DATABASE " + base::quote_ident(database));
}

base::Result<pg::Connection> TestServer::connect(const std::string& database) {
  pg::Connection session = TRY(cluster_.connect_harness(database));
  TRY(run(session, "RESET ALL"));  // the harness of proofs has plans of its own
  return session;
}

base::Result<Lockstep> TestServer::lockstep(const std::string& database) {
  pg::Connection session = TRY(connect(database));
  // Many statements make the server forget its plans of the queries that read it back: they are to be made quickly.
  TRY(run(session, "SET join_collapse_limit = 1; SET from_collapse_limit = 1"));
  return Lockstep::on(std::move(session), user_);
}

}  // namespace pggit::engine_test
