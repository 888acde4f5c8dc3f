#include "cli/arguments.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <sstream>

#include "cli/commands.h"
#include "cli/exit_codes.h"
#include "cli/output.h"
#include "pipeline/export.h"

namespace pggit::cli {
namespace {

void add_globals(CLI::App& app, Arguments& a) {
  app.add_option("--database", a.options.database, "database: a name, URI or conninfo");
  app.add_option("--store-schema", a.options.store_schema,
                 "schema for pggit's own tables (default: pggit)");
  app.add_flag("--json", a.json, "machine-readable output");
  app.add_flag("--yolo", a.options.yes,
               "answer every question with yes (never skips a proof, never discards rows)");
  app.add_flag("-q,--quiet", a.quiet, "no progress");
  app.add_flag("!--no-color", a.colour, "no colours (also: NO_COLOR)");
}

void add_history(CLI::App& app, Arguments& a) {
  app.add_option("--source", a.options.source, "the tool: see pggit sources");
  app.add_flag("--auto-detect", a.auto_detect,
               "find out which tool it is, and say why (the default)");
  app.add_option("--dir", a.options.folders,
                 "folder of the project (default: this one; may repeat)");
  app.add_option("--env", a.options.environment, "environment of the tool's settings");
  app.add_option(
      "--placeholder",
      [&a](const CLI::results_t& values) {
        for (const std::string& value : values) {
          const std::size_t equals = value.find('=');
          if (equals == std::string::npos) return false;
          a.options.placeholders[value.substr(0, equals)] = value.substr(equals + 1);
        }
        return true;
      },
      "NAME=VALUE (may repeat)");
  app.add_option("--pre-script", a.pre_script,
                 "SQL file that the history needs before its first migration");
  app.add_option("--role", a.options.role, "name of the role that migrations run as in the shadow");
  app.add_option("--search-path", a.options.search_path, "schemas, in order")->delimiter(',');
  app.add_option("--target-version", a.options.target_version,
                 "set aside what lies above this version");
  app.add_option("--jobs", a.options.jobs,
                 "throw-away servers at once (default: as many as there are cores)")
      ->check(CLI::Range(1, 1024));
  CLI::Option* none =
      app.add_flag("!--no-shadow", a.options.shadow, "read and analyse only; nothing is proven");
  app.add_option("--shadow", a.options.shadow_url,
                 "prove on this server of yours (URI or conninfo) instead of the embedded one")
      ->excludes(none);
}

void add_migrate(CLI::App& app, Arguments& a) {
  add_history(app, a);
  app.add_flag("--ai", a.ai,
               "use the built-in models (there are none yet; everything shown is computed)");
  app.add_flag("--dry-run", a.options.dry_run, "write the plan, touch nothing");
  app.add_flag("--rollback", a.rollback, "take back what pggit did");
  app.add_flag("--to-original-state", a.to_original_state,
               "with --rollback: all of it; schema and rows as they were");
  app.add_flag("--discard-rows", a.options.discard_rows, "with --rollback: although rows are lost");
  app.add_flag("--shadow-mode", a.options.shadow_mode,
               "replay beside the database, compare, write nothing to it");
  app.add_flag("--require-confirmation", a.require_confirmation, "ask for the database's name");
  app.add_option("--plan", a.plan,
                 "store only what this reviewed plan says; refused if anything changed since");
}

}  // namespace

std::expected<Arguments, int> parse_arguments(int argc, char** argv) {
  Arguments a;
  CLI::App app("pggit: turns a migration history into a proven, git-like schema history", "pggit");
  app.set_version_flag("--version", std::string("pggit ") + PGGIT_VERSION);
  app.require_subcommand(1);
  app.fallthrough();
  add_globals(app, a);
  for (const Command& command : all_commands()) {
    CLI::App* sub = app.add_subcommand(command.name, command.help);
    sub->footer(std::string("Example:\n  ") + command.example);
    sub->add_option("words", a.words, command.words)->type_name("");
    const std::string name = command.name;
    if (name == "migrate") add_migrate(*sub, a);
    if (name == "dump" || name == "explain" || name == "status" || name == "verify")
      add_history(*sub, a);
    if (name == "log") {
      sub->add_flag("--graph", a.graph, "draw the lines between commits");
      sub->add_flag("--all", a.all, "of every branch and tag");
    }
    if (name == "diff") {
      sub->add_flag("--sql", a.sql, "the DDL that leads from A to B");
      sub->add_flag("!--no-shadow", a.options.shadow, "start no server: compare structure alone");
    }
    if (name == "checkout") {
      sub->add_flag("--discard-rows", a.options.discard_rows, "go back although rows are lost");
      sub->add_flag("--leave-history", a.options.leave_history,
                    "leave the tool's history table as it is");
    }
    if (name == "export") {
      sub->add_option("--to", a.to, "the tool: " + pipeline::export_tools());
      sub->add_option("--out", a.out, "the folder, which is not there yet or empty");
    }
    if (name == "branch" || name == "tag") {
      sub->add_flag("-d,--delete", a.remove, "delete it");
      sub->add_flag("-f,--force", a.force,
                    "move one that is there; delete one whose commits no other has");
    }
    if (name == "branch") sub->add_flag("-m,--move", a.rename, "rename it: [OLD] NEW");
    if (name == "tag") sub->add_option("-m,--message", a.message, "what the tag says");
    sub->callback([&a, name] { a.command = name; });
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& done) {
    std::ostringstream said;
    app.exit(done, said);
    print(said.str());
    return std::unexpected(kExitFine);
  } catch (const CLI::ParseError& error) {
    std::ostringstream said;
    std::ostringstream complained;
    app.exit(error, said, complained);
    print(said.str());
    complain(complained.str());
    return std::unexpected(kExitUsage);
  }
  if (std::getenv("NO_COLOR") || !::isatty(STDOUT_FILENO)) a.colour = false;
  return a;
}

}  // namespace pggit::cli
