// Random histories: valid DDL of all kinds by chance, each statement on a server and in the virtual catalog, and the way
// back that the differ gives.
#pragma once

#include <cstdint>
#include <iosfwd>

#include "base/error.h"

namespace pggit::engine_test {

struct RandomOptions {
  std::uint64_t seed = 1;
  int steps = 1000;
  int steps_a_history = 100;
};

// Prints each disagreement with its seed, shrunk to the statements that it takes. Returns whether there was none. Errors:
// Database.
base::Result<bool> run_random(const RandomOptions& options, std::ostream& out);

}  // namespace pggit::engine_test
