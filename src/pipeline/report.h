// What people see of a migrate, as text: the blocks of emit/report.h with the figures of this run.
#pragma once

#include <string>
#include <vector>

#include "emit/plan_data.h"
#include "pipeline/history.h"

namespace pggit::pipeline {

// What became of the run: the report's last blocks.
struct Outcome {
  std::string headline;              // "Migration completed"
  std::vector<std::string> results;  // "branch import/flyway: 83 new commits"
  std::vector<std::string> next;     // commands to try
  double seconds = 0;                // of the whole run
  std::string finding;               // what makes the exit code 1; may be empty
};

// Detection, phases, intelligence and proof. `color`: ANSI escapes.
std::string report_text(const History& history, const emit::PlanData& plan, bool color);
// Result and commands to try.
std::string outcome_text(const Outcome& outcome, bool color);

}  // namespace pggit::pipeline
