#include "frontend/flyway/locations.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include <set>

#include "base/text.h"
#include "frontend/shared/paths.h"

namespace pggit::frontend::flyway {
namespace {

using base::ErrorCode;
using base::Severity;
using shared::is_skipped;
using shared::joined;
using shared::name_of;
using shared::tidy;

// Where classpath: locations stand in a source tree.
constexpr auto kClasspathRoots = std::to_array<std::string_view>(
    {"src/main/resources", "src/main/java", "src/main/kotlin", "src/main/groovy", "resources", ""});
// Tried in turn where no location is configured and there is no classpath:db/migration.
constexpr auto kUsualFolders =
    std::to_array<std::string_view>({"db/migration", "db/migrations", "sql", "migrations"});
// A location as written, taken apart.
struct Location {
  bool classpath = false;
  std::string root;     // before the first wildcard
  std::string pattern;  // the rest, empty without wildcards
  std::string written;
};

bool has_wildcard(std::string_view name) { return name.find_first_of("*?") != name.npos; }

// Flyway leaves hidden folders out (Kubernetes mounts make some), but no others.
bool is_in_hidden_folder(std::string_view path) {
  const std::vector<std::string_view> parts = base::split(path, '/');
  return std::any_of(parts.begin(), parts.end() - 1,
                     [](auto part) { return part.starts_with('.'); });
}

void split_wildcards(std::string_view path, Location& location) {
  std::string* to = &location.root;
  for (const std::string_view part : base::split(path, '/')) {
    if (has_wildcard(part)) to = &location.pattern;
    *to = joined(*to, part);
  }
}

// Walks a pattern part by part, keeping every place that the parts so far may have reached: quick on any
// pattern, however many wildcards it has.
using Reached = std::vector<bool>;

// `*` takes one character or more.
Reached after_character(const Reached& before, char pattern, std::string_view name) {
  Reached after(before.size(), false);
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool takes = pattern == '*' || pattern == '?' || pattern == name[i];
    after[i + 1] = takes && (before[i] || (pattern == '*' && after[i]));
  }
  return after;
}

bool matches_name(std::string_view pattern, std::string_view name) {
  Reached reached(name.size() + 1, false);
  reached[0] = true;
  for (const char c : pattern) reached = after_character(reached, c, name);
  return reached.back();
}

using Parts = std::vector<std::string_view>;

// `**` takes any number of folders, none too.
Reached after_part(const Reached& before, std::string_view pattern, const Parts& path) {
  Reached after = pattern == "**" ? before : Reached(before.size(), false);
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (pattern == "**" ? after[i] : before[i] && matches_name(pattern, path[i]))
      after[i + 1] = true;
  }
  return after;
}

Reached reached_by(const Parts& pattern, const Parts& path) {
  Reached reached(path.size() + 1, false);
  reached[0] = true;
  for (const std::string_view part : pattern) reached = after_part(reached, part, path);
  return reached;
}

// The path below what the pattern names; the whole path where the pattern names files. Nothing: no match.
std::optional<std::string> below_pattern(std::string_view pattern, const std::string& path) {
  if (pattern.empty()) return path;
  const Parts names = base::split(pattern, '/');
  Parts parts = base::split(path, '/');
  const bool names_file = names.back().find('.') != std::string_view::npos;
  if (!names_file) parts.pop_back();
  const Reached reached = reached_by(names, parts);
  const auto first = std::ranges::find(reached, true);
  if (first == reached.end() || (names_file && !reached.back())) return std::nullopt;
  if (names_file) return path;
  std::string out;
  const Parts all = base::split(path, '/');
  for (std::size_t i = std::size_t(first - reached.begin()); i < all.size(); ++i) {
    out = joined(out, all[i]);
  }
  return out;
}

class LayoutFinder {
 public:
  LayoutFinder(const ir::Project& project, std::string folder, bool several)
      : project_(project), disk_(*project.disk), folder_(std::move(folder)) {
    if (folder_.empty()) folder_ = ".";
    if (several) shown_ = folder_ + "/";
  }

