#include "emit/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "emit/sample_plan.h"

namespace pggit::emit {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::sample_commit;
using testing::sample_plan;

RunFacts sample_facts() {
  RunFacts facts;
  facts.phases = {{"Reading migration files", 0.021}, {"Proving", 12.34}};
  facts.seconds = 12.5;
  facts.headline = "Migration completed";
  facts.results = {"branch import/flyway: 2 new commits"};
  facts.next = {"pggit log"};
  return facts;
}

TEST(TerminalReport, HasTheBlocksOfARun) {
  EXPECT_EQ(terminal_report(sample_plan(), sample_facts()),
            "Detected: Flyway with 3 migrations\n"
            "- db has 4 files named V<version>__*.sql\n"
            "- not replayed: 1 file (U1)\n"
            "\n"
            "Analysis\n"
            "- Reading migration files: 0.02 s\n"
            "- Proving: 12.3 s\n"
            "\n"
            "Migration intelligence report\n"
            "- Schema changes: 3 operations (2 create table, 1 drop table)\n"
            "- Row changes: 1 operation (1 insert)\n"
            "- Statements: 4 (2 converted, 1 no effect, 1 set aside)\n"
            "- Data loss: 1 migration destroys data on the way up (V2)\n"
            "- Rollback: 1 exact, 1 structure-only\n"
            "- Strongest lock of each migration: 2 ACCESS EXCLUSIVE\n"
            "- Edge cases: 1 for review\n"
            "    V4: db/V4__Java.java:1:1: Java migration\n"
            "\n"
            "Proof on throw-away databases of PostgreSQL 15.20\n"
            "- 1 proven\n"
            "- 1 structure proven\n"
            "- 1 failed\n"
            "    V3: failed: db/V3__bad.sql:1:8: column \"a\" does not exist\n"
            "    V2: structure proven: rows do not return\n"
            "- walls standing: login role without rights\n"
            "- walls missing: network namespace: bwrap is not installed\n"
            "\n"
            "Migration completed in 12.5 s\n"
            "- branch import/flyway: 2 new commits\n"
            "\n"
            "Next, try\n"
            "  pggit log\n");
}

TEST(TerminalReport, PrintsNoFigureThatWasNotMeasured) {
  PlanData plan = sample_plan();
  plan.certificate = {};
  const std::string report = terminal_report(plan, {});
  EXPECT_THAT(report, HasSubstr("Proof: no server was asked"));
  EXPECT_THAT(report, Not(HasSubstr("Analysis")));
  EXPECT_THAT(report, Not(HasSubstr("from ")));
  EXPECT_THAT(report, Not(HasSubstr("redundanc")));
  EXPECT_THAT(report, Not(HasSubstr("onfidence")));
  EXPECT_THAT(report, Not(HasSubstr("walls")));
}

TEST(TerminalReport, ListsTenReasonsAndCountsTheOthers) {
  PlanData plan = sample_plan();
  plan.refused.clear();
  plan.commits.clear();
  for (int i = 1; i <= 13; ++i)
    plan.commits.push_back(sample_commit("V" + std::to_string(i), "learnt", "dynamic SQL"));
  const std::string report = terminal_report(plan, {});
  EXPECT_THAT(report, HasSubstr("V10: learnt: dynamic SQL\n    and 3 more, in the plan\n"));
  EXPECT_THAT(report, Not(HasSubstr("V11: learnt")));
}

TEST(TerminalReport, SaysNothingOfReasonsWhenAllIsProven) {
  PlanData plan = sample_plan();
  plan.refused.clear();
  plan.commits = {sample_commit("V1", "proven")};
  EXPECT_THAT(terminal_report(plan, {}), HasSubstr("- 1 proven\n- walls standing"));
}

TEST(TerminalReport, LetsNoEscapeOfAUserReachTheTerminal) {
  PlanData plan = sample_plan();
  plan.refused[0].reason =
      "a\x1b[2Jb\xc2\x9b"
      "2J";
  const std::string report = terminal_report(plan, sample_facts());
  EXPECT_THAT(report, HasSubstr("a [2Jb 2J"));
  EXPECT_THAT(report, Not(HasSubstr("\x1b")));
}

TEST(TerminalReport, IsColouredOnlyWhenAsked) {
  RunFacts facts = sample_facts();
  facts.color = true;
  EXPECT_THAT(terminal_report(sample_plan(), facts), HasSubstr("\x1b[32m1 proven\x1b[0m"));
}

TEST(TerminalReport, NamesTheDatesOfTheHistoryWhereTheyAreKnown) {
  RunFacts facts = sample_facts();
  facts.first_date = "2019-01-15";
  facts.last_date = "2024-11-28";
  EXPECT_THAT(terminal_report(sample_plan(), facts),
              HasSubstr("- from 2019-01-15 to 2024-11-28\n"));
}

TEST(DurationText, GrowsFromHundredthsToMinutes) {
  EXPECT_EQ(duration_text(0.021), "0.02 s");
  EXPECT_EQ(duration_text(12.34), "12.3 s");
  EXPECT_EQ(duration_text(167), "2:47");
}

TEST(TerminalReport, SaysOnceWhatHelpsTheFirstThatFailed) {
  PlanData plan = sample_plan();
  plan.edge_cases.push_back({"V2", "V2", "db/V2.sql:1:1", "fails", "no role", "--pre-script", ""});
  plan.edge_cases.push_back({"V3", "V3", "db/V3.sql:1:1", "fails", "no table", "mend it", ""});
  const std::string report = terminal_report(plan, sample_facts());
  EXPECT_THAT(report, HasSubstr("    V2 fails first; what helps: --pre-script\n"));
  EXPECT_THAT(report, Not(HasSubstr("mend it")));
}

}  // namespace
}  // namespace pggit::emit
