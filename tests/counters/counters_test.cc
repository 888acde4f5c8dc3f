// How much work a fixed history makes, counted exactly: a change that parses twice, copies more objects or asks the server
// more often shows here. Where it is meant to, its author looks why and writes the new figure.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "base/counters.h"
#include "pipeline/history.h"
#include "shadow/cluster_testing.h"

namespace pggit {
namespace {

namespace fs = std::filesystem;

constexpr const char* kHistory[] = {
    "CREATE TABLE users (id serial PRIMARY KEY, email text NOT NULL);",
    "ALTER TABLE users ADD name text DEFAULT 'x';\nCREATE INDEX users_name ON users (name);",
    "INSERT INTO users (email) VALUES ('a@b.c');\nUPDATE users SET name = 'y';",
    "CREATE VIEW names AS SELECT id, name FROM users;",
    "ALTER TABLE users DROP COLUMN name CASCADE;",
    "DO $$ BEGIN EXECUTE 'CREATE TABLE learnt (id int)'; END $$;",
};

class Counters : public ::testing::Test {
 protected:
  void SetUp() override {
    root_ = ::testing::TempDir() + "pggit-counters-" + std::to_string(getpid());
    fs::create_directories(root_ + "/db");
    int number = 0;
    for (const char* text : kHistory)
      std::ofstream(root_ + "/db/V" + std::to_string(++number) + "__step.sql") << text << "\n";
  }
  void TearDown() override { fs::remove_all(root_); }

  std::map<std::string, std::uint64_t> counted(pipeline::Options options) const {
    options.source = "flyway";
    options.folders = {root_ + "/db"};
    base::reset_counters();
    auto history = pipeline::read_history(options);
    EXPECT_TRUE(history) << history.error().message;
    const auto proven = pipeline::prove_history(**history, options);
    EXPECT_TRUE(proven) << proven.error().message;
    const auto counters = base::all_counters();
    return {counters.begin(), counters.end()};
  }

  std::string root_;
};

using Counts = std::map<std::string, std::uint64_t>;

TEST_F(Counters, OfReadingAreTheSameAsEver) {
  pipeline::Options options;
  options.shadow = false;
  EXPECT_EQ(counted(options),
            (Counts{{"objects copied", 8}, {"queries sent", 0}, {"statements parsed", 8}}));
}

TEST_F(Counters, OfAProofAreTheSameAsEver) {
  PGGIT_NEEDS_SERVER();
  EXPECT_EQ(counted({}),
            (Counts{{"objects copied", 51}, {"queries sent", 562}, {"statements parsed", 9}}));
}

TEST_F(Counters, NothingIsAskedWhereAllWasProvenBefore) {
  PGGIT_NEEDS_SERVER();
  pipeline::Options options;
  options.keep_proofs = true;
  setenv("XDG_CACHE_HOME", (root_ + "/cache").c_str(), 1);
  counted(options);
  const Counts again = counted(options);
  EXPECT_EQ(again.at("queries sent"), 0u);
  EXPECT_EQ(again.at("statements parsed"), 8u);
  unsetenv("XDG_CACHE_HOME");
}

}  // namespace
}  // namespace pggit
