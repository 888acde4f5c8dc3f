#include "frontend/golang_migrate/golang_migrate.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "frontend/shared/detect.h"
#include "frontend/shared/history.h"
#include "frontend/shared/paths.h"

namespace pggit::frontend::golang_migrate {
namespace {

bool is_migration(std::string_view name) { return parse_file_name(name).has_value(); }

const shared::FolderRules& rules() {
  static const shared::FolderRules kRules{
      "golang-migrate",
      "1_title.up.sql",
      {"migrations", "db/migrations", "database/migrations", "db/migration", "sql/migrations"},
      is_migration};
  return kRules;
}

bool fits_64_bits(std::string_view digits) {
  std::uint64_t value = 0;
  return std::from_chars(digits.data(), digits.data() + digits.size(), value).ec == std::errc();
}

// The same names are sqlx's: what stands beside the folder decides.
ir::Claim detect(const ir::Project& project) {
  return shared::claim_by_names(
      project, rules(), "<version>_<title>.up.sql",
      [](std::string_view name) {
        const auto parsed = parse_file_name(name);
        return parsed && parsed->is_up;
      },
      {80, 95, {{"go.mod", "golang-migrate"}}, {{"sqlx.toml", ""}, {"Cargo.toml", "sqlx"}}});
}

struct Pair {
  const shared::File* up = nullptr;
  const shared::File* down = nullptr;
};

// By version, in the order of the numbers.
using Pairs = std::map<std::string_view, Pair, decltype(&shared::is_less_number)>;

class Lister {
 public:
  explicit Lister(const ir::Project& project) : project_(project) {}

  base::Result<ir::Listing> run() {
    const shared::Folder folder = TRY(shared::find_folder(project_, rules()));
    for (const shared::File& file : folder.files) TRY(take(file));
    for (const auto& [version, pair] : pairs_) TRY(add(pair));
    ir::Listing listing =
        TRY(shared::make_listing(project_, kGolangMigrate, folder, std::move(collected_)));
    // One connection from first to last: what a migration SETs, the next one finds.
    listing.session.restores_session = false;
    return listing;
  }

 private:
  base::Result<bool> take(const shared::File& file) {
    if (file.name.find('/') != std::string::npos) return true;
    const auto name = parse_file_name(file.name);
    if (!name) {
      if (file.name.ends_with(".sql")) shared::report_ignored(project_, rules(), file);
      return true;
    }
    Pair& pair = pairs_[name->version];
    const shared::File*& place = name->is_up ? pair.up : pair.down;
    if (place) return shared::twins(rules(), *place, file, shared::without_zeros(name->version));
    place = &file;
    return true;
  }

  base::Result<bool> add(const Pair& pair) {
    const shared::File& named = pair.up ? *pair.up : *pair.down;
    const auto name = parse_file_name(named.name);
    shared::Found found;
    found.entry.id = found.entry.version = shared::without_zeros(name->version);
    found.entry.description = shared::words_of(name->title);
    found.entry.path = named.shown;
    if (pair.down) {
      found.down = TRY(shared::read_script(project_, *pair.down, shared::Sending::OneMessage));
      found.down_path = pair.down->shown;
    }
    if (!pair.up) return add_lone_down(std::move(found));
    found.up = TRY(shared::read_script(project_, *pair.up, shared::Sending::OneMessage));
    found.entry.file = shared::file_of(found.up);
    collected_.migrations.push_back(std::move(found));
    return true;
  }

  // golang-migrate counts such a version and runs nothing.
  base::Result<bool> add_lone_down(shared::Found found) {
    project_.diagnostics->report_at(
        base::Severity::Warning, "missing-up", found.entry.path,
        "there is no up file of version " + found.entry.version +
            " beside it: golang-migrate counts the version and runs nothing; add the file, or "
            "remove this one");
    found.entry.file = shared::file_of(*found.down);
    found.entry.kind = ir::MigrationKind::Undo;
    found.entry.set_aside =
        "a way back from version " + found.entry.version + ", which has no up file";
    collected_.set_aside.push_back(std::move(found.entry));
    return true;
  }

  const ir::Project& project_;
  Pairs pairs_{shared::is_less_number};
  shared::Collected collected_;
};

base::Result<ir::Listing> list(const ir::Project& project) { return Lister(project).run(); }

}  // namespace

std::optional<FileName> parse_file_name(std::string_view name) {
  const std::string_view digits = shared::leading_digits(name);
  const std::string_view rest = name.substr(digits.size());
  if (digits.empty() || !fits_64_bits(digits) || !rest.starts_with('_')) return std::nullopt;
  const std::size_t up = rest.rfind(".up.");
  const std::size_t down = rest.rfind(".down.");
  if (up == rest.npos && down == rest.npos) return std::nullopt;
  const bool is_up = down == rest.npos || (up != rest.npos && up > down);
  return FileName{digits, rest.substr(1, (is_up ? up : down) - 1), is_up};
}

const ir::FrontEnd kGolangMigrate{
    "golang-migrate",
    "golang-migrate",
    detect,
    list,
    shared::lower_script,
    {"", "schema_migrations",
     "SELECT version::text AS version, (NOT dirty)::text AS success FROM schema_migrations"},
    true};

}  // namespace pggit::frontend::golang_migrate
