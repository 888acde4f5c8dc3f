// The proof of a history in slices side by side. Each slice has a shadow of its own: it runs the original text up to its
// first migration without proving anything, and proves from there on. Where one slice ends, the next one must have
// begun: the same predicted catalog, and the same objects on the server.
#pragma once

#include <cstddef>
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

// The slices of a history of `migrations` for `workers` (1 or more) at once: one for each, but none that is not worth a
// server. Later ones are shorter, since the way to their beginning takes time too. Never empty.
std::vector<Stretch> slices_of(std::size_t migrations, std::size_t workers);

// Proves all migrations of the history; history.prover is the one that stands at the tip. Errors: Database, Input,
// Interrupted, those of the earliest migration first.
base::Result<void> prove_in_slices(History& history, const Options& options,
                                   const shadow::ClusterOptions& shadow);

}  // namespace pggit::pipeline
