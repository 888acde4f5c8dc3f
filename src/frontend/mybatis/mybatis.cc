#include "frontend/mybatis/mybatis.h"

#include <algorithm>

#include "base/text.h"
#include "frontend/mybatis/script.h"
#include "frontend/shared/detect.h"
#include "frontend/shared/history.h"
#include "frontend/shared/paths.h"
#include "frontend/shared/text_file.h"
#include "syntax/properties.h"

namespace pggit::frontend::mybatis {
namespace {

bool is_special(std::string_view name) { return name == "bootstrap.sql" || name == "onabort.sql"; }

// Source: parseChangeFromFilename() in FileMigrationLoader: a number, `_`, a title.
bool is_migration(std::string_view name) {
  const std::string_view digits = shared::leading_digits(name);
  return !digits.empty() && name.substr(digits.size()).starts_with('_') && name.ends_with(".sql") &&
         name.find('/') == name.npos;
}

bool is_own(const ir::Project& project, const shared::Folder& folder) {
  return shared::any_text(project, folder, is_migration, has_undo) ||
         project.disk->is_folder(shared::joined(shared::parent_of(folder.path), "environments"));
}

const shared::FolderRules& rules() {
  static const shared::FolderRules kRules{"MyBatis Migrations",
                                          "20240131093000_title.sql with `--//@UNDO` in it",
                                          {"scripts", "migrations/scripts"},
                                          is_migration,
                                          1,
                                          is_own};
  return kRules;
}

ir::Claim detect(const ir::Project& project) {
  return shared::claim_by_names(project, rules(), "<number>_<title>.sql with `--//@UNDO`",
                                is_migration, {92, 96, {{"bootstrap.sql", ""}}});
}

struct Settings {
  Rules rules;
  shared::Encoding encoding;
  bool auto_commit = false;
  std::string changelog = "changelog";
};

bool is_true(std::string_view value) { return base::to_lower(value) == "true"; }

void set(Settings& settings, const std::string& key, const std::string& value) {
  if (key == "delimiter") {
    settings.rules.delimiter = value;
  } else if (key == "full_line_delimiter") {
    settings.rules.full_line_delimiter = is_true(value);
  } else if (key == "send_full_script") {
    settings.rules.send_full_script = is_true(value);
  } else if (key == "auto_commit") {
    settings.auto_commit = is_true(value);
  } else if (key == "script_char_set") {
    settings.encoding.name = value;
  } else {
    if (key == "changelog") settings.changelog = value;
    settings.rules.variables[key] = value;
  }
}

// `environments/NAME.properties` beside the scripts: --env, else `development`. Source: Environment.
base::Result<Settings> read_settings(const ir::Project& project, const shared::Folder& folder) {
  const std::string name = project.environment.empty() ? "development" : project.environment;
  const std::string below = "environments/" + name + ".properties";
  Settings settings;
  settings.encoding.setting = "script_char_set";
  settings.encoding.advice =
      ", or set script_char_set in " + below + " to what it is, such as ISO-8859-1";
  const std::string path = shared::joined(shared::parent_of(folder.path), below);
  if (project.disk->exists(path)) {
    const auto text = TRY(
        shared::read_text(project, path, shared::joined(shared::parent_of(folder.shown), below)));
    for (const syntax::Property& property :
         syntax::read_properties(project.sources->file(text.file).text, text.file,
                                 syntax::Backslash::Escapes, *project.diagnostics))
      set(settings, property.key, property.value);
  } else if (!project.environment.empty()) {
    return base::fail(base::ErrorCode::Input,
                      path + ": there is no such environment; name another with --env");
  }
  for (const auto& [key, value] : project.placeholders) settings.rules.variables[key] = value;
  return settings;
}

class Lister {
 public:
  explicit Lister(const ir::Project& project) : project_(project) {}

