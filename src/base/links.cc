#include "base/links.h"

#include <algorithm>
#include <system_error>

namespace pggit::base {
namespace {

namespace fs = std::filesystem;

// The nearest folder, from this one upwards, that holds something of that name; empty where none does.
fs::path holder_of(const char* name, const fs::path& folder) {
  for (fs::path at = folder;; at = at.parent_path()) {
    std::error_code error;
    if (fs::exists(at / name, error)) return at;
    if (at == at.root_path()) return {};
  }
}

// Repositories keep passwords of remotes in there.
bool is_in_git_folder(const fs::path& root, const fs::path& path) {
  return std::ranges::any_of(path.lexically_relative(root),
                             [](const fs::path& part) { return part == ".git"; });
}

}  // namespace

ProjectBounds::ProjectBounds(const fs::path& folder) : root_(folder) {
  for (const char* mark : {".git", ".pggit"}) {
    if (const fs::path holder = holder_of(mark, folder); !holder.empty()) {
      root_ = holder;
      return;
    }
  }
}

std::string ProjectBounds::refusal(const fs::path& link) const {
  std::error_code error;
  const fs::path target = fs::canonical(link, error);
  if (error) {
    std::error_code ignored;
    return "leads to " + fs::read_symlink(link, ignored).string() + ": " + error.message();
  }
  if (is_within(root_, target) && !is_in_git_folder(root_, target)) return "";
  return "leads to " + target.string() + ", outside of the project " + root_.string();
}

bool is_within(const fs::path& folder, const fs::path& path) {
  const fs::path relative = path.lexically_relative(folder);
  return !relative.empty() && *relative.begin() != "..";
}

std::vector<LinkLeftOut> links_left_out(const std::string& folder) {
  std::vector<LinkLeftOut> links;
  std::error_code error;
  const fs::path root = fs::canonical(folder, error);
  if (error) return links;
  const ProjectBounds bounds(root);
  for (fs::directory_iterator at(root, error), end; !error && at != end; at.increment(error)) {
    std::error_code ignored;
    if (!at->is_symlink(ignored)) continue;
    if (std::string why = bounds.refusal(at->path()); !why.empty())
      links.push_back({at->path().filename().string(), std::move(why)});
  }
  std::ranges::sort(links, {}, &LinkLeftOut::name);
  return links;
}

}  // namespace pggit::base
