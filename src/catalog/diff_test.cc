#include "catalog/diff.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "catalog/testing/sample.h"

namespace pggit::catalog {
namespace {

using namespace testing;

// One word or two a step; what loses rows or values says so.
std::vector<std::string> words(const Diff& diff) {
  std::vector<std::string> out;
  for (const DiffStep& step : diff.steps) {
    const char* loss = step.loss == RowLoss::Rows     ? " (rows)"
                       : step.loss == RowLoss::Values ? " (values)"
                                                      : "";
    out.push_back(ir::op_name(step.op) + loss);
  }
  return out;
}

using Words = std::vector<std::string>;

// The diff's words, after it was seen to lead there.
Words way(const Catalog& from, const Catalog& to, const RenameHints& hints = {}) {
  const Diff found = diff(from, to, hints);
  const base::Result<void> verified = verify_diff(from, to, found);
  EXPECT_TRUE(verified) << verified.error().message;
  return words(found);
}

Words way_after(const std::vector<ir::Op>& ops) { return way(sample(), applied(sample(), ops)); }
Words way_back(const std::vector<ir::Op>& ops) { return way(applied(sample(), ops), sample()); }

ir::TypeName built_in(std::string name) { return {"", std::move(name), "", false}; }

TEST(Diff, OfEqualCatalogsIsEmpty) { EXPECT_TRUE(diff(sample(), sample()).steps.empty()); }

TEST(Diff, BuildsInTheOrderOfNeeds) {
  EXPECT_EQ(way({}, sample()),
            (Words{"create schema", "create type", "create sequence", "create function",
                   "create table", "create table", "create index", "alter sequence",
                   "add constraint", "create view", "create trigger"}));
}

TEST(Diff, TakesDownWhatDependsFirst) {
  EXPECT_EQ(way(sample(), {}), (Words{"drop view", "drop table (rows)", "drop table (rows)",
                                      "drop function", "drop type", "drop schema"}));
}

TEST(Diff, AltersColumnsInPlace) {
  EXPECT_EQ(way_after({ir::AddColumn{kOrders, column_of_type("note", "text")},
                       ir::SetDefault{kOrders, "total", expression({text("0")})},
                       ir::SetNotNull{kOrders, "user_id", true},
                       ir::SetComment{kOrders, "total", "", "in euros"},
                       ir::SetTableOptions{kOrders, {{"fillfactor", "90"}}, {}}}),
            (Words{"add column", "set default", "set not null", "set table options", "comment"}));
}

TEST(Diff, TellsLostValuesFromKeptOnes) {
  EXPECT_EQ(way_back({ir::AddColumn{kOrders, column_of_type("note", "text")}}),
            (Words{"drop column (values)"}));
  EXPECT_EQ(way_back({ir::AddConstraint{kOrders, unique_key("k", {"total"}), ""}}),
            (Words{"drop constraint"}));
}

TEST(Diff, SaysThatADroppedColumnComesBackLast) {
  const Catalog without = applied(sample(), {ir::Drop{kView}, ir::DropColumn{kOrders, "user_id"}});
  const Diff found = diff(without, sample());
  EXPECT_TRUE(found.column_order_differs);
  EXPECT_TRUE(verify_diff(without, sample(), found));
  EXPECT_EQ(words(found), (Words{"add column", "add constraint", "create view"}));
  const Diff last =
      diff(applied(sample(), {ir::Drop{kView}, ir::DropColumn{kOrders, "total"}}), sample());
  EXPECT_FALSE(last.column_order_differs);
}

TEST(Diff, MakesViewsAnewAroundANewColumnType) {
  const std::vector<ir::Op> ops{
      ir::Drop{kView}, ir::SetColumnType{kOrders, "total", built_in("numeric(20,2)"), "", {}},
      ir::Create{*sample().find(kView)}};
  EXPECT_EQ(way_after(ops), (Words{"drop view", "set column type", "create view"}));
  EXPECT_EQ(diff(sample(), applied(sample(), ops)).steps[0].note.substr(0, 15), "drop and create");
}

TEST(Diff, UsesACastOnlyWhereNoAssignmentLeadsThere) {
  const auto using_of = [](const char* from, const char* to) {
    ir::Table table;
    table.schema = "app";
    table.name = "t";
    table.columns = {column_of_type("c", from)};
    const Catalog before = applied({}, {ir::Create{table}});
    const Diff found =
        diff(before, applied(before, {ir::SetColumnType{table.key(), "c", built_in(to), "", {}}}));
    const auto& op = std::get<ir::SetColumnType>(found.steps.at(0).op);
    return (op.using_expression ? op.using_expression->sql() : "") +
           (found.steps[0].loss == RowLoss::Values ? " (values)" : "");
  };
  EXPECT_EQ(using_of("integer", "bigint"), "");
  EXPECT_EQ(using_of("bigint", "integer"), "");
  EXPECT_EQ(using_of("numeric(10,2)", "integer"), " (values)");
  EXPECT_EQ(using_of("numeric(10,2)", "numeric(12,2)"), "");
  EXPECT_EQ(using_of("numeric(10,2)", "numeric(12,1)"), " (values)");
  EXPECT_EQ(using_of("character varying(50)", "character varying(10)"), "");
  EXPECT_EQ(using_of("integer", "text"), "");
  EXPECT_EQ(using_of("text", "integer"), "c::integer (values)");
  EXPECT_EQ(using_of("timestamp with time zone", "date"), " (values)");
  EXPECT_EQ(using_of("timestamp(6) with time zone", "timestamp(3) with time zone"), " (values)");
  EXPECT_EQ(using_of("json", "jsonb"), " (values)");
  EXPECT_EQ(using_of("boolean", "integer"), "c::integer (values)");
}

TEST(Diff, AddsEnumLabelsInPlaceAndKeepsValuesWhereLabelsGo) {
  const std::vector<ir::Op> ops{ir::AddEnumLabel{kRole, "owner", "admin"},
                                ir::AddEnumLabel{kRole, "guest", ""}};
  EXPECT_EQ(way_after(ops), (Words{"add enum label", "add enum label"}));
  EXPECT_EQ(way_back(ops), (Words{"drop default", "set column type", "drop type", "create type",
                                  "set column type", "set default"}));
  const Diff back = diff(applied(sample(), ops), sample());
  const auto& return_to_type = std::get<ir::SetColumnType>(back.steps[4].op);
  EXPECT_EQ(return_to_type.using_expression->sql(), "role::app.role");
}

TEST(Diff, ReplacesAViewOnlyWherePostgresAllowsIt) {
  ir::View wider = *sample().get<ir::View>(kView);
  wider.columns.push_back({"n", built_in("bigint"), "", {}, {}});
  EXPECT_EQ(way_after({ir::Replace{wider}}), (Words{"alter view"}));
  EXPECT_EQ(way_back({ir::Replace{wider}}), (Words{"drop view", "create view"}));
  ir::View over;
  over.schema = "app";
  over.name = "a_view_over_it";
  over.columns.push_back({"n", built_in("bigint"), "", {}, {}});
  over.query = expression({text("SELECT "), column(kView, "n"), text(" FROM "), relation(kView)});
  EXPECT_EQ(way_after({ir::Replace{wider}, ir::Create{over}}),
            (Words{"alter view", "create view"}));
}

TEST(Diff, TakesATypeThatIsNotKnownForThatOfTheSameQuery) {
  ir::View known = *sample().get<ir::View>(kView);
  ir::View unknown = known;
  for (ir::ViewColumn& column : unknown.columns) column.type = {};
  const Catalog a = sample().with(ir::Object(known));
  const Catalog b = sample().with(ir::Object(unknown));
  EXPECT_EQ(way(a, b), Words());
  EXPECT_EQ(way(b, a), Words());
  unknown.query = expression({text("SELECT 1")});
  EXPECT_EQ(way(a, sample().with(ir::Object(unknown))), (Words{"drop view", "create view"}));
}

TEST(Diff, ReplacesAFunctionOnlyWherePostgresAllowsIt) {
  ir::Function function = *sample().get<ir::Function>(kFunction);
  function.body = "BEGIN RETURN NULL; END";
  EXPECT_EQ(way_after({ir::Replace{function}}), (Words{"alter function"}));
  function.returns = built_in("event_trigger");
  EXPECT_EQ(way_after({ir::Replace{function}}),
            (Words{"drop trigger", "drop function", "create function", "create trigger"}));
}

TEST(Diff, TakesAnIndexOrConstraintThatOnlyChangedItsNameForARename) {
  EXPECT_EQ(way_after({ir::Rename{kEmailIndex, "by_email"},
                       ir::RenameConstraint{kUsers, "users_pkey", "users_pk"}}),
            (Words{"rename constraint", "rename index"}));
}

TEST(Diff, DropsAndAddsForeignKeysAroundTheKeyTheyRestOn) {
  ir::Constraint wider = unique_key("users_pkey", {"id", "email"});
  const Catalog to =
      applied(sample(),
              {ir::DropConstraint{kOrders, "orders_user_id_fkey"},
               ir::DropConstraint{kUsers, "users_pkey"}, ir::AddConstraint{kUsers, wider, ""},
               ir::AddConstraint{kUsers, unique_key("by_id", {"id"}), ""},
               ir::AddConstraint{
                   kOrders, foreign_key("orders_user_id_fkey", {"user_id"}, kUsers, {"id"}), ""}});
  EXPECT_EQ(way(sample(), to), (Words{"drop constraint", "drop constraint", "add constraint",
                                      "add constraint", "add constraint"}));
}

TEST(Diff, DropsWhatRefersToAPartitionedTableBeforeItsPartitions) {
  ir::Table a;
  a.schema = "app";
  a.name = "a";
  a.columns = {column_of_type("id", "integer")};
  a.constraints = {unique_key("a_key", {"id"})};
  ir::Table a_1 = a;
  a_1.name = "a_1";
  a_1.constraints[0].name = "a_1_key";
  a_1.partition_of = ir::PartitionOf{"app", "a", expression({text("DEFAULT")})};
  ir::IndexKey key;
  key.column = "id";
  a.partition_by = ir::PartitionKey{'r', {key}};
  ir::Table w = a_1;
  w.name = "w";
  w.partition_of.reset();
  w.constraints = {foreign_key("w_fkey", {"id"}, a.key(), {"id"})};
  Catalog with = sample();
  for (const ir::Table& table : {a, a_1, w}) with = with.with(ir::Object(table));
  std::vector<std::string> dropped;
  for (const DiffStep& step : diff(with, sample()).steps)
    dropped.push_back(std::get<ir::Drop>(step.op).key.name);
  ASSERT_FALSE(dropped.empty());
  EXPECT_EQ(dropped.front(), "w");
}

TEST(Diff, AltersNothingOfATableThatIsMadeAnew) {
  ir::Table plain;
  plain.schema = "app";
  plain.name = "parted";
  plain.columns = {column_of_type("old", "integer"), column_of_type("id", "integer")};
  ir::Table parted = plain;
  parted.columns = {column_of_type("id", "bigint"), column_of_type("twice", "bigint")};
  parted.columns[1].generated = expression({column(plain.key(), "id"), text(" * 2")});
  ir::IndexKey key;
  key.column = "id";
  parted.partition_by = ir::PartitionKey{'r', {key}};
  const Catalog a = sample().with(ir::Object(plain));
  const Catalog b = sample().with(ir::Object(parted));
  EXPECT_EQ(way(a, b), (Words{"drop table (rows)", "create table"}));
  EXPECT_EQ(way(b, a), (Words{"drop table (rows)", "create table"}));
}

TEST(Diff, TakesAForeignKeyAwayWhileBothEndsLeaveTheirFamily) {
  const auto steps = [](const char* type) {
    const ir::Constraint key = foreign_key("orders_user_id_fkey", {"user_id"}, kUsers, {"id"});
    return way_after({ir::Drop{kView}, ir::DropConstraint{kOrders, key.name},
                      ir::SetColumnType{kOrders, "user_id", built_in(type), "", {}},
                      ir::SetColumnType{kUsers, "id", built_in(type), "", {}},
                      ir::AddConstraint{kOrders, key, ""}, ir::Create{*sample().find(kView)}});
  };
  EXPECT_EQ(steps("text"), (Words{"drop view", "drop constraint", "set column type",
                                  "set column type", "add constraint", "create view"}));
  EXPECT_EQ(std::ranges::count(steps("integer"), "drop constraint"), 0);
}

TEST(Diff, MakesAnIndexAnewWhoseConditionReadsOtherwiseAfterANewType) {
  ir::Index index;
  index.schema = "app";
  index.table = "orders";
  index.name = "dear";
  index.keys.emplace_back().column = "id";
  index.where = expression({column(kOrders, "total"), text(" <> 0")});
  const auto steps = [&](const char* from, const char* to) {
    const Catalog before = applied(
        sample(), {ir::Drop{kView}, ir::SetColumnType{kOrders, "total", built_in(from), "", {}},
                   ir::Create{index}});
    return way(before,
               applied(before, {ir::SetColumnType{kOrders, "total", built_in(to), "", {}}}));
  };
  EXPECT_EQ(steps("double precision", "integer"),
            (Words{"drop index", "set column type (values)", "create index"}));
  EXPECT_EQ(steps("bigint", "integer"), (Words{"set column type"}));
}

TEST(Diff, DropsTablesThatReferToOneAnother) {
  const Catalog circle = applied(
      sample(),
      {ir::AddColumn{kUsers, column_of_type("last_order", "integer")},
       ir::AddConstraint{
           kUsers, foreign_key("users_last_order_fkey", {"last_order"}, kOrders, {"id"}), ""}});
  const Words found = way(circle, {});
  EXPECT_EQ(Words(found.begin(), found.begin() + 3),
            (Words{"drop view", "drop constraint", "drop constraint"}));
  way({}, circle);
}

TEST(Diff, LosesRowsByARenameThatItWasNotToldOf) {
  const std::vector<ir::Op> ops{ir::Rename{kOrders, "purchases"}};
  const Words untold = way_after(ops);
  EXPECT_NE(std::ranges::find(untold, "drop table (rows)"), untold.end());
  const ir::Key purchases{ir::Kind::Table, "app", "purchases", ""};
  EXPECT_EQ(way(sample(), applied(sample(), ops), {{{kOrders, purchases}}, {}, {}}),
            (Words{"rename table"}));
}

TEST(DiffWithHints, RenamesSchemasTablesAndColumnsTogether) {
  const ir::Key schema{ir::Kind::Schema, "", "app", ""};
  const ir::Key new_schema{ir::Kind::Schema, "", "shop", ""};
  const ir::Key in_new{ir::Kind::Table, "shop", "users", ""};
  const ir::Key people{ir::Kind::Table, "shop", "people", ""};
  const Catalog to = applied(sample(), {ir::Rename{schema, "shop"}, ir::Rename{in_new, "people"},
                                        ir::RenameColumn{people, "email", "mail"}});
  const RenameHints hints{
      {{schema, new_schema}, {kUsers, people}}, {{people, "email", "mail"}}, {}};
  EXPECT_EQ(way(sample(), to, hints), (Words{"rename schema", "rename table", "rename column"}));
}

TEST(DiffWithHints, SwapsTwoTablesAndTwoColumns) {
  const ir::Key aside{ir::Kind::Table, "app", "aside", ""};
  const Catalog swapped = applied(
      sample(),
      {ir::Rename{kUsers, "aside"}, ir::Rename{kOrders, "users"}, ir::Rename{aside, "orders"}});
  const RenameHints tables{{{kUsers, kOrders}, {kOrders, kUsers}}, {}, {}};
  EXPECT_EQ(way(sample(), swapped, tables),
            (Words{"rename table", "rename table", "rename table"}));
  const Catalog columns = applied(sample(), {ir::RenameColumn{kOrders, "total", "aside"},
                                             ir::RenameColumn{kOrders, "user_id", "total"},
                                             ir::RenameColumn{kOrders, "aside", "user_id"}});
  const RenameHints swap{{}, {{kOrders, "total", "user_id"}, {kOrders, "user_id", "total"}}, {}};
  EXPECT_EQ(way(sample(), columns, swap),
            (Words{"rename column", "rename column", "rename column"}));
}

TEST(DiffWithHints, TakesTheNameOfAColumnThatGoes) {
  const Catalog from = applied(sample(), {ir::RenameColumn{kOrders, "total", "sum"},
                                          ir::AddColumn{kOrders, column_of_type("total", "text")}});
  const RenameHints back{{}, {{kOrders, "sum", "total"}}, {}};
  EXPECT_EQ(way(from, sample(), back),
            (Words{"rename column", "rename column", "drop column (values)"}));
  const RenameHints wrong{{}, {{kOrders, "nothing", "total"}}, {}};
  EXPECT_EQ(std::ranges::count(way(from, sample(), wrong), "rename column"), 0);
}

TEST(DiffWithHints, TakesThePlaceOfATableThatGoes) {
  // The new table was built beside the old one and took its name.
  ir::Table rebuilt = *sample().get<ir::Table>(kOrders);
  rebuilt.name = "orders_new";
  rebuilt.columns[0].default_value.reset();
  rebuilt.constraints.clear();
  const ir::Key beside = rebuilt.key();
  const Catalog from = applied(sample(), {ir::Create{rebuilt}});
  const Catalog to =
      applied(from, {ir::Drop{kView}, ir::Drop{kOrders}, ir::Rename{beside, "orders"}});
  const Words found = way(from, to, {{{beside, kOrders}}, {}, {}});
  EXPECT_EQ(found, (Words{"rename table", "rename table", "drop view", "drop table (rows)"}));
}

TEST(DiffWithHints, RenamesLabels) {
  const Catalog to = applied(sample(), {ir::RenameEnumLabel{kRole, "member", "user"}});
  EXPECT_EQ(way(sample(), to, {{}, {}, {{kRole, "member", "user"}}}), (Words{"rename enum label"}));
}

TEST(DiffWithHints, PassesOverAHintThatDoesNotFit) {
  const ir::Key nowhere{ir::Kind::Table, "app", "nowhere", ""};
  const RenameHints hints{{{nowhere, kUsers}, {kUsers, nowhere}}, {{kUsers, "x", "y"}}, {}};
  EXPECT_EQ(way(sample(), sample(), hints), Words{});
}

TEST(Diff, AltersAnIdentityWithoutLosingItsPosition) {
  ir::Identity always = *sample().get<ir::Table>(kUsers)->columns[0].identity;
  always.always = true;
  EXPECT_EQ(way_after({ir::SetIdentity{kUsers, "id", always, true}}), (Words{"set identity"}));
  always.sequence = "users_numbers";
  EXPECT_EQ(way_after({ir::SetIdentity{kUsers, "id", always, true}}),
            (Words{"rename sequence", "set identity"}));
}

// PostgreSQL refuses a logged table that refers to an unlogged one, at each step of the way.
TEST(Diff, SetsUnloggedWhoRefersBeforeWhoIsReferredToAndLoggedAfterIt) {
  const Catalog logged = sample();
  const Catalog unlogged =
      applied(sample(), {ir::SetUnlogged{kOrders, true}, ir::SetUnlogged{kUsers, true}});
  const auto tables = [](const Diff& diff) {
    std::vector<ir::Key> keys;
    for (const DiffStep& step : diff.steps) {
      if (const auto* set = std::get_if<ir::SetUnlogged>(&step.op)) keys.push_back(set->table);
    }
    return keys;
  };
  EXPECT_EQ(tables(diff(logged, unlogged)), (std::vector{kOrders, kUsers}));
  EXPECT_EQ(tables(diff(unlogged, logged)), (std::vector{kUsers, kOrders}));
}

TEST(Diff, SetsASequenceLoggedAgainThatFollowedItsTable) {
  ir::Sequence sequence;
  sequence.schema = kUsers.schema;
  sequence.name = "owned";
  sequence.owner_table = kUsers.name;
  sequence.owner_column = "id";
  const Catalog logged = sample().with(ir::Object(sequence));
  const Catalog unlogged = applied(logged, {ir::SetUnlogged{kUsers, true}});
  const Catalog but_one = applied(unlogged, {ir::SetUnlogged{sequence.key(), false}});
  for (const Catalog& from : {logged, unlogged, but_one}) {
    for (const Catalog& to : {logged, unlogged, but_one}) (void)way(from, to);
  }
}

TEST(Diff, TakesOneOfTwoForeignKeysAsideThatLeadRoundWhenTablesAreSetUnlogged) {
  const ir::Constraint back = foreign_key("users_order_fkey", {"id"}, kOrders, {"id"});
  const Catalog logged = applied(sample(), {ir::AddConstraint{kUsers, back, ""}});
  const Catalog unlogged =
      applied(logged, {ir::SetUnlogged{kOrders, true}, ir::SetUnlogged{kUsers, true}});
  for (const Words& words : {way(logged, unlogged), way(unlogged, logged)}) {
    const auto at = [&](const char* word) { return std::ranges::find(words, word); };
    EXPECT_LT(at("drop constraint"), at("add constraint"));
    EXPECT_EQ(std::ranges::count(words, "add constraint"), 1);
  }
}

TEST(VerifyDiff, NamesWhatComesOutOtherwise) {
  const Catalog to = applied(sample(), {ir::SetNotNull{kOrders, "total", true}});
  Diff wrong = diff(sample(), to);
  wrong.steps.clear();
  EXPECT_EQ(
      verify_diff(sample(), to, wrong).error().message,
      "table app.orders comes out otherwise: columns[2:total].not_null should be true, is false");
  wrong.steps.push_back({ir::Drop{{ir::Kind::Table, "app", "nowhere", ""}}, RowLoss::None, ""});
  EXPECT_EQ(verify_diff(sample(), to, wrong).error().message,
            "drop table: relation \"app.nowhere\" does not exist");
}

TEST(EqualButForColumnOrder, SeesEverythingElse) {
  ir::Table other = *sample().get<ir::Table>(kUsers);
  std::swap(other.columns[0], other.columns[2]);
  EXPECT_TRUE(equal_but_for_column_order(sample(), sample().with(other)));
  EXPECT_FALSE(sample() == sample().with(other));
  other.columns[1].not_null = true;
  EXPECT_FALSE(equal_but_for_column_order(sample(), sample().with(other)));
}

}  // namespace
}  // namespace pggit::catalog
