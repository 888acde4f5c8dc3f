// The folder that one run of a server has on this machine, and the sweeping of those that a killed
// run left.
//
//   /dev/shm/pggit-shadow-4f1c0a9be2d7/
//     lock      an flock on it is held by the supervisor as long as it lives
//     log       the last lines that the server said
//     socket/   the unix socket, 0700, the server's user's
//     data/pg   the data directory, where it is not on a tmpfs inside the server's own namespace
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>

#include "base/error.h"

namespace pggit::shadow {

// A name for a new run folder under `base`.
std::string name_run_folder(const std::string& base);

// Makes it: passable by us and by group `gid` only, with socket/ and data/ that belong to uid and
// gid. Returns the descriptor that holds the lock. Errors: Input (no room, no permission).
base::Result<int> make_run_folder(const std::string& folder, uid_t uid, gid_t gid);

// Where run folders go: /dev/shm with `bytes` free there, else $TMPDIR, else /tmp (also when
// $TMPDIR is so long that a socket's path, 107 bytes at most, would not fit).
std::string choose_base(std::uint64_t bytes);

// Removes the folders of runs that nobody holds any more, with whatever process still works in
// them; in the bases that choose_base() knows and in `also`, unless it is empty.
void sweep_stale_folders(const std::string& also);

// Kills every process whose working directory is inside `folder`, and removes System V memory of a
// server in it.
void kill_processes_in(const std::string& folder);

// Removes a folder and all in it, never following a symbolic link. False: something is still there.
bool remove_folder(const std::string& folder);

}  // namespace pggit::shadow
