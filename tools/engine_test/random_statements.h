// Random statements over all kinds, as people would write them: what a server takes is a step, which the catalog has to
// have predicted. Then the way back that the differ gives, to the middle and to nothing, and up once more.
#pragma once

#include <iosfwd>

#include "tools/engine_test/random.h"

namespace pggit::engine_test {

// Prints each disagreement with its seed, shrunk to the statements that it takes, and what was not predicted. Returns whether
// there was no disagreement. Errors: Database.
base::Result<bool> run_statements(const RandomOptions& options, std::ostream& out);

// The lines "  | statement;" that the above printed of one history, once more: prints what disagrees. Returns whether nothing
// does. Errors: Database.
base::Result<bool> replay(std::istream& in, std::ostream& out);

}  // namespace pggit::engine_test
