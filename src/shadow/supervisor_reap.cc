#include "shadow/supervisor_reap.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

namespace pggit::shadow {
namespace {

constexpr int kRounds = 2000;
constexpr int kPauseMicroseconds = 2000;

// The fourth field of /proc/<pid>/stat; the second, a name in brackets, may hold anything.
pid_t parent_of(const std::filesystem::path& folder) {
  std::ifstream file(folder / "stat");
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  std::size_t end = text.rfind(')');
  if (end == std::string::npos || end + 4 > text.size()) return 0;
  return std::atoi(text.c_str() + end + 4);
}

std::multimap<pid_t, pid_t> children_by_parent() {
  std::multimap<pid_t, pid_t> out;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator("/proc", error)) {
    pid_t pid = std::atoi(entry.path().filename().c_str());
    if (pid > 0) out.emplace(parent_of(entry.path()), pid);
  }
  return out;
}

bool reap_all() {
  for (;;) {
    pid_t reaped = waitpid(-1, nullptr, WNOHANG);
    if (reaped < 0) return errno == ECHILD;
    if (reaped == 0) return false;
  }
}

}  // namespace

std::vector<pid_t> descendants_of(pid_t root) {
  std::multimap<pid_t, pid_t> children = children_by_parent();
  std::vector<pid_t> out{root};
  for (std::size_t i = 0; i < out.size(); ++i) {
    auto [begin, end] = children.equal_range(out[i]);
    for (auto child = begin; child != end; ++child) out.push_back(child->second);
  }
  out.erase(out.begin());
  return out;
}

void kill_descendants() {
  for (int round = 0; round < kRounds; ++round) {
    if (reap_all()) return;
    for (pid_t pid : descendants_of(getpid())) kill(pid, SIGKILL);
    if (reap_all()) return;
    usleep(kPauseMicroseconds);
  }
}

}  // namespace pggit::shadow
