// The migrations of a history as they are read, in order, each on the catalog that the one before it left.
#pragma once

#include "base/diagnostics.h"
#include "bind/evolve.h"
#include "pipeline/history.h"

namespace pggit::pipeline {

class Reader {
 public:
  // Stands before the first migration. What it reports goes to `diagnostics`, so that readers in several threads keep
  // theirs apart. All references are kept.
  Reader(History& history, const Options& options, base::Diagnostics& diagnostics);
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  // What the --pre-script makes is there before the first migration, as the database that the history is for has it.
  // `as_made`: the database after the script as a server shows it, for what cannot be read; null without a server.
  void read_pre_script(const catalog::Catalog* as_made);

  // What the front end makes of a migration here. Errors: Input.
  base::Result<ir::LoweredMigration> lower(const ir::MigrationEntry& entry) const;
  // Lowers and binds it. Errors: Input.
  base::Result<bind::Step> read(const ir::MigrationEntry& entry);

  bind::Evolver& evolver() { return evolver_; }

 private:
  History& history_;
  const Options& options_;
  ir::Project project_;  // of the history, but for where it reports
  bind::Evolver evolver_;
};

// What Ctrl-C cancelled looks like a migration that fails: nothing is concluded from it. Errors: Interrupted.
base::Result<void> unless_stopped();

}  // namespace pggit::pipeline
