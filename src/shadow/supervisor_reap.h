// Ends every descendant of this process.
#pragma once

#include <sys/types.h>

#include <vector>

namespace pggit::shadow {

// Children of `root`, their children and so on, read from /proc.
std::vector<pid_t> descendants_of(pid_t root);

// SIGKILL to all descendants of this process until none is left, reaping them; this process must be
// a subreaper. Gives up after some seconds (a process that hangs in the kernel).
void kill_descendants();

}  // namespace pggit::shadow
