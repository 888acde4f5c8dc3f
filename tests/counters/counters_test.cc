// How much work a fixed history makes, counted exactly: a change that parses twice, copies more objects or asks the server
// more often shows here. Where it is meant to, its author looks why and writes the new figure.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

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

using Counts = std::map<std::string, std::uint64_t>;

class Counters : public ::testing::Test {
 protected:
  void SetUp() override {
    root_ = ::testing::TempDir() + "pggit-counters-" + std::to_string(getpid());
    fs::create_directories(root_ + "/db");
    for (const char* text : kHistory) write(++last_, text);
  }
  void TearDown() override { fs::remove_all(root_); }

  void write(int version, const std::string& text) const {
    std::ofstream(root_ + "/db/V" + std::to_string(version) + "__step.sql") << text << "\n";
  }

  Counts counted(pipeline::Options options) const {
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
  int last_ = 0;
};

TEST_F(Counters, OfReadingAreTheSameAsEver) {
  pipeline::Options options;
  options.shadow = false;
  EXPECT_EQ(counted(options), (Counts{{"objects copied", 8},
                                      {"queries sent", 0},
                                      {"questions prepared", 0},
                                      {"rows received", 0},
                                      {"statements parsed", 8}}));
}

TEST_F(Counters, OfAProofAreTheSameAsEver) {
  PGGIT_NEEDS_SERVER();
  EXPECT_EQ(counted({}), (Counts{{"objects copied", 51},
                                 {"queries sent", 511},
                                 {"questions prepared", 123},
                                 {"rows received", 216},
                                 {"statements parsed", 9}}));
}

// Numbers that a session holds back are discarded before each migration; what is prepared stays.
TEST_F(Counters, NothingIsPreparedAnewWhereNumbersAreHeldBack) {
  PGGIT_NEEDS_SERVER();
  write(0, "CREATE SEQUENCE numbers;");
  const std::uint64_t plain = counted({}).at("questions prepared");
  write(0, "CREATE SEQUENCE numbers CACHE 20;");
  constexpr std::uint64_t kDiscards = 2;  // the statement itself, in the sessions of both replays
  EXPECT_EQ(counted({}).at("questions prepared"), plain + kDiscards);
}

// Of a step that makes, alters and drops, nothing grows with what else exists: neither questions nor rows of answers.
TEST_F(Counters, OfAStepAreTheSameInALargerSchema) {
  PGGIT_NEEDS_SERVER();
  const auto step = [](const std::string& table) {
    return "CREATE TABLE made_" + table + " (id int);\nALTER TABLE kept_" + table +
           " ADD name text;\nDROP TABLE " + table + ";";
  };
  // What code does is read back at once, with all that was left to read later.
  const std::string read_all = "DO $$ BEGIN EXECUTE 'SELECT 1'; END $$;";
  std::string many;
  for (int i = 0; i < 40; ++i) many += "CREATE TABLE t" + std::to_string(i) + " (id int);\n";
  for (const char* table : {"kept_a", "kept_b", "a", "b"})
    write(++last_, std::string("CREATE TABLE ") + table + " (id int);");
  write(++last_, read_all);
  write(++last_, step("a"));
  write(++last_, many);
  write(++last_, read_all);
  write(++last_, step("b"));
  write(++last_, "SELECT 1;");  // what is read at the end is not of the step before it

  std::vector<Counts> at;  // before each migration
  pipeline::Options options;
  options.progress = [&](const std::string& what, std::size_t, std::size_t, const std::string&) {
    const auto now = base::all_counters();
    if (what == "Proving") at.push_back({now.begin(), now.end()});
  };
  counted(options);
  const std::size_t end = at.size() - 1;
  for (const char* counter : {"queries sent", "rows received"}) {
    const auto of_step = [&](std::size_t i) { return at[i + 1].at(counter) - at[i].at(counter); };
    EXPECT_EQ(of_step(end - 5), of_step(end - 2)) << counter;
  }
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
