#include "shadow/cluster_start.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <optional>

#include "shadow/cluster_log.h"

namespace pggit::shadow {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kPatience{30};
constexpr int kPollMilliseconds = 2;

// The process that listens on the socket: 0 when nobody does.
int listener(const std::string& folder) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::string path = folder + "/.s.PGSQL.5432";
  if (path.size() >= sizeof address.sun_path) return 0;
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  ucred peer{};
  socklen_t size = sizeof peer;
  bool there = connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&
               getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0;
  close(fd);
  return there ? peer.pid : 0;
}

std::string how(int status) {
  if (WIFEXITED(status)) return "ended with exit status " + std::to_string(WEXITSTATUS(status));
  return "was killed by signal " + std::to_string(WTERMSIG(status));
}

base::Result<pg::Connection> first_session(const std::vector<Login>& logins) {
  auto session = pg::Connection::open(socket_conninfo(logins[0], "postgres"));
  for (std::size_t i = 1; i < logins.size() && !session; ++i) {
    session = pg::Connection::open(socket_conninfo(logins[i], "postgres"));
  }
  return session;
}

base::Error not_started(const std::string& why, const std::string& log) {
  return {base::ErrorCode::Database,
          "the server of the shadow could not be started: it " + why + last_lines(log)};
}

}  // namespace

base::Result<Started> wait_for_server(Supervisor& supervisor, const std::vector<Login>& logins,
                                      const std::string& log) {
  Clock::time_point give_up = Clock::now() + kPatience;
  std::string last;
  while (Clock::now() < give_up) {
    if (std::optional<int> status = supervisor.ended(kPollMilliseconds)) {
      return std::unexpected(not_started(how(*status), log));
    }
    int postmaster = listener(logins[0].socket);
    if (postmaster == 0) continue;
    auto session = first_session(logins);
    if (session) session->leave_uncounted();
    if (session) return Started{std::move(*session), postmaster};
    if (session.error().code == base::ErrorCode::Interrupted)
      return std::unexpected(session.error());
    last = session.error().message;
  }
  return std::unexpected(not_started("did not answer" + (last.empty() ? "" : ": " + last), log));
}

base::Result<void> wait_until_unused(pg::Connection& harness, const std::string& database) {
  Clock::time_point give_up = Clock::now() + std::chrono::seconds(2);
  while (Clock::now() < give_up) {
    pg::Execution rows =
        harness.query("SELECT count(*) FROM pg_stat_activity WHERE datname = $1", {database});
    if (!rows) return base::fail(base::ErrorCode::Database, rows.error().text());
    if (rows->number(0, 0) == 0) return {};
    usleep(1000);
  }
  return {};
}

}  // namespace pggit::shadow
