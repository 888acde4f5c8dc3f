// Foreign data: what goes with what, how it is altered, followed and ordered.
#include <gtest/gtest.h>

#include <algorithm>

#include "catalog/apply.h"
#include "catalog/dependencies.h"
#include "catalog/diff.h"
#include "catalog/encode.h"
#include "catalog/testing/sample.h"
#include "tests/catalog/printed.h"

namespace pggit::catalog {
namespace {

using namespace testing;
using Texts = std::vector<std::string>;

const ir::Key kLook{ir::Kind::Function, "app", "look", "text[], oid"};

ir::Function look() {
  ir::Function made;
  made.schema = "app";
  made.name = "look";
  made.language = "plpgsql";
  made.returns = {"", "void", "", false};
  made.arguments = {{"", 'i', {"", "text", "", true}, {}}, {"", 'i', {"", "oid", "", false}, {}}};
  made.body = "BEGIN END";
  return made;
}

ir::ForeignDataWrapper wrapper() {
  ir::ForeignDataWrapper made{"files"};
  made.validator = "app.look";
  return made;
}

ir::ForeignServer server() {
  ir::ForeignServer made{"disk", "files"};
  made.version = "1";
  made.options = {{"place", "it's here"}};
  return made;
}

ir::UserMapping mapping() { return {"disk", ir::kPublic, {{"password", "x"}}}; }

ir::Table table() {
  ir::Table made;
  made.schema = "app";
  made.name = "lines";
  made.columns = {column_of_type("at", "integer"), column_of_type("text", "text")};
  made.columns[1].foreign_options = {{"Called", "line"}};
  made.foreign = ir::ForeignTable{"disk", {{"file", "a"}}};
  return made;
}

Catalog foreign() {
  return applied(sample(), {ir::Create{look()}, ir::Create{wrapper()}, ir::Create{server()},
                            ir::Create{mapping()}, ir::Create{table()}});
}

// The same with one object in another way.
template <class T>
Catalog with(T object) {
  return foreign().with(ir::Object(std::move(object)));
}

TEST(Foreign, IsMadeInTheOrderInWhichItStands) {
  EXPECT_EQ(
      printed(applied(sample(), {ir::Create{look()}}), foreign()),
      (Texts{"CREATE FOREIGN DATA WRAPPER files VALIDATOR app.look",
             "CREATE SERVER disk VERSION '1' FOREIGN DATA WRAPPER files OPTIONS (place 'it''s "
             "here')",
             "CREATE FOREIGN TABLE app.lines (at integer, text text OPTIONS (\"Called\" 'line')) "
             "SERVER disk OPTIONS (file 'a')",
             "CREATE USER MAPPING FOR PUBLIC SERVER disk OPTIONS (password 'x')"}));
}

TEST(Foreign, GoesInTheOrderInWhichItStands) {
  EXPECT_EQ(printed(foreign(), applied(sample(), {ir::Create{look()}})),
            (Texts{"DROP FOREIGN TABLE app.lines", "DROP USER MAPPING FOR PUBLIC SERVER disk",
                   "DROP SERVER disk", "DROP FOREIGN DATA WRAPPER files"}));
}

TEST(Foreign, OptionsAreAddedSetAndDropped) {
  ir::ForeignServer other = server();
  other.options = {{"A b", "2"}, {"place", "there"}};
  EXPECT_EQ(printed(foreign(), with(other)),
            (Texts{"ALTER SERVER disk OPTIONS (ADD \"A b\" '2', SET place 'there')"}));
  EXPECT_EQ(printed(with(other), foreign()),
            (Texts{"ALTER SERVER disk OPTIONS (SET place 'it''s here', DROP \"A b\")"}));
  ir::UserMapping empty = mapping();
  empty.options.clear();
  EXPECT_EQ(printed(foreign(), with(empty)),
            (Texts{"ALTER USER MAPPING FOR PUBLIC SERVER disk OPTIONS (DROP password)"}));
}

TEST(Foreign, TableAndColumnOptionsAreAltered) {
  ir::Table other = table();
  other.foreign->options = {{"file", "b"}};
  other.columns[0].foreign_options = {{"n", "1"}};
  other.comment = "far";
  EXPECT_EQ(printed(foreign(), with(other)),
            (Texts{"ALTER FOREIGN TABLE app.lines ALTER COLUMN at OPTIONS (ADD n '1')",
                   "ALTER FOREIGN TABLE app.lines OPTIONS (SET file 'b')",
                   "COMMENT ON FOREIGN TABLE app.lines IS 'far'"}));
}

TEST(Foreign, FunctionsAndVersionAreAlteredBeforeTheOptions) {
  ir::ForeignDataWrapper other = wrapper();
  other.validator.clear();
  other.options = {{"a", "b"}};
  EXPECT_EQ(printed(foreign(), with(other)),
            (Texts{"ALTER FOREIGN DATA WRAPPER files NO HANDLER NO VALIDATOR",
                   "ALTER FOREIGN DATA WRAPPER files OPTIONS (ADD a 'b')"}));
  ir::ForeignServer older = server();
  older.version.reset();
  EXPECT_EQ(printed(foreign(), with(older)), (Texts{"ALTER SERVER disk VERSION NULL"}));
}

TEST(Foreign, AnotherTypeTakesServerMappingsAndTablesDownAndUpAgain) {
  ir::ForeignServer other = server();
  other.type = "tape";
  const Texts steps = printed(foreign(), with(other));
  EXPECT_EQ(steps.size(), 6U);
  EXPECT_EQ(steps[0], "DROP FOREIGN TABLE app.lines");
  EXPECT_TRUE(steps[3].starts_with("CREATE SERVER disk TYPE 'tape'"));
}

TEST(Foreign, TableLosesNoRows) {
  const auto losses = [](const Diff& found) {
    return std::ranges::count_if(found.steps,
                                 [](const DiffStep& s) { return s.loss != RowLoss::None; });
  };
  ir::Table other = table();
  other.columns.pop_back();
  EXPECT_EQ(losses(diff(foreign(), sample())), 0);
  EXPECT_EQ(losses(diff(foreign(), with(other))), 0);
}

TEST(Foreign, TableThatBecomesAPlainOneIsMadeAnew) {
  ir::Table plain = table();
  plain.foreign.reset();
  plain.columns[1].foreign_options.clear();
  EXPECT_EQ(
      printed(foreign(), with(plain)),
      (Texts{"DROP FOREIGN TABLE app.lines", "CREATE TABLE app.lines (at integer, text text)"}));
}

TEST(Foreign, NewTypeOfAColumnConvertsNothing) {
  ir::Table other = table();
  other.columns[1].type = {"", "date", "", false};
  EXPECT_EQ(printed(foreign(), with(other)),
            (Texts{"ALTER TABLE app.lines ALTER COLUMN text TYPE date"}));
}

TEST(Foreign, FollowsNames) {
  const Catalog after =
      applied(foreign(), {ir::Rename{wrapper().key(), "papers"},
                          ir::Rename{server().key(), "shelf"}, ir::Rename{kLook, "see"}});
  const auto* renamed = after.get<ir::ForeignServer>({ir::Kind::ForeignServer, "", "shelf", ""});
  ASSERT_TRUE(renamed);
  EXPECT_EQ(renamed->wrapper, "papers");
  EXPECT_TRUE(after.find({ir::Kind::UserMapping, "", "shelf", ir::kPublic}));
  EXPECT_FALSE(after.find(mapping().key()));
  EXPECT_EQ(after.get<ir::Table>(table().key())->foreign->server, "shelf");
  EXPECT_EQ(after.get<ir::ForeignDataWrapper>({ir::Kind::ForeignDataWrapper, "", "papers", ""})
                ->validator,
            "app.see");
}

TEST(Foreign, AllOfItGoesWithTheValidator) {
  std::vector<ir::Key> gone;
  for (const Dependent& d : cascade(foreign(), {kLook, ""})) gone.push_back(d.key);
  std::ranges::sort(gone);
  EXPECT_EQ(gone, (std::vector<ir::Key>{table().key(), wrapper().key(), server().key(),
                                        mapping().key()}));
}

TEST(Foreign, TableTakesNoKeysAndNoIndexes) {
  const ir::Key key = table().key();
  EXPECT_NE(refusal(foreign(), ir::AddConstraint{key, unique_key("k", {"at"}), ""}), "");
  EXPECT_NE(refusal(foreign(), ir::SetUnlogged{key, true}), "");
  ir::Index index;
  index.schema = "app";
  index.table = "lines";
  index.name = "i";
  index.keys.emplace_back().column = "at";
  EXPECT_NE(refusal(foreign(), ir::Create{index}), "");
  EXPECT_EQ(refusal(foreign(),
                    ir::AddConstraint{
                        key, check("c", expression({column(key, "at"), text(" > 1")})), ""}),
            "");
}

TEST(Foreign, OptionsOfAColumnStayWithTheTableThatSaysThem) {
  ir::Table child;
  child.schema = "app";
  child.name = "child";
  child.inherits = {{"app", "lines"}};
  child.columns = table().columns;
  for (ir::Column& c : child.columns) {
    c.inherited = true;
    c.local = false;
    c.foreign_options.clear();
  }
  ir::Column added = column_of_type("more", "date");
  added.foreign_options = {{"a", "b"}};
  const Catalog after =
      applied(foreign(), {ir::Create{child}, ir::AddColumn{table().key(), added}});
  EXPECT_EQ(after.get<ir::Table>(table().key())->columns.back().foreign_options.size(), 1U);
  EXPECT_TRUE(after.get<ir::Table>(child.key())->columns.back().foreign_options.empty());
}

TEST(Foreign, IsEncodedAndReadBack) {
  for (const ir::Object& object :
       {ir::Object(wrapper()), ir::Object(server()), ir::Object(mapping()), ir::Object(table())}) {
    const auto back = decode(encode(object), "");
    ASSERT_TRUE(back);
    EXPECT_EQ(*back, object);
  }
}

}  // namespace
}  // namespace pggit::catalog
