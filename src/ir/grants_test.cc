#include "ir/grants.h"

#include <gtest/gtest.h>

namespace pggit::ir {
namespace {

const Key kTable{Kind::Table, "app", "t", ""};

Acl after(Acl acl, const std::vector<GrantChange>& changes) {
  for (const GrantChange& change : changes) {
    auto next = changed(acl, change);
    EXPECT_TRUE(next) << next.error().message;
    if (next) acl = *std::move(next);
  }
  return in_order(acl);
}

GrantChange grant(std::string role, std::string letters, bool option = false) {
  return {true, std::move(role), "", std::move(letters), option, false};
}
GrantChange revoke(std::string role, std::string letters, bool option_only = false,
                   bool cascades = false) {
  return {false, std::move(role), "", std::move(letters), option_only, cascades};
}

TEST(Grants, AreAddedInTheOrderOfPostgreSQL) {
  EXPECT_EQ(after({}, {grant("app", "wr"), grant("app", "a")}), (Acl{{"app", "", "arw"}}));
  EXPECT_EQ(after({}, {grant("app", "r"), grant("app", "w", true)}), (Acl{{"app", "", "rw*"}}));
}

TEST(Grants, GoWithTheirOptionsAndOptionsAlone) {
  const Acl both{{"app", "", "r*w*"}};
  EXPECT_EQ(after(both, {revoke("app", "r")}), (Acl{{"app", "", "w*"}}));
  EXPECT_EQ(after(both, {revoke("app", "r", true)}), (Acl{{"app", "", "rw*"}}));
  EXPECT_EQ(after(both, {revoke("app", "rw")}), Acl{});
  EXPECT_EQ(after(both, {revoke("other", "r")}), both);
}

TEST(Grants, ThatEqualTheDefaultAreAbsent) {
  EXPECT_EQ(stored(default_acl(kTable), kTable), std::nullopt);
  const Acl more = after(default_acl(kTable), {grant("app", "r")});
  EXPECT_EQ(stored(more, kTable), Grants(more));
  EXPECT_EQ(stored(after(more, {revoke("app", "r")}), kTable), std::nullopt);
  EXPECT_EQ(stored({}, kTable), Grants(Acl{})) << "nothing at all is not the default";
}

TEST(Grants, OfEverybodyStandAmongTheDefaults) {
  const Key function{Kind::Function, "app", "f", ""};
  const Key type{Kind::Enum, "app", "e", ""};
  EXPECT_EQ(in_order(default_acl(function)), (Acl{{"", "", "X"}, {kPublic, "", "X"}}));
  EXPECT_EQ(in_order(default_acl(type)), (Acl{{"", "", "U"}, {kPublic, "", "U"}}));
  EXPECT_EQ(default_acl({Kind::Schema, "", "app", ""}).size(), 1U);
  EXPECT_EQ(default_acl({Kind::Schema, "", "public", ""}).size(), 2U);
  EXPECT_EQ(default_acl({Kind::Index, "app", "i", ""}), Acl{});
}

TEST(Grants, ThatARoleGaveOnGoWithItsOptionsByCascadeOnly) {
  const Acl chain{{"a", "", "r*"}, {"b", "a", "r*"}, {"c", "b", "r"}};
  EXPECT_FALSE(changed(chain, revoke("a", "r")));
  EXPECT_FALSE(changed(chain, revoke("a", "r", true)));
  EXPECT_EQ(after(chain, {revoke("a", "r", false, true)}), Acl{});
  EXPECT_EQ(after(chain, {revoke("a", "r", true, true)}), (Acl{{"a", "", "r"}}));
  const Acl twice{{"a", "", "r*"}, {"a", "z", "r*"}, {"b", "a", "r"}};
  EXPECT_EQ(after(twice, {revoke("a", "r")}), (Acl{{"a", "z", "r*"}, {"b", "a", "r"}}));
}

TEST(Grants, FollowTheOwner) {
  const Acl acl{
      {"", "", "arwdDxt"}, {"app", "", "r"}, {kMigrationRole, "", "w"}, {"x", "app", "d"}};
  EXPECT_EQ(with_owner(acl, "app"),
            (Acl{{"", "", "arwdDxt"}, {kMigrationRole, "", "w"}, {"x", "", "d"}}));
  EXPECT_EQ(with_owner(acl, ""), (Acl{{"", "", "arwdDxt"}, {"app", "", "r"}, {"x", "app", "d"}}));
}

TEST(Grants, OfDefaultPrivilegesAreAddedTogether) {
  EXPECT_EQ(merged({{"", "", "arwdDxt"}}, {{"app", "", "r"}, {"", "", "r*"}}),
            (Acl{{"", "", "ar*wdDxt"}, {"app", "", "r"}}));
  EXPECT_EQ(default_acl({Kind::DefaultGrants, "", "", "f"}).size(), 2U);
  EXPECT_EQ(default_acl({Kind::DefaultGrants, "app", "", "f"}), Acl{});
  EXPECT_EQ(all_privileges(Key{Kind::DefaultGrants, "app", "", "S"}), "rwU");
}

}  // namespace
}  // namespace pggit::ir
