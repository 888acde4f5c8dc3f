#include "frontend/hasura/hasura.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "frontend/shared/detect.h"
#include "frontend/shared/find_name.h"
#include "frontend/shared/history.h"
#include "frontend/shared/paths.h"
#include "frontend/shared/text_file.h"

namespace pggit::frontend::hasura {
namespace {

// "1706693400000_create_users" or "1_init": a number, then a title.
bool is_folder(std::string_view name) {
  const std::string_view digits = shared::leading_digits(name);
  return !digits.empty() && name.substr(digits.size()).starts_with('_');
}

// Source: source/file in Hasura's CLI: `<version>_<title>/up.sql`, `down.sql`, and with config v1 `.yaml`.
bool is_migration(std::string_view name) {
  const std::string_view file = shared::name_of(name);
  return (file == "up.sql" || file == "up.yaml") && is_folder(shared::folder_of(name));
}

const shared::FolderRules& rules() {
  static const shared::FolderRules kRules{
      "Hasura", "1706693400000_title/up.sql", {"migrations"}, is_migration, 2};
  return kRules;
}

// Hasura numbers by milliseconds: 13 digits.
bool looks_like_hasura(std::string_view name) {
  return is_migration(name) && shared::leading_digits(name).size() == 13;
}

ir::Claim detect(const ir::Project& project) {
  return shared::claim_by_names(
      project, rules(), "<milliseconds>_<title>/up.sql", looks_like_hasura,
      {80, 96, {{"config.yaml", "metadata_directory"}}, {{"diesel.toml", ""}}});
}

// `migrations/<database>/...` may hold several databases; --env says which.
base::Result<shared::Folder> find_database(const ir::Project& project) {
  std::vector<shared::Folder> found = TRY(shared::find_folders(project, rules()));
  if (found.size() < 2) return shared::find_folder(project, rules());
  std::vector<std::string> names;
  for (shared::Folder& folder : found) {
    if (shared::name_of(folder.path) == project.environment) return std::move(folder);
    names.push_back(folder.shown);
  }
  return base::fail(base::ErrorCode::Input,
                    "there are migrations of several databases: " + base::join(names, ", ") +
                        "; name one with --env (`" + std::string(shared::name_of(names.front())) +
                        "`) or with --dir");
}

// The files of one migration's folder.
using Files = std::map<std::string, const shared::File*, std::less<>>;

class Lister {
 public:
  explicit Lister(const ir::Project& project) : project_(project) {}

  base::Result<ir::Listing> run() {
    const shared::Folder folder = TRY(find_database(project_));
    std::map<std::string, Files> folders;
    for (const shared::File& file : folder.files) {
      const std::vector<std::string_view> names = base::split(file.name, '/');
      if (names.size() == 2 && is_folder(names[0]))
        folders[std::string(names[0])].emplace(names[1], &file);
    }
    for (const auto& [name, files] : folders) TRY(take(name, files));
    std::ranges::stable_sort(collected_.migrations, shared::is_less_number,
                             [](const shared::Found& f) { return f.entry.version; });
    return shared::make_listing(project_, kHasura, folder, std::move(collected_));
  }

 private:
  base::Result<bool> take(const std::string& name, const Files& files) {
    shared::Found found;
    const std::string_view digits = shared::leading_digits(name);
    found.entry.id = found.entry.version = digits;
    found.entry.description = shared::words_of(std::string_view(name).substr(digits.size()));
    if (const auto down = files.find("down.sql"); down != files.end()) {
      found.down =
          TRY(shared::read_script(project_, *down->second, shared::Sending::InTransaction));
      found.down_path = down->second->shown;
    }
    const auto up = files.find("up.sql");
    const auto yaml = files.find("up.yaml");
    if (up != files.end()) {
      found.up = TRY(shared::read_script(project_, *up->second, shared::Sending::InTransaction));
      found.entry.path = up->second->shown;
      found.entry.file = shared::file_of(found.up);
      report_given(found.up.texts.front());
    } else if (yaml != files.end()) {
      TRY(take_yaml(*yaml->second, found));
    } else {
      return add_lone_down(std::move(found), files.begin()->second->shown);
    }
    collected_.migrations.push_back(std::move(found));
    return true;
  }

  // Once, at the first place that needs it.
  void report_given(const ir::Sql& sql) {
    const auto at =
        reported_ ? std::nullopt : shared::find_name(sql.text, [](std::string_view name) {
          return name == "hdb_catalog";
        });
    if (!at) return;
    reported_ = true;
    const std::uint32_t place = ir::source_offset(sql, std::uint32_t(*at));
    project_.diagnostics->report(base::Severity::Note, "hasura-context",
                                 {sql.file, place, place + 1},
                                 "Hasura makes schema hdb_catalog before the first migration, and "
                                 "this history needs it; give "
                                 "what it uses with --pre-script FILE");
  }

  // Calls of Hasura's own interface, some of which run SQL.
  base::Result<bool> take_yaml(const shared::File& file, shared::Found& found) {
    found.entry.path = file.shown;
    found.entry.file = TRY(shared::read_text(project_, file.path, file.shown)).file;
    shared::make_hole(found, "YAML", collected_);
    return true;
  }

  base::Result<bool> add_lone_down(shared::Found found, const std::string& shown) {
    project_.diagnostics->report_at(base::Severity::Warning, "missing-up", shown,
                                    "there is no up.sql beside it: Hasura runs nothing for this "
                                    "version; add the file, or remove the folder");
    if (!found.down) return true;
    found.entry.kind = ir::MigrationKind::Undo;
    found.entry.path = shown;
    found.entry.file = shared::file_of(*found.down);
    found.entry.set_aside =
        "a way back from version " + found.entry.version + ", which has no up.sql";
    collected_.set_aside.push_back(std::move(found.entry));
    return true;
  }

  const ir::Project& project_;
  shared::Collected collected_;
  bool reported_ = false;
};

base::Result<ir::Listing> list(const ir::Project& project) { return Lister(project).run(); }

}  // namespace

// A migration goes to the server as run_sql, which runs it in one transaction on a connection of the
// server's pool: what it SETs is not to be relied on later.
const ir::FrontEnd kHasura{
    "hasura",
    "Hasura",
    detect,
    list,
    shared::lower_script,
    {"hdb_catalog", "hdb_version",
     "SELECT m.key AS version, s.key AS source FROM hdb_catalog.hdb_version, "
     "jsonb_each(cli_state -> 'migrations') AS s, jsonb_each(s.value) AS m"},
    true};

}  // namespace pggit::frontend::hasura
