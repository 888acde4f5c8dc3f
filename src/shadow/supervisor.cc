#include "shadow/supervisor.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "shadow/supervisor_loop.h"

namespace pggit::shadow {

base::Result<Supervisor> Supervisor::start(const Launch& launch) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
    return base::fail(base::ErrorCode::Database,
                      std::string("no socket for the supervisor: ") + std::strerror(errno));
  }
  pid_t pid = fork();
  int why = errno;
  if (pid == 0) {
    close(ends[0]);
    supervise(launch, ends[1]);
  }
  close(ends[1]);
  if (launch.input >= 0) close(launch.input);
  if (launch.output >= 0) close(launch.output);
  if (launch.lock >= 0) close(launch.lock);
  if (pid > 0) return Supervisor(pid, ends[0]);
  close(ends[0]);
  return base::fail(base::ErrorCode::Database,
                    std::string("cannot start the supervisor: ") + std::strerror(why));
}

Supervisor::Supervisor(Supervisor&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      control_(std::exchange(other.control_, -1)),
      status_(other.status_) {}

Supervisor& Supervisor::operator=(Supervisor&& other) noexcept {
  stop();
  pid_ = std::exchange(other.pid_, -1);
  control_ = std::exchange(other.control_, -1);
  status_ = other.status_;
  return *this;
}

Supervisor::~Supervisor() { stop(); }

std::optional<int> Supervisor::ended(int milliseconds) {
  if (status_ || control_ < 0) return status_ ? status_ : std::optional<int>(0);
  pollfd waiting{control_, POLLIN, 0};
  if (poll(&waiting, 1, milliseconds) <= 0) return std::nullopt;
  int status = 0;
  bool told =
      recv(control_, &status, sizeof status, MSG_DONTWAIT) == static_cast<ssize_t>(sizeof status);
  status_ =
      told ? status : SIGKILL;  // not told: the supervisor itself was killed, and the child with it
  return status_;
}

void Supervisor::stop() {
  if (control_ >= 0) {
    send(control_, "stop", 4, MSG_NOSIGNAL | MSG_DONTWAIT);
    close(std::exchange(control_, -1));
  }
  if (pid_ <= 0) return;
  while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
}

}  // namespace pggit::shadow
