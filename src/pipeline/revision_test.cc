#include <gtest/gtest.h>

#include "pipeline/repository.h"

namespace pggit::pipeline {
namespace {

// V1 <- V2 <- V3 (main), V1 <- V2b (other)
class Revision : public ::testing::Test {
 protected:
  Revision() : store_(store::make_memory_store()) {
    const base::Hash first = add("V1", {}, "2024-05-01T10:00:00Z");
    const base::Hash second = add("V2", {first}, "");
    main_ = add("V3", {second}, "2024-06-01T10:00:00Z");
    other_ = add("V2", {first}, "2024-05-20T10:00:00Z");
    store::Transaction refs;
    refs.set_branches = {{"main", main_, "", "ACTIVE"}, {"other", other_, "", "ACTIVE"}};
    refs.set_tags = {{"v1.0", first, "first"}};
    refs.head = store::Head{"main", second, ""};
    EXPECT_TRUE(store_->apply(refs));
  }

  base::Hash add(const std::string& id, std::vector<base::Hash> parents, const std::string& date) {
    store::Commit commit;
    commit.migration = id;
    commit.message = id + date;
    commit.parents = std::move(parents);
    commit.authored_at = date;
    commit.tree = catalog::Catalog().hash();
    commit.hash = store::commit_hash(commit);
    store::Transaction adding;
    adding.commits = {{commit, catalog::Catalog()}};
    EXPECT_TRUE(store_->apply(adding));
    return commit.hash;
  }

  std::string at(const std::string& revision) {
    const auto found = resolve(*store_, revision);
    if (found) return found->migration;
    EXPECT_EQ(found.error().code, base::ErrorCode::Usage);
    return "error: " + found.error().message;
  }

  std::unique_ptr<store::Store> store_;
  base::Hash main_, other_;
};

TEST_F(Revision, IsABranchATagAMigrationOrHead) {
  EXPECT_EQ(at("main"), "V3");
  EXPECT_EQ(at("HEAD"), "V2");
  EXPECT_EQ(at("v1.0"), "V1");
  EXPECT_EQ(at("V3"), "V3");
  EXPECT_EQ(at("migration:V3"), "V3");
  EXPECT_EQ(at("migration:main"), "error: no commit comes from migration 'main'");
}

TEST_F(Revision, OfTwoCommitsOfOneMigrationIsThatOnTheLineOfHead) {
  EXPECT_NE(resolve(*store_, "V2")->hash, other_);
  EXPECT_EQ(resolve(*store_, "other")->hash, other_);
}

TEST_F(Revision, CountsBackAlongFirstParents) {
  EXPECT_EQ(at("main~2"), "V1");
  EXPECT_EQ(at("main~0"), "V3");
  EXPECT_EQ(at("main~"), "V2");
  EXPECT_EQ(at("V3^^"), "V1");
  EXPECT_EQ(at("main~1^"), "V1");
  EXPECT_EQ(at("main~3"), "error: 'main~3' is before the first commit, V1");
  EXPECT_EQ(at("main~x"), "error: '~x' of 'main~x' is neither ~N nor ^");
  EXPECT_EQ(at("main^2"), "error: '^2' of 'main^2' is neither ~N nor ^");
  EXPECT_NE(at("nothing~1").find("there is no branch, tag, migration or commit 'nothing'"),
            std::string::npos);
}

TEST_F(Revision, IsAHashOrItsBeginning) {
  EXPECT_EQ(at(main_.hex()), "V3");
  EXPECT_EQ(at(main_.brief()), "V3");
  EXPECT_EQ(at(main_.brief() + "~2"), "V1");
  EXPECT_EQ(at(main_.hex().substr(0, 3)).substr(0, 5), "error");
}

TEST_F(Revision, OfABeginningOfSeveralHashesIsAsked) {
  std::map<std::string, int> beginnings;
  std::string twice;
  for (int i = 0; i < 2000 && twice.empty(); ++i) {
    const std::string four = add("X" + std::to_string(i), {}, "").hex().substr(0, 4);
    if (++beginnings[four] == 2) twice = four;
  }
  ASSERT_FALSE(twice.empty());
  EXPECT_NE(at(twice).find("begins several commits"), std::string::npos);
}

TEST_F(Revision, IsTheNewestCommitThatStatesADateUpToATime) {
  EXPECT_EQ(at("2024-05-01"), "V1");
  EXPECT_EQ(at("2024-06-01T09:00"), "V1");
  EXPECT_EQ(at("2030-01-01"), "V1");  // the line of HEAD first
  EXPECT_EQ(at("2024-04-30").substr(0, 5), "error");
}

TEST(Name, FollowsGit) {
  for (const char* good : {"main", "feature/x", "v1.0", "release-2024", "\xc3\xa9"}) {
    EXPECT_TRUE(check_name(good)) << good;
  }
  for (const char* bad : {"",   "-d",     "a b",   "a..b", "a~1", "a^",         "a:b",  "a?",
                          "a*", "a[b",    "a\\b",  "/a",   "a/",  "a//b",       ".a",   "a/.b",
                          "a.", "a.lock", "a@{1}", "HEAD", "@",   "2024-05-01", "a\tb", "\xff"}) {
    const auto checked = check_name(bad);
    ASSERT_FALSE(checked) << bad;
    EXPECT_EQ(checked.error().code, base::ErrorCode::Usage);
  }
}

}  // namespace
}  // namespace pggit::pipeline
