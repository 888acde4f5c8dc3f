// Rows that a proof plants before a migration runs, and takes away again: typed, valid under the constraints in force,
// with NULLs, duplicates, limits of types, every label of an enumeration. Their keys lie far from sequences: integers
// from 1,900,000,000, smallints from 30,000, uuids 99991999-..., texts that begin with pggit·.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/error.h"
#include "catalog/catalog.h"
#include "pg/connection.h"
#include "shadow/planter_rows.h"

namespace pggit::shadow {

struct PlantedTable {
  ir::Key table;
  std::vector<std::string> columns;
  std::vector<Cells> rows;       // cells in the order of `columns`, as PostgreSQL reads them
  std::vector<std::string> key;  // columns that tell the rows from all others; empty: there is none
  std::vector<ir::Key> parents;  // tables that its rows refer to
  std::string insert;            // one statement
  std::vector<std::string> removes;  // that take away exactly these rows
};

struct Plant {
  std::vector<PlantedTable> tables;  // parents before those that refer to them
  std::map<ir::Key, std::string>
      unplanted;  // tables of which no row could be made, with the reason
  const PlantedTable* find(const ir::Key& table) const;
};

struct PlantRequest {
  std::vector<ir::Key> tables;
  // Rows of plants with different numbers may be in a table together.
  unsigned number = 0;
  // Rows shall also be valid here, and are ordinary ones: no limits of types. Null: any valid rows.
  const catalog::Catalog* later = nullptr;
  std::map<ir::Key, std::string> empty = {};  // tables that get no row, with the reason
  bool filled = false;                        // nothing is NULL that may have a value
};

class Planter {
 public:
  // Rows for these tables of the catalog and for those that they refer to. Asks no server; the same request gives the
  // same rows.
  Plant plan(const catalog::Catalog& catalog, const PlantRequest& request);

 private:
  FormulaCache cache_;
};

// Gives a table of a plant these rows, in the order of its columns.
void set_rows(PlantedTable& planted, const ir::Table& table, std::vector<Cells> rows);

// Takes a table out of a plant with the reason, and those whose rows refer to it.
void refuse(Plant& plant, const ir::Key& table, const std::string& why);

// Inserts the rows, all in one transaction; no trigger fires and no foreign key is looked at (that they hold is the
// plan's word). A table whose rows the server refuses goes to `unplanted` with the server's words, and those that refer
// to it with it. `harness`: a superuser's session outside a transaction. Errors: Database.
base::Result<void> plant_rows(pg::Connection& harness, Plant& plant);
// Takes them away again. Errors: Database.
base::Result<void> unplant_rows(pg::Connection& harness, const Plant& plant);

}  // namespace pggit::shadow
