// Which PostgreSQL tests run on.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "shadow/cluster.h"

namespace pggit::shadow {

// Those of this machine, newest first; with PGGIT_TEST_SERVER=FOLDER the one of that folder alone, whose programs are in
// FOLDER/bin (tools/fetch_servers brings some). A folder without any ends the program: its tests would be skipped and look well.
inline std::vector<ServerBinaries> servers_for_tests() {
  const char* folder = std::getenv("PGGIT_TEST_SERVER");
  if (!folder) return find_servers({});
  std::error_code error;
  const std::string bin =
      std::filesystem::canonical(std::filesystem::path(folder) / "bin", error).string();
  std::vector<ServerBinaries> servers = find_servers({folder});
  std::erase_if(servers, [&](const ServerBinaries& server) { return server.bin != bin; });
  if (servers.empty()) {
    std::fprintf(stderr,
                 "PGGIT_TEST_SERVER: no PostgreSQL in %s/bin; tools/fetch_servers prints folders\n",
                 folder);
    std::exit(2);
  }
  return servers;
}

}  // namespace pggit::shadow
