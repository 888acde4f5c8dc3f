#include "frontend/liquibase/settings.h"

#include "base/text.h"
#include "frontend/shared/paths.h"
#include "frontend/shared/text_file.h"
#include "syntax/properties.h"

namespace pggit::frontend::liquibase {
namespace {

// "liquibase.command.changelog-file" and "changeLogFile" are one name.
std::string plain(std::string_view key) {
  std::string name = base::to_lower(key);
  for (const std::string_view prefix : {"liquibase.command.", "liquibase."})
    if (name.starts_with(prefix)) name = name.substr(prefix.size());
  if (name.starts_with("update.")) name = name.substr(7);
  std::erase(name, '-');
  return name;
}

std::vector<std::string> listed(std::string_view text) {
  std::vector<std::string> out;
  for (const std::string_view one : base::split(text, ','))
    if (!base::trim(one).empty()) out.emplace_back(base::trim(one));
  return out;
}

// Whether it is a setting that pggit reads.
bool take(const std::string& key, const std::string& value, Settings& settings) {
  const std::string name = plain(key);
  if (name == "changelogfile") {
    settings.changelog = value;
  } else if (name == "contexts" || name == "contextfilter") {
    settings.contexts = listed(value);
  } else if (name == "labels" || name == "labelfilter") {
    settings.labels = {value};
  } else if (name == "defaultschemaname") {
    settings.schema = value;
  } else if (name == "liquibaseschemaname") {
    settings.history_schema = value;
  } else if (name == "databasechangelogtablename") {
    settings.history_table = base::to_lower(value);
  } else if (key.starts_with("parameter.")) {
    settings.parameters.try_emplace(key.substr(10), value);
  } else {
    return false;
  }
  return true;
}

}  // namespace

base::Result<Settings> read_settings(const ir::Project& project, const Files& files) {
  Settings settings;
  for (const std::string& name : files.all()) {
    if (shared::name_of(name) != "liquibase.properties") continue;
    const Place place = files.place(name);
    const auto text = TRY(shared::read_text(project, place.path, place.shown));
    for (const auto& property :
         syntax::read_properties(shared::text_of(*project.sources, text), text.file,
                                 syntax::Backslash::Escapes, *project.diagnostics))
      take(property.key, property.value, settings);
    settings.files.push_back(name);
    break;
  }
  if (!project.environment.empty()) settings.contexts = listed(project.environment);
  for (const auto& [key, value] : project.placeholders)
    if (!key.starts_with("liquibase.") || !take(key, value, settings))
      settings.parameters[key] = value;
  return settings;
}

}  // namespace pggit::frontend::liquibase
