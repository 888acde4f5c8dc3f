#include "frontend/liquibase/roots.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "frontend/liquibase/read.h"
#include "frontend/liquibase/read_element.h"
#include "frontend/shared/detect.h"
#include "frontend/shared/paths.h"

namespace pggit::frontend::liquibase {
namespace {

using base::ErrorCode;

// What one file includes, as far as its paths have no properties in them.
void add_included(const Files& files, const std::string& name, const syntax::Element& element,
                  std::set<std::string>& included) {
  for (const syntax::Element& child : element.children) {
    const bool relative = is_true(child, "relativeToChangelogFile");
    if (child.name == "include") {
      included.insert(files.find(text_of(child, "file"), name, relative));
    } else if (child.name == "includeAll") {
      const std::string folder = files.find_folder(text_of(child, "path"), name, relative);
      if (folder.empty()) continue;
      for (const std::string& below : files.below(folder))
        if (below != name) included.insert(below);
    } else if (child.name == "modifyChangeSets") {
      add_included(files, name, child, included);
    }
  }
}

std::set<std::string> included_of(const ir::Project& project, const Files& files,
                                  const std::vector<std::string>& changelogs) {
  std::set<std::string> included;
  const shared::Quiet quiet(project);
  for (const std::string& name : changelogs) {
    if (format_of(name) == Format::Sql) continue;
    const auto tree = read_tree(quiet.project, files.place(name));
    if (tree && *tree) add_included(files, name, (*tree)->root, included);
  }
  return included;
}

// Those with the name that the manuals give to the first one.
std::vector<std::string> mains_among(const std::vector<std::string>& names) {
  std::vector<std::string> mains;
  for (const std::string& name : names) {
    const std::string file = base::to_lower(shared::name_of(name));
    if (file.find("master") != file.npos || file.find("root") != file.npos) mains.push_back(name);
  }
  return mains;
}

bool all_are_sql(const std::vector<std::string>& names) {
  return std::ranges::all_of(names,
                             [](const std::string& n) { return format_of(n) == Format::Sql; });
}

}  // namespace

std::vector<std::string> changelogs_of(const ir::Project& project, const Files& files) {
  std::vector<std::string> found;
  for (const std::string& name : files.all()) {
    if (format_of(name) == Format::None) continue;
    const auto text = project.disk->read(files.place(name).path);
    if (text && is_changelog(name, *text)) found.push_back(name);
  }
  return found;
}

base::Result<Roots> find_roots(const ir::Project& project, const Files& files,
                               const Settings& settings) {
  if (!settings.changelog.empty()) {
    std::string root = files.find(settings.changelog, "", false);
    if (!root.empty()) return Roots{{std::move(root)}, ""};
    for (const std::string& name : files.all())
      if (name.ends_with("/" + settings.changelog)) return Roots{{name}, ""};
    return base::fail(ErrorCode::Input, files.folder() + ": the changelog `" + settings.changelog +
                                            "` is not in it; correct changeLogFile");
  }
  const std::vector<std::string> changelogs = changelogs_of(project, files);
  if (changelogs.empty()) {
    return base::fail(ErrorCode::Input,
                      files.folder() +
                          ": no changelog of Liquibase (databaseChangeLog in XML, YAML or "
                          "JSON, or `-- liquibase formatted sql`); name its folder with "
                          "--dir");
  }
  const std::set<std::string> included = included_of(project, files, changelogs);
  std::vector<std::string> roots;
  for (const std::string& name : changelogs)
    if (!included.contains(name)) roots.push_back(name);
  if (roots.size() == 1) return Roots{roots, ""};
  if (const auto mains = mains_among(roots); mains.size() == 1)
    return Roots{mains, "changelog: " + mains[0] + ", by its name, among " +
                            shared::counted(roots.size(), "file") + " that no other includes"};
  if (!roots.empty() && all_are_sql(roots))
    return Roots{roots, "changelog: none includes them, so " +
                            shared::counted(roots.size(), "file") + " of formatted SQL by name"};
  return base::fail(ErrorCode::Input,
                    files.folder() + ": " +
                        (roots.empty() ? "its changelogs include each other in a circle"
                                       : "several changelogs that no other includes: " +
                                             base::join(roots, ", ")) +
                        "; name one with --placeholder liquibase.changelogFile=PATH");
}

}  // namespace pggit::frontend::liquibase
