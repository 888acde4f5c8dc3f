// The home server: a PostgreSQL of pggit's own for whoever names no database. Its data is kept
// (fsync and all); the server runs only while a pggit uses it.
//
//   <folder>/lock      held while it runs
//   <folder>/password  of its two roles
//   <folder>/data/pg   the data directory
#pragma once

#include <memory>
#include <string>

#include "shadow/cluster.h"

namespace pggit::shadow {

struct HomeOptions {
  std::string folder;        // home_folder() of the project
  std::string cache_folder;  // of templates
  std::vector<std::string> server_dirs;
};

// `<project>/.pggit/server`; run by root, whose servers need another user, `/var/lib/pggit/<name of
// the project's path>`.
std::string home_folder(const std::string& project);

class HomeServer {
 public:
  // Starts it; makes it the first time, of the newest major on the machine. Errors: Database (in
  // use by another pggit, which is named; its major is no longer installed; cannot start), Input
  // (the folder cannot be made).
  static base::Result<HomeServer> start(const HomeOptions& options);
  HomeServer(HomeServer&&) noexcept;
  HomeServer& operator=(HomeServer&&) noexcept;
  ~HomeServer();  // stops it, with a checkpoint

  // Makes the database unless it is there. Errors: Database.
  base::Result<void> ensure_database(const std::string& name);
  // For the role `pggit`, which owns the databases and is no superuser.
  std::string conninfo(const std::string& database) const;
  const ServerBinaries& server() const;

  struct State;  // home_server.cc

 private:
  explicit HomeServer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace pggit::shadow
