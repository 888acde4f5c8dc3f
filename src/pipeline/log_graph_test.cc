#include "pipeline/log_graph.h"

#include <gtest/gtest.h>

namespace pggit::pipeline {
namespace {

base::Hash named(const std::string& name) { return base::sha256(name); }

// "D:B,C" is a commit D with parents B and C.
std::string drawn(const std::vector<std::string>& lines) {
  std::vector<store::Commit> commits;
  for (const std::string& line : lines) {
    store::Commit commit;
    commit.migration = line.substr(0, 1);
    commit.hash = named(commit.migration);
    for (std::size_t i = 2; i < line.size(); i += 2)
      commit.parents.push_back(named(line.substr(i, 1)));
    commits.push_back(commit);
  }
  std::string text = "\n";
  const std::vector<GraphRow> rows = graph_of(commits);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    text += rows[i].before + commits[i].migration + "\n";
    for (const std::string& line : rows[i].behind) text += line + "\n";
  }
  return text;
}

TEST(LogGraph, OfOneLineIsStars) { EXPECT_EQ(drawn({"C:B", "B:A", "A"}), "\n* C\n* B\n* A\n"); }

TEST(LogGraph, ShowsWhereTwoBranchesPart) {
  EXPECT_EQ(drawn({"C:A", "B:A", "A"}), "\n* C\n| * B\n|/\n* A\n");
}

TEST(LogGraph, ShowsAMerge) {
  EXPECT_EQ(drawn({"D:B,C", "B:A", "C:A", "A"}), "\n* D\n|\\\n* | B\n| * C\n|/\n* A\n");
}

TEST(LogGraph, KeepsLinesWithoutACommonStartApart) {
  EXPECT_EQ(drawn({"B:A", "A", "D:C", "C"}), "\n* B\n* A\n* D\n* C\n");
}

TEST(LogGraph, JoinsThreeBranches) {
  EXPECT_EQ(drawn({"D:A", "C:A", "B:A", "A"}), "\n* D\n| * C\n|/\n| * B\n|/\n* A\n");
}

}  // namespace
}  // namespace pggit::pipeline
