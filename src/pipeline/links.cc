#include "pipeline/links.h"

#include <map>
#include <set>

#include "base/links.h"

namespace pggit::pipeline {
namespace {

std::string extension_of(const std::string& name) {
  const std::size_t dot = name.rfind('.');
  return dot == std::string::npos ? "" : name.substr(dot);
}

// Folders as migrations are shown in them ("db/migration/", "" for the named one), with the extensions of the migrations.
std::map<std::string, std::set<std::string>> folders_of(const ir::Listing& listing) {
  std::map<std::string, std::set<std::string>> folders;
  for (const ir::MigrationEntry& entry : listing.migrations)
    folders[entry.path.substr(0, entry.path.rfind('/') + 1)].insert(extension_of(entry.path));
  return folders;
}

// Where a folder that is shown so lies: below a folder that was named, or by itself.
std::string place_of(const History& history, const std::string& shown) {
  for (const std::string& named : history.project.folders) {
    const std::string place = named + "/" + shown;
    if (!shown.starts_with('/') && history.disk.is_folder(place)) return place;
  }
  return shown.empty() ? "." : shown;
}

}  // namespace

void report_links(History& history) {
  for (const auto& [shown, extensions] : folders_of(history.listing)) {
    const std::string place = place_of(history, shown);
    for (const base::LinkLeftOut& link : base::links_left_out(place)) {
      const bool is_folder = history.disk.is_folder(place + "/" + link.name);
      if (!is_folder && !extensions.contains(extension_of(link.name))) continue;
      history.diagnostics.report_at(
          base::Severity::Error, "link-left-out", shown + link.name,
          "is a link that " + link.why +
              "; put what it leads to in its place, or, where both belong together, make a folder "
              ".pggit in the folder that holds both");
    }
  }
}

}  // namespace pggit::pipeline
