// `--shadow URL`: databases on a server of the user's instead of a server of our own. Weaker walls,
// and said so.
#pragma once

#include <string>

#include "shadow/cluster.h"

namespace pggit::shadow {

// A Cluster whose databases are made on the server at `url` under names with a random prefix, owned
// by the role of the url, and dropped at the end. No role is made. Databases that an earlier run
// left there (nobody holds their lock) are dropped first. Uses of `options`:
// limits.statement_seconds and limits.output_bytes. Errors: Database (no connection, the role may
// not make databases).
base::Result<Cluster> attach(const std::string& url, const ClusterOptions& options);

// Drops what this run made.
void drop_remote_databases(Cluster::State& state);

}  // namespace pggit::shadow
