// For tests of this folder: a cluster with small limits, and short ways to ask it.
#pragma once

#include <gtest/gtest.h>

#include <unistd.h>

#include <cstdlib>
#include <string>

#include "shadow/cluster.h"
#include "shadow/servers_for_tests.h"

#define PGGIT_NEEDS_SERVER()                        \
  if (::pggit::shadow::servers_for_tests().empty()) \
  GTEST_SKIP() << "no PostgreSQL server on this machine"

namespace pggit::shadow::testing {

inline std::string cache_folder() {
  static const std::string folder =
      ::testing::TempDir() + "pggit-shadow-cache-" + std::to_string(getuid());
  return folder;
}

inline ClusterOptions options() {
  ClusterOptions out;
  std::vector<ServerBinaries> servers = servers_for_tests();
  if (!servers.empty()) out.server = servers[0];
  out.cache_folder = cache_folder();
  out.limits.disk_bytes = 256ull << 20;
  out.limits.memory_bytes = 1ull << 30;
  return out;
}

// The cluster, or the end of the test program with the reason.
inline Cluster started(const ClusterOptions& wanted = options()) {
  auto cluster = Cluster::start(wanted);
  if (cluster) return std::move(*cluster);
  ADD_FAILURE() << cluster.error().message;
  std::exit(1);
}

inline pg::Connection migration(Cluster& cluster, const std::string& database) {
  auto session = cluster.connect_migration(database);
  if (session) return std::move(*session);
  ADD_FAILURE() << session.error().message;
  std::exit(1);
}

// The first value that a query gives, or what the server said.
inline std::string value(pg::Connection& session, const std::string& sql) {
  pg::Execution rows = session.run(sql);
  return rows ? std::string(rows->text(0, 0)) : rows.error().text();
}

}  // namespace pggit::shadow::testing
