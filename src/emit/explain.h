// Why: what a migration, an object or an edge case is, with all that is known of it.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "emit/plan_data.h"

namespace pggit::emit {

// What an ID stands for in a plan.
struct Explained {
  enum class Kind { Migration, Refusal, EdgeCase, Object };
  Kind kind = Kind::Migration;
  std::size_t index = 0;             // into commits, refused or edge_cases
  std::vector<std::string> objects;  // "table app.users"; of Object
};

// A migration's id or the beginning of its commit's hash, an edge case's id, or an object's name with or without kind
// and schema. Errors: Usage, nothing or several things are called so.
base::Result<Explained> find_explained(const PlanData& plan, const std::string& id);

// For people. The plan's commits are oldest first.
std::string explain_text(const PlanData& plan, const Explained& what);
// {"migration": ..., "edge_cases": [...]}, {"refused": ...}, {"edge_case": ...} or {"objects": [{"object","history"}]}
std::string explain_json(const PlanData& plan, const Explained& what);

}  // namespace pggit::emit
