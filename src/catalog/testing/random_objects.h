// Objects with random contents, for round trips and comparisons. Every field that an object lists
// in its `visit` is filled, so a field that is added later is covered without an edit here. They
// need not be valid SQL; random_catalog.h makes what is.
#pragma once

#include <cstdint>
#include <random>

#include "ir/objects.h"

namespace pggit::catalog::testing {

// The seed of this run: PGGIT_TEST_SEED, else a fixed one. Tests print it when they fail.
std::uint64_t test_seed();

class RandomObjects {
 public:
  explicit RandomObjects(std::uint64_t seed) : random_(seed) {}

  ir::Object object();
  ir::Object object(ir::Kind kind);
  ir::Key key();  // of a small set, so that keys come back
  std::uint64_t below(std::uint64_t limit);

 private:
  std::mt19937_64 random_;
};

}  // namespace pggit::catalog::testing
