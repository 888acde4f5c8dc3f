// Owners and grants: how the differ leads from one to another, and what it prints.
#include <gtest/gtest.h>

#include "catalog/access.h"
#include "catalog/apply.h"
#include "catalog/diff.h"
#include "catalog/testing/sample.h"
#include "sql/print.h"
#include "tests/catalog/printed.h"

namespace pggit::catalog {
namespace {

using namespace testing;
using Texts = std::vector<std::string>;

ir::SetGrants on(const ir::Key& key, ir::Grants grants, std::string column = "") {
  return {key, std::move(column), std::nullopt, std::move(grants), ""};
}
ir::Grants with_all(ir::Acl more) {
  more.push_back({"", "", "arwdDxt"});
  return ir::in_order(more);
}

TEST(Access, IsGrantedAndTakenBackByTheDifferenceAlone) {
  const Catalog less = applied(sample(), {on(kUsers, with_all({{"app", "", "rw"}}))});
  const Catalog more =
      applied(sample(), {on(kUsers, with_all({{"app", "", "ra*"}, {ir::kPublic, "", "arwdDxt"}}))});
  EXPECT_EQ(printed(sample(), less), (Texts{"GRANT SELECT, UPDATE ON TABLE app.users TO app"}));
  EXPECT_EQ(printed(less, more), (Texts{"REVOKE UPDATE ON TABLE app.users FROM app",
                                        "GRANT INSERT ON TABLE app.users TO app WITH GRANT OPTION",
                                        "GRANT ALL ON TABLE app.users TO PUBLIC"}));
  EXPECT_EQ(printed(less, less), Texts{});
}

TEST(Access, OfColumnsIsGivenAgainWhereARevokeOnTheTableTakesIt) {
  const std::string column = "email";
  const Catalog before = applied(sample(), {on(kUsers, with_all({{"app", "", "rd"}})),
                                            on(kUsers, ir::Acl{{"app", "", "rw"}}, column)});
  const Catalog after = applied(before, {on(kUsers, std::nullopt)});
  EXPECT_EQ(printed(before, after), (Texts{"REVOKE SELECT, DELETE ON TABLE app.users FROM app",
                                           "GRANT SELECT (email) ON TABLE app.users TO app"}));
}

TEST(Access, ComesBackWithWhatIsMadeAnew) {
  const ir::Key view{ir::Kind::View, "app", "v", ""};
  ir::View made{"app", "v", {}, expression({text("SELECT 1 AS a")}), {}, {}};
  made.columns.push_back({"a", {"", "integer", "", false}, "", {}, {}});
  const Catalog before =
      applied(sample(), {ir::Create{made}, on(view, with_all({{"app", "", "r"}}))});
  made.columns[0].name = "b";
  made.query = expression({text("SELECT 1 AS b")});
  ir::Object other = made;
  other = with_access_of(other, *before.find(view));
  const Texts texts = printed(before, before.with(other));
  ASSERT_EQ(texts.size(), 3U);
  EXPECT_EQ(texts[0], "DROP VIEW app.v");
  EXPECT_EQ(texts[2], "GRANT SELECT ON TABLE app.v TO app");
}

TEST(Access, StaysWithWhatIsRenamedAndGoesWithWhatIsDropped) {
  const Catalog granted = applied(sample(), {on(kUsers, with_all({{"app", "", "r"}}))});
  const Catalog renamed = applied(granted, {ir::Rename{kUsers, "people"}});
  EXPECT_TRUE(grants_of(*renamed.find({ir::Kind::Table, "app", "people", ""}), ""));
}

TEST(Owners, TakeSequencesAndGrantsAlong) {
  const Catalog granted = applied(sample(), {on(kUsers, with_all({{"app", "", "r"}}))});
  const Catalog given = applied(granted, {ir::SetOwner{kUsers, "app"}});
  EXPECT_EQ(owner_of(*given.find(kUsers)), "app");
  EXPECT_EQ(grants_of(*given.find(kUsers), ""), std::nullopt) << "the owner has all already";
  EXPECT_EQ(printed(granted, given).front(), "ALTER TABLE app.users OWNER TO app");
  EXPECT_EQ(printed(given, granted), (Texts{"ALTER TABLE app.users OWNER TO CURRENT_USER",
                                            "GRANT SELECT ON TABLE app.users TO app"}));
}

TEST(DefaultPrivileges, AreGivenToWhatIsMadeAndComeLast) {
  const ir::Key key{ir::Kind::DefaultGrants, "app", "", "r"};
  const Catalog before = applied(sample(), {on(key, ir::Acl{{"app", "", "r"}})});
  ir::Table table;
  table.schema = "app";
  table.name = "plain";
  const Catalog after = applied(before, {ir::Create{table}, on(key, std::nullopt)});
  EXPECT_EQ(printed(before, after),
            (Texts{"CREATE TABLE app.plain ()", "REVOKE SELECT ON TABLE app.plain FROM app",
                   "ALTER DEFAULT PRIVILEGES IN SCHEMA app REVOKE SELECT ON TABLES FROM app"}));
  EXPECT_EQ(printed(after, before),
            (Texts{"DROP TABLE app.plain",
                   "ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO app"}));
}

TEST(RowSecurity, IsSwitchedInPlace) {
  const Catalog on_and_forced = applied(sample(), {ir::SetRowSecurity{kUsers, true, true}});
  EXPECT_EQ(printed(sample(), on_and_forced),
            (Texts{"ALTER TABLE app.users ENABLE ROW LEVEL SECURITY",
                   "ALTER TABLE app.users FORCE ROW LEVEL SECURITY"}));
  EXPECT_EQ(printed(on_and_forced, applied(on_and_forced, {ir::SetRowSecurity{kUsers, false, {}}})),
            (Texts{"ALTER TABLE app.users DISABLE ROW LEVEL SECURITY"}));
}

}  // namespace
}  // namespace pggit::catalog
