// What people see at the end of a migrate: the blocks of detection, analysis, intelligence, proof and result.
// Holds only what was measured or read in this run; a figure that is not known is left out, never guessed.
#pragma once

#include <string>
#include <vector>

#include "emit/plan_data.h"

namespace pggit::emit {

struct ReportPhase {
  std::string name;
  double seconds = 0;
};

// What the report says beyond the plan.
struct RunFacts {
  std::string first_date;  // of the history, where its source or its table states dates; else empty
  std::string last_date;
  std::vector<ReportPhase> phases;  // in the order in which they ran
  double seconds = 0;               // of the whole run
  std::string headline;  // "Migration completed", "Dry run completed: nothing was touched"
  // What was stored or written: "branch import/flyway: 83 new commits"; lines with two spaces before them belong to the
  // one above.
  std::vector<std::string> results;
  std::vector<std::string> next;  // commands to try
  bool color = false;             // ANSI escapes
};

// Lines ended by line feeds. Control characters of the user's texts are replaced by spaces.
std::string terminal_report(const PlanData& plan, const RunFacts& facts);

// Its last blocks alone: result and commands to try; for what happens after a question was answered.
std::string terminal_result(const RunFacts& facts);

// "0.02 s", "12.3 s", "2:47".
std::string duration_text(double seconds);

}  // namespace pggit::emit
