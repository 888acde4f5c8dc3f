#include "store/topology.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "store/testing/commits.h"

namespace pggit::store {
namespace {

using testing::commit;
using testing::tables;

std::map<base::Hash, Commit> all_of(const std::vector<NewCommit>& commits) {
  std::map<base::Hash, Commit> all;
  for (const NewCommit& added : commits) all.emplace(added.commit.hash, added.commit);
  return all;
}

std::vector<std::string> ids(const std::vector<Commit>& commits) {
  std::vector<std::string> ids;
  for (const Commit& commit : commits) ids.push_back(commit.migration);
  return ids;
}

using Ids = std::vector<std::string>;

TEST(NewestFirst, PutsBothParentsAfterAMergeAndTheirRootOnce) {
  const NewCommit root = commit("root", {}, {});
  const NewCommit left = commit("left", {root}, {});
  const NewCommit right = commit("right", {root}, {});
  const NewCommit merge = commit("merge", {left, right}, {});
  const auto all = all_of({root, left, right, merge});
  EXPECT_EQ(ids(newest_first(all, merge.commit.hash)), (Ids{"merge", "left", "right", "root"}));
  EXPECT_EQ(ids(newest_first(all, right.commit.hash)), (Ids{"right", "root"}));
}

TEST(NewestFirst, LeavesOutWhatIsNotThere) {
  const NewCommit root = commit("root", {}, {});
  const NewCommit child = commit("child", {root}, {});
  EXPECT_EQ(ids(newest_first(all_of({child}), child.commit.hash)), Ids{"child"});
  EXPECT_TRUE(newest_first({}, root.commit.hash).empty());
}

TEST(NewestFirst, PutsEveryChildBeforeItsParentsInRandomGraphs) {
  std::mt19937_64 random(7);
  for (int round = 0; round < 50; ++round) {
    std::vector<NewCommit> commits;
    for (std::size_t i = 0; i < 30; ++i) {
      std::vector<NewCommit> parents;
      for (std::size_t p = 0; i > 0 && p < 1 + random() % 3; ++p)
        parents.push_back(commits[random() % i]);
      commits.push_back(commit(std::to_string(round) + "." + std::to_string(i), parents, {}));
    }
    std::set<base::Hash> seen;
    for (const Commit& c : newest_first(all_of(commits), commits.back().commit.hash)) {
      for (const base::Hash& parent : c.parents) EXPECT_FALSE(seen.contains(parent)) << c.migration;
      EXPECT_TRUE(seen.insert(c.hash).second) << c.migration;
    }
  }
}

TEST(NewestFirst, WalksALongLineWithoutDeepCalls) {
  std::map<base::Hash, Commit> all;
  Commit last;
  for (int i = 0; i < 20'000; ++i) {
    Commit next;
    if (i > 0) next.parents = {last.hash};
    next.migration = std::to_string(i);
    next.hash = commit_hash(next);
    all.emplace(next.hash, next);
    last = next;
  }
  EXPECT_EQ(newest_first(all, last.hash).size(), all.size());
}

}  // namespace
}  // namespace pggit::store
