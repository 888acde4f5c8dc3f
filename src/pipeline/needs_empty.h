// Steps that run only while a table is empty, as far as that can be told from their text:
//
//   ALTER TABLE t ADD COLUMN n int NOT NULL;   -- no default: every row of t would hold NULL there
//   CREATE TABLE p (id int PRIMARY KEY);
//   ALTER TABLE t ADD FOREIGN KEY (p_id) REFERENCES p;   -- p_id is NOT NULL, and p holds no row
//
// No state with a row in t exists on which such a step runs, so the empty t is all there is to prove.
// docs/decisions/017-steps-that-need-an-empty-table.md has the argument and its limits.
#pragma once

#include <cstddef>
#include <optional>
#include <set>

#include "bind/evolve.h"
#include "catalog/catalog.h"
#include "pg/connection.h"

namespace pggit::pipeline {

// The table of step.before that has to be empty for the step to run; nothing where that is not certain. `error`: what the
// server said of statement `at` of the step while that table held rows.
std::optional<ir::Key> needs_empty(const bind::Step& step, std::size_t at,
                                   const pg::ServerError& error);

// They, and the tables that can hold no row while these hold none: those whose rows have to refer to one of them, however
// far.
std::set<ir::Key> with_referrers(const catalog::Catalog& catalog, std::set<ir::Key> tables);

}  // namespace pggit::pipeline
