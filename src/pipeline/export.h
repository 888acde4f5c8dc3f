// A stored history as the files of a tool, written to a folder of its own.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/env.h"
#include "base/error.h"
#include "pipeline/repository.h"

namespace pggit::pipeline {

struct ExportOrder {
  std::string tool;      // "goose"
  std::string revision;  // "main", or "A..B": what B has and A has not
  std::string folder;    // that is not there yet, or empty
};

struct ExportResult {
  std::size_t migrations = 0;
  std::size_t files = 0;
  // Migrations whose way back does not bring all back in the tool: what pggit keeps beside the rows stays with pggit.
  std::vector<std::string> without_rows;
  std::vector<std::string> without_way_back;
  // Migrations with code that was not read, of which the export has nothing: "V12 (java-migration)".
  std::vector<std::string> not_read;
};

// "atlas, dbmate, ...".
std::string export_tools();

// Errors: Usage (no such tool or revision), Refused (there is something in the folder), Input (the tool cannot say it), Database.
base::Result<ExportResult> export_history(Repository& repository, base::Disk& disk,
                                          const ExportOrder& order);

}  // namespace pggit::pipeline
