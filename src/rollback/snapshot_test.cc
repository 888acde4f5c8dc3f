// What is copied before a migration destroys it, and when nothing is.
#include "rollback/snapshot.h"

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
using ::testing::MatchesRegex;
using ::testing::Not;

constexpr const char* kShop =
    "CREATE TYPE mood AS ENUM ('sad', 'ok');"
    "CREATE TABLE t (id int PRIMARY KEY, n int, nick text NOT NULL, feels mood, twice int "
    "GENERATED ALWAYS AS (n * 2) STORED);"
    "CREATE TABLE keyless (a int, b int);"
    "CREATE TABLE counted (id serial PRIMARY KEY, code text UNIQUE NOT NULL);"
    "CREATE TABLE coded (id int PRIMARY KEY, code text UNIQUE NOT NULL);"
    "CREATE TABLE refers (id int PRIMARY KEY, code text REFERENCES coded (code) ON UPDATE SET "
    "NULL);"
    "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
    "CREATE TABLE watched (id int PRIMARY KEY, n int);"
    "CREATE TRIGGER touch BEFORE UPDATE ON watched FOR EACH ROW EXECUTE FUNCTION f()";

Down down_of(const std::string& sql) { return make_down(bind::testing::steps_of({kShop, sql})[1]); }

std::vector<std::string> way_back(const std::string& sql) {
  std::vector<std::string> statements;
  for (const DownStatement& statement : down_of(sql).statements)
    statements.push_back(statement.sql);
  return statements;
}

TEST(Snapshot, CopiesADroppedColumnWithItsKey) {
  const Down down = down_of("ALTER TABLE t DROP nick");
  EXPECT_EQ(down.rollback_class, Class::ExactWithSnapshot);
  EXPECT_THAT(down.saves,
              ElementsAre(MatchesRegex("CREATE TABLE IF NOT EXISTS pggit.saved_[0-9a-f]{8}_1 "
                                       "\\(nick text, id integer\\)"),
                          HasSubstr("DELETE FROM pggit.saved_"),
                          "LOCK TABLE public.t IN ACCESS EXCLUSIVE MODE",
                          HasSubstr(" SELECT nick, id FROM ONLY public.t")));
}

TEST(Snapshot, BringsValuesBackBeforeNotNull) {
  EXPECT_THAT(way_back("ALTER TABLE t DROP nick"),
              ElementsAre("ALTER TABLE public.t ADD COLUMN nick text",
                          HasSubstr("UPDATE public.t AS t SET nick = s.nick FROM pggit.saved_"),
                          HasSubstr("DROP TABLE pggit.saved_"),
                          "UPDATE public.t SET nick = '' WHERE nick IS NULL",
                          "ALTER TABLE public.t ALTER COLUMN nick SET NOT NULL"));
}

TEST(Snapshot, KeepsAUsersTypeAsTextBecauseItMayGoToo) {
  const Down down = down_of("ALTER TABLE t DROP feels; DROP TYPE mood");
  EXPECT_EQ(down.rollback_class, Class::ExactWithSnapshot);
  EXPECT_THAT(down.saves, Contains(HasSubstr("(feels text, id integer)")));
  EXPECT_THAT(way_back("ALTER TABLE t DROP feels; DROP TYPE mood"),
              Contains(HasSubstr("SET feels = s.feels::public.mood FROM")));
}

TEST(Snapshot, CopiesADroppedTableAndWhereItsSequenceStands) {
  const Down down = down_of("DROP TABLE counted");
  EXPECT_EQ(down.rollback_class, Class::ExactWithSnapshot);
  EXPECT_THAT(way_back("DROP TABLE counted"),
              Contains(HasSubstr("INSERT INTO public.counted (id, code) OVERRIDING SYSTEM VALUE "
                                 "SELECT id, code FROM pggit.saved_")));
  EXPECT_THAT(
      way_back("DROP TABLE counted"),
      Contains(HasSubstr("setval('public.counted_id_seq', last_value, is_called) FROM pggit.")));
}

