#include "analysis/taken_back.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bind/testing/steps.h"

namespace pggit::analysis {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// "what: statement that made it => statement that took it back", for migrations in order.
std::vector<std::string> taken(const std::vector<std::string>& migrations) {
  const std::vector<bind::Step> steps = bind::testing::steps_of(migrations);
  std::vector<const bind::Step*> pointers;
  for (const bind::Step& step : steps) pointers.push_back(&step);
  std::vector<std::string> out;
  for (const TakenBack& one : taken_back(pointers))
    out.push_back(one.what + ": " + one.made->text + " => " + one.by->text);
  return out;
}

TEST(TakenBack, FindsWhatALaterMigrationDrops) {
  EXPECT_THAT(taken({"CREATE TABLE t (a int)", "ALTER TABLE t ADD b int; CREATE INDEX i ON t (a)",
                     "ALTER TABLE t DROP b; DROP INDEX i"}),
              ElementsAre("column public.t.b: ALTER TABLE t ADD b int => ALTER TABLE t DROP b",
                          "index public.i: CREATE INDEX i ON t (a) => DROP INDEX i"));
}

TEST(TakenBack, FollowsRenames) {
  EXPECT_THAT(
      taken({"CREATE TABLE t (a int)", "ALTER TABLE t ADD b int", "ALTER TABLE t RENAME TO u",
             "ALTER TABLE u RENAME b TO c", "ALTER TABLE u DROP c"}),
      ElementsAre("column public.u.c: ALTER TABLE t ADD b int => ALTER TABLE u DROP c"));
}

TEST(TakenBack, CountsWhatGoesWithItsTable) {
  EXPECT_THAT(taken({"CREATE TABLE t (a serial)", "CREATE INDEX i ON t (a)", "DROP TABLE t"}),
              ElementsAre("index public.i: CREATE INDEX i ON t (a) => DROP TABLE t",
                          "table public.t: CREATE TABLE t (a serial) => DROP TABLE t"));
}

TEST(TakenBack, LeavesAStatementOfWhichSomethingStays) {
  EXPECT_THAT(taken({"CREATE TABLE t (a int)", "ALTER TABLE t ADD b int, ADD c int",
                     "ALTER TABLE t DROP b"}),
              IsEmpty());
}

TEST(TakenBack, LeavesAStatementThatDidMoreThanMake) {
  EXPECT_THAT(taken({"CREATE TABLE t (a int, z int)", "ALTER TABLE t ADD b int, DROP z",
                     "ALTER TABLE t DROP b"}),
              IsEmpty());
}

TEST(TakenBack, IsNotMisledByAThingOfTheSameNameMadeAgain) {
  EXPECT_THAT(
      taken({"CREATE VIEW v AS SELECT 1 AS a", "DROP VIEW v", "CREATE VIEW v AS SELECT 2 AS a"}),
      ElementsAre("view public.v: CREATE VIEW v AS SELECT 1 AS a => DROP VIEW v"));
}

}  // namespace
}  // namespace pggit::analysis
