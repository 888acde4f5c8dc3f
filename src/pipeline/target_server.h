// What the shadow must be like: the server and the settings of the database that a history is for.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "pg/connection.h"
#include "project/config.h"
#include "shadow/cluster.h"

namespace pggit::pipeline {

struct TargetServer {
  int major = 0;        // 15
  std::string version;  // "15.20"
  std::string encoding;
  std::string collate;
  std::string ctype;
  bool icu = false;
  std::string time_zone;
  std::vector<std::string> extensions;  // but plpgsql
};

// Reads only. Errors: Database.
base::Result<TargetServer> read_target_server(pg::Connection& connection);

// A shadow like `target`, or by default where there is none. What could not be had, or was taken for granted, is added
// to `assumptions`. `must_fit`: no server of another major. Errors: Database (no server is installed here).
base::Result<shadow::ClusterOptions> shadow_for(const project::Config& config,
                                                const std::string& role,
                                                const std::optional<TargetServer>& target,
                                                bool must_fit,
                                                std::vector<std::string>& assumptions);

}  // namespace pggit::pipeline
