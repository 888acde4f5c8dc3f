#include "frontend/flyway/settings.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "frontend/flyway/setting_names.h"
#include "syntax/properties.h"
#include "syntax/toml.h"

namespace pggit::frontend::flyway {
namespace {

using base::Severity;

// One `name = value` of a file.
struct Given {
  std::string name;
  std::vector<std::string> values;
  base::Span span;
};

std::vector<std::string> conf_names(const std::string& environment) {
  std::vector<std::string> names = {"conf/flyway.conf", "flyway.conf"};
  if (!environment.empty()) names.push_back("flyway." + environment + ".conf");
  return names;
}

const std::vector<std::string>& toml_names() {
  static const std::vector<std::string> names = {"conf/flyway.toml", "conf/flyway.user.toml",
                                                 "flyway.toml", "flyway.user.toml"};
  return names;
}

std::vector<std::string> present(const base::Disk& disk, const std::string& folder,
                                 const std::vector<std::string>& names) {
  std::vector<std::string> found;
  for (const std::string& name : names) {
    const std::string path = folder + "/" + name;
    if (disk.exists(path) && !disk.is_folder(path)) found.push_back(name);
  }
  return found;
}

class SettingsReader {
 public:
  SettingsReader(const ir::Project& project, const std::string& folder, const std::string& shown)
      : project_(project), folder_(folder), shown_(shown) {}

  base::Result<Settings> run() {
    settings_.environment = project_.environment;
    const auto tomls = present(*project_.disk, folder_, toml_names());
    const auto confs = present(*project_.disk, folder_, conf_names(project_.environment));
    if (!tomls.empty()) {
      TRY(read_tomls(tomls));
      say_unread(confs, tomls.back());
    } else {
      for (const std::string& name : confs) TRY(read_conf(name));
    }
    for (const auto& [name, value] : project_.placeholders) {
      settings_.placeholders.values[base::to_lower(name)] = value;
    }
    return std::move(settings_);
  }

 private:
  base::Result<base::FileId> add(const std::string& name) {
    std::string text = TRY(project_.disk->read(folder_ + "/" + name));
    settings_.files.push_back(shown_ + name);
    return project_.sources->add(shown_ + name, std::move(text));
  }

  base::Result<bool> read_conf(const std::string& name) {
    const base::FileId file = TRY(add(name));
    for (const syntax::Property& property :
         syntax::read_properties(project_.sources->file(file).text, file,
                                 syntax::Backslash::Literal, *project_.diagnostics)) {
      if (!property.key.starts_with("flyway.")) {
        report(Severity::Warning, property.span,
               "`" + property.key +
                   "` is no setting of Flyway: "
                   "its settings start with `flyway.`");
        continue;
      }
      take({property.key.substr(7), {property.value}, property.span});
      warn_of_variables(property);
    }
    return true;
  }

  // Flyway puts environment variables in; pggit reads none, so that a history does not depend on
  // them.
  void warn_of_variables(const syntax::Property& property) {
    const bool matters = settings_.found.contains(property.key.substr(7)) &&
                         property.key != "flyway.url" && property.key != "flyway.user";
    if (!matters || property.value.find("${") == std::string::npos) return;
    report(Severity::Warning, property.span,
           "`" + property.key + "` takes an environment variable, and pggit reads none; " +
               (property.key.starts_with("flyway.placeholders.")
                    ? "give it with --placeholder " + property.key.substr(20) + "=VALUE"
                    : "write the value out"));
  }

  base::Result<bool> read_tomls(const std::vector<std::string>& names) {
    std::vector<syntax::TomlEntry> entries;
    for (const std::string& name : names) {
      const base::FileId file = TRY(add(name));
      auto read = syntax::read_toml(project_.sources->file(file).text, file, *project_.diagnostics);
      if (read) std::ranges::move(*read, std::back_inserter(entries));
    }
    for (const syntax::TomlEntry& entry : entries) take_common(entry);
    if (!project_.environment.empty()) settings_.environment = project_.environment;
    for (const syntax::TomlEntry& entry : entries) take_of_environment(entry);
    check_environment(entries);
    return true;
  }

