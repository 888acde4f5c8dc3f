#include "pipeline/shadow_options.h"

#include <algorithm>
#include <cstdlib>

namespace pggit::pipeline {
namespace {

// Outside of the project: a hostile project must not bring the templates of its own shadow.
std::string template_cache() {
  if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache && *cache)
    return std::string(cache) + "/pggit";
  const char* home = std::getenv("HOME");
  return home && *home ? std::string(home) + "/.cache/pggit" : "";
}

std::unexpected<base::Error> none_installed(int major) {
  const std::string number = major == 0 ? "" : " " + std::to_string(major);
  const std::string package = major == 0 ? "" : "-" + std::to_string(major);
  return base::fail(
      base::ErrorCode::Database,
      "no PostgreSQL" + number +
          " server is installed here, and a proof needs one: apt-get install postgresql" + package +
          ", or give its folder in server_dirs of .pggit/config.toml, or read without proof: "
          "--no-shadow");
}

}  // namespace

base::Result<shadow::ClusterOptions> shadow_options(const project::Config& config,
                                                    const std::string& role, int major) {
  const std::vector<shadow::ServerBinaries> servers = shadow::find_servers(config.server_dirs);
  const auto server = std::ranges::find_if(
      servers, [&](const shadow::ServerBinaries& s) { return major == 0 || s.major == major; });
  if (server == servers.end()) return none_installed(major);
  shadow::ClusterOptions options;
  options.server = *server;
  options.cache_folder = template_cache();
  options.login = role;
  options.limits.statement_seconds = config.shadow.statement_seconds;
  options.limits.disk_bytes = std::uint64_t(config.shadow.disk_mb) << 20;
  return options;
}

}  // namespace pggit::pipeline
