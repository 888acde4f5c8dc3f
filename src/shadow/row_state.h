// What the rows of tables and the positions of sequences are, as values that compare: order-free hashes.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/error.h"
#include "ir/objects.h"
#include "pg/connection.h"

namespace pggit::shadow {

struct TableState {
  std::int64_t rows = 0;
  std::string hash;                            // over whole rows
  std::map<std::string, std::string> columns;  // over the values of one column
  bool operator==(const TableState&) const = default;
};

struct RowState {
  std::map<ir::Key, TableState> tables;
  std::map<ir::Key, std::string> sequences;  // "42 t": last_value, is_called
  bool operator==(const RowState&) const = default;
};

// A table with the columns to hash; a sequence has none.
struct RowTarget {
  ir::Key key;
  std::vector<std::string> columns;
};

// Reads the state of these tables and sequences, which must exist. Errors: Database.
base::Result<RowState> read_rows(pg::Connection& session, const std::vector<RowTarget>& targets);

// Why two states differ, in words, tables and columns named; empty: they are equal but for the columns in
// `noise` ("schema.table.column"). A table whose whole-row hashes differ only by noise counts as equal.
std::string row_difference(const RowState& expected, const RowState& found,
                           const std::set<std::string>& noise);

// The columns in which two replays of one text came out differently: clocks, random values.
std::set<std::string> noisy_columns(const RowState& a, const RowState& b);

}  // namespace pggit::shadow
