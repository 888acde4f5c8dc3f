#include "frontend/supabase/supabase.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "frontend/shared/detect.h"
#include "frontend/shared/find_name.h"
#include "frontend/shared/history.h"
#include "frontend/shared/paths.h"

namespace pggit::frontend::supabase {
namespace {

// Source: migrateFilePattern in pkg/migration/file.go of Supabase's CLI: `^([0-9]+)_(.*)\.sql$`.
bool is_migration(std::string_view name) {
  const std::string_view digits = shared::leading_digits(name);
  return !digits.empty() && name.substr(digits.size()).starts_with('_') && name.ends_with(".sql") &&
         name.find('/') == name.npos;
}

bool is_supabase(const ir::Project& project, const shared::Folder& folder) {
  const std::string path = "/" + folder.path;
  if (path.ends_with("/supabase/migrations")) return true;
  const auto config =
      project.disk->read(shared::joined(shared::parent_of(folder.path), "config.toml"));
  return config && config->find("project_id") != std::string::npos;
}

const shared::FolderRules& rules() {
  static const shared::FolderRules kRules{"Supabase",
                                          "20240131093000_title.sql in supabase/migrations",
                                          {"supabase/migrations", "migrations"},
                                          is_migration,
                                          1,
                                          is_supabase};
  return kRules;
}

ir::Claim detect(const ir::Project& project) {
  return shared::claim_by_names(project, rules(), "<time>_<title>.sql", is_migration, {93, 93, {}});
}

// What stands in every Supabase database before the first migration.
bool is_given(std::string_view word) {
  constexpr auto kNames = std::to_array<std::string_view>(
      {"anon", "authenticated", "service_role", "supabase_admin", "supabase_auth_admin",
       "supabase_storage_admin", "authenticator", "auth", "storage", "extensions", "realtime",
       "vault", "graphql_public", "supabase_realtime"});
  return std::ranges::find(kNames, word) != kNames.end();
}

class Lister {
 public:
  explicit Lister(const ir::Project& project) : project_(project) {}

  // The files come in the order of their names, and so does Supabase take them.
  base::Result<ir::Listing> run() {
    const shared::Folder folder = TRY(shared::find_folder(project_, rules()));
    bool is_first = true;
    for (const shared::File& file : folder.files) {
      if (file.name.find('/') != std::string::npos) continue;
      TRY(take(file, is_first));
      is_first = false;
    }
    TRY(take_seed(folder));
    return shared::make_listing(project_, kSupabase, folder, std::move(collected_));
  }

 private:
  base::Result<bool> take(const shared::File& file, bool is_first) {
    if (!is_migration(file.name)) {
      if (file.name.ends_with(".sql")) shared::report_ignored(project_, rules(), file);
      return true;
    }
    shared::Found found;
    found.up = TRY(shared::read_script(project_, file, shared::Sending::Pipeline));
    found.entry = entry_of(file, shared::file_of(found.up));
    if (is_first && is_old_init(file.name)) return skip(std::move(found.entry));
    report_given(found.up);
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

  // Source: shouldSkip() in pkg/migration/list.go.
  static bool is_old_init(std::string_view name) {
    const std::string_view digits = shared::leading_digits(name);
    return digits.size() == 14 && name.substr(14) == "_init.sql" && digits < "20211209000000";
  }

  base::Result<bool> skip(ir::MigrationEntry entry) {
    entry.set_aside =
        "an old first migration named init: Supabase skips it; give it another name to have it run";
    collected_.set_aside.push_back(std::move(entry));
    return true;
  }

  base::Result<bool> take_seed(const shared::Folder& folder) {
    const std::string above = shared::parent_of(folder.path);
    const shared::File seed{shared::joined(above, "seed.sql"),
                            shared::joined(shared::parent_of(folder.shown), "seed.sql"),
                            "seed.sql"};
    if (!project_.disk->exists(seed.path)) return true;
    ir::MigrationEntry entry;
    entry.id = "seed";
    entry.kind = ir::MigrationKind::Callback;
    entry.path = seed.shown;
    entry.file =
        shared::file_of(TRY(shared::read_script(project_, seed, shared::Sending::Pipeline)));
    entry.set_aside =
        "rows for a local database: Supabase loads them with `db reset`, not with a migration";
    collected_.set_aside.push_back(std::move(entry));
    return true;
  }

  // Once, at the first place that needs it.
  void report_given(const shared::Script& script) {
    const ir::Sql& sql = script.texts.front();
    const auto at = reported_ ? std::nullopt : shared::find_name(sql.text, is_given);
    if (!at) return;
    reported_ = true;
    const std::uint32_t place = ir::source_offset(sql, std::uint32_t(*at));
    project_.diagnostics->report(
        base::Severity::Note, "supabase-context", {sql.file, place, place + 1},
        "a Supabase database has roles (anon, authenticated, service_role) and schemas (auth, "
        "storage, extensions) before its first migration, and this history needs them; give them "
        "with --pre-script FILE");
  }

  const ir::Project& project_;
  shared::Collected collected_;
  bool reported_ = false;
};

base::Result<ir::Listing> list(const ir::Project& project) { return Lister(project).run(); }

}  // namespace

// Supabase says RESET ALL before each migration, so the session starts each anew.
const ir::FrontEnd kSupabase{"supabase",
                             "Supabase",
                             detect,
                             list,
                             shared::lower_script,
                             {"supabase_migrations", "schema_migrations",
                              "SELECT version, name AS description FROM "
                              "supabase_migrations.schema_migrations ORDER BY version"},
                             true};

}  // namespace pggit::frontend::supabase
