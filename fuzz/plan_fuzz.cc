// Whatever stands in a plan file: it is read or refused, and compares with a run.
#include <cstdint>
#include <string>

#include "emit/plan_read.h"
#include "emit/sample_plan.h"
#include "fuzz/require.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pggit;
  static const emit::PlanData now = emit::testing::sample_plan();
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto plan = emit::read_plan(text, "plan.json");
  if (!plan) {
    fuzz::require(plan.error().message.starts_with("plan.json: "), "a refusal names the file");
    return 0;
  }
  fuzz::require(!plan->created_at.empty(), "a plan that is taken says when it was made");
  const bool is_other = plan->commits.size() != now.commits.size();
  fuzz::require(!is_other || !emit::changes_since(*plan, now).empty(),
                "more or fewer commits are a change");
  return 0;
}
