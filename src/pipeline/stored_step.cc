#include "pipeline/stored_step.h"

#include "pipeline/tool_history.h"

namespace pggit::pipeline {

base::Result<ir::SessionRules> StoredSteps::rules() {
  ir::SessionRules rules;
  const ir::FrontEnd* tool = tool_of(TRY(repository_.store->refs()));
  if (!tool) return rules;
  if (const auto source = TRY(repository_.store->source(tool->id))) {
    rules.search_path = source->search_path;
    rules.schemas = source->schemas;
  }
  return rules;
}

base::Result<catalog::Catalog> StoredSteps::before(const store::Commit& commit) {
  if (!commit.parents.empty()) return repository_.store->tree(commit.parents[0]);
  return catalog::Catalog().with(ir::Object(ir::Schema{"public", {}}));
}

base::Result<bind::Step> StoredSteps::bound(const store::Commit& commit, const std::string& text,
                                            catalog::Catalog before) {
  base::Diagnostics diagnostics;
  bind::Evolver evolver(sources_, diagnostics, TRY(rules()), "");
  evolver.go_back({std::move(before), evolver.mark().session});
  ir::LoweredMigration lowered;
  lowered.pieces = {ir::Sql{text, sources_.add(commit.migration, text), {{0, 0, true}}}};
  ir::MigrationEntry entry;
  entry.id = commit.migration;
  bind::Step step = evolver.begin(entry, lowered);
  evolver.bind_all(step);
  return step;
}

base::Result<bind::Step> StoredSteps::up(const store::Commit& commit) {
  return bound(commit, commit.up, TRY(before(commit)));
}

base::Result<bind::Step> StoredSteps::down(const store::Commit& commit) {
  return bound(commit, commit.down, TRY(repository_.store->tree(commit.hash)));
}

}  // namespace pggit::pipeline
