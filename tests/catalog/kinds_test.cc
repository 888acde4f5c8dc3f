// Extensions, domains and materialized views: how they are altered, followed and ordered.
#include <gtest/gtest.h>

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

const ir::Key kEmail{ir::Kind::Domain, "app", "email", ""};
const ir::Key kTotals{ir::Kind::MaterializedView, "app", "totals", ""};

ir::Expression plain(std::string sql) { return expression({text(std::move(sql))}); }

ir::Constraint check(std::string name, std::string sql) {
  ir::Constraint constraint;
  constraint.name = std::move(name);
  constraint.check = plain(std::move(sql));
  return constraint;
}

ir::Domain email() {
  ir::Domain domain{"app", "email", {"", "text", "", false}, "", false, {}, {}, {}};
  domain.constraints = {check("has_at", "VALUE LIKE '%@%'")};
  return domain;
}

ir::MaterializedView totals() {
  ir::MaterializedView view{"app", "totals", {}, {}, {}, true, {}};
  view.columns.push_back({"id", {"", "bigint", "", false}, "", {}, {}});
  view.query =
      expression({text("SELECT "), column(kOrders, "id"), text(" AS id FROM "), relation(kOrders)});
  return view;
}

Catalog with(std::vector<ir::Op> ops) { return applied(sample(), std::move(ops)); }

using Texts = std::vector<std::string>;

TEST(ColumnAttributes, AreSaidWhereTheyChange) {
  const auto set = [](auto change) {
    ir::SetColumnAttributes op{kOrders, "total"};
    change(op);
    return ir::Op(op);
  };
  const Catalog bare = with({});
  const Catalog stored =
      with({set([](auto& op) { op.storage = "main"; }),
            set([](auto& op) { op.options = ir::Options{{"n_distinct", "5"}}; })});
  const Catalog counted = applied(stored, {set([](auto& op) { op.statistics = 9; })});
  const std::string alter = "ALTER TABLE app.orders ALTER COLUMN total ";
  EXPECT_EQ(printed(stored, counted), Texts{alter + "SET STATISTICS 9"});
  EXPECT_EQ(printed(counted, stored), Texts{alter + "SET STATISTICS -1"});
  EXPECT_EQ(printed(bare, stored),
            (Texts{alter + "SET STORAGE main", alter + "SET (n_distinct='5')"}));
}

TEST(Domains, AreAlteredInPlace) {
  const Catalog before = with({ir::Create{email()}});
  const Catalog after =
      applied(before, {ir::SetDefault{kEmail, "", plain("'a@b'")}, ir::SetNotNull{kEmail, "", true},
                       ir::AddConstraint{kEmail, check("short", "length(VALUE) < 9"), ""},
                       ir::DropConstraint{kEmail, "has_at"}});
  EXPECT_EQ(
      printed(before, after),
      (Texts{"ALTER DOMAIN app.email DROP CONSTRAINT has_at",
             "ALTER DOMAIN app.email SET DEFAULT 'a@b'", "ALTER DOMAIN app.email SET NOT NULL",
             "ALTER DOMAIN app.email ADD CONSTRAINT short CHECK (length(VALUE) < 9)"}));
  EXPECT_EQ(printed(after, before),
            (Texts{"ALTER DOMAIN app.email DROP CONSTRAINT short",
                   "ALTER DOMAIN app.email DROP DEFAULT", "ALTER DOMAIN app.email DROP NOT NULL",
                   "ALTER DOMAIN app.email ADD CONSTRAINT has_at CHECK (VALUE LIKE '%@%')"}));
}

TEST(Domains, AreFollowedByTheColumnsOfTheirType) {
  ir::Column mail;
  mail.name = "mail";
  mail.type = {"app", "email", "", false};
  const Catalog after =
      with({ir::Create{email()}, ir::AddColumn{kUsers, mail}, ir::Rename{kEmail, "address"}});
  EXPECT_EQ(after.get<ir::Table>(kUsers)->columns.back().type.name, "address");
  EXPECT_EQ(dependents(after, {{ir::Kind::Domain, "app", "address", ""}, ""}).size(), 1U);
}

