// A throw-away PostgreSQL server behind walls (docs/shadow.md): found, initialised from a cached
// template, started on a unix socket, and removed whatever way the program ends.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "pg/connection.h"

namespace pggit::shadow {

// One PostgreSQL installation on this machine.
struct ServerBinaries {
  std::string bin;      // folder of postgres and initdb
  int major = 0;        // 15
  std::string version;  // "15.20"
};

// /usr/lib/postgresql/*/bin, then `extra` folders; newest major first.
std::vector<ServerBinaries> find_servers(const std::vector<std::string>& extra);

struct Limits {
  int statement_seconds = 60;               // of one statement, by the watchdog
  std::uint64_t disk_bytes = 4ull << 30;    // of the data directory
  std::uint64_t memory_bytes = 4ull << 30;  // address space of one server process
  std::uint64_t output_bytes = 8ull << 20;  // notices of one statement
  int connections = 12;
};

struct ClusterOptions {
  ServerBinaries server;
  std::string url;  // a server of the user's instead (remote.h); empty: our own
  std::string encoding = "UTF8";
  std::string locale = "C.UTF-8";
  std::string time_zone = "UTC";
  std::string cache_folder;        // of templates; empty: no cache
  std::string user = "pggit";      // superuser of the cluster, used by the harness alone
  std::string login = "migrator";  // the role that migrations log in as; owns its databases
  Limits limits;
  bool namespaces = true;  // false: do without bubblewrap, even where it works
  std::string run_base;    // where the run's folder goes; empty: where there is room (/dev/shm,
                           // $TMPDIR, /tmp)
};

// The walls that stand, and those that do not with the reason: printed in every report.
struct Walls {
  std::vector<std::string> standing;
  std::vector<std::string> missing;  // "network namespace: bwrap is not installed"
};

// Data directories as tar archives, by open descriptors; a server of the user's has neither.
struct DataArchives {
  int from = -1;  // to start from, made by keep() with the same options; -1: an empty one
  int to = -1;    // where keep() writes; -1: nothing is kept
};

class Cluster {
 public:
  // Takes over both descriptors. Errors: Database (no server, cannot start; the server's log lines are in the
  // message), Input (no room for a folder).
  static base::Result<Cluster> start(const ClusterOptions& options, DataArchives archives = {});
  Cluster(Cluster&&) noexcept;
  Cluster& operator=(Cluster&&) noexcept;
  ~Cluster();  // stops the server and removes its folder

  // A new database owned by the login role. `from`: a template database (STRATEGY file_copy).
  base::Result<void> create_database(const std::string& name, const std::string& from = "");
  base::Result<void> drop_database(const std::string& name);
  // Gives the disk back that failed statements have taken, once nobody uses the database. Errors: Database.
  base::Result<void> vacuum(const std::string& name);

  // Stops the server as its administrator would and writes its data directory to DataArchives::to, from inside the walls:
  // what migrations left in it is never read by pggit itself. Nothing but the end of this object may follow. Errors:
  // Database (sessions that do not end, no room; the archive is not to be used).
  base::Result<void> keep();

  // Sessions: the harness's own (superuser), and a migration's (login role).
  base::Result<pg::Connection> connect_harness(const std::string& database);
  base::Result<pg::Connection> connect_migration(const std::string& database);
  std::string conninfo(const std::string& database, bool harness) const;

  const Walls& walls() const;
  // Why the watchdog ended a session or the server, since the last call; empty: it did not.
  std::string verdict();
  // Hands the notices of a migration's session to `handler`, and counts them: over
  // Limits::output_bytes in one statement the watchdog ends the session. Use this and not
  // Connection::on_notice, which would replace the counting.
  void on_notice(
      pg::Connection& connection,
      std::function<void(const std::string& severity, const std::string& message)> handler);

  // For tests and messages: the run's folder, and the process that guards the server (0 with a
  // server of the user's).
  std::string folder() const;
  int supervisor_pid() const;

  struct State;  // cluster_state.h

 private:
  friend base::Result<Cluster> attach(const std::string& url,
                                      const ClusterOptions& options);  // remote.h
  explicit Cluster(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace pggit::shadow
