// A family with two ways to one table: top -> left, right -> bottom.
#include <gtest/gtest.h>

#include <algorithm>

#include "catalog/apply.h"
#include "catalog/diff.h"
#include "catalog/inheritance.h"
#include "catalog/testing/sample.h"

namespace pggit::catalog {
namespace {

using testing::applied;
using testing::refusal;

ir::Key key(const std::string& name) { return {ir::Kind::Table, "public", name, ""}; }

ir::Column column(const std::string& name, bool inherited) {
  ir::Column made;
  made.name = name;
  made.type = {"", "integer", "", false};
  made.inherited = inherited;
  made.local = !inherited;
  return made;
}

ir::Create table(const std::string& name, const std::vector<std::string>& parents) {
  ir::Table made;
  made.schema = "public";
  made.name = name;
  made.columns = {column("a", !parents.empty())};
  for (const std::string& parent : parents) made.inherits.push_back({"public", parent});
  return ir::Create{made};
}

Catalog family() {
  return applied({}, {table("top", {}), table("left", {"top"}), table("right", {"top"}),
                      table("bottom", {"left", "right"})});
}

const ir::Column* find(const Catalog& catalog, const std::string& table, const std::string& name) {
  const std::vector<ir::Column>& columns = catalog.get<ir::Table>(key(table))->columns;
  const auto at = std::ranges::find(columns, name, &ir::Column::name);
  return at == columns.end() ? nullptr : &*at;
}

TEST(ApplyInheritance, GivesATableWithTwoWaysToAParentOneColumnOnce) {
  const Catalog after = applied(family(), {ir::AddColumn{key("top"), column("b", false)}});
  ASSERT_TRUE(find(after, "bottom", "b"));
  EXPECT_TRUE(find(after, "bottom", "b")->inherited);
  EXPECT_FALSE(find(after, "bottom", "b")->local);
  EXPECT_EQ(after.get<ir::Table>(key("bottom"))->columns.size(), 2U);
  EXPECT_TRUE(find(applied(after, {ir::RenameColumn{key("top"), "b", "c"}}), "bottom", "c"));
}

TEST(ApplyInheritance, TakesAColumnFromATableWithTheLastOfItsParents) {
  const Catalog two =
      applied({}, {table("left", {}), table("right", {}), table("bottom", {"left", "right"})});
  const Catalog one = applied(two, {ir::DropColumn{key("left"), "a"}});
  ASSERT_TRUE(find(one, "bottom", "a"));
  EXPECT_TRUE(find(one, "bottom", "a")->inherited);
  EXPECT_FALSE(find(applied(one, {ir::DropColumn{key("right"), "a"}}), "bottom", "a"));
  EXPECT_FALSE(find(applied(family(), {ir::DropColumn{key("top"), "a"}}), "bottom", "a"));
}

TEST(ApplyInheritance, RefusesToDropWhatAParentGives) {
  EXPECT_EQ(refusal(family(), ir::DropColumn{key("left"), "a"}),
            "cannot drop inherited column \"a\"");
}

TEST(ApplyInheritance, LeavesAColumnToChildrenWhereOnlyTheParentLosesIt) {
  const Catalog after = applied(family(), {ir::DropColumn{key("top"), "a", true}});
  EXPECT_FALSE(find(after, "top", "a"));
  EXPECT_TRUE(find(after, "left", "a")->local);
  EXPECT_FALSE(find(after, "left", "a")->inherited);
  EXPECT_TRUE(find(after, "bottom", "a")->inherited);
  EXPECT_FALSE(find(after, "bottom", "a")->local);
}

TEST(ApplyInheritance, MakesWhatNoParentHasTheTablesOwn) {
  const Catalog one = applied(family(), {ir::SetInherit{key("bottom"), {"public", "left"}, false}});
  EXPECT_TRUE(find(one, "bottom", "a")->inherited);
  EXPECT_FALSE(find(one, "bottom", "a")->local);
  const Catalog none = applied(one, {ir::SetInherit{key("bottom"), {"public", "right"}, false}});
  EXPECT_FALSE(find(none, "bottom", "a")->inherited);
  EXPECT_TRUE(find(none, "bottom", "a")->local);
}

TEST(ApplyInheritance, RefusesCirclesAndDoubles) {
  const auto inherit = [](const char* child, const char* parent) {
    return ir::SetInherit{key(child), {"public", parent}, true};
  };
  EXPECT_EQ(refusal(family(), inherit("top", "bottom")), "circular inheritance not allowed");
  EXPECT_EQ(refusal(family(), inherit("bottom", "left")),
            "relation \"left\" would be inherited from more than once");
}

TEST(ApplyInheritance, SaysWhoHasAColumnFromElsewhereToo) {
  EXPECT_EQ(with_column_from_elsewhere(family(), key("left"), "a"), key("bottom"));
  EXPECT_EQ(with_column_from_elsewhere(family(), key("top"), "a"), std::nullopt);
}

TEST(DiffInheritance, SaysOnceWhatGoesDownFromAParent) {
  const Catalog from = family();
  const Catalog to = applied(
      from, {ir::AddColumn{key("top"), column("b", false)}, ir::DropColumn{key("top"), "a"}});
  const Diff there = diff(from, to);
  EXPECT_EQ(there.steps.size(), 2U);
  EXPECT_TRUE(verify_diff(from, to, there));
  const Diff back = diff(to, from);
  EXPECT_EQ(back.steps.size(), 2U);
  EXPECT_TRUE(verify_diff(to, from, back));
}

TEST(DiffInheritance, MakesAndDropsAWholeFamilyInOrder) {
  const Diff made = diff({}, family());
  ASSERT_TRUE(verify_diff({}, family(), made));
  EXPECT_EQ(ir::key_of(std::get<ir::Create>(made.steps.front().op).object), key("top"));
  const Diff dropped = diff(family(), {});
  EXPECT_TRUE(verify_diff(family(), {}, dropped));
  EXPECT_EQ(std::get<ir::Drop>(dropped.steps.front().op).key, key("bottom"));
}

TEST(DiffInheritance, PutsAColumnWhereInheritsPutsIt) {
  // Added to the parent when the child had a column of its own: made again it comes before that one.
  const Catalog from = applied(family(), {ir::AddColumn{key("bottom"), column("own", false)},
                                          ir::AddColumn{key("top"), column("b", false)}});
  const Diff made = diff({}, from);
  EXPECT_TRUE(made.column_order_differs);
  EXPECT_TRUE(verify_diff({}, from, made));
}

}  // namespace
}  // namespace pggit::catalog
