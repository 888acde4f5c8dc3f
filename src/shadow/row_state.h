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
  bool operator==(const RowState&) const = default;
};

struct RowTarget {
  ir::Key key;
  std::vector<std::string> columns;
};

// Reads the state of these tables, which must exist. Errors: Database.
base::Result<RowState> read_rows(pg::Connection& session, const std::vector<RowTarget>& targets);

// Why two states differ, in words, tables and columns named; empty: they are equal but for the columns in
// `noise` ("schema.table.column"). A table whose whole-row hashes differ only by noise counts as equal.
std::string row_difference(const RowState& expected, const RowState& found,
                           const std::set<std::string>& noise);

// The columns in which two replays of one text came out differently: clocks, random values.
std::set<std::string> noisy_columns(const RowState& a, const RowState& b);

// Where a sequence stands: the value of its next call, or the one before it.
struct Position {
  std::string value;
  bool called = false;
  bool operator==(const Position&) const = default;
};
// Of every sequence of the database, by its quoted and qualified name. Errors: Database.
using Positions = std::map<std::string, Position>;
base::Result<Positions> read_positions(pg::Connection& harness);

// Why the sequences that both have do not stand at the same place; empty: they do.
std::string position_difference(const Positions& expected, const Positions& found);

// `SELECT setval(...)` for each sequence that stands elsewhere in `now` than in `then`. With `guarded`, each moves only
// if it still stands where `now` says.
std::vector<std::string> put_back(const Positions& now, const Positions& then, bool guarded);

}  // namespace pggit::shadow
