#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "catalog/catalog.h"
#include "catalog/testing/random_objects.h"

namespace pggit::catalog {
namespace {

ir::Object sequence(const std::string& name, std::int64_t start = 1) {
  ir::Sequence object;
  object.schema = "app";
  object.name = name;
  object.options.start = start;
  return object;
}

ir::Key sequence_key(const std::string& name) { return {ir::Kind::Sequence, "app", name, ""}; }

std::string some_name(testing::RandomObjects& random) {
  return "s" + std::to_string(random.below(300));
}

Catalog from_map(const std::map<ir::Key, ir::Object>& model) {
  Catalog catalog;
  for (const auto& [key, object] : model) catalog = catalog.with(object);
  return catalog;
}

TEST(CatalogMap, HoldsWhatAnOrdinaryMapHolds) {
  const std::uint64_t seed = testing::test_seed();
  SCOPED_TRACE("PGGIT_TEST_SEED=" + std::to_string(seed));
  testing::RandomObjects random(seed);
  std::map<ir::Key, ir::Object> model;
  Catalog catalog;
  for (int i = 0; i < 4000; ++i) {
    const std::string name = some_name(random);
    if (random.below(3) == 0) {
      model.erase(sequence_key(name));
      catalog = catalog.without(sequence_key(name));
    } else {
      const ir::Object object = sequence(name, std::int64_t(random.below(5)) + 1);
      model.insert_or_assign(sequence_key(name), object);
      catalog = catalog.with(object);
    }
    ASSERT_EQ(catalog.size(), model.size());
  }
  std::vector<ir::Key> keys;
  catalog.for_each([&](const EntryRef& entry) {
    keys.push_back(entry->key);
    ASSERT_EQ(entry->object, model.at(entry->key));
  });
  ASSERT_TRUE(std::ranges::is_sorted(keys));
  ASSERT_EQ(keys.size(), model.size());
  EXPECT_EQ(catalog.hash(), from_map(model).hash());
}

// Links too: what is asked by name afterwards has to be found, and only that.
TEST(CatalogMap, IsTheSameMadeAtOnce) {
  const std::uint64_t seed = testing::test_seed();
  SCOPED_TRACE("PGGIT_TEST_SEED=" + std::to_string(seed));
  testing::RandomObjects random(seed);
  Catalog one_by_one;
  std::vector<EntryRef> entries;
  for (int i = 0; i < 600; ++i) {
    ir::Object object = sequence(some_name(random), std::int64_t(random.below(5)) + 1);
    std::get<ir::Sequence>(object).owner_table = "t" + std::to_string(random.below(3));
    entries.push_back(make_entry(std::move(object)));
    one_by_one = one_by_one.with(entries.back());
  }
  const Catalog at_once = Catalog::of(entries);
  EXPECT_EQ(at_once.size(), one_by_one.size());
  EXPECT_EQ(at_once.hash(), one_by_one.hash());
  for (const char* table : {"t0", "t1", "t2", "t3"})
    EXPECT_EQ(at_once.users(Link::Kind::Relation, "app", table),
              one_by_one.users(Link::Kind::Relation, "app", table));
  EXPECT_EQ(Catalog::of({}).size(), 0u);
}

TEST(CatalogMap, HashesEqualWhateverTheWay) {
  Catalog forwards;
  Catalog backwards;
  for (int i = 0; i < 100; ++i) forwards = forwards.with(sequence("s" + std::to_string(i)));
  for (int i = 99; i >= 0; --i) backwards = backwards.with(sequence("s" + std::to_string(i)));
  backwards = backwards.with(sequence("extra")).without(sequence_key("extra"));
  EXPECT_EQ(forwards, backwards);
  EXPECT_FALSE(forwards == forwards.with(sequence("s7", 2)));
  EXPECT_FALSE(forwards == forwards.without(sequence_key("s7")));
  EXPECT_EQ(Catalog().hash(), base::Hash{});
}

TEST(CatalogMap, LeavesTheOldVersionAsItWas) {
  const Catalog before = Catalog().with(sequence("a"));
  const base::Hash hash = before.hash();
  const Catalog after = before.with(sequence("a", 7)).with(sequence("b"));
  EXPECT_EQ(before.size(), 1u);
  EXPECT_EQ(before.hash(), hash);
  EXPECT_EQ(before.get<ir::Sequence>(sequence_key("a"))->options.start, 1);
  EXPECT_EQ(after.get<ir::Sequence>(sequence_key("a"))->options.start, 7);
}

TEST(CatalogMap, ListsJustTheChanges) {
  const std::uint64_t seed = testing::test_seed();
  SCOPED_TRACE("PGGIT_TEST_SEED=" + std::to_string(seed));
  testing::RandomObjects random(seed);
  for (int round = 0; round < 50; ++round) {
    std::map<ir::Key, ir::Object> a;
    for (int i = 0; i < 60; ++i) {
      const std::string name = some_name(random);
      a.insert_or_assign(sequence_key(name), sequence(name));
    }
    std::map<ir::Key, ir::Object> b = a;
    std::set<ir::Key> touched;
    for (int i = 0; i < 10; ++i) {
      const std::string name = some_name(random);
      touched.insert(sequence_key(name));
      if (random.below(2)) {
        b.erase(sequence_key(name));
      } else {
        b.insert_or_assign(sequence_key(name), sequence(name, 5));
      }
    }
    std::set<ir::Key> expected;
    for (const ir::Key& key : touched) {
      const bool same =
          a.contains(key) == b.contains(key) && (!a.contains(key) || a.at(key) == b.at(key));
      if (!same) expected.insert(key);
    }
    std::set<ir::Key> found;
    for (const Catalog::Change& change : Catalog::changes(from_map(a), from_map(b))) {
      found.insert(change.key);
      EXPECT_EQ(change.before != nullptr, a.contains(change.key));
      EXPECT_EQ(change.after != nullptr, b.contains(change.key));
    }
    ASSERT_EQ(found, expected);
  }
}

TEST(CatalogMap, VisitsOneKindInOneSchema) {
  ir::Table table;
  table.schema = "app";
  table.name = "s1";
  ir::Sequence elsewhere;
  elsewhere.schema = "other";
  elsewhere.name = "s3";
  const Catalog catalog =
      Catalog().with(sequence("s2")).with(sequence("s1")).with(table).with(elsewhere);
  std::vector<std::string> names;
  catalog.for_each_in(ir::Kind::Sequence, "app",
                      [&](const EntryRef& entry) { names.push_back(entry->key.name); });
  EXPECT_EQ(names, (std::vector<std::string>{"s1", "s2"}));
}

TEST(CatalogTree, CanBePutTogetherFromItsNewNodes) {
  Catalog before;
  for (int i = 0; i < 200; ++i) before = before.with(sequence("s" + std::to_string(i)));
  const Catalog after =
      before.with(sequence("s7", 9)).with(sequence("new")).without(sequence_key("s9"));
  std::map<base::Hash, Catalog::TreeNode> stored;
  const auto keep = [&](const Catalog::TreeNode& node) { stored.emplace(node.hash, node); };
  Catalog::for_each_new_node({}, before, keep);
  EXPECT_EQ(stored.size(), before.size());
  Catalog::for_each_new_node(before, after, keep);
  EXPECT_LT(stored.size(), before.size() + 80);
  Catalog rebuilt;
  std::vector<base::Hash> waiting{after.hash()};
  while (!waiting.empty()) {
    const base::Hash hash = waiting.back();
    waiting.pop_back();
    if (hash == base::Hash{}) continue;
    const Catalog::TreeNode& node = stored.at(hash);
    const std::string bytes = encode_tree_node(node.left, node.entry->hash(), node.right);
    EXPECT_EQ(base::sha256(bytes), hash);
    EXPECT_EQ(decode_tree_node(bytes)->left, node.left);
    rebuilt = rebuilt.with(node.entry);
    waiting.push_back(node.left);
    waiting.push_back(node.right);
  }
  EXPECT_EQ(rebuilt, after);
}

TEST(CatalogLinks, AnswerWhoUsesAName) {
  ir::Table table;
  table.schema = "app";
  table.name = "users";
  ir::Index index;
  index.schema = "app";
  index.table = "users";
  index.name = "users_idx";
  ir::Constraint primary;
  primary.name = "users_pkey";
  primary.kind = ir::ConstraintKind::Primary;
  table.constraints.push_back(primary);
  Catalog catalog = Catalog().with(table).with(index);
  EXPECT_EQ(catalog.users(Link::Kind::Relation, "app", "users"),
            (std::vector<ir::Key>{index.key()}));
  EXPECT_TRUE(relation_name_taken(catalog, "app", "users_pkey"));
  EXPECT_TRUE(constraint_name_taken(catalog, "app", "users_pkey"));
  EXPECT_FALSE(relation_name_taken(catalog, "other", "users_pkey"));
  table.constraints.clear();
  catalog = catalog.with(table).without(index.key());
  EXPECT_TRUE(catalog.users(Link::Kind::Relation, "app", "users").empty());
  EXPECT_FALSE(relation_name_taken(catalog, "app", "users_pkey"));
}

}  // namespace
}  // namespace pggit::catalog
