#include "frontend/sqitch/history.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pggit::frontend::sqitch {
namespace {

using State = ir::AppliedState;
using ::testing::HasSubstr;

ir::MigrationEntry change(const std::string& name, const std::string& set_aside = "") {
  ir::MigrationEntry entry;
  entry.id = name;
  entry.version = "id of " + name;
  entry.checksum = "hash of " + name;
  entry.type = "deploy";
  entry.set_aside = set_aside;
  return entry;
}

ir::HistoryRow row(const std::string& name, std::optional<std::string> hash) {
  return {{"change_id", "id of " + name}, {"change", name}, {"script_hash", std::move(hash)}};
}

std::vector<ir::HistoryFinding> decoded(const std::vector<ir::HistoryRow>& rows) {
  ir::Listing listing;
  listing.migrations = {change("a"), change("b"), change("c"), change("d")};
  listing.set_aside = {change("e", "above the target d"), change("a", "")};
  listing.set_aside[1].kind = ir::MigrationKind::Undo;
  return kHistory.decode(listing, rows);
}

std::string print(const std::vector<ir::HistoryRow>& rows) {
  std::string out;
  for (const auto& finding : decoded(rows))
    out += std::to_string(int(finding.state)) + ":" + finding.migration + " ";
  return out;
}

std::string expected(std::initializer_list<std::pair<State, const char*>> findings) {
  std::string out;
  for (const auto& [state, name] : findings) out += std::to_string(int(state)) + ":" + name + " ";
  return out;
}

TEST(SqitchHistory, TellsWhatIsDeployedAndWhatComesNext) {
  EXPECT_EQ(print({row("a", "hash of a"), row("b", "hash of b")}),
            expected({{State::Applied, "a"},
                      {State::Applied, "b"},
                      {State::Pending, "c"},
                      {State::Pending, "d"},
                      {State::AboveTarget, "e"}}));
  EXPECT_EQ(print({}), expected({{State::Pending, "a"},
                                 {State::Pending, "b"},
                                 {State::Pending, "c"},
                                 {State::Pending, "d"},
                                 {State::AboveTarget, "e"}}));
}

TEST(SqitchHistory, TellsOfOtherScriptsAndTakesWhatOldVersionsWrote) {
  EXPECT_EQ(print({row("a", "other"), row("b", "id of b"), row("c", std::nullopt)}),
            expected({{State::Changed, "a"},
                      {State::Applied, "b"},
                      {State::Applied, "c"},
                      {State::Pending, "d"},
                      {State::AboveTarget, "e"}}));
  EXPECT_THAT(decoded({row("a", "other")})[0].detail,
              HasSubstr("script hash other in the database, hash of a in the file"));
}

TEST(SqitchHistory, TellsOfChangesThatThePlanLacksOrThatWereLeftOut) {
  EXPECT_EQ(print({row("gone", "x"), row("c", "hash of c"), row("b", "hash of b")}),
            expected({{State::Missing, "gone"},
                      {State::Applied, "c"},
                      {State::OutOfOrder, "b"},
                      {State::Ignored, "a"},
                      {State::Pending, "d"},
                      {State::AboveTarget, "e"}}));
}

TEST(SqitchHistory, AsksForOneProjectInItsOwnRegistry) {
  EXPECT_THAT(
      history_table("my meta", "shop's").query,
      HasSubstr("FROM \"my meta\".changes WHERE project = 'shop''s' ORDER BY committed_at"));
  EXPECT_EQ(kHistory.insert, nullptr);
}

}  // namespace
}  // namespace pggit::frontend::sqitch
