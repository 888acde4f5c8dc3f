#include "rollback/remade_tables.h"

#include <algorithm>

#include "catalog/dependencies.h"
#include "catalog/inheritance.h"
#include "catalog/parts.h"

namespace pggit::rollback {
namespace {

bool is_plain(const catalog::Catalog& catalog, const ir::Key& key) {
  const ir::Table* table = catalog.get<ir::Table>(key);
  return table && !table->partition_by && !table->partition_of &&
         !catalog::is_in_family(catalog, key) && !table->force_row_security;
}

// Other tables with a foreign key to it.
std::vector<ir::Key> referring(const catalog::Catalog& catalog, const ir::Key& key) {
  std::vector<ir::Key> found;
  for (const catalog::Dependent& d : catalog::dependents(catalog, {key, ""})) {
    const ir::Table* table = catalog.get<ir::Table>(d.key);
    const bool listed = std::ranges::find(found, d.key) != found.end();
    if (table && d.key != key && !listed && catalog::refers_to(*table, key)) found.push_back(d.key);
  }
  return found;
}

// With what refers to them; nothing where that is older than the migration.
std::optional<std::vector<ir::Key>> to_empty(const bind::Step& step, const Lineage& lineage,
                                             const std::set<ir::Key>& keys) {
  std::vector<ir::Key> tables{keys.begin(), keys.end()};
  for (std::size_t i = 0; i < tables.size(); ++i) {
    for (const ir::Key& key : referring(step.after, tables[i])) {
      if (lineage.before(key)) return std::nullopt;
      if (std::ranges::find(tables, key) == tables.end()) tables.push_back(key);
    }
  }
  return tables;
}

// Nothing where they refer to one another in a circle.
std::optional<std::vector<ir::Key>> parents_first(const catalog::Catalog& before,
                                                  std::set<ir::Key> keys) {
  std::vector<ir::Key> sorted;
  while (!keys.empty()) {
    const auto is_free = [&](const ir::Key& key) {
      const ir::Table* table = before.get<ir::Table>(key);
      return std::ranges::none_of(keys, [&](const ir::Key& other) {
        return other != key && table && catalog::refers_to(*table, other);
      });
    };
    const auto next = std::ranges::find_if(keys, is_free);
    if (next == keys.end()) return std::nullopt;
    sorted.push_back(*next);
    keys.erase(next);
  }
  return sorted;
}

// Those that stay as they are while the way back runs; nothing where one is altered, or where it is a rule or fires on TRUNCATE.
std::optional<std::vector<ir::Trigger>> standing_triggers(const bind::Step& step,
                                                          const ir::Key& key) {
  std::vector<ir::Trigger> found;
  for (const catalog::Dependent& d : catalog::dependents(step.after, {key, ""})) {
    if (d.key.kind == ir::Kind::Rule) return std::nullopt;
    const auto* now = step.after.get<ir::Trigger>(d.key);
    if (!now || now->enabled == 'D' || now->enabled == 'R') continue;
    const auto* then = step.before.get<ir::Trigger>(d.key);
    if (now->on_truncate || (then && !(*then == *now))) return std::nullopt;
    if (then && now->on_insert) found.push_back(*now);
  }
  return found;
}

}  // namespace

std::optional<RemadeTables> remade_tables(const bind::Step& step, const Lineage& lineage,
                                          const std::set<ir::Key>& keys) {
  RemadeTables tables;
  for (const ir::Key& key : keys) {
    if (!is_plain(step.before, key) || !is_plain(step.after, key)) return std::nullopt;
    auto triggers = standing_triggers(step, key);
    if (!triggers) return std::nullopt;
    tables.triggers[key] = *std::move(triggers);
  }
  auto emptied = to_empty(step, lineage, keys);
  auto filled = parents_first(step.before, keys);
  if (!emptied || !filled) return std::nullopt;
  tables.to_empty = *std::move(emptied);
  tables.to_fill = *std::move(filled);
  return tables;
}

}  // namespace pggit::rollback
