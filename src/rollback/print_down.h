// The DDL of a way back, for tables that hold rows.
#pragma once

#include <string>
#include <vector>

#include "catalog/diff.h"
#include "rollback/snapshot.h"

namespace pggit::rollback {

// What the differ planned from `from` to `to`, as statements. Three things are done about rows and bound texts that a
// differ of catalogs does not see:
// - a column that is NOT NULL without a default comes back filled with a zero of its type, which is taken away as
//   default at once: its values are lost either way, and without one the table could not have it back;
// - CHECK constraints that mention a column whose type changes are made anew from their source form, because
//   PostgreSQL carries the casts of the other type along;
// - foreign keys that stay, on a column or to a column whose type changes, are made anew where they do not allow both types or
//   the values in between.
// With a snapshot, what is made again gets its rows, values and positions at once; may be null.
std::vector<std::string> print_down(const std::vector<catalog::DiffStep>& steps,
                                    const catalog::Catalog& from, const catalog::Catalog& to,
                                    const Snapshot* snapshot);

}  // namespace pggit::rollback
