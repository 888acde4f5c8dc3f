#include "frontend/flyway/naming.h"

#include <gtest/gtest.h>

namespace pggit::frontend::flyway {
namespace {

std::string read(std::string_view name, const NamingRules& rules = {}) {
  const auto parsed = parse_file_name(name, rules);
  if (!parsed) return "wrong: " + parsed.error();
  static const char* kinds[] = {"versioned", "repeatable", "undo", "baseline", "callback"};
  return std::string(kinds[int(parsed->kind)]) + " " + parsed->id() + " (" + parsed->description +
         ")";
}

TEST(FlywayNaming, ReadsTheKinds) {
  EXPECT_EQ(read("V1__init.sql"), "versioned V1 (init)");
  EXPECT_EQ(read("V1_2_3__add_users.sql"), "versioned V1.2.3 (add users)");
  EXPECT_EQ(read("V2024.01.31__x__y.SQL"), "versioned V2024.01.31 (x  y)");
  EXPECT_EQ(read("V002.sql"), "versioned V002 ()");
  EXPECT_EQ(read("V3__.sql"), "versioned V3 ()");
  EXPECT_EQ(read("R__prices_view.sql"), "repeatable R__prices_view (prices view)");
  EXPECT_EQ(read("U1.2__x.sql"), "undo U1.2 (x)");
  EXPECT_EQ(read("B10__state.sql"), "baseline B10 (state)");
  EXPECT_EQ(read("afterMigrate.sql"), "callback afterMigrate ()");
  EXPECT_EQ(read("afterMigrate__2_note.sql"), "callback afterMigrate__2_note (2 note)");
}

TEST(FlywayNaming, TakesTheLongestPrefix) {
  EXPECT_EQ(read("afterMigrateApplied__x.sql"), "callback afterMigrateApplied__x (x)");
  EXPECT_EQ(read("beforeEachMigrateStatement.sql"), "callback beforeEachMigrateStatement ()");
}

TEST(FlywayNaming, SaysWhatIsWrongWithAName) {
  EXPECT_EQ(read("V1_x.sql"),
            "wrong: `1_x` is no version; it should look like V1.2__description.sql");
  EXPECT_EQ(read("V__x.sql"), "wrong: the version is missing; it should look like V1.2__x.sql");
  EXPECT_EQ(read("R1__x.sql"),
            "wrong: a repeatable migration or callback has no version before `__`; it should look "
            "like R__x.sql");
  EXPECT_EQ(read("R_x.sql"),
            "wrong: a repeatable migration or callback has no version before `__`; it should look "
            "like R__description.sql");
}

TEST(FlywayNaming, KnowsNoPrefixInAnotherCase) {
  EXPECT_EQ(read("v1__x.sql"), "wrong: its name starts with no prefix of Flyway");
  EXPECT_EQ(read("aftermigrate.sql"), "wrong: its name starts with no prefix of Flyway");
  EXPECT_EQ(read("schema.sql"), "wrong: its name starts with no prefix of Flyway");
}

TEST(FlywayNaming, FollowsConfiguredPrefixesSeparatorAndSuffixes) {
  NamingRules rules;
  rules.versioned = "";
  rules.repeatable = "rep";
  rules.separator = "--";
  rules.suffixes = {".ddl", ".SQL"};
  EXPECT_EQ(read("1.4--x.sql", rules), "versioned 1.4 (x)");
  EXPECT_EQ(read("rep--x_y.DDL", rules), "repeatable rep__x_y (x y)");
  EXPECT_EQ(read("1.4__x.sql", rules),
            "wrong: `1.4__x` is no version; it should look like 1.2--description.sql");
}

TEST(FlywayNaming, ReadsJavaClassNames) {
  const auto parsed = parse_class_name("V1_1__Load_prices");
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->id(), "V1.1");
  EXPECT_EQ(parsed->description, "Load prices");
}

TEST(FlywayEvents, AreThe42OfFlyway) {
  EXPECT_EQ(all_events().size(), 42u);
  EXPECT_EQ(find_event("afterEachUndoStatementError")->when, When::Never);
  EXPECT_EQ(find_event("AfterMigrate"), nullptr);
}

}  // namespace
}  // namespace pggit::frontend::flyway
