// The rows of some tables, kept aside by the harness and put back by it: for steps
// whose down brings the structure back but not the rows.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "catalog/catalog.h"
#include "pg/connection.h"
#include "shadow/row_state.h"

namespace pggit::shadow {

struct SavedTable {
  ir::Key table;
  std::string copy;  // the table that holds the rows; empty: there are none, or few
  std::vector<std::vector<std::optional<std::string>>> rows;  // a few, as the server prints them
  std::vector<std::string> columns;  // that can be written: generated ones left out
  // CHECKs that are NOT VALID: rows of before may break them, so they step aside while rows come back.
  std::vector<ir::Constraint> not_valid;
};
struct SavedState {
  std::vector<SavedTable> tables;
};

// Makes a session of the harness one that moves rows: triggers and foreign keys sleep in it. It is to be used for nothing
// else, because PostgreSQL throws all plans of a session away when this is switched. On a server of the user's, whose
// role may not switch them off, triggers and keys stay awake: what they do shows in the rows. Errors: Database.
base::Result<void> open_for_rows(pg::Connection& session);

// Tables of `catalog` are copied to schema pggit of the database, which no comparison looks at; `rows` says which hold
// any. A few rows are held by us: making and dropping a table takes longer than all else. Errors: Database.
base::Result<SavedState> save_rows(pg::Connection& harness, const catalog::Catalog& catalog,
                                   const std::vector<ir::Key>& tables, const RowState& rows);
// Puts the rows back, whatever stands in the tables now. The session is one of open_for_rows().
base::Result<void> restore_rows(pg::Connection& harness, const SavedState& saved);
base::Result<void> drop_saved(pg::Connection& harness, const SavedState& saved);

}  // namespace pggit::shadow