  static std::string joined(const syntax::TomlEntry& entry, std::size_t from) {
    return base::join({entry.path.begin() + std::ptrdiff_t(from), entry.path.end()}, ".");
  }

  void take_common(const syntax::TomlEntry& entry) {
    if (entry.path[0] != "flyway" || entry.path.size() < 2) return;
    take({joined(entry, 1), entry.values, entry.span});
  }

  void take_of_environment(const syntax::TomlEntry& entry) {
    if (entry.path[0] != "environments" || entry.path.size() < 3) return;
    if (entry.path[1] != chosen_environment()) return;
    const bool nested = entry.path[2] == "flyway" && entry.path.size() > 3;
    take({joined(entry, nested ? 3 : 2), entry.values, entry.span});
  }

  std::string chosen_environment() const {
    return settings_.environment.empty() ? "default" : settings_.environment;
  }

  void check_environment(const std::vector<syntax::TomlEntry>& entries) {
    std::set<std::string> known;
    for (const syntax::TomlEntry& entry : entries) {
      if (entry.path[0] == "environments" && entry.path.size() > 2) known.insert(entry.path[1]);
    }
    if (settings_.environment.empty() || known.contains(settings_.environment)) return;
    const std::string names = base::join({known.begin(), known.end()}, ", ");
    project_.diagnostics->report_at(
        Severity::Warning, "flyway-environment", settings_.files.back(),
        "there is no [environments." + settings_.environment + "]; " +
            (known.empty() ? "the file has no environments" : "there are: " + names));
  }

  void say_unread(const std::vector<std::string>& confs, const std::string& toml) {
    for (const std::string& name : confs) {
      project_.diagnostics->report_at(
          Severity::Warning, "flyway-two-formats", shown_ + name,
          "is not read, because " + toml + " is there; Flyway reads one format or the other");
    }
  }

  void take(const Given& given) {
    switch (assign(settings_, given.name, given.values)) {
      case Assigned::Set:
        note_found(given);
        break;
      case Assigned::Unused:
        break;
      case Assigned::Noted:
        report(Severity::Warning, given.span,
               "`" + given.name + "` is not followed: " + std::string(note_on(given.name)));
        break;
      case Assigned::Unknown:
        report_unknown(given);
        break;
      case Assigned::Wrong:
        report(Severity::Error, given.span,
               "`" + given.name + "` cannot be `" + base::join(given.values, ",") +
                   "`; true or false is meant, or a list of texts");
        break;
    }
  }

  void note_found(const Given& given) {
    const std::string value = is_secret(given) ? "(not shown)" : base::join(given.values, ",");
    settings_.found[given.name] = value + " (" + project_.sources->where(given.span) + ")";
  }

  // Reports hold settings; passwords stay where they are.
  static bool is_secret(const Given& given) {
    const std::string name = base::to_lower(given.name);
    const std::string value = base::to_lower(base::join(given.values, ","));
    const auto holds = [](const std::string& text, const char* word) {
      return text.find(word) != text.npos;
    };
    return holds(name, "password") || holds(name, "secret") || holds(name, "token") ||
           (name == "url" && (holds(value, "password") || holds(value, "@")));
  }

  void report_unknown(const Given& given) {
    const std::string_view like = setting_like(given.name);
    report(Severity::Warning, given.span,
           "`" + given.name + "` is no setting that pggit knows of Flyway" +
               (like.empty() ? std::string() : "; is `" + std::string(like) + "` meant?"));
  }

  void report(Severity severity, base::Span span, std::string message) {
    project_.diagnostics->report(severity, "flyway-setting", span, std::move(message));
  }

  const ir::Project& project_;
  const std::string& folder_;
  const std::string& shown_;
  Settings settings_;
};

}  // namespace

std::string Settings::effective_schema() const {
  if (!default_schema.empty()) return default_schema;
  return schemas.empty() ? "" : schemas.front();
}

base::Result<Settings> read_settings(const ir::Project& project, const std::string& folder,
                                     const std::string& shown) {
  return SettingsReader(project, folder, shown).run();
}

bool has_settings(const base::Disk& disk, const std::string& folder) {
  return !present(disk, folder, toml_names()).empty() ||
         !present(disk, folder, conf_names("")).empty();
}

}  // namespace pggit::frontend::flyway
