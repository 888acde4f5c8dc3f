#include "tools/engine_test/grammar.h"

#include <gtest/gtest.h>

#include <set>

#include "tools/engine_test/statement_grammar.h"

namespace pggit::engine_test {
namespace {

std::uint64_t last(std::uint64_t count) { return count - 1; }
std::uint64_t first(std::uint64_t) { return 0; }

TEST(Grammar, SaysOneOfTheWays) {
  const Grammar grammar(
      "greeting\n  hello <name>\n  good <part of day>, <name>#12\nname\n  you\n"
      "part of day\n  morning\n  evening\n");
  EXPECT_EQ(grammar.say("greeting", first), "hello you");
  EXPECT_EQ(grammar.say("greeting", last), "good evening, you11");
}

TEST(Grammar, LeavesOperatorsOfSqlAsTheyAre) {
  const Grammar grammar("s\n  a <> b < #3 AND c @#@ d<empty>;\n");
  EXPECT_EQ(grammar.say("s", first), "a <> b < 0 AND c @#@ d;");
}

// One for each way of each word, or the grammar names a word that has none.
TEST(Grammar, OfStatementsCanBeSaidInAllItsWays) {
  const Grammar grammar(kStatements);
  std::uint64_t state = 1;
  const auto by_chance = [&](std::uint64_t count) {
    state = state * 6364136223846793005 + 1442695040888963407;
    return (state >> 33) % count;
  };
  std::set<std::string> said;
  for (int i = 0; i < 5000; ++i) said.insert(grammar.say("statement", by_chance));
  EXPECT_GT(said.size(), 3000u);
}

}  // namespace
}  // namespace pggit::engine_test
