#include "frontend/flyway/setting_names.h"

#include <algorithm>
#include <array>
#include <functional>
#include <variant>

#include "base/text.h"

namespace pggit::frontend::flyway {
namespace {

using Text = std::string Settings::*;
using List = std::vector<std::string> Settings::*;
using Flag = bool Settings::*;
using NamingText = std::string NamingRules::*;
using PlaceholderText = std::string PlaceholderRules::*;
struct Suffixes {};
struct Replacement {};

struct Target {
  std::string_view name;
  std::variant<Text, List, Flag, NamingText, PlaceholderText, Suffixes, Replacement> to;
};

const std::array kTargets = std::to_array<Target>({
    {"locations", &Settings::locations},
    {"callbackLocations", &Settings::callback_locations},
    {"table", &Settings::table},
    {"defaultSchema", &Settings::default_schema},
    {"schemas", &Settings::schemas},
    {"initSql", &Settings::init_sql},
    {"encoding", &Settings::encoding},
    {"target", &Settings::target},
    {"url", &Settings::url},
    {"user", &Settings::user},
    {"installedBy", &Settings::installed_by},
    {"environment", &Settings::environment},
    {"detectEncoding", &Settings::detect_encoding},
    {"mixed", &Settings::mixed},
    {"group", &Settings::group},
    {"outOfOrder", &Settings::out_of_order},
    {"executeInTransaction", &Settings::execute_in_transaction},
    {"validateOnMigrate", &Settings::validate_on_migrate},
    {"validateMigrationNaming", &Settings::validate_migration_naming},
    {"createSchemas", &Settings::create_schemas},
    {"skipDefaultCallbacks", &Settings::skip_default_callbacks},
    {"sqlMigrationPrefix", &NamingRules::versioned},
    {"repeatableSqlMigrationPrefix", &NamingRules::repeatable},
    {"undoSqlMigrationPrefix", &NamingRules::undo},
    {"baselineMigrationPrefix", &NamingRules::baseline},
    {"sqlMigrationSeparator", &NamingRules::separator},
    {"placeholderPrefix", &PlaceholderRules::prefix},
    {"placeholderSuffix", &PlaceholderRules::suffix},
    {"placeholderSeparator", &PlaceholderRules::separator},
    {"sqlMigrationSuffixes", Suffixes{}},
    {"placeholderReplacement", Replacement{}},
});

struct Note {
  std::string_view name;
  std::string_view what;
};

constexpr auto kNoted = std::to_array<Note>({
    {"cherryPick", "pggit reads the whole history, not the picked migrations alone"},
    {"skipExecutingMigrations", "pggit replays every migration, as if this were false"},
    {"skipDefaultResolvers", "pggit reads SQL and Java migrations as if this were false"},
    {"migrationResolvers", "migrations that a resolver of your own makes are not seen"},
    {"resolvers", "migrations that a resolver of your own makes are not seen"},
    {"callbacks", "callbacks named by class are Java code and are not run"},
    {"javaMigrations", "migrations registered in code are not seen"},
    {"errorOverrides", "errors are not overridden: a statement that fails, fails"},
    {"configFiles", "name the folder of that file with --dir instead"},
});

constexpr auto kUnused = std::to_array<std::string_view>({
    "password",
    "driver",
    "connectRetries",
    "connectRetriesInterval",
    "baselineVersion",
    "baselineDescription",
    "baselineOnMigrate",
    "cleanDisabled",
    "cleanOnValidationError",
    "failOnMissingLocations",
    "failOnMissingTarget",
    "ignoreMigrationPatterns",
    "batch",
    "stream",
    "outputQueryResults",
    "lockRetryCount",
    "loggers",
    "jarDirs",
    "dryRunOutput",
    "reportEnabled",
    "reportFilename",
    "tablespace",
    "workingDirectory",
    "provisionMode",
    "outputType",
    "outputProgress",
    "outputLogsInJson",
    "color",
    "licenseKey",
    "token",
    "email",
    "name",
    "id",
    "databaseType",
    "displayName",
    "provisioner",
    "powershellExecutable",
    "kerberosConfigFile",
    "scriptPlaceholderPrefix",
    "scriptPlaceholderSuffix",
    "communityDBSupportEnabled",
    "edition",
    "ignoreMissingMigrations",
    "ignoreIgnoredMigrations",
    "ignorePendingMigrations",
    "ignoreFutureMigrations",
    "detectEncodingFallback",
    "configFileEncoding",
    "validateMigrations",
});

// Whole groups: "jdbcProperties.x", "postgresql.transactional.lock", "check.x".
constexpr auto kUnusedGroups = std::to_array<std::string_view>({
    "jdbcProperties",
    "postgresql",
    "oracle",
    "sqlserver",
    "vault",
    "dapr",
    "gcsm",
    "check",
    "aws",
    "s3",
    "gcs",
    "add",
    "generate",
    "prepare",
    "model",
    "diff",
    "snapshot",
    "plugins",
    "rg",
    "sqlfluff",
    "deploy",
    "propertyResolvers",
    "mongodb",
    "snowflake",
    "code",
    "pipelineId",
});

bool parse_flag(const std::string& text, bool& to) {
  const std::string value = base::to_lower(text);
  if (value != "true" && value != "false") return false;
  to = value == "true";
  return true;
}

// Lists are comma-separated in .conf files; empty items are left out.
std::vector<std::string> items_of(const std::vector<std::string>& values) {
  std::vector<std::string> items;
  for (const std::string& value : values) {
    for (const std::string_view item : base::split(value, ',')) {
      const std::string_view trimmed = base::trim(item);
      if (!trimmed.empty()) items.emplace_back(trimmed);
    }
  }
  return items;
}

struct Assigner {
  Settings& settings;
  const std::vector<std::string>& values;

