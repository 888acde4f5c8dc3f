// What hostile migrations try, with namespaces and without: each is refused or stopped, said, and
// harms nothing outside.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "base/text.h"
#include "shadow/cluster_testing.h"
#include "shadow/supervisor_reap.h"
#include "shadow/supervisor_testing.h"

namespace pggit::shadow {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

class HostileMigration : public ::testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    PGGIT_NEEDS_SERVER();
    ClusterOptions options = testing::options();
    options.namespaces = GetParam();
    options.limits.statement_seconds = statement_seconds();
    options.limits.disk_bytes = 128ull << 20;
    options.limits.memory_bytes = 512ull << 20;
    options.limits.output_bytes = 1ull << 20;
    cluster_.emplace(testing::started(options));
    if (GetParam() && !stands("network namespace")) GTEST_SKIP() << "no network namespace";
    ASSERT_TRUE(cluster_->create_database("shop"));
    session_.emplace(testing::migration(*cluster_, "shop"));
  }

  virtual int statement_seconds() const { return 1; }

  bool stands(const std::string& wall) const {
    const std::vector<std::string>& standing = cluster_->walls().standing;
    return std::ranges::find(standing, wall) != standing.end();
  }

  // The SQLSTATE that a text ends with; "" when it succeeds; "broken" when the session is gone.
  std::string outcome(const std::string& sql) {
    pg::Execution done = session_->run(sql);
    if (done) return "";
    return session_->alive() ? done.error().sqlstate : "broken";
  }

  // What the watchdog has to say; it may need a moment.
  std::string verdict(int seconds = 2) {
    std::string said;
    for (int i = 0; i < seconds * 20 && said.empty(); ++i, usleep(50'000))
      said = cluster_->verdict();
    return said;
  }

  // The server goes on for others: what was stopped was one session.
  void expect_server_lives() {
    auto other = cluster_->connect_migration("shop");
    ASSERT_TRUE(other) << other.error().message;
    EXPECT_TRUE(other->run("CREATE TABLE IF NOT EXISTS alive (a int)"));
  }

  std::optional<Cluster> cluster_;
  std::optional<pg::Connection> session_;
};

// A busy machine needs its time to fill a disk, or to send many rows.
class MuchData : public HostileMigration {
 protected:
  int statement_seconds() const override { return 60; }
};

constexpr const char* kInsufficientPrivilege = "42501";

TEST_P(HostileMigration, StartsNoProgram) {
  std::string trace = ::testing::TempDir() + "pggit-harm-" + std::to_string(getpid());
  EXPECT_EQ(outcome("COPY (SELECT 1) TO PROGRAM 'touch " + trace + "'"), kInsufficientPrivilege);
  EXPECT_EQ(outcome("CREATE TABLE t (a text); COPY t FROM PROGRAM 'id'"), kInsufficientPrivilege);
  EXPECT_FALSE(std::filesystem::exists(trace));
}

TEST_P(HostileMigration, ReadsAndWritesNoFile) {
  std::string trace = ::testing::TempDir() + "pggit-harm-" + std::to_string(getpid());
  EXPECT_EQ(outcome("SELECT pg_read_file('/etc/passwd')"), kInsufficientPrivilege);
  EXPECT_EQ(outcome("SELECT pg_read_binary_file('/etc/passwd')"), kInsufficientPrivilege);
  EXPECT_EQ(outcome("SELECT pg_ls_dir('/')"), kInsufficientPrivilege);
  EXPECT_EQ(outcome("SELECT lo_import('/etc/passwd')"), kInsufficientPrivilege);
  EXPECT_EQ(outcome("SELECT lo_export(lo_create(0), '" + trace + "')"), kInsufficientPrivilege);
  EXPECT_EQ(outcome("COPY (SELECT 1) TO '" + trace + "'"), kInsufficientPrivilege);
  EXPECT_EQ(outcome("CREATE TABLE t (a text); COPY t FROM '/etc/passwd'"), kInsufficientPrivilege);
  EXPECT_FALSE(std::filesystem::exists(trace));
}

TEST_P(HostileMigration, OpensNoConnection) {
  EXPECT_EQ(outcome("CREATE EXTENSION dblink"), kInsufficientPrivilege);
  EXPECT_EQ(outcome("CREATE EXTENSION postgres_fdw"), kInsufficientPrivilege);
  EXPECT_EQ(outcome("CREATE EXTENSION file_fdw"), kInsufficientPrivilege);
  EXPECT_EQ(outcome("CREATE SUBSCRIPTION s CONNECTION 'host=127.0.0.1' PUBLICATION p"),
            kInsufficientPrivilege);
}

TEST_P(HostileMigration, BecomesNobodyElse) {
  EXPECT_EQ(outcome("CREATE ROLE mallory SUPERUSER"), kInsufficientPrivilege);
  EXPECT_EQ(outcome("CREATE ROLE mallory"), kInsufficientPrivilege);
  EXPECT_EQ(outcome("ALTER ROLE migrator SUPERUSER"), kInsufficientPrivilege);
  EXPECT_EQ(outcome("GRANT pg_execute_server_program TO migrator") == "", false);
  EXPECT_EQ(outcome("SET ROLE pggit"), kInsufficientPrivilege);
  EXPECT_EQ(outcome("SET SESSION AUTHORIZATION pggit"), kInsufficientPrivilege);
  EXPECT_EQ(outcome("RESET ROLE; RESET SESSION AUTHORIZATION"), "");
  EXPECT_EQ(
      testing::value(*session_,
                     "SELECT session_user || rolsuper FROM pg_roles WHERE rolname = current_user"),
      "migratorfalse");
}

TEST_P(HostileMigration, ChangesNoSettingOfTheServer) {
  EXPECT_EQ(outcome("ALTER SYSTEM SET archive_command = 'touch /tmp/harm'"),
            kInsufficientPrivilege);
  EXPECT_EQ(outcome("SET session_preload_libraries = 'x'"), kInsufficientPrivilege);
  EXPECT_EQ(outcome("SET temp_file_limit = -1"), kInsufficientPrivilege);
  EXPECT_EQ(outcome("LOAD '/tmp/harm.so'"), kInsufficientPrivilege);
  EXPECT_EQ(outcome("CREATE FUNCTION f() RETURNS int LANGUAGE c AS "
                    "'/lib/x86_64-linux-gnu/libc.so.6', 'system'"),
            kInsufficientPrivilege);
  EXPECT_EQ(outcome("CREATE FUNCTION f() RETURNS int LANGUAGE internal AS 'pg_read_file'"),
            kInsufficientPrivilege);
  EXPECT_EQ(outcome("SELECT pg_reload_conf()"), kInsufficientPrivilege);
}

TEST_P(HostileMigration, SeesNoOtherDatabaseOfTheHarness) {
  EXPECT_FALSE(cluster_->connect_migration("postgres"));
  EXPECT_FALSE(cluster_->connect_migration("template1"));
}

TEST_P(HostileMigration, IsStoppedInAnEndlessLoop) {
  auto begin = Clock::now();
  EXPECT_EQ(outcome("SET statement_timeout = 0; DO $$ BEGIN LOOP END LOOP; END $$"), "broken");
  EXPECT_LT(seconds_since(begin), 4);
  EXPECT_NE(verdict().find("ran for more than 1 s"), std::string::npos);
  expect_server_lives();
}

TEST_P(HostileMigration, IsStoppedWhenItCatchesItsCancellation) {
  EXPECT_EQ(outcome("DO $$ BEGIN LOOP BEGIN PERFORM pg_sleep(100); EXCEPTION WHEN query_canceled "
                    "OR others THEN "
                    "NULL; END; END LOOP; END $$"),
            "broken");
  expect_server_lives();
}

TEST_P(MuchData, FillsItsOwnDiskOnly) {
  auto begin = Clock::now();
  std::string end = outcome(
      "CREATE TABLE t AS SELECT repeat(md5(i::text), 20) FROM (SELECT generate_series(1, "
      "100000000) i) s");
  bool refused = end == "53100" || end == "XX000";  // no space left, file too large
  EXPECT_TRUE(refused || end == "57P01" || end == "broken") << end;
  EXPECT_LT(seconds_since(begin), 50);
  if (!refused) {
    EXPECT_NE(verdict().find("quota"), std::string::npos);
  }
  expect_server_lives();
}

TEST_P(MuchData, FillsItsOwnDiskWithTemporaryFilesOnly) {
  std::string end = outcome(
      "SET work_mem = '64kB'; SELECT count(*) FROM (SELECT i, md5(i::text) FROM "
      "generate_series(1, 100000000) i ORDER BY 2) x");
  EXPECT_TRUE(end == "53400" || end == "53100" || end == "broken") << end;
  expect_server_lives();
}

TEST_P(HostileMigration, SaysAMillionThings) {
  EXPECT_EQ(outcome("SET client_min_messages = notice; DO $$ BEGIN FOR i IN 1..1000000 LOOP "
                    "RAISE NOTICE 'this is notice number % of a million', i; END LOOP; END $$"),
            "broken");
  EXPECT_NE(verdict().find("of notices"), std::string::npos);
  expect_server_lives();
}

TEST_P(HostileMigration, WritesNoEndlessLog) {
  outcome(
      "SET client_min_messages = error; DO $$ BEGIN FOR i IN 1..100000 LOOP "
      "RAISE WARNING 'this is warning number % of a hundred thousand', i; END LOOP; END $$");
  EXPECT_LT(std::filesystem::file_size(cluster_->folder() + "/log"), 1u << 20);
}

TEST_P(MuchData, GivesRowsWithoutEnd) {
  EXPECT_EQ(outcome("SELECT repeat('x', 100000) FROM (SELECT generate_series(1, 100000000)) s"),
            "54000");
  expect_server_lives();
}

TEST_P(HostileMigration, TakesItsOwnMemoryOnly) {
  std::string end = outcome(
      "SELECT sum(length(x)) FROM (SELECT repeat('x', 900000000) || repeat('y', 90000000) x) t");
  EXPECT_EQ(end, "53200");
  end = outcome(
      "DO $$ DECLARE a text[]; BEGIN FOR i IN 1..1000000 LOOP a := a || repeat('x', 1000000); "
      "END LOOP; END $$");
  EXPECT_TRUE(end == "53200" || end == "54000" || end == "broken") << end;
  expect_server_lives();
}

TEST_P(HostileMigration, RecursesNotTooDeep) {
  EXPECT_EQ(outcome("CREATE FUNCTION f(n int) RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN f(n + "
                    "1); END'; SELECT f(1)"),
            "54001");
  expect_server_lives();
}

TEST_P(HostileMigration, TakesNotAllConnections) {
  std::vector<pg::Connection> taken;
  for (int i = 0; i < 100; ++i) {
    auto more = cluster_->connect_migration("shop");
    if (!more) break;
    taken.push_back(std::move(*more));
  }
  EXPECT_LT(taken.size(), 12u);
  EXPECT_TRUE(cluster_->connect_harness("shop"));
}

TEST_P(HostileMigration, IsToldWhenTheServerItselfEnds) {
  for (pid_t pid : descendants_of(cluster_->supervisor_pid())) kill(pid, SIGKILL);
  EXPECT_EQ(outcome("SELECT 1"), "broken");
  EXPECT_NE(verdict().find("has ended"), std::string::npos);
}

// What would a hole in PostgreSQL meet? The harness's superuser plays one.
class HoleInTheServer : public HostileMigration {
 protected:
  // What a shell command says, run by the server.
  std::string shell(const std::string& command) {
    auto harness = cluster_->connect_harness("shop");
    if (!harness) return harness.error().message;
    auto done = harness->run("CREATE TEMP TABLE said (line text); COPY said FROM PROGRAM " +
                             base::quote_literal("(" + command + ") 2>&1 || true") +
                             "; SELECT coalesce(string_agg(line, ' '), '') FROM said");
    return done ? std::string(done->text(0, 0)) : done.error().text();
  }
};

class HoleBehindNamespaces : public HoleInTheServer {};

TEST_P(HoleInTheServer, IsNeitherRootNorAnAccountAndHasNoCapability) {
  EXPECT_NE(shell("id -u"), "0");
  EXPECT_EQ(shell("grep -E 'CapEff|CapPrm|CapInh|CapAmb' /proc/self/status | tr -d '0\\t\\n'"),
            "CapInh:CapPrm:CapEff:CapAmb:");
  EXPECT_EQ(shell("grep NoNewPrivs /proc/self/status | tr -d '\\t'"), "NoNewPrivs:1");
  EXPECT_EQ(shell("ulimit -c"), "0");
  if (geteuid() != 0) GTEST_SKIP() << "no user without account";
  EXPECT_TRUE(shell("cat /etc/shadow").starts_with("cat: /etc/shadow:"));  // denied, or not there
}

TEST_P(HoleBehindNamespaces, SeesNoNetwork) {
  if (!stands("network namespace")) GTEST_SKIP() << "no network namespace";
  EXPECT_EQ(shell("tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' '"), "lo");
  EXPECT_EQ(shell("tail -n +2 /proc/net/route"), "");
}

TEST_P(HoleBehindNamespaces, SeesNoOtherProcess) {
  if (!stands("process namespace")) GTEST_SKIP() << "no process namespace";
  EXPECT_EQ(
      shell("cat /proc/[0-9]*/comm | sort -u | grep -vE '^(bwrap|postgres|sh|cat|sort|grep)$'"),
      "");
}

TEST_P(HoleBehindNamespaces, SeesNoFileOfOthersAndWritesToItsDataOnly) {
  if (!stands("read-only root without /home, /root and /run")) GTEST_SKIP() << "no read-only root";
  EXPECT_EQ(shell("ls -d /home /root /run /tmp /srv /mnt /opt 2>/dev/null"), "");
  EXPECT_NE(shell("touch /usr/x").find("Read-only"), std::string::npos);
  EXPECT_NE(shell("touch /x").find("Read-only"), std::string::npos);
  EXPECT_NE(shell("touch /dev/x").find("Read-only"), std::string::npos);
  EXPECT_EQ(shell("touch /data/x"), "");
}

TEST_P(HoleBehindNamespaces, MakesNoUserNamespaceOfItsOwn) {
  if (!stands("process namespace")) GTEST_SKIP() << "no process namespace";
  EXPECT_NE(shell("unshare -U true && echo made"), "made");
}

TEST_P(HoleBehindNamespaces, FillsTheTmpfsOnly) {
  if (!stands("tmpfs of 128 MiB")) GTEST_SKIP() << "no tmpfs";
  shell("for i in 1 2 3; do head -c 100000000 /dev/zero > /data/fill$i; done");
  std::string said = verdict(10);
  EXPECT_TRUE(said.find("quota") != std::string::npos ||
              said.find("has ended") != std::string::npos)
      << said;
}

// A daemon that leaves its session and its parent, started by the server, is gone with it.
TEST_P(HoleInTheServer, LeavesNoDaemonBehind) {
  testing::Nursery nursery;
  shell("setsid sh -c 'sleep 300 & sleep 300 &' >/dev/null 2>&1 </dev/null &");
  session_.reset();
  std::string folder = cluster_->folder();
  cluster_.reset();
  EXPECT_TRUE(nursery.no_process_left(2));
  EXPECT_FALSE(std::filesystem::exists(folder));
}

INSTANTIATE_TEST_SUITE_P(Walls, HoleBehindNamespaces, ::testing::Values(true));
INSTANTIATE_TEST_SUITE_P(Walls, HoleInTheServer, ::testing::Bool(), [](const auto& info) {
  return info.param ? "WithNamespaces" : "WithoutNamespaces";
});
INSTANTIATE_TEST_SUITE_P(Walls, HostileMigration, ::testing::Bool(), [](const auto& info) {
  return info.param ? "WithNamespaces" : "WithoutNamespaces";
});
INSTANTIATE_TEST_SUITE_P(Walls, MuchData, ::testing::Bool(), [](const auto& info) {
  return info.param ? "WithNamespaces" : "WithoutNamespaces";
});

TEST(Walls, DoWithoutATmpfsWhereTheQuotaIsOverTheMemory) {
  PGGIT_NEEDS_SERVER();
  ClusterOptions options = testing::options();
  options.limits.disk_bytes = 1ull << 45;
  Cluster cluster = testing::started(options);
  EXPECT_TRUE(cluster.create_database("shop"));
  EXPECT_TRUE(std::ranges::any_of(cluster.walls().missing, [](const std::string& wall) {
    return wall.starts_with("tmpfs of 32768 GiB: ");
  }));
}

TEST(Walls, NameWhatStandsAndWhatDoesNot) {
  PGGIT_NEEDS_SERVER();
  ClusterOptions options = testing::options();
  options.namespaces = false;
  Cluster cluster = testing::started(options);
  const Walls& walls = cluster.walls();
  EXPECT_NE(std::ranges::find(walls.standing, "supervisor"), walls.standing.end());
  EXPECT_NE(std::ranges::find(walls.missing, "network namespace: not asked for"),
            walls.missing.end());
}

}  // namespace
}  // namespace pggit::shadow
