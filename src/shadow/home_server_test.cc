#include "shadow/home_server.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "shadow/cluster_entries.h"
#include "shadow/cluster_testing.h"
#include "shadow/supervisor_testing.h"

namespace pggit::shadow {
namespace {

class Home : public ::testing::Test {
 protected:
  void SetUp() override { PGGIT_NEEDS_SERVER(); }

  HomeOptions options() const { return {nursery_.base() + "/home", testing::cache_folder(), {}}; }

  HomeServer started() {
    auto home = HomeServer::start(options());
    if (home) return std::move(*home);
    ADD_FAILURE() << home.error().message;
    std::exit(1);
  }

  static pg::Connection session(HomeServer& home, const std::string& database) {
    auto opened = pg::Connection::open(home.conninfo(database));
    if (opened) return std::move(*opened);
    ADD_FAILURE() << opened.error().message;
    std::exit(1);
  }

  testing::Nursery nursery_;
};

TEST_F(Home, KeepsItsDataFromRunToRun) {
  {
    HomeServer home = started();
    ASSERT_TRUE(home.ensure_database("shop"));
    ASSERT_TRUE(home.ensure_database("shop")) << "twice is no error";
    pg::Connection shop = session(home, "shop");
    ASSERT_TRUE(shop.run("CREATE TABLE t (a int); INSERT INTO t VALUES (47)"));
  }
  EXPECT_TRUE(nursery_.no_process_left(2));
  HomeServer again = started();
  pg::Connection shop = session(again, "shop");
  EXPECT_EQ(testing::value(shop, "SELECT a FROM t"), "47");
  EXPECT_EQ(testing::value(shop, "SHOW fsync"), "on");
}

TEST_F(Home, SurvivesAKillWithItsDataAndLeavesNoProcess) {
  nursery_.start([this] {
    static HomeServer* home = new HomeServer(started());
    if (!home->ensure_database("shop")) _exit(1);
    pg::Connection shop = session(*home, "shop");
    if (!shop.run("CREATE TABLE t (a int); INSERT INTO t VALUES (47)")) _exit(1);
  });
  ASSERT_TRUE(nursery_.wait_until_done());
  nursery_.kill_child();
  EXPECT_TRUE(nursery_.no_process_left(2));
  HomeServer home = started();
  pg::Connection shop = session(home, "shop");
  EXPECT_EQ(testing::value(shop, "SELECT a FROM t"), "47");
}

TEST_F(Home, IsMadeAnewWhenTheFirstRunWasKilledWhileMakingIt) {
  for (int milliseconds : {60, 100, 140, 180}) {
    nursery_.start([this] {
      static HomeServer* home = new HomeServer(started());
      (void)home;
    });
    usleep(static_cast<useconds_t>(milliseconds) * 1000);
    nursery_.kill_child();
    EXPECT_TRUE(nursery_.no_process_left(2));
  }
  HomeServer home = started();
  EXPECT_TRUE(home.ensure_database("shop"));
}

TEST_F(Home, ServesOnePggitAtATime) {
  HomeServer home = started();
  auto second = HomeServer::start(options());
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().message.find("in use by pggit, process " + std::to_string(getpid())),
            std::string::npos);
}

TEST_F(Home, GivesARoleThatIsNoSuperuser) {
  HomeServer home = started();
  ASSERT_TRUE(home.ensure_database("shop"));
  pg::Connection shop = session(home, "shop");
  EXPECT_EQ(
      testing::value(shop, "SELECT rolsuper::text FROM pg_roles WHERE rolname = current_user"),
      "false");
  EXPECT_TRUE(shop.run("CREATE SCHEMA pggit"));
  EXPECT_FALSE(pg::Connection::open(home.conninfo("postgres")));
}

TEST_F(Home, SaysWhichServerItsDataNeeds) {
  {
    HomeServer home = started();
  }
  std::filesystem::path version = options().folder + "/data/pg/PG_VERSION";
  ASSERT_EQ(truncate(version.c_str(), 0), 0);
  std::FILE* file = std::fopen(version.c_str(), "w");
  std::fputs("9\n", file);
  std::fclose(file);
  auto refused = HomeServer::start(options());
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("PostgreSQL 9"), std::string::npos)
      << refused.error().message;
}

}  // namespace
}  // namespace pggit::shadow
