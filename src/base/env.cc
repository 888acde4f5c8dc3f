#include "base/env.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <system_error>

namespace pggit::base {
namespace {

namespace fs = std::filesystem;

std::unexpected<Error> io_error(const std::string& path, const std::string& why) {
  return fail(ErrorCode::Input, path + ": " + why);
}

std::string errno_text() { return std::strerror(errno); }

std::string formatted_utc(std::int64_t us, const char* format) {
  const std::time_t seconds = us / 1'000'000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char buffer[32];
  return {buffer, std::strftime(buffer, sizeof buffer, format, &parts)};
}

struct Fd {
  int fd = -1;
  ~Fd() {
    if (fd >= 0) ::close(fd);
  }
};

Result<void> write_all(int fd, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return io_error(path, "cannot be written: " + errno_text());
    bytes.remove_prefix(std::size_t(n));
  }
  if (::fsync(fd) != 0) return io_error(path, "cannot be written: " + errno_text());
  return {};
}

// `size`: as the file system says; a file may have grown since. Less than was asked for is its end.
Result<std::string> read_all(int fd, std::size_t size, const std::string& path) {
  std::string text;
  std::size_t room = size + 1;
  while (true) {
    if (text.size() + room > kMaxFileBytes)
      return io_error(path, "is larger than 256 MB; split it, or leave it out");
    const std::size_t had = text.size();
    text.resize(had + room);
    const ssize_t n = ::read(fd, text.data() + had, room);
    const int why = errno;
    text.resize(had + std::size_t(std::max<ssize_t>(n, 0)));
    if (n < 0 && why == EINTR) continue;
    if (n < 0) return io_error(path, "cannot be read: " + std::string(std::strerror(why)));
    if (std::size_t(n) < room) return text;
    room = std::size_t(1) << 16;
  }
}

}  // namespace

std::int64_t SystemClock::now_us() const {
  using namespace std::chrono;
  return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

std::string iso_time(std::int64_t us) { return formatted_utc(us, "%Y-%m-%dT%H:%M:%SZ"); }
std::string compact_date(std::int64_t us) { return formatted_utc(us, "%Y%m%d"); }

Result<std::string> RealDisk::read(const std::string& path) const {
  const Fd file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  if (file.fd < 0) return io_error(path, "cannot be read: " + errno_text());
  struct stat info{};
  if (::fstat(file.fd, &info) != 0) return io_error(path, "cannot be read: " + errno_text());
  if (S_ISDIR(info.st_mode)) return io_error(path, "is a folder; name a file");
  if (!S_ISREG(info.st_mode)) return io_error(path, "is not a regular file");
  return read_all(file.fd, std::size_t(info.st_size), path);
}

Result<void> RealDisk::write(const std::string& path, std::string_view bytes) {
  std::error_code error;
  const fs::path parent = fs::path(path).parent_path();
  if (!parent.empty()) fs::create_directories(parent, error);
  if (error) return io_error(parent.string(), "cannot be made: " + error.message());
  const std::string temporary = path + ".tmp" + std::to_string(::getpid());
  // A link that somebody laid there is not written through.
  ::unlink(temporary.c_str());
  {
    const Fd file{::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644)};
    if (file.fd < 0) return io_error(path, "cannot be written: " + errno_text());
    if (auto written = write_all(file.fd, bytes, path); !written) {
      ::unlink(temporary.c_str());
      return written;
    }
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) {
    const std::string why = errno_text();
    ::unlink(temporary.c_str());
    return io_error(path, "cannot be written: " + why);
  }
  return {};
}

bool RealDisk::exists(const std::string& path) const {
  std::error_code error;
  return fs::exists(path, error);
}

bool RealDisk::is_folder(const std::string& path) const {
  std::error_code error;
  return fs::is_directory(path, error);
}

Result<std::string> MemoryDisk::read(const std::string& path) const {
  const auto found = files_.find(path);
  if (found == files_.end()) return io_error(path, "cannot be read: No such file or directory");
  return found->second;
}

Result<void> MemoryDisk::write(const std::string& path, std::string_view bytes) {
  files_[path] = std::string(bytes);
  return {};
}

bool MemoryDisk::exists(const std::string& path) const {
  return files_.contains(path) || is_folder(path);
}

bool MemoryDisk::is_folder(const std::string& path) const {
  const std::string prefix = path + "/";
  const auto next = files_.lower_bound(prefix);
  return next != files_.end() && next->first.starts_with(prefix);
}

Result<std::vector<std::string>> MemoryDisk::list_files(const std::string& folder) const {
  if (!is_folder(folder)) return io_error(folder, "cannot be read: No such file or directory");
  const std::string prefix = folder + "/";
  std::vector<std::string> files;
  for (auto at = files_.lower_bound(prefix); at != files_.end(); ++at) {
    if (!at->first.starts_with(prefix)) break;
    files.push_back(at->first.substr(prefix.size()));
  }
  return files;
}

}  // namespace pggit::base
