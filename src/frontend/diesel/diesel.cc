#include "frontend/diesel/diesel.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "frontend/shared/detect.h"
#include "frontend/shared/history.h"
#include "frontend/shared/paths.h"
#include "frontend/shared/toml_setting.h"

namespace pggit::frontend::diesel {
namespace {

constexpr std::string_view kUp = "up.sql";

// Diesel takes any folder that holds an up.sql; one that begins with no digit makes nobody think of it.
bool is_migration(std::string_view name) {
  return shared::name_of(name) == kUp && !shared::leading_digits(name).empty();
}

// [migrations_directory] of the diesel.toml in the folder that was named. Source: diesel_cli/src/config.rs.
base::Result<shared::FolderRules> rules_of(const ir::Project& project) {
  shared::FolderRules rules{"Diesel", "2024-01-31-093000_title/up.sql", {}, is_migration, 2};
  const std::string folder = project.folders.empty() ? "." : project.folders.front();
  const auto toml =
      TRY(shared::TomlFile::read(project, shared::joined(folder, "diesel.toml"), "diesel.toml"));
  const std::string configured = first_value(toml.find({"migrations_directory", "dir"}));
  if (!configured.empty()) rules.usual.push_back(shared::tidy(configured));
  rules.usual.push_back("migrations");
  return rules;
}

// Hasura writes folders like these too, with milliseconds: 13 digits, where Diesel has 14 or dashes.
bool looks_like_diesel(std::string_view name) {
  if (!is_migration(name)) return false;
  const std::string version = version_of(shared::folder_of(name));
  return shared::is_number(version) && version.size() == 14;
}

ir::Claim detect(const ir::Project& project) {
  const shared::Quiet quiet(project);
  const auto rules = rules_of(quiet.project);
  if (!rules) return {};
  return shared::claim_by_names(quiet.project, *rules, "<date>_<title>/up.sql", looks_like_diesel,
                                {80, 95, {{"diesel.toml", ""}, {"Cargo.toml", "diesel"}}});
}

// The files of one migration's folder.
using Files = std::map<std::string, const shared::File*, std::less<>>;

class Lister {
 public:
  explicit Lister(const ir::Project& project) : project_(project) {}

  base::Result<ir::Listing> run() {
    const shared::FolderRules rules = TRY(rules_of(project_));
    const shared::Folder folder = TRY(shared::find_folder(project_, rules));
    std::map<std::string, Files> folders;
    for (const shared::File& file : folder.files) {
      const std::vector<std::string_view> names = base::split(file.name, '/');
      if (names.size() != 2 || names[0].starts_with('.')) continue;
      folders[std::string(names[0])].emplace(names[1], &file);
    }
    for (const auto& [name, files] : folders) TRY(take(name, files));
    std::ranges::stable_sort(collected_.migrations, {},
                             [](const shared::Found& f) { return f.entry.version; });
    return shared::make_listing(project_, kDiesel, folder, std::move(collected_));
  }

 private:
  base::Result<bool> take(const std::string& name, const Files& files) {
    const auto up = files.find(kUp);
    if (up == files.end()) {
      project_.diagnostics->report_at(
          base::Severity::Error, "missing-up", files.begin()->second->shown,
          "there is no up.sql beside it: Diesel refuses a folder without one; add it, or move the "
          "folder out of the migrations");
      return true;
    }
    const shared::Sending sending = TRY(sending_of(files));
    shared::Found found;
    found.up = TRY(shared::read_script(project_, *up->second, sending));
    found.entry = entry_of(name, *up->second, shared::file_of(found.up));
    if (found.up.texts.front().text.empty()) report_empty(*up->second);
    if (const auto down = files.find("down.sql"); down != files.end()) {
      found.down = TRY(shared::read_script(project_, *down->second, sending));
      found.down_path = down->second->shown;
    }
    collected_.migrations.push_back(std::move(found));
    return true;
  }

  static ir::MigrationEntry entry_of(const std::string& name, const shared::File& up,
                                     base::FileId file) {
    ir::MigrationEntry entry;
    entry.id = entry.version = version_of(name);
    const std::size_t underscore = name.find('_');
    entry.description =
        shared::words_of(underscore == name.npos ? name : name.substr(underscore + 1));
    entry.path = up.shown;
    entry.file = file;
    return entry;
  }

  // Source: TomlMetadata in migrations_internals. A metadata.toml that does not say it means false, one
  // that is no TOML is as if it were not there.
  base::Result<shared::Sending> sending_of(const Files& files) {
    const auto metadata = files.find("metadata.toml");
    if (metadata == files.end()) return shared::Sending::InTransaction;
    const auto toml =
        TRY(shared::TomlFile::read(project_, metadata->second->path, metadata->second->shown));
    const auto setting = toml.find({"run_in_transaction"});
    const bool in_transaction = !toml.is_toml() || first_value(setting) == "true";
    if (toml.is_toml() && !setting) {
      project_.diagnostics->report_at(
          base::Severity::Warning, "diesel-metadata", metadata->second->shown,
          "does not say run_in_transaction, which Diesel takes for false; write it down");
    }
    return in_transaction ? shared::Sending::InTransaction : shared::Sending::OneMessage;
  }

  void report_empty(const shared::File& up) {
    project_.diagnostics->report_at(base::Severity::Error, "empty-migration", up.shown,
                                    "is empty, and Diesel refuses that; write at least a comment");
  }

  const ir::Project& project_;
  shared::Collected collected_;
};

base::Result<ir::Listing> list(const ir::Project& project) { return Lister(project).run(); }

}  // namespace

std::string version_of(std::string_view folder) {
  std::string version(folder.substr(0, folder.find('_')));
  std::erase(version, '-');
  return version;
}

const ir::FrontEnd kDiesel{"diesel",
                           "Diesel",
                           detect,
                           list,
                           shared::lower_script,
                           {"", "__diesel_schema_migrations",
                            "SELECT version, run_on::text AS installed_on FROM "
                            "__diesel_schema_migrations ORDER BY version"},
                           true};

}  // namespace pggit::frontend::diesel
