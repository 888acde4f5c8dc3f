// Collations: what stands on them, how they are followed, and how a column is led past one that is made anew.
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
const ir::Key kWords{ir::Kind::Table, "app", "words", ""};

ir::Collation german() {
  ir::Collation made{"app", "german", 'i'};
  made.locale = "de";
  return made;
}

ir::Domain word() {
  ir::Domain made;
  made.schema = "app";
  made.name = "word";
  made.type = {"", "text", "", false};
  made.collation = "app.german";
  return made;
}

// A column, a domain, an index and a check that use it.
Catalog collated() {
  ir::Table words;
  words.schema = "app";
  words.name = "words";
  words.columns = {column_of_type("a", "text"), column_of_type("b", "character varying(9)")};
  words.columns[0].collation = "app.german";
  words.columns[0].not_null = true;
  words.constraints = {
      check("late", expression({column(kWords, "b"),
                                text(" > ('x' COLLATE "),
                                {ir::Piece::Kind::Collation, "", "app", "german", ""},
                                text(")")}))};
  ir::Index index;
  index.schema = "app";
  index.table = "words";
  index.name = "by_b";
  index.keys.emplace_back().column = "b";
  index.keys[0].collation = "app.german";
  return applied(sample(),
                 {ir::Create{german()}, ir::Create{word()}, ir::Create{words}, ir::Create{index}});
}

TEST(Collations, ArePrinted) {
  ir::Collation other = german();
  other.name = "by number";
  other.locale = "en-u-kn";
  other.deterministic = false;
  other.comment = "odd";
  ir::Collation c{"app", "plain"};
  c.collate = c.ctype = "C";
  EXPECT_EQ(printed(sample(), applied(sample(), {ir::Create{other}, ir::Create{c}})),
            (Texts{"CREATE COLLATION app.\"by number\" (provider = icu, locale = 'en-u-kn', "
                   "deterministic = false)",
                   "COMMENT ON COLLATION app.\"by number\" IS 'odd'",
                   "CREATE COLLATION app.plain (provider = libc, lc_collate = 'C', lc_ctype = "
                   "'C')"}));
}

TEST(Collations, TakeAlongWhatUsesThem) {
  const std::vector<Dependent> found = cascade(collated(), {german().key(), ""});
  const auto takes = [&](const ir::Key& key, Dependent::Part part, const std::string& name) {
    return std::ranges::any_of(found, [&](const Dependent& d) {
      return d.key == key && d.part == part && d.name == name;
    });
  };
  EXPECT_TRUE(takes(kWords, Dependent::Part::Column, "a"));
  EXPECT_TRUE(takes(kWords, Dependent::Part::Constraint, "late"));
  EXPECT_TRUE(takes(word().key(), Dependent::Part::Object, ""));
  EXPECT_TRUE(takes({ir::Kind::Index, "app", "by_b", ""}, Dependent::Part::Object, ""));
  EXPECT_FALSE(takes(kWords, Dependent::Part::Column, "b"));
}

TEST(Collations, AreFoundInServersTexts) {
  Catalog catalog = collated();
  ir::Table words = *catalog.get<ir::Table>(kWords);
  words.constraints[0].check =
      ir::Expression::from_server("((b)::text > ('x'::text COLLATE app.german))");
  const std::vector<Dependent> found = cascade(catalog.with(words), {german().key(), ""});
  EXPECT_TRUE(std::ranges::any_of(found, [](const Dependent& d) { return d.name == "late"; }));
}

TEST(Collations, AreFollowed) {
  const Catalog after =
      applied(collated(), {ir::Rename{german().key(), "Deutsch"}, ir::Rename{kApp, "main"}});
  const auto* words = after.get<ir::Table>({ir::Kind::Table, "main", "words", ""});
  ASSERT_TRUE(words);
  EXPECT_EQ(words->columns[0].collation, "main.\"Deutsch\"");
  EXPECT_EQ(words->constraints[0].check->sql(), "b > ('x' COLLATE main.\"Deutsch\")");
  const auto* index = after.get<ir::Index>({ir::Kind::Index, "main", "by_b", ""});
  EXPECT_EQ(index->keys[0].collation, "main.\"Deutsch\"");
  EXPECT_TRUE(dangling(after).empty());
}

