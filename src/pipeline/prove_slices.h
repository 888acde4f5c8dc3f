// The proof of a history in slices side by side. Each slice has a shadow of its own: it runs the original text up to its
// first migration without proving anything, and proves from there on. Where one slice ends, the next one must have
// begun: the same predicted catalog, and the same objects on the server.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "base/error.h"
#include "pipeline/history.h"
#include "pipeline/options.h"
#include "shadow/cluster.h"

namespace pggit::pipeline {

// Migrations [begin, end) of a listing.
struct Stretch {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// The slices of what stands from `begin` on in a history of `migrations`, for `workers` (1 or more) at once: one for each,
// but none that is not worth a server. Later ones are shorter, since the way to their beginning takes time too. Never empty.
std::vector<Stretch> slices_of(std::size_t begin, std::size_t migrations, std::size_t workers);

// What a proof in slices leaves beside the steps.
struct AtTip {
  std::unique_ptr<Prover> prover;  // of the last slice
  bool nothing_hidden = true;      // no slice found anything that no step was seen to do
  bool all_anew = false;           // what was proven before was proven again
};

// Proves the migrations behind those in history.steps, which are proven already with their server forms; where the server
// does not bear them out, all are proven. `keep_in` gives a descriptor for Prover::keep(), or -1. Errors: Database, Input,
// Interrupted, those of the earliest migration first.
base::Result<AtTip> prove_in_slices(History& history, const Options& options,
                                    const shadow::ClusterOptions& shadow,
                                    const std::function<int()>& keep_in);

}  // namespace pggit::pipeline
