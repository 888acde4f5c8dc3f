// What every store does, asked of both.
#include <gtest/gtest.h>

#include "catalog/testing/random_history.h"
#include "pg/testing/scratch_server.h"
#include "store/store.h"
#include "store/testing/commits.h"

namespace pggit::store {
namespace {

using namespace testing;
using ScratchServer = pg::testing::ScratchServer;

// A store of its own for each test, with the way to open it a second time.
struct Opened {
  std::unique_ptr<pg::Connection> connection;
  std::unique_ptr<Store> store;
};

struct Kind {
  const char* name;
  const char* schema;  // of PostgreSQL's; nullptr: in memory
};

class StoreConformance : public ::testing::TestWithParam<Kind> {
 protected:
  void SetUp() override {
    if (!GetParam().schema) {
      opened_.store = make_memory_store();
      return;
    }
    PGGIT_NEEDS_SCRATCH_SERVER();
    database_ = ScratchServer::instance().create_database();
    opened_ = open();
  }

  Store& store() { return *opened_.store; }

  // What was stored is there for the next program too.
  Store& again() {
    if (!GetParam().schema) return store();
    opened_.store.reset();
    opened_ = open();
    return store();
  }

  void apply(const Transaction& transaction) {
    const auto done = store().apply(transaction);
    ASSERT_TRUE(done) << done.error().message;
  }

  std::vector<std::string> log_of(const NewCommit& from) {
    std::vector<std::string> ids;
    const auto log = store().log(from.commit.hash);
    EXPECT_TRUE(log) << log.error().message;
    for (const Commit& commit : log.value_or(std::vector<Commit>()))
      ids.push_back(commit.migration);
    return ids;
  }

 private:
  Opened open() const {
    Opened opened;
    opened.connection =
        std::make_unique<pg::Connection>(ScratchServer::instance().connect(database_));
    opened.store = make_postgres_store(*opened.connection, GetParam().schema);
    return opened;
  }

