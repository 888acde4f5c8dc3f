#include "pipeline/proof_cache.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "base/env.h"

namespace pggit::pipeline {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostFound = 4;

constexpr std::uint64_t kMostBytes = 1ull << 30;  // of all that is kept

std::string forms_name(const base::Hash& key) { return "forms-" + key.hex() + ".kept"; }
std::string data_name(const base::Hash& archive) { return "data-" + archive.hex() + ".tar"; }

std::string proofs_prefix(const base::Hash& first) { return "proofs-" + first.brief() + "-"; }

bool is_ours_alone(const struct stat& info) {
  return S_ISREG(info.st_mode) && info.st_uid == geteuid() && (info.st_mode & 022) == 0;
}

// The bytes of an open file, as long as this object lives.
class Mapped {
 public:
  explicit Mapped(int fd) {
    struct stat info{};
    if (fd < 0 || fstat(fd, &info) != 0 || !is_ours_alone(info) || info.st_size == 0) return;
    size_ = std::size_t(info.st_size);
    bytes_ = mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, fd, 0);
  }
  ~Mapped() {
    if (bytes_ != MAP_FAILED) munmap(bytes_, size_);
  }
  Mapped(const Mapped&) = delete;
  Mapped& operator=(const Mapped&) = delete;
  std::string_view bytes() const {
    return bytes_ == MAP_FAILED ? std::string_view()
                                : std::string_view(static_cast<const char*>(bytes_), size_);
  }

 private:
  void* bytes_ = MAP_FAILED;
  std::size_t size_ = 0;
};

int open_file(const std::string& path) {
  return open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
}

struct File {
  std::string path;
  std::uint64_t size = 0;
  fs::file_time_type used;
};

// Those used last first; temporary files of others are not among them.
std::vector<File> files_in(const std::string& folder, const std::string& prefix) {
  std::vector<File> files;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with(prefix)) continue;
    if (!name.ends_with(".kept") && !name.ends_with(".tar")) continue;
    std::error_code gone;
    File file{entry.path().string(), std::uint64_t(entry.file_size(gone)),
              entry.last_write_time(gone)};
    if (!gone) files.push_back(std::move(file));
  }
  std::ranges::sort(files, std::ranges::greater(), &File::used);
  return files;
}

void note_use(const std::string& path) { utimensat(AT_FDCWD, path.c_str(), nullptr, 0); }

}  // namespace

std::optional<ProofCache> ProofCache::of(const shadow::ClusterOptions& shadow) {
  if (shadow.cache_folder.empty()) return std::nullopt;
  return ProofCache(shadow.cache_folder + "/proofs", kMostBytes);
}

std::vector<KeptProofs> ProofCache::find(const base::Hash& first) const {
  std::vector<KeptProofs> found;
  for (const File& file : files_in(folder_, proofs_prefix(first))) {
    const int fd = open_file(file.path);
    auto proofs = decode_proofs(Mapped(fd).bytes());
    if (fd >= 0) close(fd);
    if (!proofs || proofs->steps.empty() || proofs->steps.front().key != first) continue;
    note_use(file.path);
    found.push_back(*std::move(proofs));
    if (found.size() == kMostFound) break;
  }
  return found;
}

bool ProofCache::make_folder() const {
  std::error_code error;
  fs::create_directories(folder_, error);
  return chmod(folder_.c_str(), 0700) == 0;
}

void ProofCache::put(const KeptProofs& proofs) const {
  if (proofs.steps.empty() || !make_folder()) return;
  const std::string name =
      proofs_prefix(proofs.steps.front().key) + proofs.steps.back().key.brief() + ".kept";
  base::RealDisk disk;
  if (disk.write(path(name), encode(proofs))) remove_oldest();
}

std::optional<std::string> ProofCache::find_forms(const base::Hash& key) const {
  const std::string file = path(forms_name(key));
  const int fd = open_file(file);
  std::string bytes(Mapped(fd).bytes());
  if (fd >= 0) close(fd);
  if (bytes.empty()) return std::nullopt;
  note_use(file);
  return bytes;
}

void ProofCache::put_forms(const base::Hash& key, std::string_view bytes) const {
  if (!make_folder()) return;
  base::RealDisk disk;
  if (disk.write(path(forms_name(key)), std::string(bytes))) remove_oldest();
}

int ProofCache::open_data(const base::Hash& archive) const {
  const std::string file = path(data_name(archive));
  const int fd = open_file(file);
  if (fd < 0) return -1;
  if (base::sha256(Mapped(fd).bytes()) != archive) {
    close(fd);
    return -1;
  }
  note_use(file);
  return fd;
}

int ProofCache::make_data() const {
  if (!make_folder()) return -1;
  return open(folder_.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
}

std::optional<base::Hash> ProofCache::put_data(int fd) const {
  const Mapped mapped(fd);
  if (mapped.bytes().empty() || mapped.bytes().size() > most_bytes_) return std::nullopt;
  const base::Hash archive = base::sha256(mapped.bytes());
  const std::string file = path(data_name(archive));
  const std::string unnamed = "/proc/self/fd/" + std::to_string(fd);
  if (linkat(AT_FDCWD, unnamed.c_str(), AT_FDCWD, file.c_str(), AT_SYMLINK_FOLLOW) != 0 &&
      errno != EEXIST)
    return std::nullopt;
  remove_oldest();
  return archive;
}

void ProofCache::remove_oldest() const {
  std::uint64_t bytes = 0;
  for (const File& file : files_in(folder_, "")) {
    bytes += file.size;
    if (bytes > most_bytes_) unlink(file.path.c_str());
  }
}

}  // namespace pggit::pipeline
