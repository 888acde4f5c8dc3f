#include "frontend/flyway/edge_cases.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "frontend/flyway/statements.h"

namespace pggit::frontend::flyway {
namespace {

constexpr auto kEnvironmentNames = std::to_array<std::string_view>(
    {"env", "stage", "profile", "flyway:database", "app_env", "target_env"});
constexpr auto kEnvironments =
    std::to_array<std::string_view>({"dev", "development", "local", "test", "testing", "ci", "qa",
                                     "uat", "staging", "stage", "preprod", "prod", "production"});

bool names_environment(std::string_view placeholder) {
  const std::string name = base::to_lower(placeholder);
  return name.find("environment") != name.npos ||
         std::ranges::find(kEnvironmentNames, name) != kEnvironmentNames.end();
}

bool decides(std::string_view statement) {
  return has_word(statement, {"IF", "ELSIF", "CASE", "WHEN", "WHERE"});
}

ir::EdgeCase environment_specific(const std::string& id, base::Span span, const Use& use) {
  return {id,
          "environment-specific",
          span,
          "what this statement does depends on ${" + use.name +
              "}: the history differs from environment to environment",
          "run pggit once for each environment (--env, --placeholder " + use.name +
              "=VALUE); each becomes a branch",
          "look at the condition and say which environments there are"};
}

ir::EdgeCase time_dependent(const std::string& id, base::Span span, const Use& use) {
  return {
      id,
      "time-dependent-text",
      span,
      "${" + use.name + "} puts the time of the run into the text: it is another one at every run",
      "if it only makes a repeatable migration run every time, leave it; else use now() in the SQL",
      "nothing, if the text around it is a comment"};
}

ir::EdgeCase machine_dependent(const std::string& id, base::Span span, const Use& use) {
  return {
      id,
      "machine-dependent-text",
      span,
      "${" + use.name + "} is the folder in which Flyway was started; pggit puts `.` there",
      "a script that reads files of a machine cannot be replayed elsewhere: use COPY FROM stdin",
      "say what the statement is for"};
}

// Uses of placeholders in one script, statement by statement.
class UseFinder {
 public:
  UseFinder(const std::string& text, const std::string& id, base::FileId file,
            std::vector<ir::EdgeCase>& to)
      : text_(text), id_(id), file_(file), to_(to) {}

  void look_at(const Use& use) {
    const base::Span span{file_, use.begin, use.end};
    if (base::ends_with_ignoring_case(use.name, "flyway:timestamp")) {
      if (!time_seen_) to_.push_back(time_dependent(id_, span, use));
      time_seen_ = true;
    }
    if (base::ends_with_ignoring_case(use.name, "flyway:workingDirectory")) {
      to_.push_back(machine_dependent(id_, span, use));
    }
    if (!names_environment(use.name)) return;
    if (statements_.empty()) statements_ = statements_of(text_);
    for (std::size_t i = 0; i < statements_.size(); ++i) {
      if (holds(statements_[i], use) && i != last_ && decides(slice(statements_[i]))) {
        to_.push_back(environment_specific(id_, span, use));
        last_ = i;
      }
    }
  }

 private:
  static bool holds(const Statement& statement, const Use& use) {
    return statement.begin <= use.begin && use.begin < statement.end;
  }
  std::string_view slice(const Statement& statement) const {
    return std::string_view(text_).substr(statement.begin, statement.end - statement.begin);
  }

  const std::string& text_;
  const std::string& id_;
  base::FileId file_;
  std::vector<ir::EdgeCase>& to_;
  std::vector<Statement> statements_;
  std::size_t last_ = std::string::npos;  // one edge case a statement
  bool time_seen_ = false;
};

}  // namespace

ir::EdgeCase java_migration(const ir::MigrationEntry& entry, const JavaClass& java) {
  const auto length = std::uint32_t(java.name.size());
  return {
      entry.id,
      "java-migration",
      {entry.file, java.at, java.at + length},
      "class " + java.qualified_name() +
          " is a migration in Java, which is read and never run: " + what_it_does(java),
      "write what it does as SQL in a resolution file; later migrations run without it until then",
      "fill the hole, or confirm that nothing after it needs its effect"};
}

ir::EdgeCase java_callback(const std::string& id, base::FileId file, const JavaClass& java) {
  const auto length = std::uint32_t(java.name.size());
  return {id,
          "java-callback",
          {file, java.at, java.at + length},
          "class " + java.qualified_name() +
              " is a callback in Java, which is read and never run: " + what_it_does(java),
          "if it changes the schema, write that as an SQL callback (afterMigrate__name.sql)",
          "confirm that it changes nothing that the history needs"};
}

ir::EdgeCase script_migration(const ir::MigrationEntry& entry, const std::string& language) {
  return {entry.id,
          "script-migration",
          {entry.file, 0, 0},
          entry.path + " is a " + language + " script, which is read and never run",
          "write what it does as SQL in a resolution file",
          "fill the hole, or confirm that nothing after it needs its effect"};
}

ir::EdgeCase statement_callback(const ir::MigrationEntry& entry) {
  return {entry.id,
          "each-statement-callback",
          {entry.file, 0, 0},
          "it runs around every single statement of every migration",
          "if it only logs, leave it out; else move it to beforeEachMigrate or afterEachMigrate",
          "confirm that the history does not need it"};
}

void find_edge_cases(const ir::Project& project, const Plan& plan, const ir::MigrationEntry& entry,
                     std::vector<ir::EdgeCase>& to) {
  const Script& script = plan.scripts.at(entry.id);
  if (!script.conf.should_execute.empty()) {
    to.push_back({entry.id, "conditional-script", script.conf.should_execute_span,
                  "it runs only where `" + script.conf.should_execute +
                      "` holds (shouldExecute); pggit replays it always",
                  "where it does not run, leave it out with --target-version or a resolution file",
                  "say for which environments it holds"});
  }
  const std::string& text = project.sources->file(script.text.file).text;
  if (text.find(plan.settings.placeholders.prefix) == std::string::npos) return;
  UseFinder finder(text, entry.id, entry.file, to);
  for (const Use& use : filled_text(project, plan, script).uses) finder.look_at(use);
}

void find_environment_locations(const Settings& settings, std::vector<ir::EdgeCase>& to) {
  for (const std::string& location : settings.locations) {
    const std::string name = base::to_lower(location.substr(location.find_last_of("/:") + 1));
    const bool named = std::ranges::find(kEnvironments, name) != kEnvironments.end();
    if (!named && location.find("${") == std::string::npos) continue;
    to.push_back({"",
                  "environment-specific",
                  {},
                  "the location `" + location +
                      "` is there for one environment: the history differs "
                      "from environment to environment",
                  "run pggit once for each environment (--env); each becomes a branch",
                  "say which environments there are"});
  }
}

}  // namespace pggit::frontend::flyway
