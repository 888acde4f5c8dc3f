#include "emit/plan_data.h"

#include <algorithm>
#include <array>

namespace pggit::emit {
namespace {

constexpr std::array kProofWords = {
    "proven", "proven on empty tables", "structure proven", "learnt", "not proven", "failed"};
constexpr std::array kRollbackClasses = {"exact", "exact but for column order",
                                         "exact-with-snapshot", "structure-only", "impossible"};

constexpr std::array kLocks = {
    "ACCESS EXCLUSIVE", "EXCLUSIVE", "SHARE ROW EXCLUSIVE", "SHARE", "SHARE UPDATE EXCLUSIVE",
    "ROW EXCLUSIVE",    "ROW SHARE", "ACCESS SHARE",        "none"};

// Empty where one of them is not known, unless another one already takes the strongest lock of all.
std::string strongest_lock(const PlanCommit& commit) {
  bool known = true;
  auto strongest = kLocks.end() - 1;
  for (const PlanStatement& statement : commit.up) {
    known = known && statement.lock;
    if (statement.lock) strongest = std::min(strongest, std::ranges::find(kLocks, *statement.lock));
  }
  return known || strongest == kLocks.begin() ? *strongest : "";
}

// Words that the list does not know come last, by name.
template <std::size_t N>
std::vector<std::pair<std::string, int>> in_order(std::map<std::string, int> counts,
                                                  const std::array<const char*, N>& order) {
  std::vector<std::pair<std::string, int>> sorted;
  for (const char* word : order) {
    const auto found = counts.find(word);
    if (found == counts.end()) continue;
    sorted.emplace_back(*found);
    counts.erase(found);
  }
  sorted.insert(sorted.end(), counts.begin(), counts.end());
  return sorted;
}

}  // namespace

const char* outcome_name(Outcome outcome) {
  switch (outcome) {
    case Outcome::Converted:
      return "converted";
    case Outcome::NoEffect:
      return "no effect";
    case Outcome::SetAside:
      return "set aside";
  }
  return "";
}

int count_of(const PlanData& plan, Outcome outcome) {
  return static_cast<int>(std::ranges::count(plan.account, outcome, &PlanAccount::outcome));
}

std::vector<std::pair<std::string, int>> strongest_locks(const PlanData& plan) {
  std::map<std::string, int> counts;
  for (const PlanCommit& commit : plan.commits) {
    const std::string lock = strongest_lock(commit);
    ++counts[lock.empty() ? "not known" : lock];
  }
  return in_order(std::move(counts), kLocks);
}

std::vector<std::pair<std::string, int>> proof_words(const PlanData& plan) {
  std::map<std::string, int> counts;
  for (const PlanCommit& commit : plan.commits) ++counts[commit.proof.word];
  if (!plan.refused.empty()) counts["failed"] += static_cast<int>(plan.refused.size());
  return in_order(std::move(counts), kProofWords);
}

std::vector<std::pair<std::string, int>> rollback_classes(const PlanData& plan) {
  std::map<std::string, int> counts;
  for (const PlanCommit& commit : plan.commits) ++counts[commit.rollback_class];
  return in_order(std::move(counts), kRollbackClasses);
}

}  // namespace pggit::emit
