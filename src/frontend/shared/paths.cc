#include "frontend/shared/paths.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"

namespace pggit::frontend::shared {
namespace {

constexpr auto kSkippedFolders =
    std::to_array<std::string_view>({"target", "build", "out", "bin", "node_modules", "vendor"});

}  // namespace

std::string joined(const std::string& folder, std::string_view below) {
  if (below.empty() || below == ".") return folder;
  if (folder.empty() || folder == ".") return std::string(below);
  return folder + "/" + std::string(below);
}

std::string tidy(std::string_view path) {
  std::string out = path.starts_with('/') ? "/" : "";
  for (const std::string_view part : base::split(path, '/')) {
    if (part.empty() || part == ".") continue;
    if (!out.empty() && out != "/") out += '/';
    out += part;
  }
  return out;
}

std::optional<std::string> without_dots(std::string_view path) {
  std::vector<std::string> names;
  for (const std::string_view name : base::split(path, '/')) {
    if (name.empty() || name == ".") continue;
    if (name != "..") {
      names.emplace_back(name);
    } else if (names.empty()) {
      return std::nullopt;
    } else {
      names.pop_back();
    }
  }
  return base::join(names, "/");
}

std::string_view name_of(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::string_view folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == path.npos ? std::string_view() : path.substr(0, slash);
}

std::string parent_of(std::string_view folder) {
  if (folder.empty() || folder == ".") return "..";
  if (name_of(folder) == "..") return std::string(folder) + "/..";
  const std::string_view above = folder_of(folder);
  if (above.empty() && !folder.starts_with('/')) return ".";
  return std::string(above);
}

bool is_skipped(std::string_view path) {
  const auto skipped = [](std::string_view part) {
    return part.starts_with('.') ||
           std::ranges::find(kSkippedFolders, part) != kSkippedFolders.end();
  };
  return std::ranges::any_of(base::split(path, '/'), skipped);
}

std::string counted(std::size_t count, std::string_view what) {
  return std::to_string(count) + " " + std::string(what) + (count == 1 ? "" : "s");
}

}  // namespace pggit::frontend::shared
