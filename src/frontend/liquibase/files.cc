#include "frontend/liquibase/files.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "frontend/shared/paths.h"

namespace pggit::frontend::liquibase {
namespace {

// Folders of a build whose contents are the class path.
constexpr std::array<std::string_view, 4> kResourceFolders = {
    "src/main/resources/", "src/main/webapp/WEB-INF/classes/", "src/test/resources/",
    "src/main/liquibase/"};

std::string_view without_scheme(std::string_view named) {
  for (const std::string_view scheme : {"classpath*:", "classpath:", "file:"})
    if (named.starts_with(scheme)) named.remove_prefix(scheme.size());
  while (named.starts_with('/')) named.remove_prefix(1);
  return named;
}

// "a/./b/../c" gives "a/c"; nothing is left of a path that climbs out.
std::string resolved(std::string_view path) {
  std::vector<std::string> parts;
  for (const std::string_view part : base::split(path, '/')) {
    if (part.empty() || part == ".") continue;
    if (part != "..") {
      parts.emplace_back(part);
      continue;
    }
    if (parts.empty()) return "";
    parts.pop_back();
  }
  return base::join(parts, "/");
}

}  // namespace

Format format_of(std::string_view path) {
  const std::string lower = base::to_lower(path);
  if (lower.ends_with(".xml")) return Format::Xml;
  if (lower.ends_with(".yaml") || lower.ends_with(".yml") || lower.ends_with(".json"))
    return Format::Yaml;
  return lower.ends_with(".sql") ? Format::Sql : Format::None;
}

std::string logical_of(std::string_view name) {
  for (const std::string_view folder : kResourceFolders) {
    const std::size_t at = name.find(folder);
    if (at != name.npos && (at == 0 || name[at - 1] == '/'))
      return std::string(name.substr(at + folder.size()));
  }
  return std::string(name);
}

base::Result<Files> Files::of(const ir::Project& project) {
  if (project.folders.size() > 1) {
    return base::fail(base::ErrorCode::Usage,
                      "a changelog's paths begin in one folder, which Liquibase looks up in its "
                      "search path; name the one with the first changelog, with a single --dir");
  }
  Files files;
  files.folder_ = project.folders.empty() ? "." : shared::tidy(project.folders.front());
  if (!project.disk->is_folder(files.folder_)) {
    return base::fail(base::ErrorCode::Input, files.folder_ +
                                                  ": there is no such folder; name the project's "
                                                  "folder with --dir");
  }
  for (std::string& name : TRY(project.disk->list_files(files.folder_)))
    if (!shared::is_skipped(name)) files.names_.push_back(std::move(name));
  std::ranges::sort(files.names_);
  return files;
}

Place Files::place(const std::string& name) const {
  return {shared::joined(folder_, name), name, logical_of(name)};
}

bool Files::has(const std::string& name) const { return std::ranges::binary_search(names_, name); }

bool Files::has_below(const std::string& folder) const {
  const auto at = std::ranges::lower_bound(names_, folder);
  return at != names_.end() && at->starts_with(folder);
}

// Beside the changelog first where it says so; else from every folder above it, the outermost first, as one of them is the
// root of the search path.
std::vector<std::string> Files::candidates(std::string_view named, const std::string& from,
                                           bool relative) const {
  const std::string wanted(without_scheme(named));
  std::vector<std::string> bases;
  for (std::string folder(shared::folder_of(from));; folder = shared::folder_of(folder)) {
    bases.push_back(folder);
    if (folder.empty()) break;
  }
  if (relative) bases.resize(1);
  if (!relative) std::ranges::reverse(bases);
  std::vector<std::string> out;
  for (const std::string& base : bases) {
    std::string path = resolved(base.empty() ? wanted : base + "/" + wanted);
    if (!path.empty()) out.push_back(std::move(path));
  }
  if (relative) return out;
  for (const std::string_view folder : kResourceFolders) {
    std::string path = resolved(std::string(folder) + wanted);
    if (!path.empty()) out.push_back(std::move(path));
  }
  return out;
}

std::string Files::find(std::string_view named, const std::string& from, bool relative) const {
  for (std::string& candidate : candidates(named, from, relative))
    if (has(candidate)) return std::move(candidate);
  return "";
}

std::string Files::find_folder(std::string_view named, const std::string& from,
                               bool relative) const {
  while (named.ends_with('/')) named.remove_suffix(1);
  if (named == "." && relative) {
    const std::string beside(shared::folder_of(from));
    return beside.empty() ? "./" : beside + "/";
  }
  for (const std::string& candidate : candidates(named, from, relative))
    if (has_below(candidate + "/")) return candidate + "/";
  return "";
}

std::vector<std::string> Files::below(const std::string& folder) const {
  if (folder == "./") return names_;
  std::vector<std::string> out;
  for (auto at = std::ranges::lower_bound(names_, folder);
       at != names_.end() && at->starts_with(folder); ++at)
    out.push_back(*at);
  return out;
}

}  // namespace pggit::frontend::liquibase