  base::Result<Layout> run() {
    if (!disk_.is_folder(folder_)) {
      const bool there = disk_.exists(folder_);
      return base::fail(ErrorCode::Input,
                        folder_ + (there ? ": is a file; name the folder that it is in with --dir"
                                         : ": there is no such folder; name the project's folder "
                                           "with --dir"));
    }
    const std::string with_settings = folder_of_settings();
    layout_.settings = TRY(read_settings(project_, with_settings, shown_of(with_settings)));
    const bool own = with_settings == folder_;
    if (own && !layout_.settings.locations.empty()) {
      TRY(add_configured(layout_.settings.locations, false));
    } else {
      TRY(add_usual());
    }
    if (own) TRY(add_configured(layout_.settings.callback_locations, true));
    for (auto& [path, file] : files_) layout_.files.push_back(std::move(file));
    return std::move(layout_);
  }

 private:
  // The folder itself, or one up to three above it: `--dir db/migration` finds the flyway.conf
  // beside db.
  std::string folder_of_settings() const {
    std::string folder = folder_;
    for (int up = 0; up < 4; ++up) {
      if (has_settings(disk_, folder)) return folder;
      const std::size_t slash = folder.rfind('/');
      if (slash == std::string::npos || slash == 0) break;
      folder.resize(slash);
    }
    return folder_;
  }

  std::string shown_of(const std::string& folder) const {
    return folder == folder_ ? shown_ : folder + "/";
  }

  base::Result<bool> add_configured(const std::vector<std::string>& locations, bool callbacks) {
    for (const std::string& written : locations) {
      const auto location = parse(written);
      if (!location) continue;
      if (location->classpath) {
        TRY(add_classpath(*location, callbacks));
      } else {
        TRY(add_filesystem(*location, callbacks));
      }
    }
    return true;
  }

  std::optional<Location> parse(const std::string& written) {
    Location location;
    location.written = written;
    std::string_view path = written;
    const std::size_t colon = path.find(':');
    const std::string_view scheme = colon == path.npos ? "classpath" : path.substr(0, colon);
    if (colon != path.npos) path.remove_prefix(colon + 1);
    if (scheme != "filesystem" && scheme != "classpath") {
      warn("flyway-location", "`" + written +
                                  "` is not read: pggit reads files on this machine only; "
                                  "copy them to a folder and name it with --dir");
      return std::nullopt;
    }
    location.classpath = scheme == "classpath";
    const std::string tidied = tidy(path);
    split_wildcards(location.classpath && tidied.starts_with('/') ? tidied.substr(1) : tidied,
                    location);
    return location;
  }

  base::Result<bool> add_classpath(const Location& location, bool callbacks) {
    bool found = false;
    for (const std::string_view root : kClasspathRoots) {
      const std::string below = joined(std::string(root), location.root);
      if (!disk_.is_folder(joined(folder_, below))) continue;
      TRY(add_folder(below, location.pattern, callbacks));
      found = true;
    }
    if (!found) warn_missing(location);
    return true;
  }

  base::Result<bool> add_filesystem(const Location& location, bool callbacks) {
    const bool absolute = location.root.starts_with('/');
    if (!disk_.is_folder(absolute ? location.root : joined(folder_, location.root))) {
      warn_missing(location);
      return true;
    }
    return add_folder(location.root, location.pattern, callbacks);
  }

  void warn_missing(const Location& location) {
    warn("flyway-location",
         "`" + location.written + "` is not there: looked for " + joined(folder_, location.root) +
             (location.classpath ? " and below src/main/resources and src/main/java" : "") +
             "; mend flyway.locations, or name the folder with --dir");
  }

  void warn(const char* code, std::string message) {
    const std::string where =
        layout_.settings.files.empty() ? folder_ : layout_.settings.files.back();
    project_.diagnostics->report_at(Severity::Warning, code, where, std::move(message));
  }

  // `below` is relative to the named folder, or absolute.
  base::Result<bool> add_folder(const std::string& below, const std::string& pattern,
                                bool callbacks) {
    const bool absolute = below.starts_with('/');
    const std::string root = absolute ? below : joined(folder_, below);
    const std::string place = below.empty() ? folder_ : shown_ + below;
    if (std::ranges::find(layout_.places, place) == layout_.places.end()) {
      layout_.places.push_back(place);
    }
    for (const std::string& path : TRY(disk_.list_files(root))) {
      if (path.ends_with(".conf")) layout_.confs.insert(joined(root, path));
      if (is_in_hidden_folder(path)) continue;
      const auto script = below_pattern(pattern, path);
      if (!script) continue;
      std::string full = joined(root, path);
      std::string shown = absolute ? full : shown_ + joined(below, path);
      add_file({std::move(full), std::move(shown), *script, !callbacks,
                callbacks || !separate_callbacks()});
    }
    return true;
  }

