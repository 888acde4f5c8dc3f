// Which locks a statement takes on what other sessions use. Measured on PostgreSQL 15, statement by statement, with
// pg_locks; tests/migrate/locks_test.py measures them again.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/catalog.h"
#include "ir/op.h"

namespace pggit::rules {

// In the order of their strength, as PostgreSQL numbers them.
enum class LockMode {
  None,
  AccessShare,
  RowShare,
  RowExclusive,
  ShareUpdateExclusive,
  Share,
  ShareRowExclusive,
  Exclusive,
  AccessExclusive,
};
const char* lock_name(LockMode mode);  // "ACCESS EXCLUSIVE", "none"

struct Lock {
  LockMode mode = LockMode::None;
  ir::Key on;
  bool operator==(const Lock&) const = default;
};

// The strongest lock on each relation that `seen` holds, the catalog as other sessions see it: what a transaction made
// itself stands in nobody's way. Strongest first, then by name. Nothing where it is not known (an opaque statement, or
// one without a place in the catalog). `text` of the statement says CONCURRENTLY. Locks that constraints take on rows
// of referenced tables (ROW SHARE), and those of triggers that fire, are left out.
std::optional<std::vector<Lock>> locks_of(const std::vector<ir::Op>& ops,
                                          const catalog::Catalog& seen, std::string_view text);

}  // namespace pggit::rules