  base::Result<ir::Listing> run() {
    const shared::Folder folder = TRY(shared::find_folder(project_, rules()));
    settings_ = TRY(read_settings(project_, folder));
    for (const shared::File& file : folder.files) TRY(take(file));
    std::ranges::stable_sort(collected_.migrations, runs_before);
    ir::Listing listing =
        TRY(shared::make_listing(project_, kMybatis, folder, std::move(collected_)));
    listing.history_table = history_table();
    // One connection from first to last: what a migration SETs, the next one finds.
    listing.session.restores_session = false;
    return listing;
  }

 private:
  // MyBatis writes the name without quotes, so that PostgreSQL folds it; it may have a schema before it.
  ir::HistoryTable history_table() const {
    const std::string name = base::to_lower(settings_.changelog);
    const std::size_t dot = name.rfind('.');
    ir::HistoryTable table;
    table.schema = dot == name.npos ? "" : name.substr(0, dot);
    table.name = dot == name.npos ? name : name.substr(dot + 1);
    table.query = "SELECT id::text AS version, description, applied_at AS installed_on FROM " +
                  base::qualified(table.schema, table.name) + " ORDER BY id";
    return table;
  }

  static bool runs_before(const shared::Found& a, const shared::Found& b) {
    const bool is_first = a.entry.kind == ir::MigrationKind::Baseline;
    if (is_first || b.entry.kind == ir::MigrationKind::Baseline) return is_first;
    return shared::is_less_number(a.entry.version, b.entry.version);
  }

  base::Result<bool> take(const shared::File& file) {
    if (file.name.find('/') != std::string::npos || !file.name.ends_with(".sql")) return true;
    if (is_special(file.name)) return take_special(file);
    if (!is_migration(file.name)) {
      shared::report_ignored(project_, rules(), file);
      return true;
    }
    shared::Found found;
    const std::string_view digits = shared::leading_digits(file.name);
    found.entry.id = found.entry.version = shared::without_zeros(digits);
    found.entry.description = shared::words_of(
        std::string_view(file.name).substr(digits.size(), file.name.size() - digits.size() - 4));
    TRY(read(file, found));
    collected_.migrations.push_back(std::move(found));
    return true;
  }

  base::Result<bool> read(const shared::File& file, shared::Found& found) {
    const shared::TextFile text =
        TRY(shared::read_text(project_, file.path, file.shown, settings_.encoding));
    found.entry.path = file.shown;
    found.entry.file = text.file;
    Parts parts = parse(project_, text, settings_.rules);
    const auto sending =
        settings_.auto_commit ? shared::Sending::OneByOne : shared::Sending::InTransaction;
    found.up = {std::move(parts.up), sending, {}};
    if (!parts.down.empty()) found.down = shared::Script{std::move(parts.down), sending, {}};
    return true;
  }

  // bootstrap.sql makes what was there before the first migration; onabort.sql runs after a failure.
  base::Result<bool> take_special(const shared::File& file) {
    shared::Found found;
    TRY(read(file, found));
    const bool is_bootstrap = file.name == "bootstrap.sql";
    found.entry.id = is_bootstrap ? "bootstrap" : "onabort";
    found.entry.description = is_bootstrap ? "what was there before" : "after a failure";
    found.entry.kind = is_bootstrap ? ir::MigrationKind::Baseline : ir::MigrationKind::Callback;
    if (is_bootstrap && !found.up.texts.empty()) {
      collected_.migrations.push_back(std::move(found));
      return true;
    }
    found.entry.set_aside = is_bootstrap ? "holds no statement" : "runs only after a failure";
    collected_.set_aside.push_back(std::move(found.entry));
    return true;
  }

  const ir::Project& project_;
  Settings settings_;
  shared::Collected collected_;
};

base::Result<ir::Listing> list(const ir::Project& project) { return Lister(project).run(); }

}  // namespace

// No history table by default: what is called `changelog` in a database of another tool may be anybody's.
const ir::FrontEnd kMybatis{"mybatis", "MyBatis Migrations", detect, list, shared::lower_script, {},
                            true};

}  // namespace pggit::frontend::mybatis
