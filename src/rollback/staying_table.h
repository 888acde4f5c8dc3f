// A table that is there before and after a migration, whatever it and its columns are called after it.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "bind/evolve.h"
#include "rollback/lineage.h"

namespace pggit::rollback {

class StayingTable {
 public:
  // `key`: before the migration; `lineage`: after it. Nothing where the migration drops the table. Keeps references to the step.
  static std::optional<StayingTable> find(const bind::Step& step, const Lineage& lineage,
                                          const ir::Key& key);

  // One column on both sides; `after` is null where it goes.
  struct Column {
    const ir::Column* before;
    const ir::Column* after;
  };

  const ir::Table& before() const { return *before_; }
  const ir::Table& after() const { return *after_; }
  // By its name before; `before` is null where there is none.
  Column column(const std::string& name) const;

  // By whose values a row is found again: of a primary or unique key whose values stay, be it in another type that compares with
  // the old one. Empty: there is none. `changed`: columns whose values may be others.
  std::vector<Column> key(const std::set<std::string>& changed) const;
  // Why there is none, in words: "it has no key", "column id of its key goes".
  std::string why_no_key(const std::set<std::string>& changed) const;
  // What a row holds before and after alike, and can be compared; nothing where a column that stays gets another type, `but`
  // left out.
  std::optional<std::vector<Column>> rest(const std::string& but) const;

  // Triggers that an UPDATE of the table fires, before and after alike and under the names before; nothing where one of them is
  // only there after.
  std::optional<std::vector<ir::Trigger>> triggers() const;

 private:
  StayingTable(const bind::Step& step, const Lineage& lineage, const ir::Table& before,
               const ir::Table& after)
      : step_(&step), lineage_(&lineage), before_(&before), after_(&after) {}

  std::vector<Column> columns(const std::vector<std::string>& names) const;

  const bind::Step* step_;
  const Lineage* lineage_;
  const ir::Table* before_;
  const ir::Table* after_;
};

}  // namespace pggit::rollback
