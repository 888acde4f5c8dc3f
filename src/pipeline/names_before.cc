#include "pipeline/names_before.h"

#include "catalog/apply.h"
#include "rollback/lineage.h"

namespace pggit::pipeline {
namespace {

void apply_if_possible(const ir::Op& op, catalog::Catalog& catalog) {
  if (auto next = catalog::apply(op, catalog)) catalog = *std::move(next);
}

void rename_back(const ir::Key& now, const ir::Key& before, catalog::Catalog& catalog) {
  ir::Key key = now;
  if (key.schema != before.schema) {
    apply_if_possible(ir::Move{key, before.schema}, catalog);
    key.schema = before.schema;
  }
  const std::string& name = ir::is_on_relation(key.kind) ? before.sub : before.name;
  if (key != before) apply_if_possible(ir::Rename{key, name}, catalog);
}

}  // namespace

catalog::Catalog after_under_names_before(const bind::Step& step) {
  const catalog::RenameHints hints = rollback::lineage(step).way_back();
  catalog::Catalog catalog = step.after;
  for (const auto& [now, before] : hints.objects) rename_back(now, before, catalog);
  for (const auto& [table, now, before] : hints.columns)
    apply_if_possible(ir::RenameColumn{table, now, before}, catalog);
  for (const auto& [type, now, before] : hints.labels)
    apply_if_possible(ir::RenameEnumLabel{type, now, before}, catalog);
  return catalog;
}

}  // namespace pggit::pipeline
