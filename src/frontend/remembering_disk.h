// A disk that is asked once for each thing, however many front ends look at one project.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/env.h"

namespace pggit::frontend {

// Nothing is written through it. Not for several threads.
class RememberingDisk final : public base::Disk {
 public:
  explicit RememberingDisk(const base::Disk& disk) : disk_(disk) {}

  base::Result<std::string> read(const std::string& path) const override {
    return once(texts_, path, [&] { return disk_.read(path); });
  }
  base::Result<void> write(const std::string& path, std::string_view) override {
    return base::fail(base::ErrorCode::Input, path + ": is only read here");
  }
  bool exists(const std::string& path) const override { return disk_.exists(path); }
  bool is_folder(const std::string& path) const override { return disk_.is_folder(path); }
  base::Result<std::vector<std::string>> list_files(const std::string& folder) const override {
    return once(lists_, folder, [&] { return disk_.list_files(folder); });
  }

 private:
  template <typename T>
  using Known = std::map<std::string, base::Result<T>>;

  template <typename T, typename Ask>
  static base::Result<T> once(Known<T>& known, const std::string& path, const Ask& ask) {
    const auto found = known.find(path);
    return found != known.end() ? found->second : known.emplace(path, ask()).first->second;
  }

  const base::Disk& disk_;
  mutable Known<std::string> texts_;
  mutable Known<std::vector<std::string>> lists_;
};

}  // namespace pggit::frontend
