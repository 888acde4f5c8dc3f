// The operations that lead from one catalog to another, in an order that PostgreSQL accepts.
#pragma once

#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "ir/op.h"

namespace pggit::catalog {

// What rows do when the operation runs on tables that hold some.
enum class RowLoss {
  None,    // rows stay as they are
  Values,  // values of a column go (dropped, or dropped and made anew)
  Rows,    // whole rows go (a table dropped, or dropped and created)
};

struct DiffStep {
  ir::Op op;
  RowLoss loss = RowLoss::None;
  std::string note;  // "drop and create: no in-place ALTER is written for this yet"; may be empty
};

// Identity through a rename, which two catalogs alone cannot tell: taken from history.
struct RenameHints {
  // Keys in `from` and the key that the same object has in `to`.
  std::vector<std::pair<ir::Key, ir::Key>> objects;
  struct Column {
    ir::Key table;  // in `to`
    std::string from;
    std::string to;
  };
  std::vector<Column> columns;
};

struct Diff {
  std::vector<DiffStep> steps;
  // Columns that land last although `to` has them earlier: the result differs in column order only.
  bool column_order_differs = false;
};

// Applying the steps to `from` gives `to` (but for column order where said). Ordered: what depends
// is dropped first and created last; foreign keys late; views re-created around a type change.
Diff diff(const Catalog& from, const Catalog& to, const RenameHints& hints = {});

// Equal but for the order of columns in tables.
bool equal_but_for_column_order(const Catalog& a, const Catalog& b);

}  // namespace pggit::catalog
