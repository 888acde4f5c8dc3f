// Taking back all that pggit did to a database: `migrate --rollback --to-original-state`.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "pipeline/checkout.h"
#include "pipeline/options.h"
#include "pipeline/repository.h"

namespace pggit::pipeline {

struct OriginalState {
  CheckoutPlan way_back;  // to where the database stood before the first checkout
  std::vector<std::string>
      lost;  // statements of earlier checkouts that discarded rows: they do not return
  std::vector<std::string> schemas;  // that pggit made for the tool
};

// By the operation log. Reads only. Errors: Usage (nothing of pggit is here), Refused (others have since changed what
// pggit changed: they are listed), Database.
base::Result<OriginalState> plan_original_state(Repository& repository, const Options& options);

// Leads the database back and drops the store's schema, where the store made it, with all that the store keeps in it.
// Errors: as run_checkout(); Refused, when others keep something in the schema or use it.
base::Result<void> restore_original_state(Repository& repository, const OriginalState& state,
                                          const Options& options);

}  // namespace pggit::pipeline
