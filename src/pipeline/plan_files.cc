#include "pipeline/plan_files.h"

#include "emit/edge_cases_yaml.h"
#include "emit/plan_json.h"

namespace pggit::pipeline {
namespace {

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

}  // namespace pggit::pipeline
