#include "frontend/dbmate/dbmate.h"

#include <algorithm>

#include "frontend/dbmate/parse.h"
#include "frontend/shared/detect.h"
#include "frontend/shared/history.h"
#include "frontend/shared/paths.h"
#include "frontend/shared/text_file.h"

namespace pggit::frontend::dbmate {
namespace {

// Source: migrationFileRegexp in pkg/dbmate/db.go: `^(\d+).*\.sql$`.
bool is_migration(std::string_view name) {
  return !shared::leading_digits(name).empty() && name.ends_with(".sql") &&
         name.find('/') == name.npos;
}

bool has_marks(const ir::Project& project, const shared::Folder& folder) {
  return shared::any_text(project, folder, is_migration, is_dbmate);
}

const shared::FolderRules& rules() {
  static const shared::FolderRules kRules{"dbmate",
                                          "1_title.sql with `-- migrate:up` in it",
                                          {"db/migrations", "migrations"},
                                          is_migration,
                                          1,
                                          has_marks};
  return kRules;
}

ir::Claim detect(const ir::Project& project) {
  return shared::claim_by_names(project, rules(), "<version>_<title>.sql with `-- migrate:up`",
                                is_migration, {95, 95, {}});
}

class Lister {
 public:
  explicit Lister(const ir::Project& project) : project_(project) {}

  // The files come in the order of their names, and so does dbmate take them.
  base::Result<ir::Listing> run() {
    const shared::Folder folder = TRY(shared::find_folder(project_, rules()));
    for (const shared::File& file : folder.files) TRY(take(file));
    ir::Listing listing =
        TRY(shared::make_listing(project_, kDbmate, folder, std::move(collected_)));
    // One connection from first to last: what a migration SETs, the next one finds.
    listing.session.restores_session = false;
    return listing;
  }

 private:
  base::Result<bool> take(const shared::File& file) {
    if (!is_migration(file.name)) {
      const bool is_here = file.name.find('/') == std::string::npos && file.name.ends_with(".sql");
      if (is_here && file.name != "schema.sql") shared::report_ignored(project_, rules(), file);
      return true;
    }
    const shared::TextFile text = TRY(shared::read_text(project_, file.path, file.shown));
    shared::Found found;
    found.entry = entry_of(file, text.file);
    if (auto pair = parse(project_, text)) {
      found.up = std::move(pair->up);
      found.down = std::move(pair->down);
    }
    collected_.migrations.push_back(std::move(found));
    return true;
  }

  static ir::MigrationEntry entry_of(const shared::File& file, base::FileId id) {
    const std::string_view digits = shared::leading_digits(file.name);
    ir::MigrationEntry entry;
    entry.id = entry.version = digits;
    entry.description = shared::words_of(
        std::string_view(file.name).substr(digits.size(), file.name.size() - digits.size() - 4));
    entry.path = file.shown;
    entry.file = id;
    return entry;
  }

  const ir::Project& project_;
  shared::Collected collected_;
};

base::Result<ir::Listing> list(const ir::Project& project) { return Lister(project).run(); }

}  // namespace

const ir::FrontEnd kDbmate{
    "dbmate",
    "dbmate",
    detect,
    list,
    shared::lower_script,
    {"", "schema_migrations", "SELECT version FROM schema_migrations ORDER BY version"},
    true};

}  // namespace pggit::frontend::dbmate
