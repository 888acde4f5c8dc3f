// The proof of a history of which some was proven before: what rests on nothing that changed is taken from the cache, word
// for word, and only the rest is proven (docs/decisions/015-proofs-are-kept.md).
#pragma once

#include "base/error.h"
#include "pipeline/history.h"
#include "pipeline/options.h"
#include "shadow/cluster.h"

namespace pggit::pipeline {

// Fills history.steps and history.shadow. Uses and keeps proofs where options.keep_proofs says so. Errors: Database,
// Input, Interrupted.
base::Result<void> prove_unless_kept(History& history, const Options& options,
                                     const shadow::ClusterOptions& shadow);

}  // namespace pggit::pipeline
