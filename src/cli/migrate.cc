// pggit migrate: the main job.
#include <cstdio>

#include "base/env.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "pipeline/migrate.h"
#include "pipeline/summary.h"

namespace pggit::cli {
namespace {

base::Result<pipeline::Options> options_of(const Arguments& arguments) {
  pipeline::Options options = arguments.options;
  if (!arguments.pre_script.empty())
    options.pre_script = TRY(base::RealDisk().read(arguments.pre_script));
  if (!arguments.quiet) options.progress = show_progress;
  return options;
}

base::Result<void> any_doubt(const pipeline::History& history) {
  const auto counts = pipeline::proof_counts(history);
  const auto count = [&](const char* word) { return counts.contains(word) ? counts.at(word) : 0; };
  const int doubts = count("not proven") + count("failed");
  if (doubts == 0 || !history.prover) return {};
  return base::fail(
      base::ErrorCode::Findings,
      std::to_string(doubts) + " migrations are not proven; the report above says why");
}

}  // namespace

base::Result<void> run_migrate(const Arguments& given) {
  const Arguments arguments = TRY(with_configuration(given));
  const pipeline::Options options = TRY(options_of(arguments));
  if (arguments.ai)
    std::puts("AI: no model is used yet; every figure below is computed or measured.\n");
  std::optional<pipeline::Repository> repository;
  if (!options.dry_run) repository = TRY(open(arguments));
  const auto history = TRY(pipeline::read_history(options));
  TRY(pipeline::prove_history(*history, options));
  std::fputs(pipeline::summary(*history).c_str(), stdout);
  if (!repository) {
    std::puts("\nDry run: nothing was touched.");
    return any_doubt(*history);
  }
  const pipeline::Standing standing = TRY(pipeline::find_standing(*history, *repository));
  TRY(approve(arguments,
              "Store this history in schema " + repository->schema + " of the database?"));
  TRY(pipeline::allow_writes(*repository));
  const pipeline::Adopted adopted = TRY(pipeline::adopt(*history, *repository, standing));
  std::printf("\nStored: %zu commits on main, %zu of them new", adopted.commits,
              adopted.new_commits);
  std::printf(
      "; HEAD: %s%s%s\n",
      adopted.head.commit ? adopted.head.commit->brief().c_str() : "before the first commit",
      adopted.head.note.empty() ? "" : ", ", adopted.head.note.c_str());
  std::puts("Next: pggit log, pggit status, pggit checkout main");
  return any_doubt(*history);
}

base::Result<void> run_dump(const Arguments& arguments) {
  pipeline::Options options = TRY(options_of(arguments));
  options.shadow = false;
  const auto history = TRY(pipeline::read_history(options));
  TRY(pipeline::prove_history(*history, options));
  std::fputs(TRY(pipeline::dump_view(*history, TRY(word(arguments, 0, "a view")))).c_str(), stdout);
  return {};
}

}  // namespace pggit::cli
