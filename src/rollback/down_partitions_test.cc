// The way back of what is done to partitioned tables: rows stay in their partitions wherever they can.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bind/testing/steps.h"
#include "rollback/down.h"
#include "rollback/lasting_writes.h"

namespace pggit::rollback {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kEvents =
    "CREATE TABLE e (a int, b text, PRIMARY KEY (a)) PARTITION BY RANGE (a);"
    "CREATE INDEX by_b ON e (b);"
    "CREATE TABLE e1 PARTITION OF e FOR VALUES FROM (1) TO (10);"
    "CREATE TABLE e2 PARTITION OF e DEFAULT";

Down down_of(const std::string& sql) {
  return make_down(bind::testing::steps_of({kEvents, sql})[1]);
}

std::vector<std::string> texts(Down down) {
  std::vector<std::string> statements;
  for (DownStatement& statement : down.statements) statements.push_back(std::move(statement.sql));
  return statements;
}

std::vector<std::string> script(const std::string& sql) { return texts(down_of(sql)); }

// The way back of the last migration.
std::vector<std::string> script_after(const std::string& before, const std::string& sql) {
  return texts(make_down(bind::testing::steps_of({kEvents, before, sql})[2]));
}

TEST(DownOfPartitions, AttachesWhatWasDetachedAndDetachesWhatWasAttached) {
  EXPECT_THAT(
      script("ALTER TABLE e DETACH PARTITION e1"),
      ElementsAre("ALTER TABLE public.e ATTACH PARTITION public.e1 FOR VALUES FROM (1) TO (10)"));
  EXPECT_EQ(class_name(down_of("ALTER TABLE e DETACH PARTITION e1").rollback_class),
            std::string("exact"));
  EXPECT_THAT(
      script("ALTER TABLE e DETACH PARTITION e1;"
             "ALTER TABLE e ATTACH PARTITION e1 FOR VALUES FROM (1) TO (5)"),
      ElementsAre("ALTER TABLE public.e DETACH PARTITION public.e1",
                  "ALTER TABLE public.e ATTACH PARTITION public.e1 FOR VALUES FROM (1) TO (10)"));
}

TEST(DownOfPartitions, DropsWhatAnAttachMadeOnThePartitionAfterIt) {
  EXPECT_THAT(script("CREATE TABLE n (a int NOT NULL, b text);"
                     "ALTER TABLE e ATTACH PARTITION n FOR VALUES FROM (10) TO (20)"),
              ElementsAre("DROP TABLE public.n"));
}

TEST(DownOfPartitions, DetachesANewPartitionThatAForeignKeyKeepsBeforeItGoes) {
  EXPECT_THAT(script_after("CREATE TABLE f (a int REFERENCES e)",
                           "CREATE TABLE n PARTITION OF e FOR VALUES FROM (10) TO (20)"),
              ElementsAre("ALTER TABLE public.e DETACH PARTITION public.n", "DROP TABLE public.n"));
  EXPECT_THAT(script("CREATE TABLE n PARTITION OF e FOR VALUES FROM (10) TO (20);"
                     "CREATE TABLE f (a int REFERENCES e)"),
              ElementsAre("DROP TABLE public.f", "DROP TABLE public.n"));
}

TEST(DownOfPartitions, SaysOfTheParentAloneThatAConstraintIsRenamedOrDeferred) {
  constexpr const char* kRefers =
      "CREATE TABLE k (a int PRIMARY KEY);"
      "ALTER TABLE e ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES k,"
      "  ADD CONSTRAINT c CHECK (a > 0)";
  EXPECT_THAT(script_after(kRefers, "ALTER TABLE e ALTER CONSTRAINT f DEFERRABLE"),
              ElementsAre("ALTER TABLE public.e ALTER CONSTRAINT f NOT DEFERRABLE"));
  EXPECT_THAT(script_after(kRefers, "ALTER TABLE e RENAME CONSTRAINT c TO d"),
              ElementsAre("ALTER TABLE public.e RENAME CONSTRAINT d TO c"));
  EXPECT_THAT(script_after(kRefers, "ALTER TABLE e RENAME CONSTRAINT f TO g"),
              ElementsAre("ALTER TABLE public.e RENAME CONSTRAINT g TO f"));
}

TEST(DownOfPartitions, KnowsThatRowsOfAPartitionTakeAlongThoseThatReferToTheWholeTable) {
  const auto written = [](const std::string& refers) {
    const std::string sql =
        "CREATE TABLE n PARTITION OF e FOR VALUES FROM (10) TO (20); DELETE FROM n";
    return lasting_writes(bind::testing::steps_of({kEvents, refers, sql})[2])[1];
  };
  const ir::Key f{ir::Kind::Table, "public", "f", ""};
  EXPECT_THAT(written("CREATE TABLE f (a int REFERENCES e ON DELETE CASCADE)"), Contains(f));
  EXPECT_THAT(written("CREATE TABLE f (a int REFERENCES e1 ON DELETE CASCADE)"), Not(Contains(f)));
}

TEST(DownOfPartitions, SaysWhatGoesDownFromTheParentOnce) {
  EXPECT_THAT(script("ALTER TABLE e ADD c int DEFAULT 1"),
              ElementsAre("ALTER TABLE public.e DROP COLUMN c"));
  EXPECT_THAT(script("ALTER TABLE e RENAME b TO c"),
              ElementsAre("ALTER TABLE public.e RENAME COLUMN c TO b"));
  EXPECT_THAT(script("ALTER TABLE e ADD CHECK (a > 0)"),
              ElementsAre("ALTER TABLE public.e DROP CONSTRAINT e_a_check"));
  EXPECT_THAT(script("ALTER TABLE e ALTER b SET NOT NULL"),
              ElementsAre("ALTER TABLE public.e ALTER COLUMN b DROP NOT NULL"));
  EXPECT_THAT(script("CREATE INDEX ON e (b, a)"), ElementsAre("DROP INDEX public.e_b_a_idx"));
}

TEST(DownOfPartitions, BringsIndexesOfPartitionsBackUnderTheirNames) {
  EXPECT_THAT(script("DROP INDEX by_b"),
              ElementsAre("CREATE INDEX e1_b_idx ON public.e1 USING btree (b)",
                          "CREATE INDEX e2_b_idx ON public.e2 USING btree (b)",
                          "CREATE INDEX by_b ON public.e USING btree (b)"));
}

TEST(DownOfPartitions, BringsBackThePartitionsOwnIndexThatWentToTheParents) {
  EXPECT_THAT(
      script_after("CREATE INDEX mine ON e1 (b, a)", "CREATE INDEX ours ON e (b, a)"),
      ElementsAre("DROP INDEX public.ours", "CREATE INDEX mine ON public.e1 USING btree (b, a)"));
}

TEST(DownOfPartitions, AttachesIndexesToOneThatIsOnTheParentAlone) {
  EXPECT_THAT(script("CREATE INDEX ours ON ONLY e (b, a)"), ElementsAre("DROP INDEX public.ours"));
  EXPECT_THAT(script_after("CREATE INDEX ours ON ONLY e (b, a);"
                           "CREATE TABLE e3 PARTITION OF e FOR VALUES FROM (10) TO (20)",
                           "DROP INDEX ours"),
              ElementsAre("CREATE INDEX e3_b_a_idx ON public.e3 USING btree (b, a)",
                          "CREATE INDEX ours ON ONLY public.e USING btree (b, a)",
                          "ALTER INDEX public.ours ATTACH PARTITION public.e3_b_a_idx"));
}

TEST(DownOfPartitions, BringsADroppedPartitionBackWithItsRowsBeforeItIsAttached) {
  const std::vector<std::string> back = script("DROP TABLE e1");
  ASSERT_GE(back.size(), 3u);
  EXPECT_THAT(back.front(),
              AllOf(HasSubstr("CREATE TABLE public.e1"),
                    HasSubstr("CONSTRAINT e1_pkey PRIMARY KEY (a)"), Not(HasSubstr("PARTITION"))));
  EXPECT_THAT(back[1], HasSubstr("INSERT INTO public.e1"));
  EXPECT_EQ(back.back(),
            "ALTER TABLE public.e ATTACH PARTITION public.e1 FOR VALUES FROM (1) TO (10)");
  EXPECT_EQ(class_name(down_of("DROP TABLE e1").rollback_class),
            std::string("exact-with-snapshot"));
}

TEST(DownOfPartitions, SavesADroppedColumnFromThePartitionsThatHoldIt) {
  const Down down = down_of("ALTER TABLE e DROP b");
  EXPECT_THAT(down.saves, Contains(HasSubstr("FROM ONLY public.e1")));
  EXPECT_THAT(down.saves, Contains(HasSubstr("FROM ONLY public.e2")));
  EXPECT_THAT(down.saves, Not(Contains(HasSubstr("FROM ONLY public.e "))));
}

}  // namespace
}  // namespace pggit::rollback
