// The command line of a server.
#pragma once

#include <string>
#include <vector>

#include "shadow/walls.h"

namespace pggit::shadow {

struct ServerPlaces {
  std::string bin;
  std::string data;    // the data directory, as the server sees it
  std::string socket;  // folder
};

// A server whose data nobody will miss: no fsync, no parallel workers, few connections (BENCH.md
// section 3).
std::vector<std::string> shadow_command(const ServerPlaces& places, const ClusterOptions& options);
// A server whose data is kept.
std::vector<std::string> home_command(const ServerPlaces& places, const ServerBinaries& server);

// `command` after the tar archive on standard input has been unpacked into `data`. A shell's words,
// all quoted.
std::vector<std::string> after_unpacking(const std::string& data,
                                         const std::vector<std::string>& command);

// The same; and when `command` has ended well, `data` is packed again, to descriptor 3, which `command` does not see.
std::vector<std::string> between_archives(const std::string& data,
                                          const std::vector<std::string>& command);

}  // namespace pggit::shadow
