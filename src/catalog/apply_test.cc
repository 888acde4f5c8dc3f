#include "catalog/apply.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "catalog/dependencies.h"
#include "catalog/testing/sample.h"

namespace pggit::catalog {
namespace {

using namespace testing;

const ir::Table& table(const Catalog& catalog, const ir::Key& key) {
  return *catalog.get<ir::Table>(key);
}

const ir::Column* find_column(const ir::Table& table, const std::string& name) {
  const auto at = std::ranges::find(table.columns, name, &ir::Column::name);
  return at == table.columns.end() ? nullptr : &*at;
}

const ir::Constraint* find_constraint(const ir::Table& table, const std::string& name) {
  const auto at = std::ranges::find(table.constraints, name, &ir::Constraint::name);
  return at == table.constraints.end() ? nullptr : &*at;
}

ir::Key renamed(ir::Key key, std::string name) {
  key.name = std::move(name);
  return key;
}

TEST(Apply, SampleRefersToNothingThatIsNotThere) { EXPECT_TRUE(dangling(sample()).empty()); }

TEST(ApplyCreate, RefusesANameThatIsTaken) {
  ir::Sequence sequence;
  sequence.schema = "app";
  sequence.name = "users";
  EXPECT_EQ(refusal(sample(), ir::Create{sequence}), "relation \"users\" already exists");
  sequence.name = "users_pkey";  // the index of a constraint
  EXPECT_EQ(refusal(sample(), ir::Create{sequence}), "relation \"users_pkey\" already exists");
  sequence.name = "users_id_seq";  // the sequence of an identity column
  EXPECT_EQ(refusal(sample(), ir::Create{sequence}), "relation \"users_id_seq\" already exists");
  ir::Enum type{"app", "users", {}, {}};  // a table's row type
  EXPECT_EQ(refusal(sample(), ir::Create{type}), "type \"users\" already exists");
  type.schema = "other";
  EXPECT_EQ(refusal(sample(), ir::Create{type}), "");
}

TEST(ApplyDrop, OfATableTakesItsIndexesTriggersAndSequences) {
  const Catalog after = applied(sample(), {ir::Drop{kView}, ir::Drop{kOrders}, ir::Drop{kUsers}});
  EXPECT_FALSE(after.find(kEmailIndex));
  EXPECT_FALSE(after.find(kTrigger));
  EXPECT_FALSE(after.find(kOrdersSequence));
  EXPECT_TRUE(after.find(kFunction));
  EXPECT_EQ(refusal(after, ir::Drop{kUsers}), "relation \"app.users\" does not exist");
}

TEST(ApplyDropColumn, TakesConstraintsIndexesAndOwnedSequences) {
  Catalog after =
      applied(sample(), {ir::Drop{kView}, ir::Drop{kTrigger}, ir::DropColumn{kUsers, "email"}});
  EXPECT_FALSE(find_column(table(after, kUsers), "email"));
  EXPECT_FALSE(find_constraint(table(after, kUsers), "users_email_check"));
  EXPECT_TRUE(find_constraint(table(after, kUsers), "users_pkey"));
  EXPECT_FALSE(after.find(kEmailIndex));
  after = applied(after, {ir::DropColumn{kOrders, "id"}});
  EXPECT_FALSE(after.find(kOrdersSequence));
  EXPECT_EQ(refusal(after, ir::DropColumn{kOrders, "id"}),
            "column \"id\" of relation \"orders\" does not exist");
}

TEST(ApplyRename, OfATableFollowsIntoEveryReferenceAndRenamesNothingElse) {
  const ir::Key people = renamed(kUsers, "people");
  const Catalog after = applied(sample(), {ir::Rename{kUsers, "people"}});
  EXPECT_FALSE(after.find(kUsers));
  EXPECT_TRUE(dangling(after).empty());
  EXPECT_EQ(find_constraint(table(after, kOrders), "orders_user_id_fkey")->foreign->table,
            "people");
  EXPECT_EQ(after.get<ir::Index>(kEmailIndex)->table, "people");
  EXPECT_TRUE(after.find({ir::Kind::Trigger, "app", "people", "touch_users"}));
  EXPECT_EQ(after.get<ir::View>(kView)->query.sql(),
            "SELECT people.email AS email, sum(o.total) AS spent FROM app.people JOIN app.orders o "
            "ON o.user_id = people.id GROUP BY 1");
  EXPECT_TRUE(find_constraint(table(after, people), "users_pkey"));
  EXPECT_EQ(table(after, people).columns[0].identity->sequence, "users_id_seq");
  EXPECT_EQ(applied(after, {ir::Rename{people, "users"}}), sample());
}

TEST(ApplyRename, OfAColumnFollowsIntoEveryReference) {
  const Catalog after = applied(
      sample(), {ir::RenameColumn{kUsers, "email", "mail"}, ir::RenameColumn{kUsers, "id", "key"}});
  EXPECT_EQ(find_constraint(table(after, kUsers), "users_email_check")->check->sql(), "mail <> ''");
  EXPECT_EQ(find_constraint(table(after, kUsers), "users_pkey")->columns[0], "key");
  EXPECT_EQ(find_constraint(table(after, kOrders), "orders_user_id_fkey")->foreign->columns[0],
            "key");
  EXPECT_EQ(after.get<ir::Index>(kEmailIndex)->keys[0].expression->sql(), "lower(mail)");
  EXPECT_EQ(after.get<ir::Trigger>(kTrigger)->update_of[0], "mail");
  EXPECT_EQ(after.get<ir::View>(kView)->columns[0].name, "email");  // a view keeps its own names
  EXPECT_EQ(refusal(after, ir::RenameColumn{kUsers, "key", "mail"}),
            "column \"mail\" of relation \"users\" already exists");
}

TEST(ApplyRename, OfATypeFollowsIntoColumnsAndDefaults) {
  const Catalog after = applied(sample(), {ir::Rename{kRole, "part"}});
  const ir::Column* role = find_column(table(after, kUsers), "role");
  EXPECT_EQ(role->type.name, "part");
  EXPECT_EQ(role->default_value->sql(), "'member'::app.part");
}

TEST(ApplyRename, OfAnIndexRenamesTheConstraintThatOwnsIt) {
  const ir::Key index{ir::Kind::Index, "app", "users_pkey", ""};
  const Catalog after = applied(sample(), {ir::Rename{index, "users_pk"}});
  EXPECT_TRUE(find_constraint(table(after, kUsers), "users_pk"));
  const ir::Key sequence{ir::Kind::Sequence, "app", "users_id_seq", ""};
  EXPECT_EQ(
      table(applied(after, {ir::Rename{sequence, "s"}}), kUsers).columns[0].identity->sequence,
      "s");
}

TEST(ApplyRename, OfASchemaFollowsEverywhere) {
  const ir::Key schema{ir::Kind::Schema, "", "app", ""};
  const Catalog after = applied(sample(), {ir::Rename{schema, "shop"}});
  after.for_each([](const EntryRef& entry) { EXPECT_NE(entry->key.schema, "app"); });
  EXPECT_TRUE(dangling(after).empty());
  const ir::Key back{ir::Kind::Schema, "", "shop", ""};
  EXPECT_EQ(applied(after, {ir::Rename{back, "app"}}), sample());
}

TEST(ApplyMove, TakesIndexesTriggersAndOwnedSequencesAlong) {
  const Catalog after = applied(sample(), {ir::Create{ir::Schema{"shop", {}}},
                                           ir::Move{kOrders, "shop"}, ir::Move{kUsers, "shop"}});
  EXPECT_TRUE(dangling(after).empty());
  const ir::Table& orders = table(after, {ir::Kind::Table, "shop", "orders", ""});
  EXPECT_EQ(orders.columns[0].default_value->sql(), "nextval('shop.orders_id_seq'::regclass)");
  const auto* sequence = after.get<ir::Sequence>({ir::Kind::Sequence, "shop", "orders_id_seq", ""});
  ASSERT_TRUE(sequence);
  EXPECT_EQ(sequence->owner_table, "orders");
  EXPECT_TRUE(after.find({ir::Kind::Index, "shop", "users_email_idx", ""}));
  EXPECT_TRUE(after.find({ir::Kind::Trigger, "shop", "users", "touch_users"}));
  EXPECT_TRUE(after.find(kFunction));
}

TEST(ApplyMove, RefusesANameThatIsTakenThere) {
  ir::Sequence sequence;
  sequence.schema = "shop";
  sequence.name = "users_pkey";
  const Catalog catalog =
      applied(sample(), {ir::Create{ir::Schema{"shop", {}}}, ir::Create{sequence}});
  EXPECT_EQ(refusal(catalog, ir::Move{kUsers, "shop"}),
            "relation \"users_pkey\" already exists in schema \"shop\"");
  EXPECT_EQ(refusal(catalog, ir::Move{kOrders, "shop"}), "");
}

TEST(ApplyConstraint, PrimaryKeyMarksItsColumnsAndLeavesThemMarked) {
  ir::Constraint primary = unique_key("orders_pk", {"user_id"});
  primary.kind = ir::ConstraintKind::Primary;
  EXPECT_EQ(refusal(sample(), ir::AddConstraint{kOrders, primary, ""}),
            "multiple primary keys for table \"orders\" are not allowed");
  const Catalog with = applied(sample(), {ir::DropConstraint{kOrders, "orders_pkey"},
                                          ir::AddConstraint{kOrders, primary, ""}});
  EXPECT_TRUE(find_column(table(with, kOrders), "user_id")->not_null);
  EXPECT_EQ(refusal(with, ir::SetNotNull{kOrders, "user_id", false}),
            "column \"user_id\" is in a primary key");
  const Catalog without = applied(with, {ir::DropConstraint{kOrders, "orders_pk"}});
  EXPECT_TRUE(find_column(table(without, kOrders), "user_id")->not_null);
}

TEST(ApplyConstraint, UsingAnIndexTakesItsPlace) {
  ir::Index index;
  index.schema = "app";
  index.name = "orders_total_key";
  index.table = "orders";
  index.unique = true;
  index.keys.resize(1);
  index.keys[0].column = "total";
  ir::Constraint constraint = unique_key("", {"total"});
  const Catalog after = applied(
      sample(), {ir::Create{index}, ir::AddConstraint{kOrders, constraint, "orders_total_key"}});
  EXPECT_FALSE(after.find(index.key()));
  EXPECT_TRUE(find_constraint(table(after, kOrders), "orders_total_key"));
}

TEST(ApplyType, KeepsTheDefaultAndForgetsTheStorage) {
  const Catalog before =
      applied(sample(), {ir::SetDefault{kOrders, "total", expression({text("0")})},
                         ir::SetColumnAttributes{kOrders, "total", "external", "lz4", 100}});
  const ir::TypeName type{"", "text", "", false};
  const Catalog after = applied(before, {ir::SetColumnType{kOrders, "total", type, "", {}}});
  const ir::Column* total = find_column(table(after, kOrders), "total");
  EXPECT_EQ(total->type, type);
  EXPECT_EQ(total->default_value->sql(), "0");
  EXPECT_EQ(total->storage + total->compression, "");
  EXPECT_EQ(total->statistics, 100);
}

TEST(ApplyType, OfAnIdentityColumnGivesItsSequenceTheType) {
  const ir::TypeName type{"", "integer", "", false};
  const Catalog after = applied(sample(), {ir::SetColumnType{kUsers, "id", type, "", {}}});
  const ir::SequenceOptions& options = table(after, kUsers).columns[0].identity->options;
  EXPECT_EQ(options.type, "integer");
  EXPECT_EQ(options.max, INT32_MAX);
  EXPECT_EQ(options.min, 1);
}

TEST(ApplyEnum, AddsAndRenamesLabelsInPlace) {
  Catalog after = applied(
      sample(), {ir::AddEnumLabel{kRole, "owner", "admin"}, ir::AddEnumLabel{kRole, "guest", ""},
                 ir::RenameEnumLabel{kRole, "member", "user"}});
  EXPECT_EQ(after.get<ir::Enum>(kRole)->labels,
            (std::vector<std::string>{"user", "owner", "admin", "guest"}));
  EXPECT_EQ(find_column(table(after, kUsers), "role")->default_value->sql(), "'user'::app.role");
  EXPECT_EQ(refusal(after, ir::AddEnumLabel{kRole, "user", ""}),
            "enum label \"user\" already exists");
  EXPECT_EQ(refusal(after, ir::AddEnumLabel{kRole, "x", "y"}),
            "\"y\" is not an existing enum label");
}

TEST(ApplyComment, FindsColumnsConstraintsAndObjects) {
  const Catalog after = applied(sample(), {ir::SetComment{kUsers, "email", "", "unique"},
                                           ir::SetComment{kUsers, "", "users_pkey", "key"},
                                           ir::SetComment{kView, "spent", "", "euros"},
                                           ir::SetComment{kFunction, "", "", "touches"}});
  EXPECT_EQ(find_column(table(after, kUsers), "email")->comment, "unique");
  EXPECT_EQ(find_constraint(table(after, kUsers), "users_pkey")->comment, "key");
  EXPECT_EQ(after.get<ir::View>(kView)->columns[1].comment, "euros");
  EXPECT_EQ(
      applied(after, {ir::SetComment{kFunction, "", "", ""}}).get<ir::Function>(kFunction)->comment,
      std::nullopt);
}

TEST(Apply, OfRowsAndSessionSettingsChangesNothing) {
  const Catalog before = sample();
  EXPECT_EQ(applied(before, {ir::Dml{}, ir::NoEffect{"set"}, ir::SetSearchPath{},
                             ir::NotHeld{"grant"}, ir::Opaque{"dynamic"}}),
            before);
}

}  // namespace
}  // namespace pggit::catalog
