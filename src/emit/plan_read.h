// Reads a plan that people have reviewed, and says whether it still holds.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "emit/plan_data.h"

namespace pggit::emit {

// What of a plan binds the run that applies it: files, commits with their words, and the database.
struct ReviewedPlan {
  std::string created_at;
  std::vector<PlanInput> inputs;
  std::vector<PlanCommit> commits;  // id, hash, rollback class and word of proof
  std::optional<PlanTarget> target;
};

// `text` of the file `path`. Errors: Input (no JSON, or no plan of this format).
base::Result<ReviewedPlan> read_plan(const std::string& text, const std::string& path);

// What is not as the plan says, one line each; empty: it still holds. The database is compared where the plan names one.
std::vector<std::string> changes_since(const ReviewedPlan& reviewed, const PlanData& now);

}  // namespace pggit::emit
