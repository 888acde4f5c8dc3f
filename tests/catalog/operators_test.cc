// Aggregates, operators and casts: how they are altered, followed and ordered.
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

const ir::TypeName kInteger{"", "integer", "", false};
const ir::TypeName kRoleType{"app", "role", "", false};

ir::Function function(std::string name, std::vector<ir::TypeName> types, ir::TypeName returns) {
  ir::Function made;
  made.schema = "app";
  made.name = std::move(name);
  for (ir::TypeName& type : types) made.arguments.push_back({"", 'i', std::move(type), {}});
  made.returns = std::move(returns);
  made.language = "sql";
  made.body = "SELECT 1";
  return made;
}

ir::Function total() {
  ir::Function made = function("total", {kInteger}, kInteger);
  made.language = "internal";
  made.body = "aggregate_dummy";
  made.volatility = 'i';
  made.cost = 1;
  made.aggregate.emplace();
  made.aggregate->transition = "app.add_up";
  made.aggregate->state = kInteger;
  return made;
}

ir::Operator less() {
  ir::Operator made;
  made.schema = "app";
  made.name = "<<<";
  made.left = made.right = kRoleType;
  made.function = "app.less";
  made.commutator = "app.>>>";
  return made;
}

ir::Operator more() {
  ir::Operator made = less();
  made.name = ">>>";
  made.commutator = "app.<<<";
  return made;
}

ir::Cast to_role() {
  ir::Cast made;
  made.source = kInteger;
  made.target = kRoleType;
  made.function = "app.role_of";
  made.arguments = {kInteger};
  made.context = 'a';
  return made;
}

Catalog functions() {
  return applied(sample(),
                 {ir::Create{function("add_up", {kInteger, kInteger}, kInteger)},
                  ir::Create{function("less", {kRoleType, kRoleType}, {"", "boolean", "", false})},
                  ir::Create{function("role_of", {kInteger}, kRoleType)}});
}

TEST(Aggregates, AreReplacedInPlace) {
  const Catalog before = applied(functions(), {ir::Create{total()}});
  ir::Function other = total();
  other.aggregate->initial = "0";
  other.parallel = 's';
  EXPECT_EQ(printed(before, applied(before, {ir::Replace{other}})),
            (Texts{"CREATE OR REPLACE AGGREGATE app.total(integer) (SFUNC = app.add_up, STYPE = "
                   "integer, INITCOND = '0', PARALLEL = SAFE)"}));
}

TEST(Aggregates, AreMadeAnewAsFunctionsOfTheSameName) {
  const Catalog before = applied(functions(), {ir::Create{total()}});
  const Catalog after = applied(functions(), {ir::Create{function("total", {kInteger}, kInteger)}});
  EXPECT_EQ(printed(before, after),
            (Texts{"DROP ROUTINE app.total(integer)",
                   "CREATE FUNCTION app.total(integer) RETURNS integer LANGUAGE sql AS $$SELECT "
                   "1$$"}));
}

TEST(Aggregates, FollowTheirFunctionsAndGoAfterThem) {
  const ir::Key add_up{ir::Kind::Function, "app", "add_up", "integer, integer"};
  const Catalog catalog = applied(functions(), {ir::Create{total()}});
  EXPECT_EQ(cascade(catalog, {add_up, ""}).size(), 1U);
  const Catalog after = applied(catalog, {ir::Rename{add_up, "add"}});
  EXPECT_EQ(after.get<ir::Function>(total().key())->aggregate->transition, "app.add");
}

TEST(Operators, LetGoOfOneThatIsDropped) {
  const Catalog both = applied(functions(), {ir::Create{less()}, ir::Create{more()}});
  const Catalog one = applied(both, {ir::Drop{less().key()}});
  EXPECT_EQ(one.get<ir::Operator>(more().key())->commutator, "");
}

TEST(Operators, AreMadeAfterTheirFunctionAndDroppedBeforeIt) {
  const Catalog after = applied(functions(), {ir::Create{less()}, ir::Create{more()}});
  const Texts made = printed(sample(), after);
  const auto place = [&](const std::string& start) {
    return std::ranges::find_if(made, [&](const auto& sql) { return sql.starts_with(start); });
  };
  ASSERT_NE(place("CREATE OPERATOR app.>>>"), made.end());
  EXPECT_LT(place("CREATE FUNCTION app.less"), place("CREATE OPERATOR app.<<<"));
  EXPECT_EQ(printed(after, functions()), (Texts{"DROP OPERATOR app.<<< (app.role, app.role)",
                                                "DROP OPERATOR app.>>> (app.role, app.role)"}));
}

TEST(Operators, HaveOnlyTheirEstimatorsAltered) {
  const Catalog before = applied(functions(), {ir::Create{more()}});
  ir::Operator other = more();
  other.restriction = "scalargtsel";
  EXPECT_EQ(printed(before, applied(before, {ir::Replace{other}})),
            (Texts{"ALTER OPERATOR app.>>> (app.role, app.role) SET (RESTRICT = scalargtsel, JOIN "
                   "= NONE)"}));
  other.hashes = true;
  EXPECT_EQ(printed(before, applied(before, {ir::Replace{other}})).front(),
            "DROP OPERATOR app.>>> (app.role, app.role)");
}

TEST(Operators, FollowATypeAndASchemaOfANewName) {
  const Catalog both = applied(functions(), {ir::Create{less()}, ir::Create{more()}});
  const Catalog after = applied(
      both, {ir::Rename{kRole, "part"}, ir::Rename{{ir::Kind::Schema, "", "app", ""}, "main"}});
  const ir::Operator* found =
      after.get<ir::Operator>({ir::Kind::Operator, "main", "<<<", "main.part, main.part"});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->commutator, "main.>>>");
  EXPECT_EQ(found->function, "main.less");
  EXPECT_TRUE(dangling(after).empty());
}

TEST(Casts, GoWithTheirTypeAndComeBackUnderItsNewName) {
  const Catalog catalog = applied(functions(), {ir::Create{to_role()}});
  const std::vector<Dependent> gone = cascade(catalog, {kRole, ""});
  EXPECT_TRUE(
      std::ranges::any_of(gone, [](const Dependent& d) { return d.key.kind == ir::Kind::Cast; }));
  const Catalog after = applied(catalog, {ir::Rename{kRole, "part"}});
  EXPECT_FALSE(after.find(to_role().key()));
  EXPECT_TRUE(after.find({ir::Kind::Cast, "", "integer", "app.part"}));
}

TEST(Casts, ArePrintedWithAllThatMakesThem) {
  const Catalog after = applied(functions(), {ir::Create{to_role()}});
  EXPECT_EQ(printed(functions(), after),
            (Texts{"CREATE CAST (integer AS app.role) WITH FUNCTION app.role_of(integer) AS "
                   "ASSIGNMENT"}));
  EXPECT_EQ(printed(after, functions()), (Texts{"DROP CAST (integer AS app.role)"}));
}

TEST(Operators, AreEncodedAndReadBack) {
  for (const ir::Object& object :
       {ir::Object(less()), ir::Object(to_role()), ir::Object(total())}) {
    const auto back = decode(encode(object), "");
    ASSERT_TRUE(back);
    EXPECT_EQ(*back, object);
  }
}

}  // namespace
}  // namespace pggit::catalog
