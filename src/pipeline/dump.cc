#include "pipeline/dump.h"

#include "catalog/dump.h"

namespace pggit::pipeline {

base::Result<std::string> dump_view(const History& history, const std::string& view) {
  if (view == "catalog")
    return history.steps.empty() ? "" : catalog::dump(history.steps.back().step.after);
  if (view != "ops" && view != "rollback") {
    return base::fail(base::ErrorCode::Usage,
                      "there is no view '" + view + "'; there is catalog, ops, rollback");
  }
  std::string text;
  for (const Proven& proven : history.steps) {
    text += "-- " + proven.step.entry.id + "\n";
    if (view == "rollback") {
      for (const rollback::DownStatement& statement : proven.down.statements)
        text += statement.sql + ";\n";
      continue;
    }
    for (const bind::Statement& statement : proven.step.statements) {
      for (const ir::Op& op : statement.ops)
        text += history.sources.where(statement.span) + ": " + ir::op_name(op) + "\n";
      if (!statement.problem.empty()) text += "  " + statement.problem + "\n";
    }
  }
  return text;
}

}  // namespace pggit::pipeline
