#include "frontend/refinery/refinery.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "frontend/shared/detect.h"
#include "frontend/shared/history.h"
#include "frontend/shared/paths.h"
#include "frontend/shared/text_file.h"

namespace pggit::frontend::refinery {
namespace {

bool is_migration(std::string_view name) { return parse_file_name(name).has_value(); }

const shared::FolderRules& rules() {
  static const shared::FolderRules kRules{
      "refinery", "V1__title.sql", {"migrations", "src/migrations"}, is_migration};
  return kRules;
}

// Flyway's names look the same; Rust beside them decides.
ir::Claim detect(const ir::Project& project) {
  return shared::claim_by_names(project, rules(), "V<version>__<title>", is_migration,
                                {0, 96, {{"refinery.toml", ""}, {"Cargo.toml", "refinery"}}});
}

std::int32_t number_of(std::string_view digits) {
  std::int32_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
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
        TRY(shared::make_listing(project_, kRefinery, folder, std::move(collected_)));
    // One connection from first to last: what a migration SETs, the next one finds.
    listing.session.restores_session = false;
    return listing;
  }

 private:
  // Folders below are searched too.
  base::Result<bool> take(const shared::File& file) {
    const auto name = parse_file_name(shared::name_of(file.name));
    if (!name) {
      if (file.name.ends_with(".sql")) shared::report_ignored(project_, rules(), file);
      return true;
    }
    shared::Found found;
    found.entry.version = shared::without_zeros(name->version);
    found.entry.id = "V" + found.entry.version;
    found.entry.description = shared::words_of(name->title);
    found.entry.path = file.shown;
    if (name->is_rust) {
      found.entry.file = TRY(shared::read_text(project_, file.path, file.shown)).file;
      shared::make_hole(found, "Rust", collected_);
    } else {
      found.up = TRY(shared::read_script(project_, file, shared::Sending::InTransaction));
      found.entry.file = shared::file_of(found.up);
      found.entry.checksum = std::to_string(checksum(
          name->title, number_of(name->version), project_.sources->file(found.entry.file).text));
    }
    collected_.migrations.push_back(std::move(found));
    return true;
  }

  const ir::Project& project_;
  shared::Collected collected_;
};

base::Result<ir::Listing> list(const ir::Project& project) { return Lister(project).run(); }

bool is_word(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           (c & 0x80) != 0;
  });
}

bool fits_31_bits(std::string_view digits) {
  std::int32_t value = 0;
  return std::from_chars(digits.data(), digits.data() + digits.size(), value).ec == std::errc();
}

}  // namespace

std::optional<FileName> parse_file_name(std::string_view name) {
  if (!name.starts_with('V') && !name.starts_with('U')) return std::nullopt;
  const std::string_view digits = shared::leading_digits(name.substr(1));
  std::string_view rest = name.substr(1 + digits.size());
  const bool is_rust = rest.ends_with(".rs");
  if (!fits_31_bits(digits) || !rest.starts_with("__") || !(is_rust || rest.ends_with(".sql")))
    return std::nullopt;
  rest = rest.substr(2, rest.rfind('.') - 2);
  if (!is_word(rest)) return std::nullopt;
  return FileName{digits, rest, is_rust};
}

const ir::FrontEnd kRefinery{
    "refinery",
    "refinery",
    detect,
    list,
    shared::lower_script,
    {"", "refinery_schema_history",
     "SELECT version::text AS version, name AS description, applied_on AS "
     "installed_on, checksum FROM refinery_schema_history ORDER BY version"},
    true};

}  // namespace pggit::frontend::refinery