TEST(Collations, AreMadeAnewWhileColumnsGoByWayOfTextAndLoseNothing) {
  ir::Collation other = german();
  other.locale = "de-AT";
  const Catalog before = collated();
  const Diff diff = catalog::diff(before, before.with(other));
  Texts steps;
  for (const DiffStep& step : diff.steps) {
    EXPECT_EQ(step.loss, RowLoss::None);
    std::ranges::move(sql::print(step.op), std::back_inserter(steps));
  }
  const auto place = [&](const std::string& start) {
    return std::ranges::find_if(steps, [&](const auto& sql) { return sql.starts_with(start); });
  };
  const auto dropped = place("DROP COLLATION app.german");
  const auto made = place("CREATE COLLATION app.german");
  ASSERT_NE(dropped, steps.end());
  ASSERT_NE(made, steps.end());
  EXPECT_LT(place("ALTER TABLE app.words ALTER COLUMN a TYPE text"), dropped);
  EXPECT_LT(place("DROP INDEX app.by_b"), dropped);
  EXPECT_LT(place("ALTER TABLE app.words DROP CONSTRAINT late"), dropped);
  EXPECT_LT(place("DROP DOMAIN app.word"), dropped);
  EXPECT_GT(place("ALTER TABLE app.words ALTER COLUMN a TYPE text COLLATE app.german"), made);
  EXPECT_GT(place("CREATE INDEX by_b"), made);
  EXPECT_EQ(place("ALTER TABLE app.words DROP COLUMN"), steps.end());
}

TEST(Collations, LeaveAColumnThatGetsAnother) {
  const Catalog before = collated();
  const Catalog after = applied(
      applied(before, {ir::DropConstraint{kWords, "late"},
                       ir::Drop{{ir::Kind::Index, "app", "by_b", ""}}, ir::Drop{word().key()},
                       ir::SetColumnType{kWords, "a", {"", "text", "", false}, "\"C\"", {}}}),
      {ir::Drop{german().key()}});
  const Texts steps = printed(before, after);
  const auto place = [&](const std::string& sql) { return std::ranges::find(steps, sql); };
  ASSERT_NE(place("DROP COLLATION app.german"), steps.end());
  EXPECT_LT(place("ALTER TABLE app.words ALTER COLUMN a TYPE text COLLATE \"C\""),
            place("DROP COLLATION app.german"));
}

// PostgreSQL makes statistics anew without their target when a column of theirs gets another type.
TEST(Collations, OfAColumnTakeStatisticsWithATargetAlong) {
  ir::Statistics statistics;
  statistics.schema = statistics.table_schema = "app";
  statistics.name = "pair";
  statistics.table = "words";
  statistics.kinds = "d";
  statistics.columns = {"a", "b"};
  statistics.target = 70;
  const Catalog before = applied(collated(), {ir::Create{statistics}});
  const ir::SetColumnType op{kWords, "a", {"", "text", "", false}, "\"C\"", {}};
  EXPECT_EQ(printed(before, applied(before, {op})),
            (Texts{"ALTER TABLE app.words ALTER COLUMN a TYPE text COLLATE \"C\"",
                   "ALTER STATISTICS app.pair SET STATISTICS -1"}));
  const Texts steps = printed(before, applied(before, {op, ir::Replace{statistics}}));
  EXPECT_EQ(steps, (Texts{"DROP STATISTICS app.pair",
                          "ALTER TABLE app.words ALTER COLUMN a TYPE text COLLATE \"C\"",
                          "CREATE STATISTICS app.pair (ndistinct) ON a, b FROM app.words",
                          "ALTER STATISTICS app.pair SET STATISTICS 70"}));
}

TEST(Collations, AreEncodedAndReadBack) {
  const ir::Object object = german();
  const auto back = decode(encode(object), "");
  ASSERT_TRUE(back);
  EXPECT_EQ(*back, object);
}

}  // namespace
}  // namespace pggit::catalog
