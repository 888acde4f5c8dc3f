// Pairs of random catalogs: the diff leads from one to the other, by steps that PostgreSQL would take.
#include <gtest/gtest.h>

#include <functional>

#include "catalog/apply.h"
#include "catalog/diff.h"
#include "catalog/dump.h"
#include "catalog/testing/random_history.h"

namespace pggit::catalog {
namespace {

using testing::RandomHistory;
using testing::why_refused;

std::string steps_text(const Diff& diff) {
  std::string out;
  for (const DiffStep& step : diff.steps) out += ir::op_name(step.op) + "; ";
  return out;
}

// What is wrong with the diff of these two; empty: nothing.
std::string fault(const Catalog& from, const Catalog& to, const RenameHints& hints = {}) {
  const Diff found = diff(from, to, hints);
  if (const auto verified = verify_diff(from, to, found); !verified) {
    return verified.error().message + "\n  " + steps_text(found);
  }
  Catalog now = from;
  for (const DiffStep& step : found.steps) {
    const Catalog after = *pggit::catalog::apply(step.op, now);
    const std::string refused = why_refused(step.op, now, after);
    if (!refused.empty()) return ir::op_name(step.op) + ": " + refused + "\n  " + steps_text(found);
    now = after;
  }
  const Diff again = diff(now, to);
  if (!again.steps.empty()) return "a second diff is not empty: " + steps_text(again);
  return "";
}

using History = std::vector<std::vector<ir::Op>>;

History history(RandomHistory& random, int steps) {
  History out;
  for (int i = 0; i < steps; ++i) out.push_back(random.step());
  return out;
}

// Statements that cannot be applied any more (their ground was taken away by shrinking) are passed over.
Catalog replayed(Catalog catalog, const History& history) {
  for (const std::vector<ir::Op>& statement : history) {
    Catalog next = catalog;
    bool fits = true;
    for (const ir::Op& op : statement) {
      const base::Result<Catalog> after = pggit::catalog::apply(op, next);
      fits = fits && after && why_refused(op, next, *after).empty();
      if (fits) next = *after;
    }
    if (fits) catalog = next;
  }
  return catalog;
}

// The two ends of a diff, from two histories.
using Ends = std::function<std::pair<Catalog, Catalog>(const History&, const History&)>;

// Leaves out statements while the diff still fails.
std::string shrunk(History a, History b, const Ends& ends) {
  const auto still_fails = [&] {
    const auto [from, to] = ends(a, b);
    return !fault(from, to).empty();
  };
  for (History* part : {&b, &a}) {
    for (std::size_t i = part->size(); i-- > 0;) {
      const std::vector<ir::Op> left_out = (*part)[i];
      part->erase(part->begin() + std::ptrdiff_t(i));
      if (!still_fails()) part->insert(part->begin() + std::ptrdiff_t(i), left_out);
    }
  }
  const auto [from, to] = ends(a, b);
  return fault(from, to) + "\n--- from\n" + dump(from) + "--- to\n" + dump(to);
}

std::pair<Catalog, Catalog> onwards(const History& start, const History& more) {
  const Catalog from = replayed({}, start);
  return {from, replayed(from, more)};
}
std::pair<Catalog, Catalog> backwards(const History& start, const History& more) {
  const auto [from, to] = onwards(start, more);
  return {to, from};
}
std::pair<Catalog, Catalog> strangers(const History& a, const History& b) {
  return {replayed({}, a), replayed({}, b)};
}

void try_pairs(std::uint64_t seed, int pairs, int start_steps, int more_steps) {
  for (int i = 0; i < pairs; ++i) {
    SCOPED_TRACE("PGGIT_TEST_SEED=" + std::to_string(seed + std::uint64_t(i)));
    RandomHistory random(seed + std::uint64_t(i));
    const History start = history(random, start_steps);
    const Catalog from = random.catalog();
    const History more = history(random, more_steps);
    const Catalog to = random.catalog();
    ASSERT_EQ(fault(from, to), "") << shrunk(start, more, onwards);
    ASSERT_EQ(fault(to, from), "") << shrunk(start, more, backwards);
  }
}

TEST(DiffOfRandomCatalogs, LeadsThereByStepsThatAreAccepted) {
  try_pairs(testing::test_seed(), 60, 60, 8);
}

TEST(DiffOfRandomCatalogs, LeadsOverALongWay) {
  try_pairs(testing::test_seed() + 1000, 25, 120, 80);
}

TEST(DiffOfRandomCatalogs, BuildsFromNothingAndTakesDownToNothing) {
  for (std::uint64_t i = 0; i < 30; ++i) {
    const std::uint64_t seed = testing::test_seed() + 2000 + i;
    SCOPED_TRACE("PGGIT_TEST_SEED=" + std::to_string(seed));
    RandomHistory random(seed);
    const History made = history(random, 150);
    ASSERT_EQ(fault({}, random.catalog()), "") << shrunk({}, made, strangers);
    ASSERT_EQ(fault(random.catalog(), {}), "") << shrunk(made, {}, strangers);
  }
}

TEST(DiffOfRandomCatalogs, LeadsBetweenStrangers) {
  for (std::uint64_t i = 0; i < 30; ++i) {
    const std::uint64_t seed = testing::test_seed() + 3000 + i;
    SCOPED_TRACE("PGGIT_TEST_SEED=" + std::to_string(seed));
    RandomHistory a(seed);
    RandomHistory b(seed + 100000);
    const History of_a = history(a, 80);
    const History of_b = history(b, 80);
    ASSERT_EQ(fault(a.catalog(), b.catalog()), "") << shrunk(of_a, of_b, strangers);
  }
}

}  // namespace
}  // namespace pggit::catalog
