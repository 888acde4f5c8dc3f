#include "frontend/sqlx/sqlx.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "base/sha384.h"
#include "frontend/shared/detect.h"
#include "frontend/shared/history.h"
#include "frontend/shared/paths.h"

namespace pggit::frontend::sqlx {
namespace {

bool is_migration(std::string_view name) { return parse_file_name(name).has_value(); }

const shared::FolderRules& rules() {
  static const shared::FolderRules kRules{
      "sqlx", "1_title.sql or 1_title.up.sql", {"migrations", "db/migrations"}, is_migration};
  return kRules;
}

// Such names are everybody's: only what stands beside the folder tells.
ir::Claim detect(const ir::Project& project) {
  return shared::claim_by_names(project, rules(), "<version>_<title>.sql",
                                [](std::string_view name) {
                                  const auto parsed = parse_file_name(name);
                                  return parsed && parsed->direction != Direction::Down;
                                },
                                {0, 92, {{"sqlx.toml", ""}, {"Cargo.toml", "sqlx"}}});
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
    ir::Listing listing = TRY(shared::make_listing(project_, kSqlx, folder, std::move(collected_)));
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
    const shared::File*& place = name->direction == Direction::Down ? pair.down : pair.up;
    if (place) return shared::twins(rules(), *place, file, shared::without_zeros(name->version));
    place = &file;
    return true;
  }

  base::Result<bool> add(const Pair& pair) {
    if (!pair.up) return add_lone_down(*pair.down);
    const auto name = parse_file_name(pair.up->name);
    shared::Found found;
    found.entry.id = found.entry.version = shared::without_zeros(name->version);
    found.entry.description = shared::words_of(name->title);
    found.entry.path = pair.up->shown;
    found.up = TRY(read(*pair.up));
    found.entry.file = shared::file_of(found.up);
    found.entry.checksum = base::sha384_hex(project_.sources->file(found.entry.file).text);
    if (pair.down) {
      found.down = TRY(read(*pair.down));
      found.down_path = pair.down->shown;
    }
    collected_.migrations.push_back(std::move(found));
    return true;
  }

  // Source: `sql.starts_with("-- no-transaction")`, of each file for itself.
  base::Result<shared::Script> read(const shared::File& file) const {
    shared::Script script =
        TRY(shared::read_script(project_, file, shared::Sending::InTransaction));
    if (script.texts.front().text.starts_with("-- no-transaction"))
      script.sending = shared::Sending::OneMessage;
    return script;
  }

  base::Result<bool> add_lone_down(const shared::File& file) {
    const auto name = parse_file_name(file.name);
    ir::MigrationEntry entry;
    entry.id = entry.version = shared::without_zeros(name->version);
    entry.kind = ir::MigrationKind::Undo;
    entry.path = file.shown;
    entry.set_aside = "a way back from version " + entry.version + ", which has no up file";
    project_.diagnostics->report_at(base::Severity::Warning, "missing-up", file.shown,
                                    "there is no up file of version " + entry.version +
                                        " beside it; add it, or remove this one");
    collected_.set_aside.push_back(std::move(entry));
    return true;
  }

  const ir::Project& project_;
  Pairs pairs_{shared::is_less_number};
  shared::Collected collected_;
};

base::Result<ir::Listing> list(const ir::Project& project) { return Lister(project).run(); }

bool fits_63_bits(std::string_view digits) {
  std::int64_t value = 0;
  return std::from_chars(digits.data(), digits.data() + digits.size(), value).ec == std::errc();
}

}  // namespace

std::optional<FileName> parse_file_name(std::string_view name) {
  const std::string_view digits = shared::leading_digits(name);
  std::string_view rest = name.substr(digits.size());
  if (digits.empty() || !fits_63_bits(digits) || !rest.starts_with('_')) return std::nullopt;
  rest.remove_prefix(1);
  FileName out{digits, rest, Direction::Simple};
  if (rest.ends_with(".up.sql")) out.direction = Direction::Up;
  if (rest.ends_with(".down.sql")) out.direction = Direction::Down;
  if (!rest.ends_with(".sql")) return std::nullopt;
  const std::string_view suffix = out.direction == Direction::Up     ? ".up.sql"
                                  : out.direction == Direction::Down ? ".down.sql"
                                                                     : ".sql";
  out.title.remove_suffix(suffix.size());
  return out;
}

const ir::FrontEnd kSqlx{"sqlx",
                         "sqlx",
                         detect,
                         list,
                         shared::lower_script,
                         {"", "_sqlx_migrations",
                          "SELECT version::text AS version, description, success::text AS success, "
                          "installed_on::text AS installed_on, encode(checksum, 'hex') AS checksum "
                          "FROM _sqlx_migrations ORDER BY version"},
                         true};

}  // namespace pggit::frontend::sqlx
