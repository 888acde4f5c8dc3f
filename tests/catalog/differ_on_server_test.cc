// Operations and the differ's steps, printed and run by a real server: it takes each of them, and the dump of the
// schema that they end in is the dump of the schema that was predicted.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <optional>

#include "catalog/diff.h"
#include "catalog/testing/random_history.h"
#include "shadow/cluster_testing.h"
#include "sql/print.h"

namespace pggit {
namespace {

using catalog::Catalog;
using catalog::Diff;
using catalog::DiffStep;
using catalog::testing::RandomHistory;

// What the server says against an operation; empty: nothing.
std::string refusal(pg::Connection& session, const ir::Op& op) {
  for (const std::string& sql : sql::print(op)) {
    const pg::Execution done = session.run(sql);
    if (!done) return sql + "\n  " + done.error().text();
  }
  return "";
}

std::string refusal(pg::Connection& session, const Diff& diff) {
  for (const DiffStep& step : diff.steps) {
    const std::string refused = refusal(session, step.op);
    if (!refused.empty()) return refused;
  }
  return "";
}

std::string in_shell_quotes(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::string dump(const shadow::Cluster& cluster, const std::string& database) {
  const std::string command = shadow::servers_for_tests()[0].bin + "/pg_dump -s -d " +
                              in_shell_quotes(cluster.conninfo(database, true)) + " 2>&1";
  FILE* pipe = popen(command.c_str(), "r");
  std::string out;
  std::array<char, 4096> buffer;
  while (pipe && std::fgets(buffer.data(), buffer.size(), pipe)) {
    const std::string line = buffer.data();
    if (!line.starts_with("\\")) out += line;  // \restrict and its key
  }
  if (pipe) pclose(pipe);
  EXPECT_NE(out.find("database dump complete"), std::string::npos) << out;
  return out;
}

// Databases to build in, emptied by the differ itself after each use.
class DifferOnServer : public ::testing::Test {
 protected:
  void SetUp() override {
    if (shadow::servers_for_tests().empty()) GTEST_SKIP() << "no PostgreSQL server on this machine";
    cluster_.emplace(shadow::testing::started());
    make_superuser();
    for (const char* name : {"a", "b"}) {
      ASSERT_TRUE(cluster_->create_database(name));
      sessions_.push_back(shadow::testing::migration(*cluster_, name));
      ASSERT_TRUE(sessions_.back().run("SET check_function_bodies = off"));
    }
  }

  // No other may make a foreign data wrapper.
  void make_superuser() {
    auto harness = cluster_->connect_harness("template1");
    ASSERT_TRUE(harness && harness->run("ALTER ROLE migrator SUPERUSER"));
  }

  void try_pair(const Catalog& from, const Catalog& to) {
    ASSERT_EQ(refusal(sessions_[0], catalog::diff({}, from)), "");
    ASSERT_EQ(refusal(sessions_[1], catalog::diff({}, to)), "");
    const Diff way = catalog::diff(from, to);
    ASSERT_EQ(refusal(sessions_[0], way), "");
    if (!way.column_order_differs) {
      ASSERT_EQ(dump(*cluster_, "a"), dump(*cluster_, "b"));
    }
    for (pg::Connection& session : sessions_) {
      ASSERT_EQ(refusal(session, catalog::diff(to, {})), "");
    }
  }

  std::optional<shadow::Cluster> cluster_;
  std::vector<pg::Connection> sessions_;
};

TEST_F(DifferOnServer, FindsWhatOperationsDidAsApplyPredictedIt) {
  for (std::uint64_t i = 0; i < 15; ++i) {
    const std::uint64_t seed = catalog::testing::test_seed() + 5000 + i;
    SCOPED_TRACE("PGGIT_TEST_SEED=" + std::to_string(seed));
    RandomHistory random(seed);
    std::string done;
    for (int k = 0; k < 100; ++k) {
      for (const ir::Op& op : random.step()) {
        ASSERT_EQ(refusal(sessions_[0], op), "");
        for (const std::string& sql : sql::print(op)) done += sql + ";\n";
      }
    }
    ASSERT_EQ(refusal(sessions_[1], catalog::diff({}, random.catalog())), "");
    ASSERT_EQ(dump(*cluster_, "a"), dump(*cluster_, "b")) << done;
    for (pg::Connection& session : sessions_) {
      ASSERT_EQ(refusal(session, catalog::diff(random.catalog(), {})), "");
    }
  }
}

TEST_F(DifferOnServer, IsTakenStepByStepAndLeadsToTheSameDump) {
  for (std::uint64_t i = 0; i < 12; ++i) {
    const std::uint64_t seed = catalog::testing::test_seed() + 4000 + i;
    SCOPED_TRACE("PGGIT_TEST_SEED=" + std::to_string(seed));
    RandomHistory random(seed);
    for (int k = 0; k < 70; ++k) random.step();
    const Catalog from = random.catalog();
    for (int k = 0; k < 25; ++k) random.step();
    const Catalog to = random.catalog();
    ASSERT_NO_FATAL_FAILURE(try_pair(from, to));
    ASSERT_NO_FATAL_FAILURE(try_pair(to, from));
  }
}

}  // namespace
}  // namespace pggit
