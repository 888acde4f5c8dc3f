// A throw-away server for this program: databases that a superuser owns, since the suite makes what only one may make.
#pragma once

#include <string>

#include "shadow/cluster.h"
#include "tools/engine_test/lockstep.h"

namespace pggit::engine_test {

class TestServer {
 public:
  // Errors: Database (no server on this machine, or it cannot start).
  static base::Result<TestServer> start();

  // A new, empty database under that name; the one before is dropped. Errors: Database.
  base::Result<void> renew(const std::string& database);
  base::Result<pg::Connection> connect(const std::string& database);
  base::Result<Lockstep> lockstep(const std::string& database);

 private:
  explicit TestServer(shadow::Cluster cluster, std::string user)
      : cluster_(std::move(cluster)), user_(std::move(user)) {}
  shadow::Cluster cluster_;
  std::string user_;
};

}  // namespace pggit::engine_test
