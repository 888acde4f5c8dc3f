#include "frontend/sqitch/settings.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "frontend/shared/paths.h"
#include "frontend/shared/text_file.h"
#include "frontend/sqitch/config.h"

namespace pggit::frontend::sqitch {
namespace {

using base::Severity;

// Those that PostgreSQL's engine of Sqitch serves.
constexpr auto kPostgres =
    std::to_array<std::string_view>({"pg", "postgres", "postgresql", "yugabyte"});

bool is_postgres(const std::string& engine) {
  return std::ranges::find(kPostgres, engine) != kPostgres.end();
}

// "db:pg://localhost/shop" gives "pg".
std::string engine_of_uri(std::string_view uri) {
  if (uri.starts_with("db:")) uri.remove_prefix(3);
  return base::to_lower(uri.substr(0, uri.find(':')));
}

class Reader {
 public:
  Reader(const ir::Project& project, const std::string& shown) : project_(project), shown_(shown) {}

  base::Result<Settings> run(const std::string& path) {
    if (project_.disk->exists(path)) {
      const shared::TextFile text = TRY(shared::read_text(project_, path, shown_));
      entries_ = read_config(*project_.sources, text.file, text.begin, *project_.diagnostics);
    }
    say_unread();
    find_target();
    if (!is_postgres(engine_)) {
      return base::fail(base::ErrorCode::Input, shown_ + ": is for `" + engine_ +
                                                    "`, which is not PostgreSQL; name a target of "
                                                    "PostgreSQL with --env TARGET");
    }
    take_places();
    take_variables();
    return std::move(settings_);
  }

 private:
  const ConfigEntry* find(std::string_view section, std::string_view name) const {
    const auto found =
        std::ranges::find_if(entries_.rbegin(), entries_.rend(), [&](const auto& entry) {
          return entry.section == section && base::to_lower(entry.name) == name;
        });
    return found == entries_.rend() ? nullptr : &*found;
  }

  std::string text_of(std::string_view section, std::string_view name) const {
    const ConfigEntry* entry = find(section, name);
    return entry ? std::string(base::trim(entry->value.value_or(""))) : "";
  }

  // What Sqitch would read elsewhere, or refuse.
  void say_unread() {
    std::map<std::string, const ConfigEntry*> seen;
    for (const ConfigEntry& entry : entries_) {
      if (entry.section == "include") {
        report(Severity::Error, entry,
               "another file is not read here; write its settings into this one");
      } else if (!seen.try_emplace(entry.section + "." + base::to_lower(entry.name), &entry)
                      .second) {
        report(Severity::Warning, entry,
               "`" + entry.name +
                   "` is set twice, and Sqitch refuses that where it uses it; pggit "
                   "takes this one");
      }
    }
  }

  void report(Severity severity, const ConfigEntry& entry, const std::string& message) {
    project_.diagnostics->report(severity, "sqitch-conf", entry.span, message);
  }

  // The target is --env, core.target, the engine's, or the engine alone; a target may be a URI itself.
  void find_target() {
    engine_ = base::to_lower(text_of("core", "engine"));
    std::string target = project_.environment;
    if (target.empty()) target = text_of("core", "target");
    if (target.empty() && !engine_.empty()) target = text_of("engine." + engine_, "target");
    const bool is_uri = target.find(':') != target.npos;
    const std::string uri = is_uri ? target : text_of("target." + target, "uri");
    if (!uri.empty()) engine_ = engine_of_uri(uri);
    if (engine_.empty()) engine_ = "pg";
    if (is_uri) return;
    settings_.target = target;
    if (!project_.environment.empty() && uri.empty()) {
      project_.diagnostics->report_at(
          Severity::Warning, "sqitch-target", shown_,
          "there is no [target \"" + target + "\"] with a uri, which --env names");
    }
  }

  std::vector<std::string> sections() const {
    std::vector<std::string> all;
    if (!settings_.target.empty()) all.push_back("target." + settings_.target);
    all.push_back("engine." + engine_);
    all.emplace_back("core");
    return all;
  }

  // Of the target, else of the engine, else of all.
  const ConfigEntry* find(std::string_view name) const {
    for (const std::string& section : sections()) {
      const ConfigEntry* entry = find(section, name);
      if (entry && !base::trim(entry->value.value_or("")).empty()) return entry;
    }
    return nullptr;
  }

  std::optional<std::string> take(std::string_view name) {
    const ConfigEntry* entry = find(name);
    if (!entry) return std::nullopt;
    const std::string value(base::trim(*entry->value));
    settings_.found[std::string(name)] = value + " (" + project_.sources->where(entry->span) + ")";
    return value;
  }

  // A folder or file below the one where sqitch runs.
  std::optional<std::string> take_path(std::string_view name) {
    const auto value = take(name);
    if (!value) return std::nullopt;
    if (const auto inside = shared::without_dots(*value); inside && !value->starts_with('/'))
      return inside;
    report(Severity::Error, *find(name),
           "`" + *value +
               "` leads out of the folder, and what lies outside is never read; name with "
               "--dir a folder that holds all, and write the path from there");
    return std::nullopt;
  }

  void take_places() {
    const std::string top = take_path("top_dir").value_or("");
    const std::string reworked = take_path("reworked_dir").value_or(top);
    const auto place = [&](std::string_view name, const std::string& otherwise) {
      return take_path(name).value_or(otherwise);
    };
    settings_.plan = place("plan_file", shared::joined(top, "sqitch.plan"));
    settings_.deploy = place("deploy_dir", shared::joined(top, "deploy"));
    settings_.revert = place("revert_dir", shared::joined(top, "revert"));
    settings_.verify = place("verify_dir", shared::joined(top, "verify"));
    settings_.reworked_deploy = place("reworked_deploy_dir", shared::joined(reworked, "deploy"));
    settings_.reworked_revert = place("reworked_revert_dir", shared::joined(reworked, "revert"));
    settings_.reworked_verify = place("reworked_verify_dir", shared::joined(reworked, "verify"));
    settings_.extension = take("extension").value_or("sql");
    settings_.registry = take("registry").value_or("sqitch");
  }

  void add_variables(const std::string& section, Variables& variables) const {
    for (const ConfigEntry& entry : entries_) {
      if (entry.section == section + ".variables") variables[entry.name] = entry.value.value_or("");
    }
  }

  // Each command's own stand between those of all and those of the target; --placeholder is --set, and wins.
  Variables variables_for(std::initializer_list<const char*> commands) const {
    Variables variables;
    for (const char* command : commands) add_variables(command, variables);
    add_variables("engine." + engine_, variables);
    if (!settings_.target.empty()) add_variables("target." + settings_.target, variables);
    for (const auto& [name, value] : project_.placeholders) variables[name] = value;
    variables["ON_ERROR_STOP"] = "1";
    variables["registry"] = settings_.registry;
    return variables;
  }

  void take_variables() {
    settings_.variables = variables_for({"core", "deploy"});
    settings_.revert_variables = variables_for({"core", "deploy", "revert"});
    settings_.verify_variables = variables_for({"core", "deploy", "verify"});
  }

  const ir::Project& project_;
  const std::string& shown_;
  std::vector<ConfigEntry> entries_;
  std::string engine_;
  Settings settings_;
};

}  // namespace

base::Result<Settings> read_settings(const ir::Project& project, const std::string& folder,
                                     const std::string& shown) {
  const std::string name = shown + "sqitch.conf";
  return Reader(project, name).run(shared::joined(folder, "sqitch.conf"));
}

}  // namespace pggit::frontend::sqitch
