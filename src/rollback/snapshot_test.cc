// What is copied before a migration destroys it, and when nothing is.
#include "rollback/snapshot.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bind/testing/steps.h"
#include "rollback/down.h"

namespace pggit::rollback {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::EndsWith;
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
    "CREATE TABLE watched (id int PRIMARY KEY, n int, must int NOT NULL);"
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
                                       "\\(kept text, key_1 integer\\)"),
                          HasSubstr("DELETE FROM pggit.saved_"),
                          EndsWith(" IS 'public.t (nick, id) before '"),
                          "LOCK TABLE public.t IN ACCESS EXCLUSIVE MODE",
                          HasSubstr(" SELECT nick, id FROM ONLY public.t")));
}

TEST(Snapshot, BringsValuesBackBeforeNotNull) {
  EXPECT_THAT(way_back("ALTER TABLE t DROP nick"),
              ElementsAre("ALTER TABLE public.t ADD COLUMN nick text",
                          HasSubstr("UPDATE public.t AS t SET nick = s.kept FROM pggit.saved_"),
                          HasSubstr("DROP TABLE pggit.saved_"),
                          "UPDATE public.t SET nick = '' WHERE nick IS NULL",
                          "ALTER TABLE public.t ALTER COLUMN nick SET NOT NULL"));
}

TEST(Snapshot, KeepsAUsersTypeAsTextBecauseItMayGoToo) {
  const Down down = down_of("ALTER TABLE t DROP feels; DROP TYPE mood");
  EXPECT_EQ(down.rollback_class, Class::ExactWithSnapshot);
  EXPECT_THAT(down.saves, Contains(HasSubstr("(kept text, key_1 integer)")));
  EXPECT_THAT(way_back("ALTER TABLE t DROP feels; DROP TYPE mood"),
              Contains(HasSubstr("SET feels = s.kept::public.mood FROM")));
}

