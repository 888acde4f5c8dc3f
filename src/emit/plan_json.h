// migration_plan_YYYYMMDD.json: what a migrate would do, for people to review and for `--plan` to apply.
// docs/plan.schema.json is its JSON Schema; the same input gives the same bytes but for `created_at`.
#pragma once

#include <string>

#include "emit/plan_data.h"

namespace pggit::emit {

// The whole file, ended by a line feed. Bytes that are not UTF-8 are replaced by U+FFFD.
std::string plan_json(const PlanData& plan);

// "migration_plan_20240315.json" from an ISO 8601 time.
std::string plan_file_name(const std::string& created_at);

}  // namespace pggit::emit
