// The way back of what is done to tables that inherit from one another.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bind/testing/steps.h"
#include "rollback/down.h"

namespace pggit::rollback {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr const char* kFamily =
    "CREATE TABLE p (a int PRIMARY KEY, b text DEFAULT 'b', CONSTRAINT small CHECK (a < 10));"
    "CREATE TABLE c (k int) INHERITS (p);"
    "CREATE TABLE d (b text DEFAULT 'own') INHERITS (p)";

Down down_of(const std::string& sql) {
  return make_down(bind::testing::steps_of({kFamily, sql})[1]);
}

std::vector<std::string> script(const std::string& sql) {
  std::vector<std::string> statements;
  for (DownStatement& statement : down_of(sql).statements)
    statements.push_back(std::move(statement.sql));
  return statements;
}

TEST(DownOfInheritance, TakesBackOnTheParentWhatWentDownFromIt) {
  EXPECT_THAT(script("ALTER TABLE p ADD x int CHECK (x > 0)"),
              ElementsAre("ALTER TABLE public.p DROP COLUMN x"));
  EXPECT_THAT(script("ALTER TABLE p RENAME a TO z"),
              ElementsAre("ALTER TABLE public.p RENAME COLUMN z TO a"));
  EXPECT_THAT(script("ALTER TABLE p RENAME CONSTRAINT small TO tiny"),
              ElementsAre("ALTER TABLE public.p RENAME CONSTRAINT tiny TO small"));
  EXPECT_THAT(script("ALTER TABLE p ALTER a TYPE bigint"),
              ElementsAre("ALTER TABLE public.p DROP CONSTRAINT small",
                          "ALTER TABLE public.p ALTER COLUMN a TYPE integer",
                          "ALTER TABLE public.p ADD CONSTRAINT small CHECK ((a < 10))"));
  EXPECT_THAT(script("ALTER TABLE p DROP CONSTRAINT small"),
              ElementsAre("ALTER TABLE public.p ADD CONSTRAINT small CHECK ((a < 10))"));
}

TEST(DownOfInheritance, SaysOnlyWhereAChildIsNotAsItsParent) {
  EXPECT_THAT(script("ALTER TABLE p ALTER b SET DEFAULT 'new'"),
              UnorderedElementsAre("ALTER TABLE ONLY public.p ALTER COLUMN b SET DEFAULT 'b'",
                                   "ALTER TABLE public.c ALTER COLUMN b SET DEFAULT 'b'",
                                   "ALTER TABLE public.d ALTER COLUMN b SET DEFAULT 'own'"));
  EXPECT_THAT(script("ALTER TABLE ONLY p ALTER b SET DEFAULT 'new'"),
              ElementsAre("ALTER TABLE ONLY public.p ALTER COLUMN b SET DEFAULT 'b'"));
}

TEST(DownOfInheritance, MakesChildrenAgainAsTheyWere) {
  EXPECT_THAT(script("ALTER TABLE d ALTER b SET NOT NULL; DROP TABLE d"),
              Contains("CREATE TABLE public.d (b text DEFAULT 'own') INHERITS (public.p)"));
  EXPECT_THAT(script("DROP TABLE c"),
              Contains("CREATE TABLE public.c (k integer) INHERITS (public.p)"));
}

TEST(DownOfInheritance, MakesAParentOfOneThatWasAndLetsGoOfANewOne) {
  const std::string own = "CREATE TABLE o (a int, b text, CONSTRAINT small CHECK (a < 10))";
  const std::vector<bind::Step> steps = bind::testing::steps_of(
      {kFamily, own, "ALTER TABLE o ALTER a SET NOT NULL; ALTER TABLE o INHERIT p",
       "ALTER TABLE o NO INHERIT p"});
  EXPECT_EQ(make_down(steps[2]).statements.front().sql, "ALTER TABLE public.o NO INHERIT public.p");
  ASSERT_THAT(make_down(steps[3]).statements, ::testing::SizeIs(1));
  EXPECT_EQ(make_down(steps[3]).statements.front().sql, "ALTER TABLE public.o INHERIT public.p");
  EXPECT_EQ(class_name(make_down(steps[3]).rollback_class), std::string("exact"));
}

TEST(DownOfInheritance, PromisesNoValuesOfColumnsThatAFamilyLoses) {
  const Down down = down_of("ALTER TABLE p DROP b");
  EXPECT_FALSE(returns_rows(down));
  EXPECT_THAT(down.saves, IsEmpty());
  // Also where it had another name when the step began.
  EXPECT_FALSE(returns_rows(down_of("ALTER TABLE p RENAME b TO x; ALTER TABLE p DROP x")));
}

TEST(DownOfInheritance, TakesBackRowsOfTheParentAlone) {
  EXPECT_THAT(script("INSERT INTO p (a) VALUES (1)"),
              ElementsAre("DELETE FROM ONLY public.p WHERE (a) IN ((1))"));
  EXPECT_FALSE(returns_rows(down_of("UPDATE p SET b = 'x'")));
}

}  // namespace
}  // namespace pggit::rollback
