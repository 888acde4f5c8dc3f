// What is put around a server before it runs: a user without account, limits, namespaces
// (docs/shadow.md).
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "shadow/cluster.h"

namespace pggit::shadow {

// Who a server process runs as.
struct Account {
  uid_t uid = 0;
  gid_t gid = 0;
  bool foreign = false;  // not our own: we are root and step down to it
};

// Our own; as root one that has no account on this machine, drawn at random.
Account account_for_server();
// Whether this is a user that account_for_server() draws, and so nobody else's.
bool is_drawn_user(uid_t id);
// Our own; as root `nobody`, because initdb refuses a user without account.
Account account_for_initdb();

// Files and file systems may grow by this over the quota, so that the watchdog sees the quota
// crossed, and says so, before the server's own log has no room.
inline constexpr std::uint64_t kHeadroom = 64ull << 20;

struct Confinement {
  Account account;
  Limits limits;
  bool limited = true;        // rlimits are set
  bool namespaces = false;    // run inside bubblewrap
  std::string no_namespaces;  // why not
  bool accounts = false;      // /etc/passwd is shown (initdb wants its own name)
  bool memory_disk = false;   // data on a tmpfs of disk_bytes inside the namespace
};

// Finds out what this machine gives (tries bubblewrap once with all the walls and a program that
// does nothing).
Confinement plan_confinement(const Limits& limits, const Account& account, bool want_namespaces);

// How many servers may fill their disks, held in memory, at once; 1 at least.
std::size_t servers_in_memory(const Limits& limits);

// Where a confined server sees its folders.
struct Inside {
  std::string socket;  // folder
  std::string data;    // folder; the data directory is data/pg
};

struct Outside {
  std::string socket;
  std::string data;
  std::string server;  // installation: the folder above bin
};

// The folder above bin.
std::string installation_of(const ServerBinaries& server);

Inside inside(const Confinement& confinement, const Outside& outside);

// The command line that runs `command` behind the namespaces, or the command itself where there are
// none.
std::vector<std::string> wrap(const Confinement& confinement, const Outside& outside,
                              const std::vector<std::string>& command);

// In the child, between fork and exec: limits, user, capabilities, no new privileges, death with
// the parent. False (errno set): a wall could not be raised, and the child must not go on.
bool enter(const Confinement& confinement);

// The walls in words, for the reports.
Walls describe(const Confinement& confinement);

}  // namespace pggit::shadow
