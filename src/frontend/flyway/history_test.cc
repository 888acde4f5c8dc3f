#include "frontend/flyway/history.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "frontend/flyway/sample.h"

namespace pggit::frontend::flyway {
namespace {

using ::testing::HasSubstr;
using testing::Sample;

struct RowOf {
  std::string version;  // empty: NULL
  std::string description;
  std::string type = "SQL";
  std::string checksum = "";  // empty: NULL
  bool success = true;
};

std::optional<std::string> or_null(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

std::vector<ir::HistoryRow> rows_of(const std::vector<RowOf>& rows) {
  std::vector<ir::HistoryRow> out;
  for (const RowOf& row : rows) {
    out.push_back({{"installed_rank", std::to_string(out.size() + 1)},
                   {"version", or_null(row.version)},
                   {"description", row.description},
                   {"type", row.type},
                   {"checksum", or_null(row.checksum)},
                   {"success", row.success ? "t" : "f"}});
  }
  return out;
}

const char* word(ir::AppliedState state) {
  switch (state) {
    case ir::AppliedState::Pending:
      return "pending";
    case ir::AppliedState::Applied:
      return "applied";
    case ir::AppliedState::Changed:
      return "changed";
    case ir::AppliedState::OutOfOrder:
      return "out of order";
    case ir::AppliedState::Outdated:
      return "outdated";
    case ir::AppliedState::Superseded:
      return "superseded";
    case ir::AppliedState::Undone:
      return "undone";
    case ir::AppliedState::Failed:
      return "failed";
    case ir::AppliedState::Missing:
      return "missing";
    case ir::AppliedState::Future:
      return "future";
    case ir::AppliedState::Deleted:
      return "deleted";
    case ir::AppliedState::Ignored:
      return "ignored";
    case ir::AppliedState::AboveTarget:
      return "above target";
    case ir::AppliedState::BelowBaseline:
      return "below baseline";
    case ir::AppliedState::Baseline:
      return "baseline";
    case ir::AppliedState::Marker:
      return "marker";
  }
  return "";
}

class History : public ::testing::Test {
 protected:
  History() { EXPECT_EQ(sample_.run(), ""); }

  std::string sum(const std::string& id) const { return sample_.entry(id).checksum; }
  RowOf ran(const std::string& version) const {
    return {version, "m" + version, "SQL", sum("V" + version)};
  }

  std::string states(const std::vector<RowOf>& rows) const {
    std::string out;
    for (const auto& finding : kHistory.decode(sample_.listing, rows_of(rows))) {
      out += (out.empty() ? "" : ", ") + finding.migration + " " + word(finding.state);
    }
    return out;
  }

  Sample sample_{{"V1__m1.sql", "select 1;"},
                 {"V2__m2.sql", "select 2;"},
                 {"V3__m3.sql", "select 3;"},
                 {"R__v.sql", "select '${a}';"},
                 {"U2__m2.sql", ""},
                 {"afterMigrate.sql", ""},
                 {"flyway.conf", "flyway.placeholders.a=1\n"}};
};

TEST_F(History, OfAnEmptyTableIsPending) {
  EXPECT_EQ(states({}), "V1 pending, V2 pending, V3 pending, R__v pending");
}

TEST_F(History, SeesWhatRanAndWhatDidNot) {
  EXPECT_EQ(states({ran("1"), ran("2"), {"", "v", "SQL", sum("R__v")}}),
            "V1 applied, V2 applied, R__v applied, V3 pending");
}

TEST_F(History, SeesAChangedFile) {
  EXPECT_EQ(states({{"1", "m1", "SQL", "5"}, ran("2"), ran("3"), {"", "v", "SQL", "7"}}),
            "V1 changed, V2 applied, V3 applied, R__v outdated");
  const auto findings = kHistory.decode(sample_.listing, rows_of({{"1", "m1", "SQL", "5"}}));
  EXPECT_EQ(findings[0].detail, "checksum 5 in the database, " + sum("V1") + " in the file");
  EXPECT_EQ(findings[0].rank, 1);
}

TEST_F(History, SeesAChangedTypeOrDescription) {
  EXPECT_EQ(states({{"1", "m1", "JDBC", sum("V1")},
                    {"2", "old", "SQL", sum("V2")},
                    ran("3"),
                    {"", "v", "SQL", sum("R__v")}}),
            "V1 changed, V2 changed, V3 applied, R__v applied");
}

TEST_F(History, TakesTheChecksumOfARepeatableBeforeItIsFilledToo) {
  Sample raw{{"V1__x.sql", ""},
             {"R__v.sql", "select '${a}';"},
             {"flyway.conf", "flyway.placeholderReplacement=false"}};
  ASSERT_EQ(raw.run(), "");
  EXPECT_NE(raw.entry("R__v").checksum, sum("R__v"));
  EXPECT_EQ(states({ran("1"), ran("2"), ran("3"), {"", "v", "SQL", raw.entry("R__v").checksum}}),
            "V1 applied, V2 applied, V3 applied, R__v applied");
}

TEST_F(History, SeesEarlierRunsOfARepeatable) {
  EXPECT_EQ(
      states({{"", "v", "SQL", "7"}, ran("1"), ran("2"), ran("3"), {"", "v", "SQL", sum("R__v")}}),
      "R__v superseded, V1 applied, V2 applied, V3 applied, R__v applied");
}

TEST_F(History, SeesRowsWithoutFile) {
  EXPECT_EQ(states({ran("1"),
                    {"1.5", "gone", "SQL", "1"},
                    ran("2"),
                    ran("3"),
                    {"9", "new", "SQL", "1"},
                    {"", "old view", "SQL", "1"}}),
            "V1 applied, V1.5 missing, V2 applied, V3 applied, V9 future, R__old_view missing, "
            "R__v pending");
}

TEST_F(History, SeesFailedOnes) {
  EXPECT_EQ(states({ran("1"), {"2", "m2", "SQL", sum("V2"), false}}),
            "V1 applied, V2 failed, V3 pending, R__v pending");
}

TEST_F(History, SeesWhatWasUndone) {
  EXPECT_EQ(states({ran("1"), ran("2"), {"2", "m2", "UNDO_SQL", "0"}}),
            "V1 applied, V2 undone, U2 marker, V2 pending, V3 pending, R__v pending");
  EXPECT_EQ(states({ran("1"), ran("2"), {"2", "m2", "UNDO_SQL", "0"}, ran("2"), ran("3")}),
            "V1 applied, V2 undone, U2 marker, V2 applied, V3 applied, R__v pending");
}

TEST_F(History, SeesWhatRepairMarkedAsDeleted) {
  EXPECT_EQ(states({ran("1"), {"1.5", "gone", "SQL", "1"}, {"1.5", "gone", "DELETE"}}),
            "V1 applied, V1.5 deleted, V1.5 marker, V2 pending, V3 pending, R__v pending");
}

TEST_F(History, SeesABaseline) {
  EXPECT_EQ(states({{"2", "<< Flyway Baseline >>", "BASELINE"}}),
            "V2 baseline, V1 below baseline, V3 pending, R__v pending");
}

TEST_F(History, SeesABaselineMigration) {
  Sample sample{{"V1__m1.sql", ""}, {"V2__m2.sql", ""}, {"V3__m3.sql", ""}, {"B2__state.sql", ""}};
  ASSERT_EQ(sample.run(), "");
  std::string out;
  for (const auto& finding :
       kHistory.decode(sample.listing, rows_of({{"2", "state", "SQL_BASELINE", "0"}}))) {
    out += finding.migration + " " + word(finding.state) + ", ";
  }
  EXPECT_EQ(out, "B2 applied, V1 below baseline, V2 below baseline, V3 pending, ");
}

TEST_F(History, SeesOrder) {
  EXPECT_EQ(states({ran("1"), ran("3")}), "V1 applied, V3 applied, V2 ignored, R__v pending");
  EXPECT_EQ(states({ran("1"), ran("3"), ran("2")}).substr(0, 38),
            "V1 applied, V3 applied, V2 out of orde");
}

TEST_F(History, LetsOutOfOrderRunLateOnes) {
  Sample sample{{"V1__m1.sql", ""}, {"V2__m2.sql", ""}, {"flyway.conf", "flyway.outOfOrder=true"}};
  ASSERT_EQ(sample.run(), "");
  const auto findings = kHistory.decode(sample.listing, rows_of({{"2", "m2", "SQL", "0"}}));
  EXPECT_EQ(findings.at(1).state, ir::AppliedState::Pending);
}

TEST_F(History, TakesTheSchemaMarkerForWhatItIs) {
  EXPECT_EQ(states({{"", "<< Flyway Schema Creation >>", "SCHEMA"}, ran("1")}),
            " marker, V1 applied, V2 pending, V3 pending, R__v pending");
}

TEST_F(History, ReadsVersionsAsNumbers) {
  EXPECT_EQ(states({{"1.0", "m1", "SQL", sum("V1")}, {"02", "m2", "SQL", sum("V2")}}).substr(0, 22),
            "V1 applied, V2 applied");
}

TEST_F(History, WritesARowAsFlywayWould) {
  EXPECT_EQ(
      kHistory.insert(sample_.listing, sample_.entry("V1"), {3, "o'hara", 12, true}),
      "INSERT INTO \"flyway_schema_history\" (\"installed_rank\", \"version\", \"description\", "
      "\"type\", \"script\", \"checksum\", \"installed_by\", \"execution_time\", \"success\") "
      "VALUES "
      "(3, '1', 'm1', 'SQL', 'V1__m1.sql', " +
          sum("V1") + ", 'o''hara', 12, TRUE);");
  EXPECT_THAT(kHistory.insert(sample_.listing, sample_.entry("R__v"), {4, "x", 0, false}),
              HasSubstr("(4, NULL, 'v', 'SQL', 'R__v.sql', "));
  EXPECT_EQ(kHistory.insert(sample_.listing, sample_.entry("afterMigrate"), {}), "");
}

TEST_F(History, TakesARowAway) {
  EXPECT_EQ(kHistory.remove(sample_.listing, sample_.entry("V1")),
            "DELETE FROM \"flyway_schema_history\" WHERE \"version\" = '1';");
  EXPECT_EQ(
      kHistory.remove(sample_.listing, sample_.entry("R__v")),
      "DELETE FROM \"flyway_schema_history\" WHERE \"version\" IS NULL AND \"type\" <> 'SCHEMA' "
      "AND \"description\" = 'v';");
  EXPECT_EQ(kHistory.remove(sample_.listing, sample_.entry("afterMigrate")), "");
}

TEST_F(History, MakesTheTableOfFlyway) {
  const std::string ddl = kHistory.create(sample_.listing);
  EXPECT_THAT(ddl, HasSubstr("\"installed_on\" TIMESTAMP NOT NULL DEFAULT now()"));
  EXPECT_THAT(ddl, HasSubstr("ADD CONSTRAINT \"flyway_schema_history_pk\" PRIMARY KEY"));
  EXPECT_THAT(ddl, HasSubstr("CREATE INDEX \"flyway_schema_history_s_idx\" ON"));
}

TEST_F(History, CutsDescriptionsAsFlywayDoes) {
  const std::string name = std::string(210, 'd');
  Sample sample{{"V1__" + name + ".sql", ""}};
  ASSERT_EQ(sample.run(), "");
  EXPECT_THAT(kHistory.insert(sample.listing, sample.entry("V1"), {}),
              HasSubstr("'" + std::string(197, 'd') + "...'"));
  EXPECT_EQ(
      kHistory
          .decode(sample.listing, rows_of({{"1", std::string(197, 'd') + "...", "SQL", "0"}}))[0]
          .state,
      ir::AppliedState::Applied);
}

}  // namespace
}  // namespace pggit::frontend::flyway
