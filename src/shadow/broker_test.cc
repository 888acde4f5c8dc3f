#include "shadow/broker.h"

#include <gtest/gtest.h>

#include "shadow/cluster_testing.h"

namespace pggit::shadow {
namespace {

class Broker : public ::testing::Test {
 protected:
  void SetUp() override {
    PGGIT_NEEDS_SERVER();
    cluster_.emplace(testing::started());
    ASSERT_TRUE(cluster_->create_database("shop"));
    auto harness = cluster_->connect_harness("shop");
    ASSERT_TRUE(harness);
    harness_.emplace(std::move(*harness));
    session_.emplace(testing::migration(*cluster_, "shop"));
  }

  std::vector<std::string> made(const std::vector<std::string>& names) {
    auto roles = make_roles(*harness_, names, "migrator");
    EXPECT_TRUE(roles) << (roles ? "" : roles.error().message);
    return roles ? *roles : std::vector<std::string>{};
  }

  std::optional<Cluster> cluster_;
  std::optional<pg::Connection> harness_;
  std::optional<pg::Connection> session_;
};

TEST_F(Broker, MakesRolesThatObjectsCanBeGivenTo) {
  EXPECT_EQ(made({"shop_owner", "Read Only", "shop_owner"}),
            (std::vector<std::string>{"Read Only", "shop_owner"}));
  auto given = session_->run(
      "CREATE TABLE t (a int); GRANT SELECT ON t TO \"Read Only\"; "
      "ALTER TABLE t OWNER TO shop_owner; ALTER TABLE t ADD b int");
  EXPECT_TRUE(given) << given.error().text();
}

TEST_F(Broker, MakesRolesForDatabasesThatAreMadeLater) {
  {
    auto harness = cluster_->connect_harness("template1");
    ASSERT_TRUE(harness);
    ASSERT_TRUE(make_roles(*harness, {"shop_owner"}, "migrator"));
  }
  ASSERT_TRUE(cluster_->create_database("later"));
  pg::Connection session = testing::migration(*cluster_, "later");
  EXPECT_TRUE(session.run("CREATE TABLE t (a int); ALTER TABLE t OWNER TO shop_owner"));
}

TEST_F(Broker, MakesNoRoleThatHasRightsAlready) {
  EXPECT_EQ(made({"pg_execute_server_program", "pggit", "migrator", "public", "current_user", ""}),
            std::vector<std::string>{});
  EXPECT_EQ(testing::value(*session_, "SELECT pg_has_role('pggit', 'member')::text"), "false");
  EXPECT_EQ(
      testing::value(*session_, "SELECT pg_has_role('pg_execute_server_program', 'member')::text"),
      "false");
}

TEST_F(Broker, MakesARoleNamedPostgresThatIsNoSuperuser) {
  EXPECT_EQ(made({"postgres"}), std::vector<std::string>{"postgres"});
  EXPECT_TRUE(session_->run("SET ROLE postgres"));
  EXPECT_FALSE(session_->run("COPY (SELECT 1) TO PROGRAM 'true'"));
}

TEST_F(Broker, MakesExtensionsWithWhatTheyRequire) {
  auto done = create_extension(*harness_, {"earthdistance", "", "", "migrator"});
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(testing::value(*session_,
                           "SELECT string_agg(extname, ' ' ORDER BY extname) FROM pg_extension"),
            "cube earthdistance plpgsql");
  EXPECT_TRUE(create_extension(*harness_, {"earthdistance", "", "", "migrator"}))
      << "twice is no error";
}

TEST_F(Broker, LetsTheMigrationDropTheExtensionAgain) {
  ASSERT_TRUE(session_->run("CREATE SCHEMA extras"));
  ASSERT_TRUE(create_extension(*harness_, {"pgstattuple", "extras", "", "migrator"}));
  auto dropped = session_->run("DROP EXTENSION pgstattuple");
  EXPECT_TRUE(dropped) << dropped.error().text();
}

TEST_F(Broker, RefusesWhatReachesOutside) {
  for (const char* name :
       {"dblink", "postgres_fdw", "file_fdw", "adminpack", "xml2", "plpython3u", "no_such_thing"}) {
    auto refused = create_extension(*harness_, {name, "", "", "migrator"});
    ASSERT_FALSE(refused) << name;
    EXPECT_EQ(refused.error().code, base::ErrorCode::Refused);
    EXPECT_TRUE(refused.error().message.starts_with("needs superuser")) << refused.error().message;
  }
}

TEST_F(Broker, SaysWhenAnAllowedExtensionIsNotInstalled) {
  if (harness_->query("SELECT 1 FROM pg_available_extensions WHERE name = 'vector'")->count() > 0) {
    GTEST_SKIP() << "pgvector is installed";
  }
  auto missing = create_extension(*harness_, {"vector", "", "", "migrator"});
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().message.find("not installed"), std::string::npos);
}

}  // namespace
}  // namespace pggit::shadow
