// The database that a plan is for, as it stands.
#pragma once

#include "base/error.h"
#include "emit/plan_data.h"
#include "pipeline/migrate.h"

namespace pggit::pipeline {

// Reads only. Errors: Database.
base::Result<emit::PlanTarget> plan_target(const History& history, Repository& repository,
                                           const Standing& standing);

}  // namespace pggit::pipeline
