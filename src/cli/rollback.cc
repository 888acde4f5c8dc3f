// pggit migrate --rollback --to-original-state: takes back what pggit did.
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/output.h"
#include "pipeline/original_state.h"

namespace pggit::cli {
namespace {

void show(const pipeline::OriginalState& state, const std::string& schema) {
  for (const pipeline::CheckoutStep& step : state.way_back.steps)
    print("  run " + step.commit.migration + (step.forward ? " up\n" : " down\n"));
  print("  drop what pggit keeps in schema " + schema + "\n");
  for (const std::string& lost : state.lost)
    print("Rows that an earlier checkout discarded do not return: " + lost + "\n");
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
  print("To the state before pggit:\n");
  show(state, repository.schema);
  TRY(pipeline::may_discard(repository, state.way_back, options));
  TRY(approve(arguments, "Change the database?"));
  TRY(pipeline::allow_writes(repository));
  TRY(pipeline::restore_original_state(repository, state, options));
  print("The database is as it was before pggit.\n");
  return {};
}

}  // namespace pggit::cli
