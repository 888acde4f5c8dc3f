#include "pipeline/plan_files.h"

#include "emit/edge_cases_yaml.h"
#include "emit/plan_json.h"
#include "emit/plan_read.h"

namespace pggit::pipeline {
namespace {

constexpr std::size_t kShownChanges = 10;

// The folder that .pggit is in, or would be.
std::string beside(const project::Home& home, const std::string& name) {
  const std::size_t slash = home.folder().rfind('/');
  const std::string folder =
      slash == std::string::npos ? std::string(".") : home.folder().substr(0, slash);
  return folder == "." ? name : folder + "/" + name;
}

}  // namespace

std::string plan_text(const emit::PlanData& plan) { return emit::plan_json(plan); }

base::Result<PlanFiles> write_plan_files(base::Disk& disk, const project::Home& home,
                                         const emit::PlanData& plan) {
  const PlanFiles files{beside(home, emit::plan_file_name(plan.created_at)),
                        beside(home, "edge_cases.yaml")};
  TRY(disk.write(files.plan, plan_text(plan)));
  TRY(disk.write(files.edge_cases, emit::edge_cases_yaml(plan.edge_cases)));
  return files;
}

base::Result<void> same_as_reviewed(const std::string& path, const std::string& text,
                                    const emit::PlanData& now) {
  const emit::ReviewedPlan reviewed = TRY(emit::read_plan(text, path));
  std::vector<std::string> changes = emit::changes_since(reviewed, now);
  if (changes.empty()) return {};
  const std::size_t more = changes.size() - std::min(changes.size(), kShownChanges);
  if (more > 0) changes.resize(kShownChanges);
  std::string message = path + " of " + reviewed.created_at + " does not hold any more:";
  for (const std::string& change : changes) message += "\n  " + change;
  if (more > 0) message += "\n  and " + std::to_string(more) + " more";
  message += "\nNothing was changed; make and review a new plan: pggit migrate --dry-run";
  return base::fail(base::ErrorCode::Refused, message);
}

}  // namespace pggit::pipeline
