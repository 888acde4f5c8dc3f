#include "shadow/planter_bounds.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pggit::shadow {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

ir::Expression text(const std::string& sql) {
  return ir::Expression({{ir::Piece::Kind::Text, sql, "", "", ""}});
}

ir::Table partitioned(const std::string& name, char strategy, const std::vector<std::string>& by) {
  ir::Table table;
  table.schema = "public";
  table.name = name;
  table.partition_by.emplace();
  table.partition_by->strategy = strategy;
  for (const std::string& column : by) {
    table.partition_by->keys.emplace_back();
    table.partition_by->keys.back().column = column;
  }
  return table;
}

ir::Table partition(ir::Table table, const std::string& of, const std::string& bound) {
  table.partition_of = ir::PartitionOf{"public", of, text(bound)};
  return table;
}

ir::Table leaf(const std::string& name, const std::string& of, const std::string& bound) {
  ir::Table table;
  table.schema = "public";
  table.name = name;
  return partition(std::move(table), of, bound);
}

// Of the last.
std::vector<std::string> conditions(const std::vector<ir::Table>& tables) {
  catalog::Catalog catalog;
  for (const ir::Table& table : tables) catalog = catalog.with(ir::Object(table));
  return bound_conditions(catalog, tables.back());
}

TEST(PlanterBounds, SayWhatARangeHolds) {
  const ir::Table events = partitioned("e", 'r', {"a", "b"});
  EXPECT_THAT(conditions({events, leaf("p", "e", "FOR VALUES FROM (1, 'x') TO (5, 'y')")}),
              ElementsAre("a IS NOT NULL AND b IS NOT NULL AND a > 1 AND a < 5"));
  EXPECT_THAT(conditions({events, leaf("p", "e", "FOR VALUES FROM (1, 'x') TO (1, MAXVALUE)")}),
              ElementsAre("a IS NOT NULL AND b IS NOT NULL AND a = 1 AND b >= 'x'"));
}

TEST(PlanterBounds, SayWhatAListHoldsWithItsNull) {
  EXPECT_THAT(
      conditions({partitioned("e", 'l', {"a"}), leaf("p", "e", "FOR VALUES IN ('a,b', NULL)")}),
      ElementsAre("(a IN ('a,b') OR a IS NULL)"));
}

TEST(PlanterBounds, OfADefaultPartitionLeaveOutWhatItsSiblingsHold) {
  EXPECT_THAT(conditions({partitioned("e", 'l', {"a"}), leaf("p", "e", "FOR VALUES IN (1)"),
                          leaf("q", "e", "DEFAULT")}),
              ElementsAre("NOT (a IN (1))"));
}

TEST(PlanterBounds, OfAPartitionOfAPartitionAreThoseOfBoth) {
  EXPECT_THAT(conditions({partitioned("e", 'l', {"a"}),
                          partition(partitioned("p", 'r', {"b"}), "e", "FOR VALUES IN (1)"),
                          leaf("q", "p", "FOR VALUES FROM (MINVALUE) TO (7)")}),
              ElementsAre("a IN (1)", "b IS NOT NULL AND b < 7"));
}

TEST(PlanterBounds, OfWhatIsNoPartitionAndOfHashesAreNone) {
  const ir::Table hashed = partitioned("e", 'h', {"a"});
  EXPECT_THAT(conditions({hashed}), IsEmpty());
  EXPECT_THAT(conditions({hashed, leaf("p", "e", "FOR VALUES WITH (modulus 2, remainder 1)")}),
              IsEmpty());
}

}  // namespace
}  // namespace pggit::shadow
