#include "frontend/goose/goose.h"

#include <algorithm>
#include <charconv>

#include "frontend/goose/parse.h"
#include "frontend/shared/detect.h"
#include "frontend/shared/history.h"
#include "frontend/shared/paths.h"
#include "frontend/shared/text_file.h"

namespace pggit::frontend::goose {
namespace {

bool is_migration(std::string_view name) { return !version_of(name).empty(); }

bool is_sql(std::string_view name) {
  return is_migration(name) && name.ends_with(".sql") && name.find('/') == name.npos;
}

bool has_marks(const ir::Project& project, const shared::Folder& folder) {
  return shared::any_text(project, folder, is_sql, is_goose);
}

const shared::FolderRules& rules() {
  static const shared::FolderRules kRules{
      "goose",
      "1_title.sql with `-- +goose Up` in it",
      {"migrations", "db/migrations", "sql/migrations", "sql/schema"},
      is_migration,
      1,
      has_marks};
  return kRules;
}

ir::Claim detect(const ir::Project& project) {
  return shared::claim_by_names(project, rules(), "<version>_<title>.sql with `-- +goose Up`",
                                is_sql, {95, 98, {{"go.mod", "pressly/goose"}}});
}

class Lister {
 public:
  explicit Lister(const ir::Project& project) : project_(project) {}

  base::Result<ir::Listing> run() {
    const shared::Folder folder = TRY(shared::find_folder(project_, rules()));
    for (const shared::File& file : folder.files) TRY(take(file));
    std::ranges::stable_sort(collected_.migrations, shared::is_less_number,
                             [](const shared::Found& f) { return f.entry.version; });
    ir::Listing listing =
        TRY(shared::make_listing(project_, kGoose, folder, std::move(collected_)));
    // One connection from first to last: what a migration SETs, the next one finds.
    listing.session.restores_session = false;
    return listing;
  }

 private:
  base::Result<bool> take(const shared::File& file) {
    if (file.name.find('/') != std::string::npos || file.name.ends_with("_test.go")) return true;
    const std::string_view digits = version_of(file.name);
    if (digits.empty()) {
      if (file.name.ends_with(".sql")) shared::report_ignored(project_, rules(), file);
      return true;
    }
    const shared::TextFile text = TRY(shared::read_text(project_, file.path, file.shown));
    shared::Found found;
    found.entry = entry_of(file, digits, text.file);
    if (file.name.ends_with(".go")) {
      shared::make_hole(found, "Go", collected_);
    } else {
      add_sections(text, found);
    }
    collected_.migrations.push_back(std::move(found));
    return true;
  }

  static ir::MigrationEntry entry_of(const shared::File& file, std::string_view digits,
                                     base::FileId id) {
    ir::MigrationEntry entry;
    entry.id = entry.version = shared::without_zeros(digits);
    const std::string_view name = file.name;
    entry.description =
        shared::words_of(name.substr(digits.size() + 1, name.rfind('.') - digits.size() - 1));
    entry.path = file.shown;
    entry.file = id;
    return entry;
  }

  void add_sections(const shared::TextFile& text, shared::Found& found) {
    Parsed parsed = parse(project_, text);
    const shared::Sending sending =
        parsed.in_transaction ? shared::Sending::InTransaction : shared::Sending::OneByOne;
    found.up = {std::move(parsed.up), sending, {}};
    if (!parsed.down.empty()) found.down = shared::Script{std::move(parsed.down), sending, {}};
  }

  const ir::Project& project_;
  shared::Collected collected_;
};

base::Result<ir::Listing> list(const ir::Project& project) { return Lister(project).run(); }

}  // namespace

std::string_view version_of(std::string_view name) {
  const std::string_view digits = shared::leading_digits(name);
  const bool is_one = name.substr(digits.size()).starts_with('_') &&
                      (name.ends_with(".sql") || name.ends_with(".go"));
  std::int64_t version = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), version);
  return is_one && read.ec == std::errc() && version > 0 ? digits : std::string_view();
}

const ir::FrontEnd kGoose{"goose",
                          "goose",
                          detect,
                          list,
                          shared::lower_script,
                          {"", "goose_db_version",
                           "SELECT version_id::text AS version, tstamp::text AS installed_on FROM "
                           "goose_db_version WHERE version_id > 0 ORDER BY id"},
                          true};

}  // namespace pggit::frontend::goose
