// What checkout writes into the operation log, so that every step can be looked up later.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/model.h"

namespace pggit::pipeline {

inline constexpr char kCheckout[] = "checkout";
inline constexpr char kCheckoutPart[] = "checkout part";
inline constexpr char kSchemaMade[] = "schema made";

// One migration that was run here, up or down.
struct StepRecord {
  std::int64_t operation = 0;  // its id
  base::Hash commit;
  std::string migration;
  bool forward = true;
};

// A migration that runs outside a transaction and has not come to its end.
struct HalfDone {
  base::Hash commit;
  std::string migration;
  std::size_t done = 0;  // statements that ran
  std::size_t of = 0;
  bool begun = false;  // the statement behind them was sent, and what became of it is not known
  std::string text() const;  // "V5 is half done: 1 of 3 statements ran"
};

std::string detail_of_step(const store::Commit& commit, bool forward);
// The steps among the operations (newest first, as the store gives them), oldest first.
std::vector<StepRecord> steps_of(const std::vector<store::Operation>& operations);

// What a run before this one left in the middle; nothing when the newest checkout ended at a commit or at nothing done.
std::optional<HalfDone> half_done_of(const std::vector<store::Operation>& operations);
// The operation that notes how far it is.
std::string detail_of_part(const HalfDone& part);

// Schemas that pggit made because the tool would have.
std::vector<std::string> schemas_made(const std::vector<store::Operation>& operations);

// Whether pggit itself led this database over the commit: then code that it does not run has not run here either.
bool was_run_here(const std::vector<StepRecord>& steps, const base::Hash& commit);

}  // namespace pggit::pipeline
