// The lines of `log --graph`.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "store/store.h"

namespace pggit::pipeline {

// All commits that branches, tags and HEAD lead to, a child before its parents, by Store::log or Store::outline. Errors:
// Database.
using LogOf = base::Result<std::vector<store::Commit>> (store::Store::*)(const base::Hash& from);
base::Result<std::vector<store::Commit>> log_of_all(store::Store& store, LogOf log);

struct GraphRow {
  std::string before;               // the lanes, with * for the commit: "| * "
  std::string below;                // the lanes of further lines about it: "| | "
  std::vector<std::string> behind;  // lines that follow it: "|\\", "|/"
};

// One row a commit; `commits` as log gives them, a child before its parents.
std::vector<GraphRow> graph_of(const std::vector<store::Commit>& commits);

}  // namespace pggit::pipeline
