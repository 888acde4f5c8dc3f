// What a statement does to the rows that are there: reads them all, or writes them all anew, while it holds its locks. Measured
// on PostgreSQL 15; tests/commands/in_place_test.py measures it again by relfilenode.
#pragma once

#include <vector>

#include "catalog/catalog.h"
#include "ir/op.h"

namespace pggit::rules {

enum class Work { None, Scan, Rewrite };

struct TableWork {
  Work work = Work::None;
  ir::Key table;  // or materialized view
  bool operator==(const TableWork&) const = default;
};

// The tables that the operation reads whole or rewrites, in the order of their names; `before`: the catalog that it meets. Where
// it takes the server to know (the volatility of an extension's function), the worse is said. Reads and writes of rows
// themselves (Dml) are not among them.
std::vector<TableWork> table_work(const ir::Op& op, const catalog::Catalog& before);

}  // namespace pggit::rules
