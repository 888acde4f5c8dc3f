// A live database beside what the history says about it.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "pipeline/migrate.h"

namespace pggit::pipeline {

struct LiveComparison {
  std::vector<std::string> lines;  // for people
  bool differs = false;            // from every migration, or the tool's table from the files
};

// Schema and the tool's history table; reads only. Errors: Database.
base::Result<LiveComparison> compare_live(const History& history, Repository& repository,
                                          const Standing& standing);

}  // namespace pggit::pipeline
