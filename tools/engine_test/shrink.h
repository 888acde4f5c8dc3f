// A failing list of statements made shorter.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "base/error.h"

namespace pggit::engine_test {

using Statements = std::vector<std::string>;

// Leaves out statements where `fails` still holds without them: first many at once, then fewer. `fails` takes statements
// and returns Result<bool>, whose errors are given on.
template <class Fails>
base::Result<Statements> shrunk(Statements statements, const Fails& fails) {
  for (std::size_t part = statements.size() / 2; part > 0; part /= 2) {
    for (std::size_t end = statements.size(); end >= part; end = std::min(end, statements.size())) {
      end -= part;
      Statements fewer = statements;
      fewer.erase(fewer.begin() + std::ptrdiff_t(end), fewer.begin() + std::ptrdiff_t(end + part));
      if (TRY(fails(fewer))) statements = std::move(fewer);
    }
  }
  return statements;
}

}  // namespace pggit::engine_test
