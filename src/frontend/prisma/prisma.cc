#include "frontend/prisma/prisma.h"

#include <algorithm>
#include <map>

#include "base/hash.h"
#include "base/text.h"
#include "frontend/shared/detect.h"
#include "frontend/shared/history.h"
#include "frontend/shared/paths.h"
#include "frontend/shared/toml_setting.h"

namespace pggit::frontend::prisma {
namespace {

constexpr std::string_view kScript = "migration.sql";
constexpr std::string_view kLock = "migration_lock.toml";

bool is_migration(std::string_view name) { return shared::name_of(name) == kScript; }

const shared::FolderRules& rules() {
  static const shared::FolderRules kRules{"Prisma",
                                          "20240131093000_title/migration.sql",
                                          {"prisma/migrations", "migrations"},
                                          is_migration,
                                          2};
  return kRules;
}

ir::Claim detect(const ir::Project& project) {
  return shared::claim_by_names(project, rules(), "<time>_<title>/migration.sql", is_migration,
                                {85, 98, {{kLock, ""}, {"schema.prisma", ""}}});
}

// The files of one migration's folder.
using Files = std::map<std::string, const shared::File*, std::less<>>;

class Lister {
 public:
  explicit Lister(const ir::Project& project) : project_(project) {}

  base::Result<ir::Listing> run() {
    const shared::Folder folder = TRY(shared::find_folder(project_, rules()));
    TRY(check_provider(folder));
    // By the names of the folders, as Prisma sorts them.
    std::map<std::string, Files> folders;
    for (const shared::File& file : folder.files) {
      const std::vector<std::string_view> names = base::split(file.name, '/');
      if (names.size() == 2 && !names[0].starts_with('.'))
        folders[std::string(names[0])].emplace(names[1], &file);
    }
    for (const auto& [name, files] : folders) TRY(take(name, files));
    ir::Listing listing =
        TRY(shared::make_listing(project_, kPrisma, folder, std::move(collected_)));
    // One connection from first to last: what a migration SETs, the next one finds.
    listing.session.restores_session = false;
    return listing;
  }

 private:
  // Prisma writes for which database the history is.
  base::Result<bool> check_provider(const shared::Folder& folder) {
    const auto lock = TRY(shared::TomlFile::read(project_, shared::joined(folder.path, kLock),
                                                 shared::joined(folder.shown, kLock)));
    const auto setting = lock.find({"provider"});
    const std::string provider = first_value(setting);
    if (provider.empty() || provider == "postgresql" || provider == "postgres") return true;
    return base::fail(base::ErrorCode::Input,
                      project_.sources->where(setting->span) + ": this history is for `" +
                          provider +
                          "`; pggit reads histories of PostgreSQL: name the folder that holds its "
                          "migrations with --dir");
  }

  base::Result<bool> take(const std::string& name, const Files& files) {
    const auto up = files.find(kScript);
    if (up == files.end()) {
      project_.diagnostics->report_at(base::Severity::Error, "missing-up",
                                      files.begin()->second->shown,
                                      "there is no migration.sql beside it, and Prisma refuses "
                                      "that (P3015); restore the file, or "
                                      "move the folder out of the migrations");
      return true;
    }
    shared::Found found;
    found.up = TRY(shared::read_script(project_, *up->second, shared::Sending::OneMessage));
    found.entry = entry_of(name, *up->second, shared::file_of(found.up));
    found.entry.checksum = base::sha256(project_.sources->file(found.entry.file).text).hex();
    if (const auto down = files.find("down.sql"); down != files.end()) {
      found.down = TRY(shared::read_script(project_, *down->second, shared::Sending::OneMessage));
      found.down_path = down->second->shown;
    }
    collected_.migrations.push_back(std::move(found));
    return true;
  }

  // Two folders may share their time: the whole name is what Prisma knows them by.
  static ir::MigrationEntry entry_of(const std::string& name, const shared::File& up,
                                     base::FileId file) {
    ir::MigrationEntry entry;
    entry.id = entry.version = name;
    const std::string_view digits = shared::leading_digits(name);
    entry.description = shared::words_of(std::string_view(name).substr(digits.size()));
    entry.path = up.shown;
    entry.file = file;
    return entry;
  }

  const ir::Project& project_;
  shared::Collected collected_;
};

base::Result<ir::Listing> list(const ir::Project& project) { return Lister(project).run(); }

}  // namespace

const ir::FrontEnd kPrisma{"prisma",
                           "Prisma",
                           detect,
                           list,
                           shared::lower_script,
                           {"", "_prisma_migrations",
                            "SELECT migration_name AS version, checksum, finished_at::text AS "
                            "installed_on FROM _prisma_migrations ORDER BY started_at"},
                           true};

}  // namespace pggit::frontend::prisma
