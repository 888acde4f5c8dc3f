// pggit migrate: the main job.
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "base/env.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/output.h"
#include "pipeline/dump.h"
#include "pipeline/live.h"
#include "pipeline/migrate.h"
#include "pipeline/plan_data.h"
#include "pipeline/plan_files.h"
#include "pipeline/plan_target.h"
#include "pipeline/report.h"

namespace pggit::cli {
namespace {

base::Result<pipeline::Options> options_of(const Arguments& arguments) {
  pipeline::Options options = arguments.options;
  if (!arguments.pre_script.empty())
    options.pre_script = TRY(base::RealDisk().read(arguments.pre_script));
  if (!arguments.quiet) options.progress = show_progress;
  const char* anew = std::getenv("PGGIT_PROVE_ANEW");
  options.keep_proofs = !anew || !*anew;
  return options;
}

base::Result<void> any_doubt(const pipeline::History& history) {
  const auto counts = pipeline::proof_counts(history);
  const auto count = [&](const char* word) { return counts.contains(word) ? counts.at(word) : 0; };
  const int doubts = count("not proven") + count("failed");
  if (doubts == 0 || !history.shadow) return {};
  return base::fail(
      base::ErrorCode::Findings,
      std::to_string(doubts) + " migrations are not proven; the report above says why");
}

class Stopwatch {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

void show_plan(const Arguments& arguments, const pipeline::History& history,
               const emit::PlanData& plan) {
  if (arguments.json) {
    print(pipeline::plan_text(plan));
    return;
  }
  print("pggit " + plan.pggit_version + "\n");
  if (arguments.ai)
    print("AI: no model is used yet; every figure below is computed or measured.\n");
  print_painted("\n" + pipeline::report_text(history, plan, arguments.colour));
  std::fflush(stdout);
}

std::string head_text(const store::Head& head) {
  return (head.commit ? head.commit->brief() : "before the first commit") +
         (head.note.empty() ? "" : ", " + head.note);
}

// A plan that was reviewed binds: nothing may have changed since.
base::Result<void> check_plan(const Arguments& arguments, const emit::PlanData& plan) {
  if (arguments.plan.empty()) return {};
  return pipeline::same_as_reviewed(arguments.plan, TRY(base::RealDisk().read(arguments.plan)),
                                    plan);
}

base::Result<void> approve_storing(const Arguments& arguments, const std::string& database,
                                   const std::string& schema) {
  const std::string question =
      "Store this history in schema " + schema + " of database " + database + "?";
  return arguments.require_confirmation ? approve_by_name(arguments, question, database)
                                        : approve(arguments, question);
}

// Asks, then stores all of it or nothing.
base::Result<pipeline::Outcome> store(const Arguments& arguments, const pipeline::History& history,
                                      pipeline::Repository& repository,
                                      const pipeline::Standing& standing,
                                      const std::string& database) {
  TRY(approve_storing(arguments, database, repository.schema));
  TRY(pipeline::allow_writes(repository));
  const pipeline::Adopted adopted = TRY(pipeline::adopt(history, repository, standing));
  pipeline::Outcome outcome;
  outcome.headline = "Migration completed";
  outcome.results = {std::to_string(adopted.commits) + " commits on import/" +
                         history.listing.tool + " and main, " +
                         std::to_string(adopted.new_commits) + " of them new",
                     "HEAD: " + head_text(adopted.head)};
  if (!adopted.new_line.empty())
    outcome.results.push_back("import/" + history.listing.tool + ": " + adopted.new_line);
  outcome.next = {"pggit log", "pggit status", "pggit checkout main"};
  return outcome;
}

// What a run found out before anyone is asked.
struct Found {
  std::optional<pipeline::Repository> repository;  // read-only; nothing: no database was named
  std::unique_ptr<pipeline::History> history;
  pipeline::Standing standing;
  emit::PlanData plan;
};

// The command that stores what this run found, with what was said about the source.
std::string store_command(const Arguments& arguments, const std::string& database) {
  std::string command = "pggit migrate --ai";
  if (!arguments.options.source.empty()) command += " --source=" + arguments.options.source;
  for (const std::string& folder : arguments.options.folders) command += " --dir " + folder;
  return command + " --database=" + database;
}

pipeline::Outcome shadow_outcome(const Arguments& arguments, const std::string& database,
                                 pipeline::LiveComparison live) {
  pipeline::Outcome outcome;
  outcome.headline = "Shadow mode completed: nothing was written to database " + database;
  outcome.results = std::move(live.lines);
  outcome.next = {store_command(arguments, database)};
  if (live.differs)
    outcome.finding = "the database is not as the history says; the report above says where";
  return outcome;
}

pipeline::Outcome dry_outcome(const Arguments& arguments, const Found& found,
                              const std::string& plan_file) {
  const auto& target = found.plan.target;
  pipeline::Outcome outcome;
  outcome.headline = "Dry run completed: no database was touched";
  outcome.next = {store_command(arguments, target ? target->database : "NAME") + " --plan " +
                  plan_file};
  return outcome;
}

base::Result<Found> find_out(const Arguments& arguments, const pipeline::Options& options) {
  Found found;
  if (!options.dry_run || options.shadow_mode || !options.database.empty())
    found.repository = TRY(open(arguments));
  found.history = TRY(pipeline::read_history(options));
  pipeline::History& history = *found.history;
  if (found.repository)
    history.target = TRY(pipeline::read_target_server(*found.repository->connection));
  TRY(pipeline::prove_history(history, options));
  {
    const pipeline::PhaseTimer timer(history.phases, "Versions, rollback scripts, account");
    found.plan = pipeline::plan_data_of(history);
  }
  found.plan.created_at = base::iso_time(base::SystemClock().now_us());
  if (!found.repository) return found;
  const pipeline::PhaseTimer timer(history.phases, "Comparing with the database");
  found.standing = TRY(pipeline::find_standing(history, *found.repository));
  found.plan.target = TRY(pipeline::plan_target(history, *found.repository, found.standing));
  return found;
}

// The process ends soon: to free a long history and its plan piece by piece takes a twentieth of reading it.
void keep_to_the_end(Found found) {
  static const Found* kept = nullptr;  // still to be found, for what looks for leaks
  found.repository.reset();
  kept = new Found(std::move(found));
  (void)kept;
}

base::Result<pipeline::Outcome> conclude(const Arguments& arguments, Found& found,
                                         const pipeline::PlanFiles& files) {
  if (arguments.options.shadow_mode) {
    return shadow_outcome(
        arguments, found.plan.target->database,
        TRY(pipeline::compare_live(*found.history, *found.repository, found.standing)));
  }
  if (arguments.options.dry_run) return dry_outcome(arguments, found, files.plan);
  return store(arguments, *found.history, *found.repository, found.standing,
               found.plan.target->database);
}

}  // namespace

base::Result<void> run_migrate(const Arguments& given) {
  if (given.rollback || given.to_original_state) return run_rollback(given);
  const Stopwatch stopwatch;
  const Arguments arguments = TRY(with_configuration(given));
  Found found = TRY(find_out(arguments, TRY(options_of(arguments))));
  TRY(check_plan(arguments, found.plan));
  pipeline::History& history = *found.history;
  const pipeline::PlanFiles files =
      TRY(pipeline::write_plan_files(history.disk, history.home, found.plan));
  show_plan(arguments, history, found.plan);
  pipeline::Outcome outcome = TRY(conclude(arguments, found, files));
  outcome.results.push_back("written: " + files.plan + ", " + files.edge_cases);
  outcome.seconds = stopwatch.seconds();
  if (!arguments.json) print_painted(pipeline::outcome_text(outcome, arguments.colour));
  TRY(any_doubt(history));
  keep_to_the_end(std::move(found));
  if (outcome.finding.empty()) return {};
  return base::fail(base::ErrorCode::Findings, outcome.finding);
}

base::Result<void> run_dump(const Arguments& arguments) {
  pipeline::Options options = TRY(options_of(arguments));
  options.shadow = false;
  const auto history = TRY(pipeline::read_history(options));
  TRY(pipeline::prove_history(*history, options));
  print(TRY(pipeline::dump_view(*history, TRY(word(arguments, 0, "a view")))));
  return {};
}

}  // namespace pggit::cli
