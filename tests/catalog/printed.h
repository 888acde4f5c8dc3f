// What the differ says, as SQL.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "catalog/diff.h"
#include "sql/print.h"

namespace pggit::catalog::testing {

// The statements that lead from one to the other, after it was seen that they do.
inline std::vector<std::string> printed(const Catalog& from, const Catalog& to) {
  const Diff found = diff(from, to);
  EXPECT_TRUE(verify_diff(from, to, found));
  std::vector<std::string> out;
  for (const DiffStep& step : found.steps) {
    for (std::string& sql : sql::print(step.op)) out.push_back(std::move(sql));
  }
  return out;
}

}  // namespace pggit::catalog::testing
