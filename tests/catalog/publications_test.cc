// Publications: what goes with what, how they are altered, followed and ordered.
#include <gtest/gtest.h>

#include <algorithm>

#include "catalog/apply.h"
#include "catalog/dependencies.h"
#include "catalog/diff.h"
#include "catalog/encode.h"
#include "catalog/testing/sample.h"
#include "sql/print.h"
#include "tests/catalog/printed.h"

namespace pggit::catalog {
namespace {

using namespace testing;
using Texts = std::vector<std::string>;

const ir::Key kApp{ir::Kind::Schema, "", "app", ""};

ir::Publication feed() {
  ir::Publication made;
  made.name = "feed";
  made.options = {{"publish", "insert, update"}};
  return made;
}

ir::PublishedTable users() {
  ir::PublishedTable made{"app", "users", "feed"};
  made.columns = {"email", "id"};
  made.where = expression({column(kUsers, "id"), text(" > 3")});
  return made;
}

ir::PublishedTable orders() { return {"app", "orders", "feed"}; }
ir::PublishedSchema app() { return {"app", "feed"}; }

Catalog published() {
  return applied(sample(), {ir::Create{feed()}, ir::Create{users()}, ir::Create{orders()}});
}

TEST(Publications, ArePrintedWithAllThatIsInThem) {
  const Catalog after = applied(published(), {ir::Create{app()}});
  EXPECT_EQ(printed(sample(), after),
            (Texts{"CREATE PUBLICATION feed WITH (publish = 'insert, update')",
                   "ALTER PUBLICATION feed ADD TABLE ONLY app.orders",
                   "ALTER PUBLICATION feed ADD TABLE ONLY app.users (email, id) WHERE (id > 3)",
                   "ALTER PUBLICATION feed ADD TABLES IN SCHEMA app"}));
  EXPECT_EQ(printed(after, sample()), (Texts{"DROP PUBLICATION feed"}));
}

TEST(Publications, AreAlteredInPlace) {
  ir::Publication other = feed();
  other.options = {{"publish_via_partition_root", "true"}};
  const Catalog after =
      applied(sample(), {ir::Create{other}, ir::Create{orders()}, ir::Create{app()}});
  EXPECT_EQ(printed(published(), after),
            (Texts{"ALTER PUBLICATION feed DROP TABLE ONLY app.users",
                   "ALTER PUBLICATION feed SET (publish_via_partition_root = 'true', publish = "
                   "'insert, update, delete, truncate')",
                   "ALTER PUBLICATION feed ADD TABLES IN SCHEMA app"}));
}

TEST(Publications, TakeATableOutAndInAgainForOtherRows) {
  ir::PublishedTable other = users();
  other.where.reset();
  const Catalog after =
      applied(sample(), {ir::Create{feed()}, ir::Create{other}, ir::Create{orders()}});
  EXPECT_EQ(printed(published(), after),
            (Texts{"ALTER PUBLICATION feed DROP TABLE ONLY app.users",
                   "ALTER PUBLICATION feed ADD TABLE ONLY app.users (email, id)"}));
}

TEST(Publications, AreMadeAnewWhereAllTablesAreSomeNow) {
  ir::Publication all = feed();
  all.all_tables = true;
  EXPECT_EQ(printed(applied(sample(), {ir::Create{all}}), applied(sample(), {ir::Create{feed()}})),
            (Texts{"DROP PUBLICATION feed",
                   "CREATE PUBLICATION feed WITH (publish = 'insert, update')"}));
}

TEST(Publications, FollowNames) {
  const Catalog after =
      applied(applied(published(), {ir::Create{app()}}),
              {ir::RenameColumn{kUsers, "email", "zmail"}, ir::Rename{kUsers, "people"},
               ir::Rename{feed().key(), "news"}, ir::Rename{kApp, "main"}});
  const auto* found =
      after.get<ir::PublishedTable>({ir::Kind::PublishedTable, "main", "people", "news"});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->columns, (Texts{"id", "zmail"}));
  EXPECT_TRUE(after.find({ir::Kind::PublishedSchema, "main", "news", ""}));
  EXPECT_FALSE(after.find(users().key()));
  EXPECT_TRUE(dangling(after).empty());
}

TEST(Publications, LoseATableThatIsDroppedWithoutAWord) {
  EXPECT_TRUE(std::ranges::none_of(cascade(published(), {kUsers, ""}), [](const Dependent& d) {
    return d.key.kind == ir::Kind::PublishedTable;
  }));
  const Catalog after = applied(
      published(),
      {ir::Drop{kView}, ir::DropConstraint{kOrders, "orders_user_id_fkey"}, ir::Drop{kUsers}});
  EXPECT_FALSE(after.find(users().key()));
  EXPECT_TRUE(after.find(feed().key()));
}

TEST(Publications, HoldAColumnOfAListOrAFilter) {
  const auto gone = [&](const std::string& column) {
    const std::vector<Dependent> found = cascade(published(), {kUsers, column});
    return std::ranges::any_of(found, [](const Dependent& d) { return d.key == users().key(); });
  };
  EXPECT_TRUE(gone("email"));
  EXPECT_TRUE(gone("id"));
  EXPECT_FALSE(gone("role"));
}

TEST(Publications, StepAsideWhileAColumnGetsAnotherType) {
  const Catalog before = published();
  const Catalog after =
      applied(applied(before, {ir::Drop{users().key()}}),
              {ir::SetColumnType{kUsers, "email", {"", "character varying(9)", "", false}, "", {}},
               ir::Create{users()}});
  const Texts steps = printed(before, after);
  const auto place = [&](const std::string& start) {
    return std::ranges::find_if(steps, [&](const auto& sql) { return sql.starts_with(start); });
  };
  ASSERT_NE(place("ALTER PUBLICATION feed ADD TABLE ONLY app.users"), steps.end());
  EXPECT_LT(place("ALTER PUBLICATION feed DROP TABLE ONLY app.users"), place("ALTER TABLE"));
  EXPECT_GT(place("ALTER PUBLICATION feed ADD TABLE ONLY app.users"), place("ALTER TABLE"));
}

TEST(Publications, TakeWhatIsInThemAlong) {
  const Catalog after =
      applied(applied(published(), {ir::Create{app()}}), {ir::Drop{feed().key()}});
  EXPECT_EQ(after, sample());
  EXPECT_EQ(refusal(after, ir::Create{users()}), "publication \"feed\" does not exist");
}

TEST(Publications, RefuseAMemberTwice) {
  EXPECT_EQ(refusal(published(), ir::Create{users()}),
            "relation \"users\" is already member of publication \"feed\"");
  EXPECT_EQ(refusal(published(), ir::Drop{app().key()}),
            "tables from schema \"app\" are not part of the publication");
}

TEST(Publications, AreEncodedAndReadBack) {
  for (const ir::Object& object : {ir::Object(feed()), ir::Object(orders()), ir::Object(app())}) {
    const auto back = decode(encode(object), "");
    ASSERT_TRUE(back);
    EXPECT_EQ(*back, object);
  }
}

}  // namespace
}  // namespace pggit::catalog