TEST(Domains, TakeANameAmongTypesAndConstraints) {
  const Catalog there = with({ir::Create{email()}});
  EXPECT_FALSE(apply(ir::Create{ir::Enum{"app", "email", {}, {}}}, there));
  EXPECT_FALSE(apply(ir::AddConstraint{kEmail, check("has_at", "true"), ""}, there));
  EXPECT_FALSE(apply(ir::DropConstraint{kEmail, "nothing"}, there));
  EXPECT_TRUE(constraint_name_taken(there, "app", "has_at"));
}

TEST(MaterializedViews, AreMadeAfterTheirTablesAndTakeTheirIndexesAlong) {
  ir::Index index;
  index.schema = "app";
  index.name = "totals_id";
  index.table = "totals";
  index.keys.emplace_back().column = "id";
  const Catalog there = with({ir::Create{totals()}, ir::Create{index}});
  EXPECT_EQ(printed(there, sample()), (Texts{"DROP MATERIALIZED VIEW app.totals"}));
  EXPECT_EQ(printed(sample(), there).size(), 2U);
  EXPECT_EQ(cascade(there, {kOrders, ""}).back().key.kind, ir::Kind::MaterializedView);
  const Catalog moved =
      applied(there, {ir::Rename{kTotals, "sums"}, ir::RenameColumn{kOrders, "id", "number"}});
  EXPECT_EQ(moved.get<ir::Index>({ir::Kind::Index, "app", "totals_id", ""})->table, "sums");
  EXPECT_EQ(
      moved.get<ir::MaterializedView>({ir::Kind::MaterializedView, "app", "sums", ""})->query.sql(),
      "SELECT number AS id FROM app.orders");
}

TEST(MaterializedViews, AreFilledAndEmptiedInPlaceAndElseMadeAnew) {
  const Catalog filled = with({ir::Create{totals()}});
  ir::MaterializedView view = totals();
  view.populated = false;
  const Catalog empty = applied(filled, {ir::Replace{view}});
  EXPECT_EQ(printed(filled, empty), (Texts{"REFRESH MATERIALIZED VIEW app.totals WITH NO DATA"}));
  EXPECT_EQ(printed(empty, filled), (Texts{"REFRESH MATERIALIZED VIEW app.totals"}));
  view.query = plain("SELECT 1 AS id");
  const Texts anew = printed(filled, applied(filled, {ir::Replace{view}}));
  EXPECT_EQ(anew.front(), "DROP MATERIALIZED VIEW app.totals");
  EXPECT_EQ(anew.size(), 2U);
}

TEST(Extensions, ComeFirstAndGoLastInTheOrderOfWhatTheyRequire) {
  const ir::Extension cube{"cube", "ext", {}, {}};
  const ir::Extension distance{"a_distance", "ext", {"cube"}, {}};
  const Catalog there =
      with({ir::Create{ir::Schema{"ext", {}}}, ir::Create{cube}, ir::Create{distance}});
  EXPECT_EQ(printed({}, there)[0].substr(0, 13), "CREATE SCHEMA");
  EXPECT_EQ(printed(sample(), there),
            (Texts{"CREATE SCHEMA ext", "CREATE EXTENSION cube SCHEMA ext",
                   "CREATE EXTENSION a_distance SCHEMA ext"}));
  EXPECT_EQ(printed(there, sample()),
            (Texts{"DROP EXTENSION a_distance", "DROP EXTENSION cube", "DROP SCHEMA ext"}));
}

TEST(Kinds, AddedLaterComeBackFromTheirBytes) {
  for (const ir::Object& object :
       std::vector<ir::Object>{email(), totals(), ir::Extension{"cube", "ext", {"seg"}, {}}}) {
    const auto back = decode(encode(object), encode_references(object));
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_EQ(*back, object);
  }
}

}  // namespace
}  // namespace pggit::catalog
