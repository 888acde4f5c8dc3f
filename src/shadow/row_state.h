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
  std::map<std::string, std::string> columns;  // over the values of one column, where asked for
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

// Columns cost a hash each; whole rows tell whether two states are equal.
enum class Detail { Rows, Columns };

// Reads the state of these tables, which must exist. Errors: Database.
base::Result<RowState> read_rows(pg::Connection& session, const std::vector<RowTarget>& targets,
                                 Detail detail = Detail::Columns);

struct ColumnName {
  ir::Key table;
  std::string column;
  auto operator<=>(const ColumnName&) const = default;
  std::string text() const;  // "public.users.email", quoted
};

// Why two states differ, in words, tables named, and columns where they were read; empty: they are equal.
std::string row_difference(const RowState& expected, const RowState& found);

// The first column outside of `noise` whose values differ, or that the number of rows does; empty: what differs beside the
// noise is only which value stands beside which.
std::string value_difference(const ir::Key& table, const TableState& expected,
                             const TableState& found, const std::set<ColumnName>& noise);

// The columns in which two replays of one text came out differently: clocks, random values.
std::set<ColumnName> noisy_columns(const RowState& a, const RowState& b);

// Where a sequence stands: the value of its next call, or the one before it.
struct Position {
  std::string value;
  bool called = false;
  bool operator==(const Position&) const = default;
};
// By the quoted and qualified name of the sequence.
using Positions = std::map<std::string, Position>;
// Of those of these sequences that exist. Errors: Database.
base::Result<Positions> read_positions(pg::Connection& harness,
                                       const std::vector<std::string>& sequences);
// The names of all sequences of the database but ours. Errors: Database.
base::Result<std::vector<std::string>> all_sequences(pg::Connection& harness);

// Why the sequences that both have do not stand at the same place; empty: they do.
std::string position_difference(const Positions& expected, const Positions& found);

// `SELECT setval(...)` for each sequence that stands elsewhere in `now` than in `then`. With `guarded`, each moves only
// if it still stands where `now` says.
std::vector<std::string> put_back(const Positions& now, const Positions& then, bool guarded);

}  // namespace pggit::shadow
