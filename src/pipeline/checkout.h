// Leading a database from one commit to another: ups forward, downs back.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "pipeline/checkout_log.h"
#include "pipeline/checkout_script.h"
#include "pipeline/options.h"
#include "pipeline/repository.h"

namespace pggit::pipeline {

struct CheckoutStep {
  store::Commit commit;
  bool forward = true;
};

struct CheckoutPlan {
  store::Head from;                   // HEAD when the plan was made
  std::vector<CheckoutStep> steps;    // in the order in which they run
  store::Head head;                   // where HEAD stands afterwards
  std::vector<Discard> discards;      // statements that destroy rows
  std::optional<HalfDone> half_done;  // what an earlier run left in the middle
  std::vector<std::string> invalid;   // indexes that it left invalid: they are dropped first
};

// Errors: Usage (no such revision), Refused (the database drifted from HEAD; a migration cannot be taken back).
base::Result<CheckoutPlan> plan_checkout(Repository& repository, const std::string& revision);
// To `head`, which may stand before the first commit.
base::Result<CheckoutPlan> plan_checkout_to(Repository& repository, const store::Head& head);

// Errors: Refused, where going back discards rows and nobody said --discard-rows: the statements are listed, with the rows
// that their tables hold now. Asked before the user is.
base::Result<void> may_discard(Repository& repository, const CheckoutPlan& plan,
                               const Options& options);

// Runs it: each step is one transaction with its row in the tool's history table (where there is one) and HEAD, so that a
// run that stops half-way stands at a commit. A migration that runs outside a transaction is noted statement by statement,
// and the next run goes on with it. Waits for locks for a few seconds, three times. Compares the catalog with the commit's
// tree at the end.
// Errors: as may_discard(); Refused (HEAD has moved since the plan was made), Database (a statement
// fails or a lock is not to be had), Findings (the database differs from the commit).
base::Result<void> run_checkout(Repository& repository, const CheckoutPlan& plan,
                                const Options& options);

}  // namespace pggit::pipeline
