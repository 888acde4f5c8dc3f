// pggit checkout and sources.
#include "pipeline/checkout.h"

#include <cstdio>

#include "cli/commands.h"
#include "cli/console.h"
#include "pipeline/sources.h"

namespace pggit::cli {

namespace {

constexpr std::size_t kShown = 20;

void show_steps(const pipeline::CheckoutPlan& plan) {
  std::printf("%zu migrations to run\n", plan.steps.size());
  for (std::size_t i = 0; i < plan.steps.size() && i < kShown; ++i) {
    const pipeline::CheckoutStep& step = plan.steps[i];
    std::printf("  %s %s%s\n", step.commit.migration.c_str(), step.forward ? "up" : "down",
                step.commit.up_in_transaction || !step.forward ? "" : " (outside a transaction)");
  }
  if (plan.steps.size() > kShown) std::printf("  and %zu more\n", plan.steps.size() - kShown);
  if (plan.half_done) std::printf("%s\n", plan.half_done->text().c_str());
  for (const std::string& index : plan.invalid)
    std::printf("index %s was left invalid and is dropped first\n", index.c_str());
  std::fflush(stdout);
}

}  // namespace

base::Result<void> run_checkout(const Arguments& arguments) {
  pipeline::Repository repository = TRY(open(arguments));
  const std::string revision = TRY(word(arguments, 0, "a revision"));
  const pipeline::CheckoutPlan plan = TRY(pipeline::plan_checkout(repository, revision));
  TRY(pipeline::may_discard(repository, plan, arguments.options));
  show_steps(plan);
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