  bool separate_callbacks() const { return !layout_.settings.callback_locations.empty(); }

  // One location inside another: the outer one names the script.
  void add_file(FoundFile file) {
    const auto [at, added] = files_.try_emplace(file.path);
    if (added) {
      at->second = std::move(file);
      return;
    }
    at->second.for_migrations |= file.for_migrations;
    at->second.for_callbacks |= file.for_callbacks;
    if (file.script.size() > at->second.script.size()) at->second.script = file.script;
  }

  base::Result<bool> add_usual() {
    if (TRY(add_usual_classpath(""))) return true;
    for (const std::string_view usual : kUsualFolders) {
      if (!TRY(holds_migrations(std::string(usual)))) continue;
      return add_folder(std::string(usual), "", false);
    }
    if (holds_directly(TRY(disk_.list_files(folder_)))) return add_folder("", "", false);
    return add_only_one_below();
  }

  base::Result<bool> add_usual_classpath(const std::string& module) {
    bool found = false;
    for (const std::string_view root : kClasspathRoots) {
      const std::string below = joined(joined(module, root), "db/migration");
      if (root.empty() || !disk_.is_folder(joined(folder_, below))) continue;
      TRY(add_folder(below, "", false));
      found = true;
    }
    return found;
  }

  base::Result<bool> holds_migrations(const std::string& below) const {
    if (!disk_.is_folder(joined(folder_, below))) return false;
    const std::vector<std::string> paths = TRY(disk_.list_files(joined(folder_, below)));
    return std::ranges::any_of(paths, [&](const std::string& p) { return is_migration(p); });
  }

  bool is_migration(std::string_view path) const {
    const std::string_view name = name_of(path);
    return suffix_of(name, layout_.settings.naming) &&
           parse_file_name(name, layout_.settings.naming).has_value();
  }

  bool holds_directly(const std::vector<std::string>& paths) const {
    return std::ranges::any_of(paths, [&](const std::string& path) {
      return path.find('/') == std::string::npos && is_migration(path);
    });
  }

  // A project of several modules: the one folder db/migration (or the like) below.
  base::Result<bool> add_only_one_below() {
    std::set<std::string> folders;
    for (const std::string& path : TRY(disk_.list_files(folder_))) {
      if (is_skipped(path) || !is_migration(path)) continue;
      folders.insert(root_of(path));
    }
    if (folders.size() == 1) return add_folder(*folders.begin(), "", false);
    if (folders.empty()) return add_folder("", "", false);
    const std::string names = base::join({folders.begin(), folders.end()}, ", ");
    return base::fail(ErrorCode::Input,
                      folder_ + ": there are several folders with Flyway migrations: " + names +
                          "; name one with --dir (or several, where they belong together)");
  }

  // ".../db/migration" where the path has that, else the file's own folder.
  static std::string root_of(const std::string& path) {
    const std::size_t at = ("/" + path).find("/db/migration/");
    if (at != std::string::npos)
      return path.substr(0, at + std::string_view("db/migration").size());
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos ? "" : path.substr(0, slash);
  }

  const ir::Project& project_;
  const base::Disk& disk_;
  std::string folder_;
  std::string shown_;
  Layout layout_;
  std::map<std::string, FoundFile> files_;
};

// Several folders are several locations of one project; the settings of the first that has any.
void merge(Layout& into, Layout&& other) {
  if (into.settings.files.empty()) into.settings = std::move(other.settings);
  std::ranges::move(other.files, std::back_inserter(into.files));
  std::ranges::move(other.places, std::back_inserter(into.places));
  into.confs.merge(other.confs);
}

}  // namespace

bool matches_wildcards(std::string_view pattern, std::string_view path) {
  return below_pattern(pattern, std::string(path)).has_value();
}

base::Result<Layout> find_layout(const ir::Project& project) {
  const bool several = project.folders.size() > 1;
  if (project.folders.empty()) return LayoutFinder(project, ".", false).run();
  Layout layout = TRY(LayoutFinder(project, tidy(project.folders[0]), several).run());
  for (std::size_t i = 1; i < project.folders.size(); ++i) {
    merge(layout, TRY(LayoutFinder(project, tidy(project.folders[i]), several).run()));
  }
  std::ranges::sort(layout.files, {}, &FoundFile::path);
  const auto twice = std::ranges::unique(layout.files, {}, &FoundFile::path);
  layout.files.erase(twice.begin(), twice.end());
  return layout;
}

}  // namespace pggit::frontend::flyway
