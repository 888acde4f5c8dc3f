#include "bind/testing/steps.h"

#include "base/check.h"

namespace pggit::bind::testing {

std::vector<Step> steps_of(const std::vector<std::string>& migrations) {
  base::Sources sources;
  base::Diagnostics diagnostics;
  ir::SessionRules rules;
  rules.search_path = {"public"};
  Evolver evolver(sources, diagnostics, rules, "migrator");
  evolver.go_back(
      {catalog::Catalog().with(ir::Object(ir::Schema{"public", {}})), evolver.mark().session});
  std::vector<Step> steps;
  for (const std::string& sql : migrations) {
    ir::LoweredMigration lowered;
    lowered.pieces = {ir::Sql{sql, base::kNoFile, {{0, 0, true}}}};
    steps.push_back(evolver.begin({}, lowered));
    evolver.bind_all(steps.back());
  }
  PGGIT_CHECK(!diagnostics.has_errors());
  return steps;
}

}  // namespace pggit::bind::testing
