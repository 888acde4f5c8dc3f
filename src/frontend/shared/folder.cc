#include "frontend/shared/folder.h"

#include <algorithm>
#include <optional>
#include <set>

#include "base/text.h"
#include "frontend/shared/paths.h"

namespace pggit::frontend::shared {
namespace {

using base::ErrorCode;

// The last `count` names of the path; empty where it has fewer.
std::string_view last_names(std::string_view path, int count) {
  std::size_t at = path.size();
  for (int i = 0; i < count; ++i) {
    if (at == path.npos || (i > 0 && at == 0)) return {};
    at = at == 0 ? path.npos : path.rfind('/', at - 1);
  }
  return at == path.npos ? path : path.substr(at + 1);
}

class Finder {
 public:
  Finder(const ir::Project& project, const FolderRules& rules, std::string folder)
      : project_(project), disk_(*project.disk), rules_(rules), folder_(std::move(folder)) {
    if (folder_.empty()) folder_ = ".";
    if (project.folders.size() > 1) shown_ = folder_ + "/";
  }

  base::Result<std::vector<Folder>> run() {
    if (!disk_.is_folder(folder_)) return no_folder();
    paths_ = TRY(disk_.list_files(folder_));
    if (auto own = taken("")) return std::vector{*std::move(own)};
    for (const std::string& usual : rules_.usual) {
      if (auto found = taken(usual)) return std::vector{*std::move(found)};
    }
    return all_below();
  }

 private:
  std::unexpected<base::Error> no_folder() const {
    return base::fail(
        ErrorCode::Input,
        folder_ + (disk_.exists(folder_) ? ": is a file; name the folder that it is in with --dir"
                                         : ": there is no such folder; name the project's folder "
                                           "with --dir"));
  }

  // The part of a path below this folder; empty where it is elsewhere.
  static std::string_view below(std::string_view path, std::string_view folder) {
    if (folder.empty()) return path;
    const bool inside = path.starts_with(folder) && path.substr(folder.size()).starts_with('/');
    return inside ? path.substr(folder.size() + 1) : std::string_view();
  }

  bool is_migration_in(std::string_view path, std::string_view folder) const {
    const std::string_view name = below(path, folder);
    return !name.empty() && std::ranges::count(name, '/') == rules_.names - 1 &&
           rules_.is_migration(name);
  }

  bool holds(const std::string& folder) const {
    return std::ranges::any_of(paths_,
                               [&](const auto& path) { return is_migration_in(path, folder); });
  }

  std::optional<Folder> taken(const std::string& folder) const {
    if (!holds(folder)) return std::nullopt;
    Folder out = made(folder);
    if (rules_.accepts && !rules_.accepts(project_, out)) return std::nullopt;
    return out;
  }

  Folder made(const std::string& folder) const {
    Folder out{joined(folder_, folder), folder.empty() ? folder_ : shown_ + folder, {}};
    for (const std::string& path : paths_) {
      const std::string_view name = below(path, folder);
      if (!name.empty())
        out.files.push_back({joined(folder_, path), shown_ + path, std::string(name)});
    }
    return out;
  }

  std::vector<Folder> all_below() const {
    std::set<std::string> roots;
    for (const std::string& path : paths_) {
      const std::string_view name = last_names(path, rules_.names);
      if (name.empty() || is_skipped(path) || !rules_.is_migration(name)) continue;
      const std::size_t root = path.size() - name.size();
      roots.insert(path.substr(0, root == 0 ? 0 : root - 1));
    }
    std::vector<Folder> found;
    for (const std::string& root : roots) {
      if (auto folder = taken(root)) found.push_back(*std::move(folder));
    }
    return found;
  }

  const ir::Project& project_;
  const base::Disk& disk_;
  const FolderRules& rules_;
  std::string folder_;
  std::string shown_;
  std::vector<std::string> paths_;
};

std::string named(const ir::Project& project) {
  return project.folders.empty() ? "." : base::join(project.folders, ", ");
}

}  // namespace

base::Result<std::vector<Folder>> find_folders(const ir::Project& project,
                                               const FolderRules& rules) {
  if (project.folders.empty()) return Finder(project, rules, ".").run();
  std::vector<Folder> found;
  for (const std::string& folder : project.folders) {
    std::ranges::move(TRY(Finder(project, rules, tidy(folder)).run()), std::back_inserter(found));
  }
  return found;
}

base::Result<Folder> find_folder(const ir::Project& project, const FolderRules& rules) {
  std::vector<Folder> found = TRY(find_folders(project, rules));
  if (found.size() == 1) return std::move(found.front());
  if (found.empty()) {
    return base::fail(ErrorCode::Input, named(project) + ": no migrations of " + rules.title +
                                            " here (files named " + rules.shape +
                                            "); name their folder with --dir");
  }
  std::vector<std::string> names;
  for (const Folder& folder : found) names.push_back(folder.shown);
  return base::fail(ErrorCode::Input, named(project) + ": there are several folders with " +
                                          rules.title + " migrations: " + base::join(names, ", ") +
                                          "; name one with --dir");
}

bool any_text(const ir::Project& project, const Folder& folder, bool (*is_one)(std::string_view),
              bool (*fits)(std::string_view)) {
  constexpr int kLookedAt = 20;
  int looked = 0;
  for (const File& file : folder.files) {
    if (!is_one(file.name)) continue;
    const auto text = project.disk->read(file.path);
    if (text && fits(*text)) return true;
    if (++looked == kLookedAt) break;
  }
  return false;
}

std::string find_upwards(const base::Disk& disk, std::string folder, std::string_view name,
                         int up) {
  for (; up >= 0 && !folder.empty(); --up) {
    std::string path = joined(folder, name);
    if (disk.exists(path)) return path;
    folder = parent_of(folder);
  }
  return "";
}

}  // namespace pggit::frontend::shared
