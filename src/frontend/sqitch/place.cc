#include "frontend/sqitch/place.h"

#include <vector>

#include "base/text.h"
#include "frontend/shared/paths.h"

namespace pggit::frontend::sqitch {
namespace {

constexpr std::string_view kSettings = "sqitch.conf";
constexpr std::string_view kPlan = "sqitch.plan";

std::unexpected<base::Error> fail(const std::string& message) {
  return base::fail(base::ErrorCode::Input, message);
}

// The folders that hold a file of this name.
std::set<std::string> folders_with(const std::vector<std::string>& files, std::string_view name) {
  std::set<std::string> folders;
  for (const std::string& path : files) {
    if (shared::name_of(path) == name && !shared::is_skipped(path))
      folders.emplace(shared::folder_of(path));
  }
  return folders;
}

bool is_below(std::string_view folder, std::string_view above) {
  return above.empty() || folder == above ||
         (folder.starts_with(above) && folder.substr(above.size()).starts_with('/'));
}

// A plan below a folder with settings is likely to be theirs: they say where it is.
std::set<std::string> roots_of(const std::vector<std::string>& files) {
  const std::set<std::string> with_settings = folders_with(files, kSettings);
  std::set<std::string> roots = with_settings;
  for (const std::string& folder : folders_with(files, kPlan)) {
    bool is_theirs = false;
    for (const std::string& other : with_settings) is_theirs |= is_below(folder, other);
    if (!is_theirs) roots.insert(folder);
  }
  return roots;
}

base::Result<std::string> root_of(const std::vector<std::string>& files,
                                  const std::string& folder) {
  const std::set<std::string> roots = roots_of(files);
  if (roots.contains("")) return std::string();
  if (roots.size() == 1) return *roots.begin();
  if (roots.empty())
    return fail(
        folder +
        ": no sqitch.conf and no sqitch.plan here; name the folder where sqitch runs with --dir");
  return fail(folder + ": there are several projects of Sqitch: " +
              base::join({roots.begin(), roots.end()}, ", ") + "; name one with --dir");
}

}  // namespace

base::Result<Place> find_place(const ir::Project& project) {
  if (project.folders.size() > 1) {
    return fail(base::join(project.folders, ", ") +
                ": Sqitch runs one project at a time; name one folder with --dir");
  }
  std::string folder = project.folders.empty() ? "." : shared::tidy(project.folders.front());
  if (folder.empty()) folder = ".";
  if (!project.disk->is_folder(folder))
    return fail(folder + ": there is no such folder; name the project's folder with --dir");
  std::vector<std::string> files = TRY(project.disk->list_files(folder));
  const std::string root = TRY(root_of(files, folder));
  Place place{shared::joined(folder, root), root.empty() ? "" : root + "/", {}, false};
  for (std::string& path : files) {
    if (path.starts_with(place.shown)) place.files.insert(path.substr(place.shown.size()));
  }
  place.has_settings = place.files.contains(std::string(kSettings));
  return place;
}

}  // namespace pggit::frontend::sqitch
