#include "shadow/cluster_entries.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

namespace pggit::shadow {

std::vector<std::string> names_in(const std::string& folder) {
  std::vector<std::string> out;
  DIR* stream = opendir(folder.c_str());
  if (stream == nullptr) return out;
  while (const dirent* entry = readdir(stream)) {
    std::string name = entry->d_name;
    if (name != "." && name != "..") out.push_back(std::move(name));
  }
  closedir(stream);
  return out;
}

std::string contents_of(const std::string& path) {
  std::string out;
  int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return out;
  struct stat info{};
  if (fstat(fd, &info) == 0) out.reserve(std::size_t(info.st_size));  // 0 in /proc
  std::array<char, 65536> buffer;
  ssize_t length = 0;
  while ((length = read(fd, buffer.data(), buffer.size())) > 0) {
    out.append(buffer.data(), static_cast<std::size_t>(length));
  }
  close(fd);
  return out;
}

std::vector<int> all_processes() {
  std::vector<int> out;
  for (const std::string& name : names_in("/proc")) {
    int pid = std::atoi(name.c_str());
    if (pid > 0) out.push_back(pid);
  }
  return out;
}

}  // namespace pggit::shadow
