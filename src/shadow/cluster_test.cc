#include "shadow/cluster.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <filesystem>

#include "shadow/cluster_testing.h"

namespace pggit::shadow {
namespace {

namespace fs = std::filesystem;

TEST(Cluster, StartsAnswersAndLeavesNothingBehind) {
  PGGIT_NEEDS_SERVER();
  std::string folder;
  int supervisor = 0;
  {
    Cluster cluster = testing::started();
    folder = cluster.folder();
    supervisor = cluster.supervisor_pid();
    EXPECT_TRUE(fs::is_directory(folder));
    ASSERT_TRUE(cluster.create_database("shop"));
    pg::Connection session = testing::migration(cluster, "shop");
    EXPECT_EQ(testing::value(session, "SELECT current_user"), "migrator");
    EXPECT_EQ(testing::value(session, "SHOW server_encoding"), "UTF8");
  }
  EXPECT_FALSE(fs::exists(folder));
  EXPECT_EQ(kill(supervisor, 0), -1);
}

TEST(Cluster, CopiesADatabaseWithWhatItHolds) {
  PGGIT_NEEDS_SERVER();
  Cluster cluster = testing::started();
  ASSERT_TRUE(cluster.create_database("one"));
  {
    pg::Connection session = testing::migration(cluster, "one");
    ASSERT_TRUE(session.run("CREATE TABLE t (a int); INSERT INTO t VALUES (47)"));
  }
  auto copied = cluster.create_database("two", "one");
  ASSERT_TRUE(copied) << copied.error().message;
  pg::Connection session = testing::migration(cluster, "two");
  EXPECT_EQ(testing::value(session, "SELECT a FROM t"), "47");
}

TEST(Cluster, DropsADatabaseThatIsStillConnected) {
  PGGIT_NEEDS_SERVER();
  Cluster cluster = testing::started();
  ASSERT_TRUE(cluster.create_database("one"));
  pg::Connection session = testing::migration(cluster, "one");
  EXPECT_TRUE(cluster.drop_database("one"));
  EXPECT_FALSE(session.run("SELECT 1"));
  EXPECT_TRUE(cluster.drop_database("one")) << "dropping twice is no error";
}

// The archive of a cluster in which `sql` was run; an open descriptor.
int kept_after(const std::string& sql, const std::string& file) {
  const int fd = open(file.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  auto cluster = Cluster::start(testing::options(), {-1, dup(fd)});
  EXPECT_TRUE(cluster) << cluster.error().message;
  EXPECT_TRUE(cluster->create_database("shop"));
  {
    pg::Connection session = testing::migration(*cluster, "shop");
    EXPECT_TRUE(session.run(sql));
  }
  const auto kept = cluster->keep();
  EXPECT_TRUE(kept) << kept.error().message;
  lseek(fd, 0, SEEK_SET);
  return fd;
}

TEST(Cluster, StartsAgainFromDataThatWasKept) {
  PGGIT_NEEDS_SERVER();
  const std::string file = ::testing::TempDir() + "pggit-kept-" + std::to_string(getpid());
  const int fd = kept_after("CREATE TABLE t (a int); INSERT INTO t VALUES (47)", file);
  auto again = Cluster::start(testing::options(), {fd, -1});
  ASSERT_TRUE(again) << again.error().message;
  pg::Connection session = testing::migration(*again, "shop");
  EXPECT_EQ(testing::value(session, "SELECT a FROM t"), "47");
  EXPECT_EQ(testing::value(session, "SELECT rolsuper FROM pg_roles WHERE rolname = user"), "f");
  EXPECT_FALSE(again->keep()) << "it was not asked to keep anything";
  fs::remove(file);
}

TEST(Cluster, DoesNotStartFromHalfAnArchive) {
  PGGIT_NEEDS_SERVER();
  const std::string file = ::testing::TempDir() + "pggit-half-" + std::to_string(getpid());
  const int fd = kept_after("CREATE TABLE t (a int)", file);
  fs::resize_file(file, fs::file_size(file) / 2);
  EXPECT_FALSE(Cluster::start(testing::options(), {fd, -1}));
  fs::remove(file);
}

TEST(Cluster, TwoRunSideBySide) {
  PGGIT_NEEDS_SERVER();
  Cluster one = testing::started();
  Cluster two = testing::started();
  EXPECT_NE(one.folder(), two.folder());
  EXPECT_TRUE(one.create_database("shop"));
  EXPECT_TRUE(two.create_database("shop"));
}

TEST(Cluster, TheHarnessPasswordOpensNothingForTheLoginRole) {
  PGGIT_NEEDS_SERVER();
  Cluster cluster = testing::started();
  std::string info = cluster.conninfo("postgres", true);
  std::string guess =
      info.substr(0, info.find("password=")) + "password='template' dbname=postgres";
  EXPECT_FALSE(pg::Connection::open(guess));
  EXPECT_FALSE(cluster.connect_migration("postgres"))
      << "the harness's own database is closed to migrations";
}

TEST(Cluster, SaysWhatTheServerSaidWhenItCannotStart) {
  PGGIT_NEEDS_SERVER();
  ClusterOptions options = testing::options();
  options.time_zone = "Nowhere/Atlantis";
  auto cluster = Cluster::start(options);
  ASSERT_FALSE(cluster);
  EXPECT_NE(cluster.error().message.find("Nowhere/Atlantis"), std::string::npos)
      << cluster.error().message;
}

TEST(Cluster, RefusesTheHarnessRoleAsLogin) {
  ClusterOptions options;
  options.server.bin = "/usr/bin";
  options.login = options.user;
  EXPECT_FALSE(Cluster::start(options));
}

TEST(Cluster, GivesAMigrationsRowsWholeWhereTheyAreFew) {
  PGGIT_NEEDS_SERVER();
  Cluster cluster = testing::started();
  ASSERT_TRUE(cluster.create_database("shop"));
  pg::Connection session = testing::migration(cluster, "shop");
  auto rows = session.run(
      "SELECT 1; SELECT i, CASE i WHEN 1 THEN NULL WHEN 2 THEN '' ELSE 'x' END FROM "
      "generate_series(1, 3) i");
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->count(), 3);
  EXPECT_TRUE(rows->is_null(0, 1));
  EXPECT_FALSE(rows->is_null(1, 1));
  EXPECT_EQ(rows->text(1, 1), "");
  EXPECT_EQ(rows->text(2, 1), "x");
  EXPECT_EQ(rows->tag(), "SELECT 3");
  EXPECT_EQ(session.run("SELECT 1 WHERE false")->count(), 0);
  EXPECT_EQ(session.run("SELECT 1; SELECT 1/0").error().sqlstate, "22012");
}

TEST(Servers, AreFoundWithTheirVersionNewestFirst) {
  PGGIT_NEEDS_SERVER();
  std::vector<ServerBinaries> servers = find_servers({});
  EXPECT_GE(servers[0].major, 10);
  EXPECT_TRUE(servers[0].version.starts_with(std::to_string(servers[0].major)));
  EXPECT_EQ(find_servers({servers[0].bin}).size(), servers.size())
      << "a folder named twice counts once";
}

}  // namespace
}  // namespace pggit::shadow
