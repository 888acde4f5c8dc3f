// pggit checkout and sources.
#include "pipeline/checkout.h"

#include <cstdio>

#include "cli/commands.h"
#include "cli/console.h"
#include "pipeline/sources.h"

namespace pggit::cli {

base::Result<void> run_checkout(const Arguments& arguments) {
  pipeline::Repository repository = TRY(open(arguments));
  const std::string revision = TRY(word(arguments, 0, "a revision"));
  const pipeline::CheckoutPlan plan = TRY(pipeline::plan_checkout(repository, revision));
  TRY(pipeline::may_discard(repository, plan, arguments.options));
  std::printf("%zu migrations to run\n", plan.steps.size());
  if (!plan.steps.empty()) TRY(approve(arguments, "Change the database?"));
  TRY(pipeline::allow_writes(repository));
  pipeline::Options options = arguments.options;
  if (!arguments.quiet) options.progress = show_progress;
  TRY(pipeline::run_checkout(repository, plan, options));
  std::printf("HEAD is now at %s\n", plan.head.commit->brief().c_str());
  return {};
}

base::Result<void> run_sources(const Arguments&) {
  std::fputs(pipeline::sources_text().c_str(), stdout);
  return {};
}

}  // namespace pggit::cli
