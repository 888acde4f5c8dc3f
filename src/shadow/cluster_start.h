// From a process that was started to a server that answers.
#pragma once

#include <string>
#include <vector>

#include "pg/connection.h"
#include "shadow/cluster_conninfo.h"
#include "shadow/supervisor.h"

namespace pggit::shadow {

struct Started {
  pg::Connection session;  // to the database `postgres`
  int postmaster = 0;      // its process id as seen from here
};

// Waits for a server that lets one of `logins` in (all on one socket; tried in order). Errors:
// Database (it ended, or let nobody in for 30 s; its log's last lines).
base::Result<Started> wait_for_server(Supervisor& supervisor, const std::vector<Login>& logins,
                                      const std::string& log);

// Waits until nobody is connected to a database (a session's process outlives its socket by some
// milliseconds, and CREATE DATABASE would sleep for 100 ms over it). Errors: Database.
base::Result<void> wait_until_unused(pg::Connection& harness, const std::string& database);

}  // namespace pggit::shadow