TEST(Snapshot, CopiesADroppedTableAndWhereItsSequenceStands) {
  const Down down = down_of("DROP TABLE counted");
  EXPECT_EQ(down.rollback_class, Class::ExactWithSnapshot);
  EXPECT_THAT(way_back("DROP TABLE counted"),
              Contains(HasSubstr("INSERT INTO public.counted (id, code) OVERRIDING SYSTEM VALUE "
                                 "SELECT kept_1, kept_2 FROM pggit.saved_")));
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
  EXPECT_THAT(down.saves.back(), HasSubstr("SET left_text = t.nick::text FROM public.t AS t"));
  EXPECT_TRUE(runs_after_up(down.saves.back()));
  EXPECT_THAT(
      way_back("ALTER TABLE t ALTER nick TYPE varchar(3)"),
      ElementsAre("ALTER TABLE public.t ALTER COLUMN nick DROP NOT NULL",
                  HasSubstr("t.nick::text IS DISTINCT FROM s.left_text"),
                  HasSubstr("UPDATE public.t AS t SET nick = NULL FROM pggit."),
                  "ALTER TABLE public.t ALTER COLUMN nick TYPE text",
                  HasSubstr("UPDATE public.t AS t SET nick = s.kept"),
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

TEST(Snapshot, FillsRowsThatCameSinceWhileTriggersSleep) {
  const std::vector<std::string> sql = way_back("ALTER TABLE watched DROP must");
  EXPECT_THAT(sql, ElementsAre("ALTER TABLE public.watched ADD COLUMN must integer",
                               "ALTER TABLE public.watched DISABLE TRIGGER touch",
                               HasSubstr("UPDATE public.watched AS t SET must = s.kept"),
                               "UPDATE public.watched SET must = 0 WHERE must IS NULL",
                               "ALTER TABLE public.watched ENABLE TRIGGER touch",
                               HasSubstr("DROP TABLE pggit.saved_"),
                               "ALTER TABLE public.watched ALTER COLUMN must SET NOT NULL"));
}

TEST(Snapshot, BringsAColumnBackWhoseDomainTakesNoNull) {
  const auto steps = bind::testing::steps_of(
      {kShop, "CREATE DOMAIN word AS text NOT NULL; CREATE TABLE d (id int PRIMARY KEY, w word)",
       "ALTER TABLE d DROP w"});
  std::vector<std::string> sql;
  for (const DownStatement& statement : make_down(steps[2]).statements)
    sql.push_back(statement.sql);
  EXPECT_THAT(sql, ElementsAre("ALTER TABLE public.d ADD COLUMN w text",
                               HasSubstr("UPDATE public.d AS t SET w = s.kept"),
                               HasSubstr("DROP TABLE pggit.saved_"),
                               "ALTER TABLE public.d ALTER COLUMN w TYPE public.word"));
}

TEST(Snapshot, SaysWhyItCopiesNothing) {
  const auto reasons = [](const std::string& sql) { return down_of(sql).reasons; };
  EXPECT_THAT(reasons("ALTER TABLE t DROP nick; ALTER TABLE t ALTER id TYPE text USING 'n' || id"),
              Contains("dropped column public.t.nick: its values do not return (not copied: "
                       "nothing that stays tells the rows of public.t apart: column id of its key "
                       "becomes text, and not all else that they hold stays)"));
  EXPECT_THAT(reasons("ALTER TABLE keyless ALTER a TYPE text USING 'n' || a"),
              Contains(HasSubstr("tells the rows of public.keyless apart: it has no key)")));
  EXPECT_THAT(reasons("ALTER TABLE watched ALTER n TYPE text USING n, DROP id"),
              Contains(HasSubstr("column id of its key goes")));
  EXPECT_THAT(reasons("ALTER TABLE watched DROP n; ALTER TABLE watched DISABLE TRIGGER touch; "
                      "ALTER TABLE watched ENABLE ALWAYS TRIGGER touch"),
              Contains(HasSubstr("a trigger of public.watched is another after it")));
  EXPECT_THAT(
      reasons("ALTER TABLE t DROP nick; UPDATE t SET id = -id"),
      ElementsAre("dropped column public.t.nick: its values do not return (not copied: rows "
                  "of public.t are written too, and do not return)",
                  "UPDATE of public.t: rows do not return",
                  "a column that is added again lands last"));
}

TEST(Snapshot, KnowsARowByAKeyThatGetsAnotherTypeAndKeepsItsValues) {
  const Down down = down_of("ALTER TABLE t DROP nick, ALTER id TYPE bigint");
  EXPECT_EQ(down.rollback_class, Class::ExactWithSnapshot);
  EXPECT_THAT(down.saves, Contains(HasSubstr(" SELECT nick, id FROM ONLY public.t")));
  EXPECT_EQ(down_of("ALTER TABLE t DROP nick, ALTER id TYPE bigint USING id + 1").rollback_class,
            Class::StructureOnly);
  // A number is not compared with a text.
  EXPECT_EQ(down_of("ALTER TABLE t DROP nick, ALTER id TYPE text").rollback_class,
            Class::StructureOnly);
}

TEST(Snapshot, CopiesWhatItCanBesideRowsThatDoNotReturn) {
  const Down written = down_of("ALTER TABLE t DROP nick; UPDATE keyless SET a = 1");
  EXPECT_EQ(written.rollback_class, Class::StructureOnly);
  EXPECT_THAT(written.saves, Contains(HasSubstr(" SELECT nick, id FROM ONLY public.t")));
  EXPECT_THAT(written.reasons, ElementsAre("UPDATE of public.keyless: rows do not return",
                                           "dropped column public.t.nick: saved first",
                                           "a column that is added again lands last"));
  const Down retyped =
      down_of("DROP TABLE counted; ALTER TABLE keyless ALTER a TYPE text USING 'n' || a");
  EXPECT_EQ(retyped.rollback_class, Class::StructureOnly);
  EXPECT_THAT(retyped.saves, Contains(HasSubstr(" FROM ONLY public.counted")));
  EXPECT_THAT(retyped.reasons.front(),
              HasSubstr("(not copied: nothing that stays tells the rows of "
                        "public.keyless apart"));
}

TEST(Snapshot, PromisesRowsBesideCodeThatWritesNewTablesAloneAndNotBesideTriggers) {
  const std::string made = "ALTER TABLE t DROP nick; CREATE TABLE made (id int PRIMARY KEY);";
  EXPECT_EQ(down_of(made + "DO $$ BEGIN INSERT INTO made SELECT id FROM t; END $$").rollback_class,
            Class::ExactWithSnapshot);
  EXPECT_EQ(
      down_of(made + "DO $$ BEGIN INSERT INTO keyless SELECT id FROM t; END $$").rollback_class,
      Class::StructureOnly);
  const std::string fired =
      "CREATE TRIGGER touch BEFORE INSERT ON made FOR EACH ROW EXECUTE FUNCTION f();"
      "INSERT INTO made SELECT id FROM t";
  EXPECT_EQ(down_of(made + fired).rollback_class, Class::StructureOnly);
}

TEST(Snapshot, CopiesNothingForAColumnThatGivesWayToAnother) {
  for (const char* other : {"", "; UPDATE keyless SET a = 1"}) {
    const Down down = down_of(
        std::string(
            "ALTER TABLE t ADD o date; ALTER TABLE t DROP nick; ALTER TABLE t RENAME o TO nick") +
        other);
    EXPECT_EQ(down.rollback_class, Class::StructureOnly) << other;
    EXPECT_THAT(down.saves, IsEmpty()) << other;
  }
}

TEST(Snapshot, CopiesNothingThatWouldReferToRowsThatDoNotReturn) {
  for (const char* sql : {"ALTER TABLE refers DROP code; DELETE FROM coded",
                          "DROP TABLE refers; UPDATE coded SET code = code || 'x'"}) {
    EXPECT_THAT(down_of(sql).saves, IsEmpty()) << sql;
    EXPECT_THAT(down_of(sql).reasons.front(),
                HasSubstr("(not copied: it refers to rows of public.coded, which do not return)"));
  }
  EXPECT_FALSE(down_of("DROP TABLE refers; UPDATE coded SET id = -id").saves.empty());
}

TEST(Snapshot, SpeaksOfWhatWasBeforeUnderItsNameOfBefore) {
  const std::string sql =
      "ALTER TABLE t RENAME TO u; ALTER TABLE u RENAME id TO key; ALTER TABLE u RENAME nick TO m; "
      "ALTER TABLE u ALTER m TYPE varchar(3)";
  const Down down = down_of(sql);
  EXPECT_EQ(down.rollback_class, Class::ExactWithSnapshot);
  EXPECT_THAT(down.saves, Contains(HasSubstr(" SELECT nick, id FROM ONLY public.t")));
  EXPECT_THAT(down.saves.back(), HasSubstr("t.m::text FROM public.u AS t WHERE t.key = s.key_1"));
  const std::vector<std::string> back = way_back(sql);
  EXPECT_EQ(back[0], "ALTER TABLE public.u RENAME TO t");
  EXPECT_THAT(back,
              Contains(HasSubstr("USING public.t AS t WHERE t.id = s.key_1 AND t.nick::text IS")));
}

TEST(Snapshot, EmptiesAndFillsATableThatWasMadeAgain) {
  const std::string sql =
      "DROP TABLE watched; CREATE TABLE watched (id text); "
      "CREATE TABLE other (id int, watched text UNIQUE)";
  EXPECT_EQ(down_of(sql).rollback_class, Class::ExactWithSnapshot);
  const std::vector<std::string> back = way_back(sql);
  EXPECT_EQ(back[0], "TRUNCATE TABLE public.watched");
  const auto at = [&](const std::string& text) {
    return std::ranges::find_if(
        back, [&](const std::string& one) { return one.find(text) != std::string::npos; });
  };
  EXPECT_LT(at("ADD COLUMN n integer"), at("INSERT INTO public.watched (id, n, must)"));
  EXPECT_LT(at("INSERT INTO public.watched (id, n, must)"), at("CREATE TRIGGER touch"));
  EXPECT_THAT(down_of(sql).discards, Contains("rows: truncate table public.watched"));
}

TEST(Snapshot, PutsASequenceBackWhereItStillStandsAsUpLeftIt) {
  const std::string sql = "ALTER SEQUENCE counted_id_seq RESTART WITH 40; ALTER TABLE t DROP nick";
  const Down down = down_of(sql);
  EXPECT_EQ(down.rollback_class, Class::ExactWithSnapshot);
  EXPECT_THAT(down.sequences, ElementsAre("public.counted_id_seq"));
  EXPECT_THAT(way_back(sql), Contains(HasSubstr("JOIN public.counted_id_seq AS q ON q.last_value = "
                                                "s.left_value AND q.is_called = s.left_called")));
}

TEST(Snapshot, KnowsTheSequenceThatACallSets) {
  for (const char* set : {"SELECT setval('counted_id_seq', 40)",
                          "SELECT pg_catalog.setval('public.counted_id_seq'::regclass, 40, true)",
                          "SELECT setval(pg_get_serial_sequence('counted', 'id'), max(id)) FROM t"})
    EXPECT_THAT(down_of(set).sequences, ElementsAre("public.counted_id_seq")) << set;
  EXPECT_THAT(down_of("SELECT nextval('counted_id_seq')").sequences, IsEmpty());
}

TEST(Snapshot, KnowsARowWithoutAKeyByWhatCameBackBeforeToo) {
  EXPECT_THAT(down_of("ALTER TABLE keyless DROP b; ALTER TABLE keyless DROP a").saves,
              AllOf(Contains(HasSubstr(" SELECT a, ROW()::text FROM")),
                    Contains(HasSubstr(" SELECT b, ROW(a)::text FROM"))));
}

TEST(Snapshot, CopiesNothingWhereItCouldNotBringAllBack) {
  for (const char* sql : {
           "ALTER TABLE t DROP nick; ALTER TABLE t ALTER id TYPE text USING 'n' || id",  // the key
           "ALTER TABLE t DROP nick; UPDATE t SET id = -id",  // rows change too
           "ALTER TABLE t DROP nick; ALTER TABLE t ADD m int; UPDATE t SET m = 1, n = 2",
           "ALTER TABLE watched DROP n; ALTER TABLE watched ADD m int; UPDATE watched SET m = 1",
           // What stays refers to the new rows.
           "DROP TABLE coded CASCADE; CREATE TABLE coded (code text UNIQUE); "
           "ALTER TABLE refers ADD FOREIGN KEY (code) REFERENCES coded (code)",
           // What refers to it would be written.
           "ALTER TABLE coded DROP code CASCADE; ALTER TABLE coded ADD code text UNIQUE; "
           "ALTER TABLE refers ADD FOREIGN KEY (code) REFERENCES coded (code)",
           "ALTER TABLE watched DROP n; ALTER TABLE watched DISABLE TRIGGER touch; "
           "ALTER TABLE watched ENABLE ALWAYS TRIGGER touch",
           "ALTER TABLE watched ALTER n TYPE text USING n, DROP id",  // no key that stays
           "ALTER TABLE keyless DROP a; ALTER TABLE keyless ADD a int; ALTER TABLE keyless DROP b",
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
