#include "project/lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "base/text.h"

namespace pggit::project {
namespace {

constexpr std::size_t kLongestHolder = 200;

std::string holder_of(int fd) {
  char buffer[kLongestHolder];
  const ssize_t n = ::pread(fd, buffer, sizeof buffer, 0);
  const std::string_view text(buffer, n > 0 ? std::size_t(n) : 0);
  return text.empty() ? "another pggit" : std::string(base::trim(text));
}

std::unexpected<base::Error> cannot(const std::string& path, int error) {
  return base::fail(base::ErrorCode::Input,
                    path + ": the lock cannot be taken: " + std::strerror(error));
}

// Best effort: the lock holds without it.
void write_holder(int fd, std::string_view who) {
  const std::string text = std::string(who.substr(0, kLongestHolder - 40)) + " (process " +
                           std::to_string(::getpid()) + ")\n";
  const bool written =
      ::ftruncate(fd, 0) == 0 && ::pwrite(fd, text.data(), text.size(), 0) == ssize_t(text.size());
  (void)written;
}

}  // namespace

base::Result<Lock> Lock::take(const std::string& path, std::string_view who) {
  std::error_code error;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), error);
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (fd < 0) return cannot(path, errno);
  Lock lock(fd);
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return cannot(path, errno);
    return base::fail(base::ErrorCode::Refused, holder_of(fd) + " is at work on this project (" +
                                                    path + "); wait until it is done");
  }
  write_holder(fd, who);
  return lock;
}

Lock::Lock(Lock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

Lock& Lock::operator=(Lock&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

Lock::~Lock() {
  if (fd_ >= 0) ::close(fd_);
}

}  // namespace pggit::project