  std::string text() const { return values.empty() ? "" : base::join(values, ","); }
  bool operator()(Text to) const {
    settings.*to = text();
    return true;
  }
  bool operator()(List to) const {
    settings.*to = items_of(values);
    return true;
  }
  bool operator()(Flag to) const { return parse_flag(text(), settings.*to); }
  bool operator()(NamingText to) const {
    settings.naming.*to = text();
    return true;
  }
  bool operator()(PlaceholderText to) const {
    settings.placeholders.*to = text();
    return true;
  }
  bool operator()(Suffixes) const {
    settings.naming.suffixes = items_of(values);
    return !settings.naming.suffixes.empty();
  }
  bool operator()(Replacement) const { return parse_flag(text(), settings.placeholders.replace); }
};

bool is_unused(std::string_view name) {
  if (std::ranges::find(kUnused, name) != kUnused.end()) return true;
  const std::string_view group = name.substr(0, name.find('.'));
  return std::ranges::find(kUnusedGroups, group) != kUnusedGroups.end();
}

}  // namespace

Assigned assign(Settings& settings, std::string_view name, const std::vector<std::string>& values) {
  constexpr std::string_view kPlaceholders = "placeholders.";
  if (name.starts_with(kPlaceholders)) {
    const std::string key = base::to_lower(name.substr(kPlaceholders.size()));
    settings.placeholders.values[key] = base::join(values, ",");
    return Assigned::Set;
  }
  const auto target = std::ranges::find(kTargets, name, &Target::name);
  if (target != kTargets.end()) {
    const bool fits = std::visit(Assigner{settings, values}, target->to);
    return fits ? Assigned::Set : Assigned::Wrong;
  }
  if (!note_on(name).empty()) return Assigned::Noted;
  return is_unused(name) ? Assigned::Unused : Assigned::Unknown;
}

std::string_view note_on(std::string_view name) {
  const auto note = std::ranges::find(kNoted, name, &Note::name);
  return note == kNoted.end() ? "" : note->what;
}

std::string_view setting_like(std::string_view name) {
  const std::string lower = base::to_lower(name);
  for (const Target& target : kTargets) {
    if (base::to_lower(target.name) == lower) return target.name;
  }
  return "";
}

}  // namespace pggit::frontend::flyway
