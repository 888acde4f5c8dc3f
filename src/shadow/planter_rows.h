// Rows for one table: what its constraints ask for, and the search for rows that fulfil all of it.
#pragma once

#include <expected>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "shadow/planter_checks.h"
#include "shadow/planter_values.h"

namespace pggit::shadow {

using Cell = std::optional<std::string>;  // nothing: NULL
using Cells = std::vector<Cell>;

struct NeededColumn {
  std::string name;
  ir::TypeName type;
  const ir::Enum* labels = nullptr;
  bool not_null = false;
  bool unique = false;  // part of a key
  Hints hints;
  std::vector<std::string> literals;  // of a type that only the catalog knows
  // The type that a migration gives it: values shall be fit for both.
  std::optional<ir::TypeName> later_type;
  const ir::Enum* later_labels = nullptr;
};

struct NeededCheck {
  std::string name;
  std::string sql;
  Formula formula;
  std::set<std::string> columns;
};

struct NeededKey {
  std::string name;
  std::vector<std::size_t> columns;  // of Needs::columns
  bool nulls_not_distinct = false;
  std::optional<Formula> where;
};

struct NeededGenerated {
  Formula formula;
  ir::TypeName type;
};

struct NeededParent {
  std::string name;
  ir::Key table;
  std::vector<std::size_t> columns;
  std::vector<std::string> referenced;
  bool full = false;      // MATCH FULL
  bool optional = false;  // may stay NULL
};

// What a row of a table has to fulfil.
struct Needs {
  std::vector<NeededColumn> columns;  // that are written: generated ones are not
  std::vector<NeededCheck> checks;
  std::vector<NeededKey> keys;
  std::vector<NeededParent> parents;
  std::map<std::string, NeededGenerated> generated;
  bool by_hash =
      false;  // a partition that takes some rows and not others, nobody but the server knows which
  bool one_row =
      false;  // an exclusion constraint of which nobody can tell whether a second row fits
};

// Reads texts once for many tables and steps.
class FormulaCache {
 public:
  const Formula& read(const std::string& sql);

 private:
  sql::Parser parser_;
  std::map<std::string, Formula> formulas_;
};

// Of a table of `catalog`; with `later`, the constraints that hold there too are added, as far as they speak of what is
// in both. Errors are a reason in words.
std::expected<Needs, std::string> needs_of(const catalog::Catalog& catalog, const ir::Table& table,
                                           const catalog::Catalog* later, FormulaCache& cache);

// Rows of a parent that can be referred to: the values of the referenced columns, none of them NULL.
using ParentRows = std::map<const NeededParent*, std::vector<Cells>>;

// As many of the wanted rows as can be found, each cell in the order of Needs::columns; the reason when there is none.
// `itself`: the table's own key, for foreign keys to itself. `first_serial`: see Wish::serial.
std::expected<std::vector<Cells>, std::string> find_rows(const Needs& needs, const ir::Key& itself,
                                                         const ParentRows& parents,
                                                         const std::vector<Style>& styles,
                                                         unsigned first_serial);

}  // namespace pggit::shadow
