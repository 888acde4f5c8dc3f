// The sample shop, read whole: counts, order and edge cases.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "frontend/flyway/sample.h"
#include "frontend/front_ends.h"

namespace pggit::frontend::flyway {
namespace {

class Webshop : public ::testing::Test {
 protected:
  void SetUp() override {
    project_.disk = &disk_;
    project_.sources = &sources_;
    project_.diagnostics = &diagnostics_;
    project_.folders = {std::string(PGGIT_SOURCE_DIR) + "/examples/webshop"};
    project_.user = "shop_owner";
    project_.database = "shop";
    auto listed = list(project_);
    ASSERT_TRUE(listed) << listed.error().message;
    listing_ = std::move(*listed);
  }

  int count(ir::MigrationKind kind) const {
    return int(std::ranges::count(listing_.migrations, kind, &ir::MigrationEntry::kind));
  }
  std::string messages() const {
    std::string out;
    for (const auto& d : diagnostics_.all()) out += base::to_text(d, sources_) + "\n";
    return out;
  }

  base::RealDisk disk_;
  base::Sources sources_;
  base::Diagnostics diagnostics_;
  ir::Project project_;
  ir::Listing listing_;
};

TEST_F(Webshop, ListsCleanly) {
  EXPECT_EQ(messages(), "");
  EXPECT_EQ(count(ir::MigrationKind::Versioned), 145);
  EXPECT_EQ(count(ir::MigrationKind::Repeatable), 4);
  EXPECT_EQ(count(ir::MigrationKind::Callback), 4);
  EXPECT_THAT(listing_.session.search_path, ::testing::ElementsAre("public", "$user"));
  EXPECT_TRUE(listing_.session.schemas.empty());  // createSchemas=false
  EXPECT_EQ(listing_.settings.at("files that are no migrations"), "0");
}

TEST_F(Webshop, BeginsAndEndsWithItsCallbacks) {
  EXPECT_EQ(listing_.migrations.front().id, "beforeMigrate");
  EXPECT_EQ(listing_.migrations.back().id, "afterMigrate__2_note_deployment");
}

TEST_F(Webshop, AccountsForWhatIsNotReplayed) {
  std::vector<std::string> ids;
  for (const auto& entry : listing_.set_aside) ids.push_back(entry.id);
  EXPECT_THAT(ids, ::testing::ElementsAre("U20220614.1", "beforeEachMigrate", "afterEachMigrate"));
}

TEST_F(Webshop, HasTwoEdgeCases) {
  std::vector<std::string> kinds;
  for (const auto& e : listing_.edge_cases) kinds.push_back(e.migration + " " + e.kind);
  EXPECT_THAT(kinds, ::testing::ElementsAre("V20210822.1 environment-specific",
                                            "V20211108.1 java-migration"));
}

TEST_F(Webshop, IsClaimedByFlywayAlone) {
  const auto detected = auto_detect(project_);
  ASSERT_EQ(detected.size(), 1u);
  EXPECT_STREQ(detected[0].front_end->id, "flyway");
}

TEST_F(Webshop, LowersCleanly) {
  testing::NothingKnown view;
  for (const auto& entry : listing_.migrations) ASSERT_TRUE(lower(project_, listing_, entry, view));
  EXPECT_EQ(messages(), "");
}

// The baseline's versions are all there, in the neighbour folder: they are replayed, and it is set aside.
TEST_F(Webshop, OfTheBaselineHasTheSameHistory) {
  project_.folders = {std::string(PGGIT_SOURCE_DIR) + "/examples/webshop_baseline"};
  const auto listed = list(project_);
  ASSERT_TRUE(listed) << listed.error().message;
  EXPECT_EQ(messages(), "");
  EXPECT_EQ(listed->migrations.size(), listing_.migrations.size() - 1);  // its Java migration
  EXPECT_EQ(listed->set_aside.front().id, "B048");
}

}  // namespace
}  // namespace pggit::frontend::flyway
