// Where a database stands: HEAD, what drifted from it, and what the tool's own history table says.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "ir/front_end.h"
#include "pipeline/diff.h"
#include "pipeline/options.h"
#include "pipeline/repository.h"

namespace pggit::pipeline {

struct ToolStatus {
  std::string table;  // "flyway_schema_history"; empty: the history came from no tool that has one
  bool is_there = false;
  bool by_files = false;  // compared with the project's files, else with what is stored
  std::vector<ir::HistoryFinding> findings;
  std::vector<std::string> not_stored;  // ids of files that no commit holds yet
};

struct Status {
  store::Head head;
  std::string migration;  // of HEAD; empty: before the first commit
  Comparison drift;       // from HEAD to the live database
  ToolStatus tool;
};

// Reads only. The project's folder is used where there is one (options.folders, else the working folder).
// Errors: Usage (no history yet), Input (a folder that was named and cannot be read), Database.
base::Result<Status> read_status(Repository& repository, const Options& options);

std::string status_text(const Status& status);
// {"branch","commit","migration","note","history":{...},"drift":{...}}
std::string status_json(const Status& status);

}  // namespace pggit::pipeline
