// pggit checkout and sources.
#include "pipeline/checkout.h"

#include <cstdio>

#include "cli/commands.h"
#include "cli/console.h"
#include "cli/output.h"
#include "pipeline/sources.h"

namespace pggit::cli {

namespace {

constexpr std::size_t kShown = 20;

void show_steps(const pipeline::CheckoutPlan& plan) {
  std::string text = std::to_string(plan.steps.size()) + " migrations to run\n";
  for (std::size_t i = 0; i < plan.steps.size() && i < kShown; ++i) {
    const pipeline::CheckoutStep& step = plan.steps[i];
    text += "  " + step.commit.migration + (step.forward ? " up" : " down");
    text += step.commit.up_in_transaction || !step.forward ? "\n" : " (outside a transaction)\n";
  }
  if (plan.steps.size() > kShown)
    text += "  and " + std::to_string(plan.steps.size() - kShown) + " more\n";
  if (plan.half_done) text += plan.half_done->text() + "\n";
  for (const std::string& index : plan.invalid)
    text += "index " + index + " was left invalid and is dropped first\n";
  print(text);
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
  print("HEAD is now at " + plan.head.commit->brief() + "\n");
  return {};
}

base::Result<void> run_sources(const Arguments&) {
  print(pipeline::sources_text());
  return {};
}

}  // namespace pggit::cli
