// Leading a database from one commit to another: ups forward, downs back.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "pipeline/options.h"
#include "pipeline/repository.h"

namespace pggit::pipeline {

struct CheckoutStep {
  store::Commit commit;
  bool forward = true;
};

struct CheckoutPlan {
  std::vector<CheckoutStep> steps;    // in the order in which they run
  store::Head head;                   // where HEAD stands afterwards
  std::vector<std::string> discards;  // statements that destroy rows, in words
};

// Errors: Usage (no such revision), Refused (the database drifted from HEAD).
base::Result<CheckoutPlan> plan_checkout(Repository& repository, const std::string& revision);

// Errors: Refused, where going back discards rows and nobody said --discard-rows. Asked before the user is.
base::Result<void> may_discard(const CheckoutPlan& plan, const Options& options);

// Runs it: each step is one transaction with its row in the tool's history table (where there is one) and HEAD, so that a
// run that stops half-way stands at a commit. Compares the catalog with the commit's tree at the end.
// Errors: as may_discard(), Database.
base::Result<void> run_checkout(Repository& repository, const CheckoutPlan& plan,
                                const Options& options);

}  // namespace pggit::pipeline
