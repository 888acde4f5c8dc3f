// Symbolic links in a project: which are followed. A migration folder is untrusted code, so a link may lead to other files
// of the project and nowhere else (docs/decisions/014-links.md).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace pggit::base {

// The project that a folder belongs to: the git repository that it lies in, else the folder that holds .pggit, else the
// folder alone. `folder` is canonical.
class ProjectBounds {
 public:
  explicit ProjectBounds(const std::filesystem::path& folder);
  // Why a link is not followed, for people; empty where it is.
  std::string refusal(const std::filesystem::path& link) const;

 private:
  std::filesystem::path root_;
};

// Whether `path` is `folder` or lies below it; both canonical.
bool is_within(const std::filesystem::path& folder, const std::filesystem::path& path);

struct LinkLeftOut {
  std::string name;
  std::string why;  // "leads to /etc/passwd, outside of the project /home/me/shop"
};

// The links directly in a folder that list_files() does not follow, sorted; none where the folder cannot be read.
std::vector<LinkLeftOut> links_left_out(const std::string& folder);

}  // namespace pggit::base
