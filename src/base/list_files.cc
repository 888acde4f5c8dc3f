// RealDisk::list_files: a walk over a folder that follows links inside the project.
//
// A link to a folder that is listed anyway adds nothing, and one to a folder around it is a circle; so neither circles nor
// many links to one folder make the walk longer than the disk is.
#include <algorithm>
#include <filesystem>
#include <system_error>

#include "base/env.h"
#include "base/links.h"

namespace pggit::base {
namespace {

namespace fs = std::filesystem;

class Walk {
 public:
  explicit Walk(const fs::path& root) : bounds_(root) {}

  std::error_code list_all(const fs::path& folder, const std::string& shown) {
    listed_.push_back(folder);
    around_.push_back(folder);
    const std::error_code fault = list(folder, shown);
    around_.pop_back();
    return fault;
  }

  std::vector<std::string> take_sorted() {
    std::ranges::sort(files_);
    return std::move(files_);
  }

 private:
  std::error_code list(const fs::path& folder, const std::string& shown) {
    std::error_code error;
    const std::size_t below = folder.native().size() + (folder.native().ends_with('/') ? 0 : 1);
    fs::recursive_directory_iterator at(folder, error);
    for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
      // Every path that the iterator gives is the folder's with names after it.
      std::string name = shown + at->path().native().substr(below);
      std::error_code ignored;
      if (at->is_symlink(ignored)) {
        if (const std::error_code fault = follow(at->path(), name)) return fault;
      } else if (at->is_regular_file(ignored)) {
        files_.push_back(std::move(name));
      }
    }
    return error;
  }

  std::error_code follow(const fs::path& link, const std::string& name) {
    std::error_code error;
    if (!bounds_.refusal(link).empty()) return {};
    if (fs::is_regular_file(link, error)) files_.push_back(name);
    const fs::path target = fs::canonical(link, error);
    return fs::is_directory(target, error) && adds_something(target) ? list_all(target, name + "/")
                                                                     : std::error_code();
  }

  bool adds_something(const fs::path& target) const {
    return std::ranges::none_of(listed_, [&](const auto& f) { return is_within(f, target); }) &&
           std::ranges::none_of(around_, [&](const auto& f) { return is_within(target, f); });
  }

  ProjectBounds bounds_;
  std::vector<fs::path> listed_;  // the root, and where followed links lead
  std::vector<fs::path> around_;  // those of them that the walk is in now
  std::vector<std::string> files_;
};

std::unexpected<Error> unreadable(const std::string& folder, const std::error_code& error) {
  return fail(ErrorCode::Input, folder + ": cannot be read: " + error.message());
}

}  // namespace

Result<std::vector<std::string>> RealDisk::list_files(const std::string& folder) const {
  std::error_code error;
  const fs::path root = fs::canonical(folder, error);
  if (error) return unreadable(folder, error);
  Walk walk(root);
  if (const std::error_code fault = walk.list_all(root, "")) return unreadable(folder, fault);
  return walk.take_sorted();
}

}  // namespace pggit::base
