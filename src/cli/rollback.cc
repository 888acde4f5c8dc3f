// pggit migrate --rollback --to-original-state: takes back what pggit did.
#include <cstdio>

#include "cli/commands.h"
#include "cli/console.h"
#include "pipeline/original_state.h"

namespace pggit::cli {
namespace {

void show(const pipeline::OriginalState& state, const std::string& schema) {
  for (const pipeline::CheckoutStep& step : state.way_back.steps)
    std::printf("  run %s %s\n", step.commit.migration.c_str(), step.forward ? "up" : "down");
  std::printf("  drop what pggit keeps in schema %s\n", schema.c_str());
  for (const std::string& lost : state.lost)
    std::printf("Rows that an earlier checkout discarded do not return: %s\n", lost.c_str());
}

}  // namespace

base::Result<void> run_rollback(const Arguments& given) {
  if (!given.rollback || !given.to_original_state) {
    return base::fail(
        base::ErrorCode::Usage,
        "say both, --rollback and --to-original-state; a single migration is taken back by "
        "pggit checkout");
  }
  const Arguments arguments = TRY(with_configuration(given));
  pipeline::Repository repository = TRY(open(arguments));
  pipeline::Options options = arguments.options;
  if (!arguments.quiet) options.progress = show_progress;
  const pipeline::OriginalState state = TRY(pipeline::plan_original_state(repository, options));
  std::puts("To the state before pggit:");
  show(state, repository.schema);
  TRY(pipeline::may_discard(repository, state.way_back, options));
  TRY(approve(arguments, "Change the database?"));
  TRY(pipeline::allow_writes(repository));
  TRY(pipeline::restore_original_state(repository, state, options));
  std::puts("The database is as it was before pggit.");
  return {};
}

}  // namespace pggit::cli