  std::string database_;
  Opened opened_;
};

using Ids = std::vector<std::string>;

const NewCommit kFirst = commit("V1", {}, tables({"a"}));
const NewCommit kSecond = commit("V2", {kFirst}, tables({"a", "b"}));

std::string everything(const Commit& c) {
  std::string text = c.hash.hex() + c.tree.hex();
  for (const base::Hash& parent : c.parents) text += parent.hex();
  for (const std::string* field :
       {&c.migration, &c.up, &c.down, &c.message, &c.author, &c.authored_at, &c.rollback_class,
        &c.rollback_reason, &c.intent, &c.proof.word, &c.proof.reason, &c.source_path, &c.checksum,
        &c.tool_version, &c.tool_description, &c.tool_type, &c.tool_script, &c.save}) {
    text += "|" + *field;
  }
  text += std::to_string(c.up_in_transaction) + std::to_string(c.provisional) +
          std::to_string(c.proof.server_major);
  for (const Commit::ObjectVersion& version : c.versions)
    text += "|" + ir::to_text(version.key) + version.version.text();
  return text;
}

TEST_P(StoreConformance, HoldsNothingBeforeTheFirstTransaction) {
  EXPECT_FALSE(*store().exists());
  EXPECT_TRUE(store().refs()->branches.empty());
  EXPECT_FALSE(store().refs()->head.commit);
  EXPECT_TRUE(store().log(kFirst.commit.hash)->empty());
  EXPECT_FALSE(*store().commit(kFirst.commit.hash));
  EXPECT_TRUE(store().find_prefix("ab", 9)->empty());
  EXPECT_TRUE(store().operations()->empty());
  EXPECT_TRUE(store().edge_cases()->empty());
  EXPECT_FALSE(store().tree(kFirst.commit.hash));
  EXPECT_FALSE(*store().exists()) << "reading makes no store";
}

TEST_P(StoreConformance, GivesBackEveryFieldOfACommit) {
  apply(storing({kFirst, kSecond}, "main"));
  for (const NewCommit* stored : {&kFirst, &kSecond}) {
    const auto found = *again().commit(stored->commit.hash);
    ASSERT_TRUE(found);
    EXPECT_EQ(everything(*found), everything(stored->commit));
    EXPECT_EQ(commit_hash(*found), stored->commit.hash);
  }
  EXPECT_TRUE(*store().exists());
}

TEST_P(StoreConformance, AnOutlineIsTheLogWithoutWhatIsLong) {
  apply(storing({kFirst, kSecond}, "main"));
  std::vector<Commit> log = *store().log(kSecond.commit.hash);
  ASSERT_FALSE(log.front().up.empty() || log.front().versions.empty());
  const std::vector<Commit> outline = *store().outline(kSecond.commit.hash);
  ASSERT_EQ(outline.size(), 2u);
  for (std::size_t i = 0; i < log.size(); ++i) {
    for (std::string* text : {&log[i].up, &log[i].down, &log[i].save}) text->clear();
    log[i].versions.clear();
    EXPECT_EQ(everything(outline[i]), everything(log[i]));
  }
}

TEST_P(StoreConformance, TellsChecksumsAlone) {
  apply(storing({kFirst, kSecond}, "main"));
  const std::vector<Commit> log = *store().log(kSecond.commit.hash);
  const std::vector<Commit> checksums = *store().checksums(kSecond.commit.hash);
  ASSERT_EQ(checksums.size(), 2u);
  ASSERT_FALSE(log.front().checksum.empty());
  for (std::size_t i = 0; i < log.size(); ++i) {
    Commit expected;
    expected.hash = log[i].hash;
    expected.parents = log[i].parents;
    expected.migration = log[i].migration;
    expected.checksum = log[i].checksum;
    EXPECT_EQ(everything(checksums[i]), everything(expected));
  }
}

TEST_P(StoreConformance, LeavesACommitThatIsThereAsItIs) {
  apply(storing({kFirst}));
  NewCommit same = kFirst;
  same.commit.proof.word = "not proven";
  same.commit.intent = "another";
  apply(storing({same, kSecond}));
  EXPECT_EQ(everything(**store().commit(kFirst.commit.hash)), everything(kFirst.commit));
  EXPECT_EQ(log_of(kSecond), (Ids{"V2", "V1"}));
}

TEST_P(StoreConformance, ListsAChildBeforeItsParentsAndTheFirstLineTogether) {
  const NewCommit left = commit("left", {kFirst}, tables({"a", "l"}));
  const NewCommit right = commit("right", {kFirst}, tables({"a", "r"}));
  const NewCommit right2 = commit("right2", {right}, tables({"a", "r", "s"}));
  const NewCommit merge = commit("merge", {left, right2}, tables({"a", "l", "r", "s"}));
  apply(storing({kFirst, right, right2, left, merge}, "main"));
  EXPECT_EQ(log_of(merge), (Ids{"merge", "left", "right2", "right", "V1"}));
  EXPECT_EQ(log_of(right2), (Ids{"right2", "right", "V1"}));
  EXPECT_EQ(log_of(kSecond), Ids());
}

TEST_P(StoreConformance, RefusesACommitWithoutItsParent) {
  const auto done = store().apply(storing({kSecond}));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, base::ErrorCode::Database);
  EXPECT_NE(done.error().message.find("V2"), std::string::npos);
  EXPECT_FALSE(*store().exists());
}

TEST_P(StoreConformance, KeepsNothingOfATransactionThatFails) {
  apply(storing({kFirst}, "main"));
  Transaction broken = storing({kSecond}, "main");
  broken.set_tags = {{"v1", kSecond.commit.hash, ""}};
  broken.head = Head{"main", kSecond.commit.hash, ""};
  broken.edge_cases = {{"V2", "", "", "", "", "", ""}};
  broken.proofs[commit("V9", {}, tables({})).commit.hash] = {"proven", "", 15};  // not there
  ASSERT_FALSE(store().apply(broken));
  EXPECT_FALSE(*again().commit(kSecond.commit.hash));
  EXPECT_EQ(store().refs()->branches[0].head, kFirst.commit.hash);
  EXPECT_TRUE(store().refs()->tags.empty());
  EXPECT_FALSE(store().refs()->head.commit);
  EXPECT_TRUE(store().edge_cases()->empty());
  EXPECT_EQ(store().operations()->size(), 1u);
  broken.proofs.clear();
  apply(broken);  // and goes on afterwards
}

TEST_P(StoreConformance, RefusesABranchOrTagToNowhere) {
  apply(storing({kFirst}));
  Transaction branch = storing({});
  branch.set_branches = {{"main", kSecond.commit.hash, "", "ACTIVE"}};
  EXPECT_FALSE(store().apply(branch));
  Transaction tag = storing({});
  tag.set_tags = {{"v1", kSecond.commit.hash, ""}};
  EXPECT_FALSE(store().apply(tag));
}

TEST_P(StoreConformance, SetsMovesAndDropsBranchesTagsAndHead) {
  Transaction first = storing({kFirst, kSecond});
  first.set_branches = {{"Zoo", kFirst.commit.hash, "", "ACTIVE"},
                        {"import/x", kFirst.commit.hash, "", "ACTIVE"},
                        {"main", kFirst.commit.hash, "import/x", "ACTIVE"}};
  first.set_tags = {{"v1 \\ü", kFirst.commit.hash, "first 'one'"}};
  first.head = Head{"main", kFirst.commit.hash, "near: 3"};
  apply(first);
  Refs refs = *again().refs();
  ASSERT_EQ(refs.branches.size(), 3u);
  EXPECT_EQ(refs.branches[0].name, "Zoo") << "sorted by bytes";
  EXPECT_EQ(refs.branches[2].parent, "import/x");
  EXPECT_EQ(refs.tags[0].name, "v1 \\ü");
  EXPECT_EQ(refs.tags[0].message, "first 'one'");
  EXPECT_EQ(refs.head.branch, "main");
  EXPECT_EQ(refs.head.note, "near: 3");
  Transaction second = storing({});
  second.set_branches = {{"main", kSecond.commit.hash, "", "MERGED"}};
  second.drop_branches = {"Zoo", "none of that name"};
  second.drop_tags = {"v1 \\ü"};
  second.head = Head{"", std::nullopt, ""};
  apply(second);
  refs = *store().refs();
  ASSERT_EQ(refs.branches.size(), 2u);
  EXPECT_EQ(refs.branches[1].head, kSecond.commit.hash);
  EXPECT_EQ(refs.branches[1].status, "MERGED");
  EXPECT_TRUE(refs.tags.empty());
  EXPECT_FALSE(refs.head.commit);
}

TEST_P(StoreConformance, LeavesHeadAloneWhenNothingIsSaidOfIt) {
  Transaction first = storing({kFirst});
  first.head = Head{"main", kFirst.commit.hash, ""};
  apply(first);
  apply(storing({kSecond}));
  EXPECT_EQ(store().refs()->head.commit, kFirst.commit.hash);
}

TEST_P(StoreConformance, FindsCommitsByTheBeginningOfTheirHash) {
  std::vector<NewCommit> line{kFirst};
  for (int i = 0; i < 40; ++i)
    line.push_back(commit("W" + std::to_string(i), {line.back()}, tables({"a"})));
  apply(storing(line));
  EXPECT_EQ(store().find_prefix(kFirst.commit.hash.hex(), 2)->size(), 1u);
  EXPECT_EQ(store().find_prefix(kFirst.commit.hash.hex().substr(0, 20), 2)->at(0),
            kFirst.commit.hash);
  EXPECT_EQ(store().find_prefix("", 7)->size(), 7u);
  EXPECT_EQ(store().find_prefix("", 99)->size(), line.size());
  EXPECT_TRUE(store().find_prefix("%", 7)->empty());
  EXPECT_TRUE(store().find_prefix("_", 7)->empty());
}

TEST_P(StoreConformance, RebuildsTheTreeOfEveryCommitOfARandomHistory) {
  const std::uint64_t seed = catalog::testing::test_seed();
  catalog::testing::RandomHistory history(seed);
  std::vector<NewCommit> line;
  for (int i = 0; i < 60; ++i) {
    (void)history.step();
    const std::vector<NewCommit> parents =
        line.empty() ? std::vector<NewCommit>() : std::vector{line.back()};
    line.push_back(commit("V" + std::to_string(i), parents, history.catalog()));
  }
  apply(storing({line.begin(), line.begin() + 30}));
  apply(storing(line));
  for (const NewCommit& stored : line) {
    const auto tree = again().tree(stored.commit.hash);
    ASSERT_TRUE(tree) << "seed " << seed << " " << tree.error().message;
    EXPECT_EQ(tree->hash(), stored.tree.hash()) << "seed " << seed;
  }
}

TEST_P(StoreConformance, RebuildsATreeAfterAMergeAndAfterADrop) {
  const NewCommit other = commit("other", {kFirst}, tables({"a", "o"}));
  const NewCommit merge = commit("merge", {kSecond, other}, tables({"a", "b", "o"}));
  const NewCommit drop = commit("drop", {merge}, tables({"o"}));
  const NewCommit back = commit("back", {drop}, tables({"a", "o"}));
  apply(storing({kFirst, kSecond, other, merge, drop, back}));
  for (const NewCommit* stored : {&merge, &drop, &back})
    EXPECT_EQ(store().tree(stored->commit.hash)->hash(), stored->tree.hash());
}

TEST_P(StoreConformance, TakesNewWordsForOldProofs) {
  apply(storing({kFirst, kSecond}));
  Transaction words = storing({});
  words.proofs[kFirst.commit.hash] = {"not proven", "differs", 17};
  apply(words);
  const Proof proof = (*again().commit(kFirst.commit.hash))->proof;
  EXPECT_EQ(proof.word, "not proven");
  EXPECT_EQ(proof.reason, "differs");
  EXPECT_EQ(proof.server_major, 17);
  EXPECT_EQ((*store().commit(kSecond.commit.hash))->proof.word, "proven");
}

TEST_P(StoreConformance, ReplacesAllEdgeCasesOrNone) {
  Transaction first = storing({kFirst});
  first.edge_cases = {{"V9", "java", "V9.java:1", "what\\", "suggest", "act", "PENDING"},
                      {"V2", "dynamic", "", "", "", "", "PENDING"}};
  apply(first);
  apply(storing({}));
  ASSERT_EQ(again().edge_cases()->size(), 2u);
  EXPECT_EQ(store().edge_cases()->at(0).id, "V9") << "in the order in which they were found";
  EXPECT_EQ(store().edge_cases()->at(0).what, "what\\");
  Transaction none = storing({});
  none.edge_cases = std::vector<EdgeCaseRecord>();
  apply(none);
  EXPECT_TRUE(store().edge_cases()->empty());
}

TEST_P(StoreConformance, NumbersOperationsAndListsTheNewestFirst) {
  const auto first = store().apply(storing({kFirst}));
  Transaction checkout = storing({});
  checkout.operation = {0, "checkout", "bob", "2021-01-01T00:00:00Z", "{\"a\":1}"};
  const auto second = store().apply(checkout);
  ASSERT_TRUE(first && second);
  EXPECT_LT(*first, *second);
  const std::vector<Operation> log = *again().operations();
  ASSERT_EQ(log.size(), 2u);
  EXPECT_EQ(log[0].id, *second);
  EXPECT_EQ(log[0].what + log[0].who + log[0].at + log[0].detail,
            "checkoutbob2021-01-01T00:00:00Z{\"a\":1}");
  EXPECT_EQ(log[1].what, "migrate");
}

TEST_P(StoreConformance, KeepsHowEachToolRunsItsMigrations) {
  EXPECT_FALSE(*store().source("flyway"));
  Transaction first = storing({kFirst});
  first.source = Source{"flyway", {"my app", "x\"\\y", "public"}, {}, {"s", "t", "SELECT 1"}};
  apply(first);
  apply(storing({}));
  const Source found = **again().source("flyway");
  EXPECT_EQ(found.search_path, first.source->search_path);
  EXPECT_TRUE(found.schemas.empty());
  EXPECT_EQ(found.history_table.schema + found.history_table.name + found.history_table.query,
            "stSELECT 1");
  EXPECT_FALSE(*store().source("rails"));
  first.source->search_path = {"other"};
  apply(first);
  EXPECT_EQ((*store().source("flyway"))->search_path, Ids{"other"});
}

TEST_P(StoreConformance, GoesAwayAsIfItHadNeverBeenThere) {
  ASSERT_TRUE(store().remove());
  apply(storing({kFirst, kSecond}, "main"));
  ASSERT_TRUE(store().remove());
  EXPECT_FALSE(*again().exists());
  EXPECT_TRUE(store().refs()->branches.empty());
  apply(storing({kFirst}, "main"));
  EXPECT_EQ(log_of(kFirst), Ids{"V1"});
}

INSTANTIATE_TEST_SUITE_P(Stores, StoreConformance,
                         ::testing::Values(Kind{"Memory", nullptr}, Kind{"PostgreSQL", "pggit"},
                                           Kind{"PostgreSQLInAnotherSchema", "My \"own\" @.store"}),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace pggit::store
