// A process that stands between pggit and a server: it starts the server, outlives pggit, kills
// whatever the server left behind and removes the folder.
//
//   pggit ──control──> supervisor (own session, subreaper) ──> bwrap ──> postgres ──> ...
//
// pggit's death, however it comes, is the end of the control socket; the supervisor's own death
// kills its child (PR_SET_PDEATHSIG), and the folder is swept by the next run.
#pragma once

#include <sys/types.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "shadow/walls.h"

namespace pggit::shadow {

struct Launch {
  std::vector<std::string> command;  // absolute program, arguments
  Confinement confinement;           // entered by the child before exec
  int input = -1;                    // the child's standard input; -1: nothing
  int output = -1;                   // the child's descriptor 3; -1: none
  int lock = -1;                     // kept open as long as the supervisor lives; -1: none
  std::string folder;   // a run folder: made by the supervisor, removed at the end; empty: none
  std::string log;      // file for the last lines that the child says
  bool gentle = false;  // stop by SIGINT first (a server that is kept), else by SIGKILL
};

class Supervisor {
 public:
  // Forks. Takes over `input`, `output` and `lock`: all are closed here. Errors: Database (no process to
  // be had).
  static base::Result<Supervisor> start(const Launch& launch);
  Supervisor(Supervisor&&) noexcept;
  Supervisor& operator=(Supervisor&&) noexcept;
  ~Supervisor();  // stop()

  // The exit status of the child as waitpid() gives it, once it has ended by itself; waits up to
  // `milliseconds` for it.
  std::optional<int> ended(int milliseconds = 0);
  // Ends the child with all its descendants, removes the folder, waits for that to be done (a
  // gentle end has 30 s; but two when it is pggit's death that asks for it).
  void stop();
  pid_t pid() const { return pid_; }

 private:
  Supervisor(pid_t pid, int control) : pid_(pid), control_(control) {}
  pid_t pid_ = -1;
  int control_ = -1;
  std::optional<int> status_;
};

}  // namespace pggit::shadow
