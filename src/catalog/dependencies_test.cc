#include "catalog/dependencies.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "catalog/testing/sample.h"

namespace pggit::catalog {
namespace {

using namespace testing;
using Part = Dependent::Part;

std::vector<std::string> names(const std::vector<Dependent>& dependents) {
  std::vector<std::string> out;
  for (const Dependent& d : dependents) {
    out.push_back((d.automatic ? "auto " : "") + (d.name.empty() ? "" : d.name + " of ") +
                  ir::to_text(d.key));
  }
  return out;
}

TEST(Dependents, OfATableAreWhatDropWouldAskAbout) {
  EXPECT_EQ(names(dependents(sample(), {kUsers, ""})),
            (std::vector<std::string>{"orders_user_id_fkey of table app.orders",
                                      "auto index app.users_email_idx", "view app.big_spenders",
                                      "auto trigger touch_users on app.users"}));
}

TEST(Dependents, OfAColumnAreThoseThatUseIt) {
  EXPECT_EQ(names(dependents(sample(), {kUsers, "email"})),
            (std::vector<std::string>{"auto index app.users_email_idx", "view app.big_spenders",
                                      "trigger touch_users on app.users",
                                      "auto users_email_check of table app.users"}));
  EXPECT_TRUE(dependents(sample(), {kUsers, "role"}).empty());
}

TEST(Dependents, OfATypeAreColumnsAndDefaults) {
  EXPECT_EQ(names(dependents(sample(), {kRole, ""})),
            (std::vector<std::string>{"role of table app.users", "role of table app.users"}));
}

TEST(Dependents, OfASequenceAreDefaults) {
  const std::vector<Dependent> found = dependents(sample(), {kOrdersSequence, ""});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].part, Part::Default);
  EXPECT_EQ(found[0].name, "id");
}

TEST(Dependents, OfAPrimaryKeyAreForeignKeys) {
  EXPECT_EQ(names(dependents_of_constraint(sample(), kUsers, "users_pkey")),
            (std::vector<std::string>{"orders_user_id_fkey of table app.orders"}));
  EXPECT_TRUE(dependents_of_constraint(sample(), kUsers, "users_email_check").empty());
}

TEST(Cascade, LeavesOutWhatGoesAnyway) {
  EXPECT_EQ(names(cascade(sample(), {kUsers, ""})),
            (std::vector<std::string>{"orders_user_id_fkey of table app.orders",
                                      "view app.big_spenders"}));
  EXPECT_TRUE(cascade(sample(), {kUsers, "role"}).empty());
  EXPECT_EQ(names(cascade(sample(), {kRole, ""})),
            (std::vector<std::string>{"role of table app.users"}));
}

TEST(Cascade, FollowsAPrimaryKeyThatGoesWithItsColumn) {
  EXPECT_EQ(names(cascade(sample(), {kUsers, "id"})),
            (std::vector<std::string>{"orders_user_id_fkey of table app.orders",
                                      "view app.big_spenders"}));
}

TEST(Cascade, ListsTheInnermostFirst) {
  ir::View outer;
  outer.schema = "app";
  outer.name = "a_view_over_it";
  outer.query = expression({text("SELECT 1 FROM "), relation(kView)});
  const Catalog catalog = applied(sample(), {ir::Create{outer}});
  EXPECT_EQ(names(cascade(catalog, {kOrders, ""})),
            (std::vector<std::string>{"view app.a_view_over_it", "view app.big_spenders"}));
}

TEST(References, AreReadFromServerFormsToo) {
  ir::View view;
  view.schema = "app";
  view.name = "v";
  view.query = ir::Expression::from_server(
      "SELECT u.email, nextval('app.\"Odd seq\"'::regclass) AS n, app.f(u.role, 'x'::app.role) AS "
      "f\n"
      "   FROM (app.users u JOIN \"Other\".t ON ((t.id = 1.5)))");
  const std::vector<Reference> found = references(view);
  const auto has = [&](ir::Kind kind, const char* schema, const char* name, const char* column) {
    return std::ranges::find(found, Reference{{kind, schema, name, ""}, column}) != found.end();
  };
  EXPECT_TRUE(has(ir::Kind::Table, "app", "users", ""));
  EXPECT_TRUE(has(ir::Kind::Table, "app", "users", "email"));
  EXPECT_TRUE(has(ir::Kind::Table, "Other", "t", "id"));
  EXPECT_TRUE(has(ir::Kind::Table, "app", "Odd seq", ""));
  EXPECT_TRUE(has(ir::Kind::Function, "app", "f", ""));
  EXPECT_TRUE(has(ir::Kind::Enum, "app", "role", ""));
  EXPECT_FALSE(has(ir::Kind::Table, "app", "role", ""));
  EXPECT_FALSE(has(ir::Kind::Table, "app", "users", "x"));
}

}  // namespace
}  // namespace pggit::catalog
