#include "shadow/cluster_folder.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <sstream>
#include <vector>

#include "base/text.h"
#include "shadow/cluster_entries.h"
#include "shadow/cluster_random.h"
#include "shadow/walls.h"

namespace pggit::shadow {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "pggit-shadow-";
constexpr const char* kMemoryFolder = "/dev/shm";
constexpr std::size_t kLongestBase = 60;  // a socket's path has 107 bytes at most
constexpr int kSecondsToLock = 60;  // a folder without a lock may be one that is just being made

bool is_writable_folder(const std::string& path) {
  std::error_code error;
  return fs::is_directory(path, error) && access(path.c_str(), W_OK | X_OK) == 0;
}

std::uint64_t free_bytes(const std::string& path) {
  struct statvfs room{};
  if (statvfs(path.c_str(), &room) != 0) return 0;
  return static_cast<std::uint64_t>(room.f_bavail) * room.f_frsize;
}

std::string temporary_base() {
  const char* named = std::getenv("TMPDIR");
  if (named != nullptr && named[0] == '/' && std::strlen(named) <= kLongestBase &&
      is_writable_folder(named)) {
    return named;
  }
  return "/tmp";
}

base::Result<void> make_folder(const std::string& path, mode_t mode, uid_t uid, gid_t gid) {
  bool made = mkdir(path.c_str(), mode) == 0 && chmod(path.c_str(), mode) == 0;
  if (made && (geteuid() != 0 || lchown(path.c_str(), uid, gid) == 0)) return {};
  return base::fail(base::ErrorCode::Input,
                    "cannot make the folder " + path + ": " + std::strerror(errno));
}

base::Result<int> lock_in(const std::string& folder) {
  std::string path = folder + "/lock";
  int fd = open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0) {
    dprintf(fd, "%d\n", getpid());
    return fd;
  }
  return base::fail(base::ErrorCode::Input, "cannot lock " + path + ": " + std::strerror(errno));
}

// Nobody holds its lock, and it is ours to remove.
bool is_stale(const fs::path& folder) {
  struct stat info{};
  if (lstat(folder.c_str(), &info) != 0 || !S_ISDIR(info.st_mode) || info.st_uid != geteuid())
    return false;
  int fd = open((folder / "lock").c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0) return std::time(nullptr) - info.st_mtime > kSecondsToLock;
  bool free = flock(fd, LOCK_EX | LOCK_NB) == 0;
  close(fd);
  return free;
}

void sweep(const std::string& base) {
  for (const std::string& name : names_in(base)) {
    std::string folder = base + "/" + name;
    if (!name.starts_with(kPrefix) || !is_stale(folder)) continue;
    kill_processes_in(folder);
    remove_folder(folder);
  }
}

bool is_inside(const std::string& path, const std::string& folder) {
  return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

bool kill_once(const std::string& folder) {
  bool found = false;
  for (int pid : all_processes()) {
    if (pid == 1 || pid == getpid()) continue;
    std::error_code unreadable;
    std::string cwd =
        fs::read_symlink("/proc/" + std::to_string(pid) + "/cwd", unreadable).string();
    if (!unreadable && is_inside(cwd, folder) && kill(pid, SIGKILL) == 0) found = true;
  }
  return found;
}

// A user that was drawn for one server has no segments but that server's.
void remove_segments_of(uid_t user) {
  std::istringstream lines(contents_of("/proc/sysvipc/shm"));
  std::string line;
  while (std::getline(lines, line)) {
    std::istringstream words(line);
    long key = 0, id = 0, permissions = 0, size = 0, creator = 0, last = 0, attached = 0,
         owner = -1;
    words >> key >> id >> permissions >> size >> creator >> last >> attached >> owner;
    if (words && owner == static_cast<long>(user)) shmctl(static_cast<int>(id), IPC_RMID, nullptr);
  }
}

// Line 7 of postmaster.pid is `key id`. It may have been written by hostile code, so only a segment of the data's owner goes.
void remove_segment_named_in(const std::string& file, uid_t owner) {
  std::string text = contents_of(file);
  std::vector<std::string_view> lines = base::split(text, '\n');
  unsigned long key = 0;
  int id = -1;
  if (lines.size() < 7 || std::sscanf(std::string(lines[6]).c_str(), "%lu %d", &key, &id) != 2)
    return;
  struct shmid_ds segment{};
  bool theirs = shmctl(id, IPC_STAT, &segment) == 0 && segment.shm_perm.uid == owner;
  if (theirs) shmctl(id, IPC_RMID, nullptr);
}

// A server keeps a small System V segment, which outlives a kill.
void remove_memory_segment(const std::string& folder) {
  struct stat owner{};
  if (lstat((folder + "/data").c_str(), &owner) != 0) return;
  remove_segment_named_in(folder + "/data/pg/postmaster.pid", owner.st_uid);
  if (geteuid() == 0 && is_drawn_user(owner.st_uid)) remove_segments_of(owner.st_uid);
}

}  // namespace

std::string choose_base(std::uint64_t bytes) {
  if (is_writable_folder(kMemoryFolder) && free_bytes(kMemoryFolder) >= bytes) return kMemoryFolder;
  return temporary_base();
}

std::string name_run_folder(const std::string& base) {
  return base + "/" + std::string(kPrefix) + random_hex(12);
}

base::Result<int> make_run_folder(const std::string& folder, uid_t uid, gid_t gid) {
  TRY(make_folder(folder, 0710, geteuid(), gid));
  int lock = TRY(lock_in(folder));
  TRY(make_folder(folder + "/socket", 0700, uid, gid));
  TRY(make_folder(folder + "/data", 0700, uid, gid));
  return lock;
}

void sweep_stale_folders(const std::string& also) {
  if (!also.empty()) sweep(also);
  sweep(kMemoryFolder);
  std::string temporary = temporary_base();
  sweep(temporary);
  if (temporary != "/tmp") sweep("/tmp");
}

void kill_processes_in(const std::string& folder) {
  for (int round = 0; round < 100 && kill_once(folder); ++round) usleep(2000);
  remove_memory_segment(folder);
}

bool remove_folder(const std::string& folder) {
  std::error_code error;
  for (int round = 0; round < 50; ++round) {
    fs::remove_all(folder, error);
    if (!fs::exists(folder, error)) return true;
    usleep(2000);
  }
  return false;
}

}  // namespace pggit::shadow
