#include "frontend/flyway/plan.h"

#include "base/text.h"

namespace pggit::frontend::flyway {
namespace {

// "2024-11-28 09:15:00"
std::string time_stamp(std::int64_t us) {
  std::string iso = base::iso_time(us);
  iso[10] = ' ';
  iso.pop_back();
  return iso;
}

// The database in `jdbc:postgresql://host:5432/shop?x=y`, or nothing.
std::string database_of(std::string_view url) {
  if (!url.starts_with("jdbc:postgresql:")) return "";
  url = url.substr(0, url.find('?'));
  const std::size_t slash = url.rfind('/');
  const std::string_view name = slash == url.npos ? url.substr(16) : url.substr(slash + 1);
  return name.find("${") == name.npos ? std::string(name) : "";
}

std::string unknown_text(const PlaceholderRules& rules, const Use& use) {
  const std::string written = "`" + rules.prefix + use.name + rules.suffix + "`";
  if (!use.closed) {
    return "the placeholder that begins here is never closed by `" + rules.suffix +
           "`; if it is none, set placeholderReplacement=false in a .conf file beside the script";
  }
  const std::string name = base::to_lower(use.name);
  if (name.ends_with(":user") || name.ends_with(":database")) {
    return written +
           " is known only with a database; name one with --database, or give it with "
           "--placeholder " +
           use.name + "=VALUE";
  }
  return "no value for the placeholder " + written + "; give it with --placeholder " + use.name +
         "=VALUE, or set flyway.placeholders." + use.name;
}

const PlaceholderRules& none() {
  static const PlaceholderRules rules = [] {
    PlaceholderRules off;
    off.replace = false;
    return off;
  }();
  return rules;
}

const std::string& first_of(const std::string& a, const std::string& b) {
  return a.empty() ? b : a;
}

}  // namespace

PlaceholderRules placeholders_for(const ir::Project& project, const Plan& plan,
                                  const Script& script) {
  const Settings& settings = plan.settings;
  PlaceholderRules rules = settings.placeholders;
  if (script.conf.placeholder_replacement) rules.replace = *script.conf.placeholder_replacement;
  const auto put = [&](const char* name, const std::string& value) {
    const std::string key = base::to_lower("flyway" + rules.separator + name);
    if (!value.empty()) rules.values.insert_or_assign(key, value);
  };
  put("defaultSchema", first_of(settings.effective_schema(), "public"));
  put("user", first_of(project.user, settings.user));
  put("database", first_of(project.database, database_of(settings.url)));
  put("timestamp", time_stamp(project.now_us));
  put("filename", script.file_name);
  put("workingDirectory", ".");  // not the machine's own: a history is the same on every machine
  put("table", settings.table);
  put("environment", first_of(settings.environment, "default"));
  return rules;
}

Filled filled_text(const ir::Project& project, const Plan& plan, const Script& script) {
  const std::string& text = project.sources->file(script.text.file).text;
  // Most texts have none.
  if (text.find(plan.settings.placeholders.prefix) == std::string::npos)
    return fill(text, script.text.begin, none());
  return fill(text, script.text.begin, placeholders_for(project, plan, script));
}

void report_unknown(const ir::Project& project, const Plan& plan, const Script& script,
                    const Filled& filled) {
  for (const Use& use : filled.uses) {
    if (use.known) continue;
    project.diagnostics->report(base::Severity::Error, "flyway-placeholder",
                                {script.text.file, use.begin, use.end},
                                unknown_text(plan.settings.placeholders, use));
  }
}

}  // namespace pggit::frontend::flyway
