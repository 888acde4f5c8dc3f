#include "pipeline/reader.h"

#include <algorithm>

#include "pipeline/interrupt.h"

namespace pggit::pipeline {
namespace {

class CatalogView final : public ir::SchemaView {
 public:
  explicit CatalogView(const catalog::Catalog& catalog) : catalog_(catalog) {}
  const ir::Object* find(const ir::Key& key) const override { return catalog_.find(key); }

 private:
  const catalog::Catalog& catalog_;
};

// A database as it is made: schema public and nothing else.
catalog::Catalog fresh_database(const ir::SessionRules& rules) {
  catalog::Catalog catalog = catalog::Catalog().with(ir::Object(ir::Schema{"public", {}}));
  for (const std::string& schema : rules.schemas) {
    if (schema != "public") catalog = catalog.with(ir::Object(ir::Schema{schema, {}}));
  }
  return catalog;
}

ir::Project reporting_to(ir::Project project, base::Diagnostics& diagnostics) {
  project.diagnostics = &diagnostics;
  return project;
}

}  // namespace

Reader::Reader(History& history, const Options& options, base::Diagnostics& diagnostics)
    : history_(history),
      options_(options),
      project_(reporting_to(history.project, diagnostics)),
      evolver_(history.sources, diagnostics, history.listing.session, options.role) {
  evolver_.go_back({fresh_database(history.listing.session), evolver_.mark().session});
  if (!options.shadow_url.empty()) evolver_.forget_roles();
}

void Reader::read_pre_script(const catalog::Catalog* as_made) {
  if (options_.pre_script.empty()) return;
  ir::MigrationEntry entry;
  entry.id = entry.path = "pre-script";
  entry.file = history_.sources.add(entry.path, options_.pre_script);
  ir::LoweredMigration lowered;
  lowered.pieces = {ir::Sql{options_.pre_script, entry.file, {{0, 0, true}}}};
  const bind::Evolver::Mark mark = evolver_.mark();
  bind::Step step = evolver_.begin(entry, lowered);
  evolver_.bind_all(step);
  if (as_made && std::ranges::any_of(step.statements, bind::is_opaque))
    evolver_.learn(step.statements.back(), *as_made);
  evolver_.go_back({evolver_.catalog(), mark.session});
}

base::Result<ir::LoweredMigration> Reader::lower(const ir::MigrationEntry& entry) const {
  return history_.front_end->lower(project_, history_.listing, entry,
                                   CatalogView(evolver_.catalog()));
}

base::Result<bind::Step> Reader::read(const ir::MigrationEntry& entry) {
  bind::Step step = evolver_.begin(entry, TRY(lower(entry)));
  evolver_.bind_all(step);
  return step;
}

base::Result<void> unless_stopped() {
  if (!stop_asked()) return {};
  return base::fail(base::ErrorCode::Interrupted, "stopped; nothing was stored");
}

}  // namespace pggit::pipeline
