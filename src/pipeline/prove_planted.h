// The planted run of a proof: rows that are valid before a step are planted into the tables that it touches, the step
// goes up, down and up again over them, and everything is rolled back. docs/shadow.md, "Planted rows", says more.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/error.h"
#include "bind/evolve.h"
#include "catalog/catalog.h"
#include "pg/connection.h"
#include "rollback/down.h"
#include "shadow/planter.h"
#include "shadow/row_state.h"

namespace pggit::pipeline {

// A step that fails on rows that were valid before it, though it works on those of the history.
struct DataDependent {
  std::size_t statement = 0;  // of the step; the number of its statements: a deferred constraint
  std::string message;        // the server's words
  std::string rows;  // the planted rows that it failed on: "app.users (id, email): (1, NULL)"
  std::string runs_while_empty = {};  // "app.users, ...": tables that hold no row wherever it runs
};

struct PlantedRun {
  std::set<ir::Key>
      held;  // tables that held planted rows while the step went up, down and up again, or hold none wherever it runs
  std::map<ir::Key, std::string> without;  // tables that it touches and that got none: why
  std::map<ir::Key, std::string>
      refused;          // tables that held planted rows when it failed: at what, last
  std::string skipped;  // why nothing was run; empty: it was, or need not be
  std::string
      fails;  // at what it fails on planted rows, whichever were tried; empty: it went through
  std::string broken;                           // what speaks against the proof
  std::optional<DataDependent> data_dependent;  // an edge case
};

struct PlantedRequest {
  const bind::Step& step;
  const rollback::Down& down;
  std::vector<ir::Key> tables;         // of step.before, whose rows count
  std::vector<std::string> setup;      // what the tool puts back before each migration
  const catalog::Catalog& observed;    // server forms before the step
  const std::vector<ir::Key>& keys;    // of the objects to compare after the down
  const shadow::Positions& positions;  // of the sequences that the step is known to move
};

// The database stands as it did before the step, and does so again at the end: rows and sequences too.
struct PlantedSessions {
  pg::Connection& migration;  // outside of a transaction
  pg::Connection& harness;
  pg::Connection&
      twin;  // of a database where all stands as it did here, but for what the step is known to change
};

// Errors: Database. Where `broken` is set the database may be in any state, and the session may be lost.
base::Result<PlantedRun> run_planted(const PlantedSessions& sessions, shadow::Planter& planter,
                                     const PlantedRequest& request);

// Why the proof did not see rows in every table that it should have: "public.users held no rows, and none could be
// planted: ..."; empty: it did.
std::string without_rows(const shadow::RowState& history_rows, const PlantedRun& planted);

}  // namespace pggit::pipeline
