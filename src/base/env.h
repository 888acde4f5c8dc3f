// What a run needs from the machine, as interfaces: a clock and a disk, each real or in memory, so
// that tests inject time and faults.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace pggit::base {

class Clock {
 public:
  virtual ~Clock() = default;
  // Microseconds since 1970-01-01 UTC.
  virtual std::int64_t now_us() const = 0;
};

class SystemClock final : public Clock {
 public:
  std::int64_t now_us() const override;
};

class FixedClock final : public Clock {
 public:
  explicit FixedClock(std::int64_t us) : us_(us) {}
  std::int64_t now_us() const override { return us_; }

 private:
  std::int64_t us_;
};

// `2024-11-28T09:15:00Z`
std::string iso_time(std::int64_t us);
// `20241128`
std::string compact_date(std::int64_t us);

// A read limit for one file: larger ones are refused with a message, so memory stays bounded.
inline constexpr std::uint64_t kMaxFileBytes = 256ull << 20;

class Disk {
 public:
  virtual ~Disk() = default;
  // Whole contents. Errors: missing, unreadable, a folder, over kMaxFileBytes; the path is named.
  virtual Result<std::string> read(const std::string& path) const = 0;
  // Writes all or nothing (a temporary beside it, fsync, rename); makes missing parent folders.
  virtual Result<void> write(const std::string& path, std::string_view bytes) = 0;
  virtual bool exists(const std::string& path) const = 0;
  virtual bool is_folder(const std::string& path) const = 0;
  // Paths of the regular files below `folder`, relative to it, '/' separated, sorted by bytes.
  // Symbolic links that leave the project are not followed (base/links.h). Errors: no folder, unreadable.
  virtual Result<std::vector<std::string>> list_files(const std::string& folder) const = 0;
};

class RealDisk final : public Disk {
 public:
  Result<std::string> read(const std::string& path) const override;
  Result<void> write(const std::string& path, std::string_view bytes) override;
  bool exists(const std::string& path) const override;
  bool is_folder(const std::string& path) const override;
  Result<std::vector<std::string>> list_files(const std::string& folder) const override;
};

class MemoryDisk final : public Disk {
 public:
  MemoryDisk() = default;
  explicit MemoryDisk(std::map<std::string, std::string> files) : files_(std::move(files)) {}
  Result<std::string> read(const std::string& path) const override;
  Result<void> write(const std::string& path, std::string_view bytes) override;
  bool exists(const std::string& path) const override;
  bool is_folder(const std::string& path) const override;
  Result<std::vector<std::string>> list_files(const std::string& folder) const override;

 private:
  std::map<std::string, std::string> files_;  // by full path
};

}  // namespace pggit::base
