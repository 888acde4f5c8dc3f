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
  Values,  // values of a column go or change (dropped, dropped and made anew, rounded)
  Rows,    // whole rows go (a table dropped)
};

struct DiffStep {
  ir::Op op;
  RowLoss loss = RowLoss::None;
  std::string note;  // "drop and create: ..." with the reason; may be empty
};

// Identity through a rename, which two catalogs alone cannot tell: taken from history. A hint that does not
// fit the catalogs is passed over. Constraints and indexes that differ in name only need no hint.
struct RenameHints {
  // Keys in `from` and the key that the same object has in `to`.
  std::vector<std::pair<ir::Key, ir::Key>> objects;
  struct Column {
    ir::Key table;  // or view, in `to`
    std::string from;
    std::string to;
  };
  std::vector<Column> columns;
  struct Label {
    ir::Key type;  // in `to`
    std::string from;
    std::string to;
  };
  std::vector<Label> labels = {};
};

struct Diff {
  std::vector<DiffStep> steps;
  // Columns that land last although `to` has them earlier: the result differs in column order only.
  bool column_order_differs = false;
};

// Applying the steps to `from` gives `to` (but for column order where said). Ordered: what depends is dropped
// first and created last; foreign keys late; views re-created around a type change. docs/differ.md lists what
// is altered in place and what is dropped and created.
//
// A script of these steps begins with `SET check_function_bodies = off`: bodies in quotes say nothing of what
// they use, so a function may come before the tables that its body names.
Diff diff(const Catalog& from, const Catalog& to, const RenameHints& hints = {});

// Equal but for the order of columns in tables.
bool equal_but_for_column_order(const Catalog& a, const Catalog& b);

// Whether applying the steps to `from` gives `to`, exactly or, where the diff says so, but for column order.
// Errors (Input): a step that cannot be applied, or the first object that comes out otherwise.
base::Result<void> verify_diff(const Catalog& from, const Catalog& to, const Diff& diff);

}  // namespace pggit::catalog
