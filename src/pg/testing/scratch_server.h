// A PostgreSQL server of the test program's own: in a new folder under /tmp, on a Unix socket, gone when the program ends
// (also when it is killed). For tests of the folders below shadow/, which has servers with walls.
#pragma once

#include <string>

#include "pg/connection.h"

#define PGGIT_NEEDS_SCRATCH_SERVER()                        \
  if (!::pggit::pg::testing::ScratchServer::is_installed()) \
  GTEST_SKIP() << "no PostgreSQL server in /usr/lib/postgresql"

namespace pggit::pg::testing {

class ScratchServer {
 public:
  // Whether there is a server to start.
  static bool is_installed();
  // The one of this process, started at the first call. Ends the program with a message where that fails.
  static ScratchServer& instance();

  ScratchServer(const ScratchServer&) = delete;
  ScratchServer& operator=(const ScratchServer&) = delete;
  ~ScratchServer();

  // A session of the superuser `postgres`.
  Connection connect(const std::string& database = "postgres");
  // The name of a new, empty database.
  std::string create_database();

 private:
  ScratchServer();
  std::string folder_;
  int postmaster_ = 0;
  int databases_ = 0;
};

}  // namespace pggit::pg::testing
