#include "frontend/node_pg_migrate/node_pg_migrate.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "frontend/shared/detect.h"
#include "frontend/shared/history.h"
#include "frontend/shared/lines.h"
#include "frontend/shared/paths.h"
#include "frontend/shared/pieces.h"
#include "frontend/shared/text_file.h"

namespace pggit::frontend::node_pg_migrate {
namespace {

constexpr auto kCode =
    std::to_array<std::string_view>({".js", ".ts", ".cjs", ".mjs", ".cts", ".mts"});

bool is_code(std::string_view name) {
  return !name.ends_with(".d.ts") &&
         std::ranges::any_of(kCode, [&](auto suffix) { return name.ends_with(suffix); });
}

bool is_sql(std::string_view name) {
  return !shared::leading_digits(name).empty() && name.ends_with(".sql") &&
         name.find('/') == name.npos;
}

bool is_migration(std::string_view name) {
  return is_sql(name) || (!shared::leading_digits(name).empty() && is_code(name));
}

// `-- Up Migration`, however it is spaced, dashed and cased. Source: createMigrationCommentRegex() in
// src/sqlMigration.ts.
bool is_mark(std::string_view line, std::string_view direction) {
  line = base::trim(line);
  if (!line.starts_with("--")) return false;
  while (!line.empty() && (line.front() == '-' || line.front() == ' ' || line.front() == '\t'))
    line.remove_prefix(1);
  if (!base::starts_with_ignoring_case(line, direction)) return false;
  const std::string_view rest = line.substr(direction.size());
  return base::trim(rest).size() < rest.size() &&
         base::starts_with_ignoring_case(base::trim(rest), "migration");
}

struct Marks {
  std::optional<std::uint32_t> up;
  std::optional<std::uint32_t> down;
};

Marks marks_of(std::string_view text, std::uint32_t begin) {
  Marks marks;
  for (const shared::Line& line : shared::lines_of(text, begin)) {
    const std::string_view words = slice_of(text, line);
    if (!marks.up && is_mark(words, "up")) marks.up = line.begin;
    if (!marks.down && is_mark(words, "down")) marks.down = line.begin;
  }
  return marks;
}

bool has_marks(std::string_view text) {
  const Marks marks = marks_of(text, 0);
  return marks.up || marks.down;
}

bool is_own(const ir::Project& project, const shared::Folder& folder) {
  return shared::any_text(project, folder, is_sql, has_marks) ||
         (std::ranges::any_of(folder.files, is_sql, &shared::File::name) &&
          !shared::neighbour_of(project, folder, {{"package.json", "node-pg-migrate"}}).empty());
}

const shared::FolderRules& rules() {
  static const shared::FolderRules kRules{"node-pg-migrate",
                                          "1706693400000_title.sql with `-- Up Migration` in it",
                                          {"migrations", "db/migrations"},
                                          is_migration,
                                          1,
                                          is_own};
  return kRules;
}

ir::Claim detect(const ir::Project& project) {
  return shared::claim_by_names(project, rules(), "<time>_<title>.sql with `-- Up Migration`",
                                is_sql, {90, 95, {{"package.json", "node-pg-migrate"}}});
}

// Days since 1970-01-01. Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
std::int64_t days_of(std::int64_t year, std::int64_t month, std::int64_t day) {
  year -= month <= 2;
  const std::int64_t era = year / 400;
  const std::int64_t of_era = year - era * 400;
  const std::int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

std::int64_t number(std::string_view digits) { return std::stoll(std::string(digits)); }

// 17 digits are a date to the millisecond, compared as milliseconds. Source: getNumericPrefix() in
// src/utils/fileNameUtils.ts.
std::string comparable(std::string_view digits) {
  if (digits.size() != 17) return std::string(shared::without_zeros(digits));
  const auto part = [&](int from, int count) { return number(digits.substr(from, count)); };
  const std::int64_t days = days_of(part(0, 4), part(4, 2), part(6, 2));
  const std::int64_t seconds = days * 86400 + part(8, 2) * 3600 + part(10, 2) * 60 + part(12, 2);
  return std::to_string(seconds * 1000 + part(14, 3));
}

bool runs_before(const shared::Found& a, const shared::Found& b) {
  const std::string left = comparable(a.entry.version);
  const std::string right = comparable(b.entry.version);
  return left == right ? a.entry.id < b.entry.id : shared::is_less_number(left, right);
}

class Lister {
 public:
  explicit Lister(const ir::Project& project) : project_(project) {}

  base::Result<ir::Listing> run() {
    const shared::Folder folder = TRY(shared::find_folder(project_, rules()));
    for (const shared::File& file : folder.files) TRY(take(file));
    std::ranges::stable_sort(collected_.migrations, runs_before);
    ir::Listing listing =
        TRY(shared::make_listing(project_, kNodePgMigrate, folder, std::move(collected_)));
    // One connection from first to last: what a migration SETs, the next one finds.
    listing.session.restores_session = false;
    return listing;
  }

 private:
  base::Result<bool> take(const shared::File& file) {
    const bool is_here = file.name.find('/') == std::string::npos && !file.name.starts_with('.');
    if (!is_here) return true;
    if (!is_migration(file.name)) {
      if (file.name.ends_with(".sql") || is_code(file.name))
        shared::report_ignored(project_, rules(), file);
      return true;
    }
    const shared::TextFile text = TRY(shared::read_text(project_, file.path, file.shown));
    shared::Found found;
    found.entry = entry_of(file, text.file);
    if (is_sql(file.name)) {
      add_sections(text, found);
    } else {
      shared::make_hole(found, "JavaScript", collected_);
    }
    collected_.migrations.push_back(std::move(found));
    return true;
  }

  // The name is what node-pg-migrate knows it by; numbers may be there twice.
  static ir::MigrationEntry entry_of(const shared::File& file, base::FileId id) {
    ir::MigrationEntry entry;
    entry.id = file.name.substr(0, file.name.rfind('.'));
    entry.version = shared::leading_digits(file.name);
    entry.description = shared::words_of(std::string_view(entry.id).substr(entry.version.size()));
    entry.path = file.shown;
    entry.file = id;
    return entry;
  }

  // Source: getActions() in src/sqlMigration.ts: each section ends at the other mark, if that comes
  // later; without a mark all of it is the way up.
  void add_sections(const shared::TextFile& text, shared::Found& found) {
    const auto end = std::uint32_t(project_.sources->file(text.file).text.size());
    const Marks marks = marks_of(project_.sources->file(text.file).text, text.begin);
    const auto until = [&](std::uint32_t from, const std::optional<std::uint32_t>& other) {
      return other && *other > from ? *other : end;
    };
    if (marks.down && (!marks.up || *marks.down < *marks.up)) report_order(text.file, *marks.down);
    const std::uint32_t up = marks.up.value_or(text.begin);
    found.up = script(text.file, up, marks.up ? until(up, marks.down) : end);
    if (marks.down) found.down = script(text.file, *marks.down, until(*marks.down, marks.up));
  }

  shared::Script script(base::FileId file, std::uint32_t begin, std::uint32_t end) const {
    return {{shared::verbatim(*project_.sources, file, begin, end)},
            shared::Sending::InTransaction,
            {}};
  }

  void report_order(base::FileId file, std::uint32_t down) {
    project_.diagnostics->report(
        base::Severity::Warning, "node-pg-migrate-mark", {file, down, down + 2},
        "`-- Down Migration` stands before `-- Up Migration`, or alone: node-pg-migrate then takes "
        "more of the file for the way up than you may think; put Up first");
  }

  const ir::Project& project_;
  shared::Collected collected_;
};

base::Result<ir::Listing> list(const ir::Project& project) { return Lister(project).run(); }

}  // namespace

const ir::FrontEnd kNodePgMigrate{
    "node-pg-migrate",
    "node-pg-migrate",
    detect,
    list,
    shared::lower_script,
    {"", "pgmigrations",
     "SELECT name AS version, run_on::text AS installed_on FROM pgmigrations ORDER BY run_on, id"},
    true};

}  // namespace pggit::frontend::node_pg_migrate
