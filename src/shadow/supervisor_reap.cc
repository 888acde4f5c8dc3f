#include "shadow/supervisor_reap.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <map>
#include <set>
#include <string>

#include "shadow/cluster_entries.h"

namespace pggit::shadow {
namespace {

constexpr int kRounds = 2000;
constexpr int kPauseMicroseconds = 2000;
constexpr const char* kSharedMemory = "/dev/shm/PostgreSQL.";

// The fourth field of /proc/<pid>/stat; the second, a name in brackets, may hold anything.
pid_t parent_of(pid_t pid) {
  std::string text = contents_of("/proc/" + std::to_string(pid) + "/stat");
  std::size_t end = text.rfind(')');
  if (end == std::string::npos || end + 4 > text.size()) return 0;
  return std::atoi(text.c_str() + end + 4);
}

std::multimap<pid_t, pid_t> children_by_parent() {
  std::multimap<pid_t, pid_t> out;
  for (pid_t pid : all_processes()) out.emplace(parent_of(pid), pid);
  return out;
}

// Shared memory that a server (initdb's, while it tries what there is) maps from /dev/shm, and
// leaves there when it is killed. The line may name any file that the process could open: only its
// own user's go.
void add_shared_memory(pid_t pid, std::set<std::string>& out) {
  std::string folder = "/proc/" + std::to_string(pid);
  std::string maps = contents_of(folder + "/maps");
  struct stat process{}, file{};
  if (stat(folder.c_str(), &process) != 0) return;
  for (std::size_t at = 0; (at = maps.find(kSharedMemory, at)) != std::string::npos; ++at) {
    std::string path = maps.substr(at, maps.find_first_of(" \n", at) - at);
    if (lstat(path.c_str(), &file) == 0 && file.st_uid == process.st_uid) out.insert(path);
  }
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
  std::set<std::string> memory;
  for (int round = 0; round < kRounds && !reap_all(); ++round) {
    std::vector<pid_t> left = descendants_of(getpid());
    for (pid_t pid : left) add_shared_memory(pid, memory);
    for (pid_t pid : left) kill(pid, SIGKILL);
    if (reap_all()) break;
    usleep(kPauseMicroseconds);
  }
  for (const std::string& path : memory) unlink(path.c_str());
}

}  // namespace pggit::shadow
