// The files that a migrate leaves in the project's folder for people to read.
#pragma once

#include <string>

#include "base/env.h"
#include "base/error.h"
#include "emit/plan_data.h"
#include "project/home.h"

namespace pggit::pipeline {

struct PlanFiles {
  std::string plan;        // ".../migration_plan_20240315.json"
  std::string edge_cases;  // ".../edge_cases.yaml"
};

// Writes both beside `home`, each whole or not at all; older ones of the same name are replaced.
// `plan.created_at` names the day. Errors: Input, the folder cannot be written to.
base::Result<PlanFiles> write_plan_files(base::Disk& disk, const project::Home& home,
                                         const emit::PlanData& plan);

// What the file of the plan holds.
std::string plan_text(const emit::PlanData& plan);

// Whether the plan in `text`, read from `path`, still holds for what this run found. Errors: Input (it is no plan),
// Refused, with what changed.
base::Result<void> same_as_reviewed(const std::string& path, const std::string& text,
                                    const emit::PlanData& now);

}  // namespace pggit::pipeline
