#include "shadow/watchdog_measure.h"

#include <sys/stat.h>
#include <sys/statvfs.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace pggit::shadow {
namespace {

namespace fs = std::filesystem;

// The last number of `NSpid:  4711  23`: the id in the innermost process space.
int innermost_id(std::istringstream& words) {
  int id = 0, next = 0;
  while (words >> next) id = next;
  return id;
}

ProcessMemory memory_of(const std::string& pid) {
  ProcessMemory out;
  std::ifstream file("/proc/" + pid + "/status");
  std::string line, name;
  while (std::getline(file, line)) {
    std::istringstream words(line);
    words >> name;
    if (name == "NSpid:") out.pid = innermost_id(words);
    std::uint64_t kilobytes = 0;
    if (name == "RssAnon:" && words >> kilobytes) out.private_bytes = kilobytes << 10;
  }
  return out;
}

}  // namespace

std::uint64_t bytes_in_use(const std::string& file_system) {
  struct statvfs room{};
  if (statvfs(file_system.c_str(), &room) != 0) return 0;
  return static_cast<std::uint64_t>(room.f_blocks - room.f_bfree) * room.f_frsize;
}

std::uint64_t bytes_below(const std::string& folder) {
  std::uint64_t sum = 0;
  std::error_code error;
  fs::recursive_directory_iterator at(folder, fs::directory_options::skip_permission_denied, error),
      end;
  while (!error && at != end) {
    struct stat info{};
    if (lstat(at->path().c_str(), &info) == 0)
      sum += static_cast<std::uint64_t>(info.st_blocks) * 512;
    at.increment(error);
  }
  return sum;
}

std::vector<ProcessMemory> memory_of_children(int postmaster) {
  std::string task = std::to_string(postmaster);
  std::ifstream file("/proc/" + task + "/task/" + task + "/children");
  std::vector<ProcessMemory> out;
  std::string pid;
  while (file >> pid) out.push_back(memory_of(pid));
  return out;
}

}  // namespace pggit::shadow
