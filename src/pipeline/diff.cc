#include "pipeline/diff.h"

#include "catalog/diff.h"
#include "sql/print.h"

namespace pggit::pipeline {

base::Result<std::string> diff_text(Repository& repository, const std::string& a,
                                    const std::string& b, bool as_sql) {
  const catalog::Catalog from =
      TRY(repository.store->tree(TRY(resolve(*repository.store, a)).hash));
  const catalog::Catalog to = TRY(repository.store->tree(TRY(resolve(*repository.store, b)).hash));
  std::string text;
  if (as_sql) {
    const catalog::Diff diff = catalog::diff(from, to);
    // Bodies of functions may name what a later statement makes.
    if (!diff.steps.empty()) text = "SET check_function_bodies = off;\n";
    for (const catalog::DiffStep& step : diff.steps) {
      if (step.loss != catalog::RowLoss::None)
        text += "-- rows are lost: " + ir::op_name(step.op) +
                (step.note.empty() ? "" : " (" + step.note + ")") + "\n";
      for (const std::string& sql : sql::print(step.op)) text += sql + ";\n";
    }
    return text;
  }
  for (const catalog::Catalog::Change& change : catalog::Catalog::changes(from, to)) {
    const char* mark = !change.before ? "+ " : !change.after ? "- " : "~ ";
    text += mark + ir::to_text(change.key) + "\n";
  }
  return text;
}

}  // namespace pggit::pipeline
