// What a Cluster holds. Only for the files of this folder.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "shadow/cluster.h"
#include "shadow/supervisor.h"
#include "shadow/watchdog.h"

namespace pggit::shadow {

struct Cluster::State {
  ClusterOptions options;
  Walls walls;
  std::string folder;  // the run's; empty with a server of the user's
  int postmaster = 0;
  bool keeps = false;  // the data directory can be kept
  std::string harness_password;
  std::string login_password;

  // With a server of the user's (remote.h): how it is reached, and what every database's name
  // begins with.
  std::string url;
  std::string prefix;

  // Order matters: the watchdog and the session go before the server.
  std::optional<Supervisor> supervisor;
  std::optional<pg::Connection> harness;  // to the database `postgres`
  std::unique_ptr<Watchdog> watchdog;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State();
};

}  // namespace pggit::shadow
