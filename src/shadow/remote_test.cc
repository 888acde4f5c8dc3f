#include "shadow/remote.h"

#include <gtest/gtest.h>

#include "shadow/cluster_conninfo.h"
#include "shadow/cluster_testing.h"

namespace pggit::shadow {
namespace {

// A shadow's own server plays the user's.
class Remote : public ::testing::Test {
 protected:
  void SetUp() override {
    PGGIT_NEEDS_SERVER();
    server_.emplace(testing::started());
    admin_.emplace(std::move(*server_->connect_harness("postgres")));
  }

  std::string url() { return server_->conninfo("postgres", true); }
  std::string databases() {
    return testing::value(
        *admin_, "SELECT count(*) FROM pg_database WHERE datname LIKE 'pggit\\_shadow\\_%'");
  }

  std::optional<Cluster> server_;
  std::optional<pg::Connection> admin_;
};

TEST_F(Remote, MakesDatabasesThereAndDropsThemAtTheEnd) {
  {
    auto shadow = attach(url(), {});
    ASSERT_TRUE(shadow) << shadow.error().message;
    ASSERT_TRUE(shadow->create_database("up"));
    {
      pg::Connection session = testing::migration(*shadow, "up");
      EXPECT_TRUE(session.run("CREATE TABLE t (a int)"));
    }
    ASSERT_TRUE(shadow->create_database("down", "up"));
    pg::Connection copy = testing::migration(*shadow, "down");
    EXPECT_EQ(testing::value(copy, "SELECT count(*) FROM t"), "0");
    EXPECT_EQ(databases(), "2");
  }
  EXPECT_EQ(databases(), "0");
}

TEST_F(Remote, SweepsWhatAKilledRunLeftAndNotWhatALivingOneHolds) {
  ASSERT_TRUE(admin_->run("CREATE DATABASE pggit_shadow_0badcafe_up"));
  auto living = attach(url(), {});
  ASSERT_TRUE(living);
  ASSERT_TRUE(living->create_database("up"));
  EXPECT_EQ(databases(), "1");
  auto second = attach(url(), {});
  ASSERT_TRUE(second);
  EXPECT_EQ(databases(), "1");
}

TEST_F(Remote, SaysThatTheWallsAreWeaker) {
  auto shadow = attach(url(), {});
  ASSERT_TRUE(shadow);
  EXPECT_FALSE(shadow->walls().missing.empty());
}

TEST_F(Remote, RefusesARoleThatMayMakeNoDatabase) {
  ASSERT_TRUE(server_->create_database("shop"));
  auto refused = attach(server_->conninfo("shop", false), {});
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("CREATEDB"), std::string::npos);
}

TEST_F(Remote, StopsAStatementThatRunsTooLong) {
  ClusterOptions options;
  options.limits.statement_seconds = 1;
  auto shadow = attach(url(), options);
  ASSERT_TRUE(shadow);
  ASSERT_TRUE(shadow->create_database("up"));
  pg::Connection session = testing::migration(*shadow, "up");
  EXPECT_FALSE(session.run("SELECT pg_sleep(100)"));
}

TEST(Conninfo, NamesAnotherDatabaseInUrisAndKeywords) {
  EXPECT_EQ(with_database("postgresql://me@host:5433/shop?sslmode=require", "a b"),
            "postgresql://me@host:5433/a%20b?sslmode=require");
  EXPECT_EQ(with_database("postgres://host", "x"), "postgres://host/x");
  EXPECT_EQ(with_database("postgres://host?user=me", "x"), "postgres://host/x?user=me");
  EXPECT_EQ(with_database("host=/tmp dbname=shop", "it's"),
            "host=/tmp dbname=shop dbname='it\\'s'");
}

}  // namespace
}  // namespace pggit::shadow