TEST(Snapshot, LeavesGeneratedColumnsToTheServer) {
  EXPECT_THAT(down_of("DROP TABLE t").saves, Not(Contains(HasSubstr("twice"))));
}

TEST(Snapshot, RestoresWhatNobodyChangedSince) {
  const Down down = down_of("ALTER TABLE t ALTER nick TYPE varchar(3)");
  EXPECT_EQ(down.rollback_class, Class::ExactWithSnapshot);
  EXPECT_THAT(down.saves.back(), HasSubstr("SET pggit_left = t.nick::text FROM public.t AS t"));
  EXPECT_TRUE(runs_after_up(down.saves.back()));
  EXPECT_THAT(
      way_back("ALTER TABLE t ALTER nick TYPE varchar(3)"),
      ElementsAre("ALTER TABLE public.t ALTER COLUMN nick DROP NOT NULL",
                  HasSubstr("t.nick::text IS DISTINCT FROM s.pggit_left"),
                  HasSubstr("UPDATE public.t AS t SET nick = NULL FROM pggit."),
                  "ALTER TABLE public.t ALTER COLUMN nick TYPE text",
                  HasSubstr("UPDATE public.t AS t SET nick = s.nick"),
                  "ALTER TABLE public.t ALTER COLUMN nick SET NOT NULL", HasSubstr("DROP TABLE")));
}

TEST(Snapshot, KnowsARowWithoutAKeyByAllElseThatItHolds) {
  const Down down = down_of("ALTER TABLE keyless DROP a");
  EXPECT_THAT(down.saves, Contains(HasSubstr(" SELECT a, ROW(b)::text FROM ONLY public.keyless")));
  EXPECT_THAT(way_back("ALTER TABLE keyless DROP a"), Contains(HasSubstr("RAISE EXCEPTION")));
}

TEST(Snapshot, PutsTriggersToSleepWhileValuesComeBack) {
  const std::vector<std::string> sql = way_back("ALTER TABLE watched DROP n");
  EXPECT_EQ(sql[1], "ALTER TABLE public.watched DISABLE TRIGGER touch");
  EXPECT_THAT(sql[2], HasSubstr("UPDATE public.watched"));
  EXPECT_EQ(sql[3], "ALTER TABLE public.watched ENABLE TRIGGER touch");
}

TEST(Snapshot, CopiesNothingWhereItCouldNotBringAllBack) {
  for (const char* sql : {
           "ALTER TABLE t DROP nick; ALTER TABLE t ALTER id TYPE text",  // the key becomes another
           "ALTER TABLE t DROP nick; UPDATE t SET id = -id",             // rows change too
           "DROP TABLE t; CREATE TABLE t (id int)",
           "ALTER TABLE coded ALTER code TYPE varchar(3)",  // what refers to it would be written
           "ALTER TABLE t DROP nick; ALTER TABLE t RENAME TO u; ALTER TABLE watched RENAME TO t",
           "ALTER TABLE t DROP nick; ALTER TABLE t RENAME id TO x; ALTER TABLE t RENAME n TO id",
           "ALTER TABLE watched DROP n; ALTER TABLE watched DISABLE TRIGGER touch; "
           "ALTER TABLE watched ENABLE ALWAYS TRIGGER touch",
           "ALTER TABLE t ALTER n TYPE smallint, DROP CONSTRAINT t_pkey",  // no key that stays
       }) {
    const Down down = down_of(sql);
    EXPECT_EQ(down.rollback_class, Class::StructureOnly) << sql;
    EXPECT_THAT(down.saves, IsEmpty()) << sql;
  }
}

TEST(Snapshot, NamesItsCopiesAfterTheMigration) {
  EXPECT_EQ(down_of("ALTER TABLE t DROP nick").saves, down_of("ALTER TABLE t DROP nick").saves);
  EXPECT_NE(down_of("ALTER TABLE t DROP nick").saves, down_of("ALTER TABLE t  DROP nick").saves);
}

}  // namespace
}  // namespace pggit::rollback
