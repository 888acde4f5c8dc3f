#include "store/topology.h"

#include <algorithm>
#include <set>

namespace pggit::store {
namespace {

struct Frame {
  base::Hash hash;
  std::size_t next_parent = 0;
};

}  // namespace

// A depth-first walk that closes a commit after its parents gives oldest first; the last parent is walked
// first, so that the line of first parents ends up together. Iterative: histories are long.
std::vector<Commit> newest_first(std::map<base::Hash, Commit> all, const base::Hash& from) {
  std::vector<Commit> order;
  std::set<base::Hash> seen;
  std::vector<Frame> stack;
  const auto enter = [&](const base::Hash& hash) {
    if (all.contains(hash) && seen.insert(hash).second) stack.push_back({hash, 0});
  };
  enter(from);
  while (!stack.empty()) {
    Commit& commit = all.at(stack.back().hash);
    const std::size_t next = stack.back().next_parent++;
    if (next < commit.parents.size()) {
      enter(commit.parents[commit.parents.size() - 1 - next]);
    } else {
      order.push_back(std::move(commit));
      stack.pop_back();
    }
  }
  std::ranges::reverse(order);
  return order;
}

}  // namespace pggit::store
