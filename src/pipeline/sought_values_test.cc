#include "pipeline/sought_values.h"

#include <gtest/gtest.h>

#include "bind/testing/steps.h"

namespace pggit::pipeline {
namespace {

using Documents = std::map<std::string, std::string>;

Sought sought(const std::string& sql) {
  return sought_values(bind::testing::steps_of(
      {"CREATE TYPE kind AS ENUM ('big', 'small');"
       "CREATE TABLE orders (id int PRIMARY KEY, data jsonb, more json, total int, k kind)",
       sql})[1]);
}

Documents read(const std::string& sql) { return sought(sql).documents; }

TEST(SoughtValues, HoldsWhatTheStepReadsInTheTypeThatItIsCastTo) {
  EXPECT_EQ(read("UPDATE orders SET total = (data -> 'sum' ->> 'total')::int, k = (orders.data ->> "
                 "'kind')::kind"),
            (Documents{{"data", R"({"kind": "big", "sum": {"total": 1}})"}}));
  EXPECT_EQ(read("UPDATE orders SET total = (more #>> '{sum, total}')::int"),
            (Documents{{"more", R"({"sum": {"total": 1}})"}}));
}

TEST(SoughtValues, PrefersWhatIsComparedToWhatIsCast) {
  EXPECT_EQ(read("UPDATE orders SET k = (data ->> 'kind')::kind WHERE data ->> 'kind' = 'small'"),
            (Documents{{"data", R"({"kind": "small"})"}}));
}

TEST(SoughtValues, QuotesNamesAndValues) {
  EXPECT_EQ(read("DELETE FROM orders WHERE data ->> 'a\"b' = 'c\\d'"),
            (Documents{{"data", R"({"a\"b": "c\\d"})"}}));
}

TEST(SoughtValues, FindsNothingWhereNoConstantSaysWhere) {
  EXPECT_TRUE(read("UPDATE orders SET total = 1").empty());
  EXPECT_TRUE(read("DELETE FROM orders WHERE data -> id IS NULL").empty());
  EXPECT_TRUE(read("UPDATE orders SET data = NULL").empty());
}

TEST(SoughtValues, HoldTheFirstConstantThatAColumnIsComparedWith) {
  EXPECT_EQ(sought("UPDATE orders SET total = 1 WHERE k = 'small' OR orders.k IN ('big')").texts,
            (Documents{{"k", "small"}}));
  EXPECT_EQ(sought("DELETE FROM orders WHERE k IN ('big', 'small')").texts,
            (Documents{{"k", "big"}}));
  EXPECT_TRUE(sought("UPDATE orders SET k = 'big' WHERE total = id").texts.empty());
}

}  // namespace
}  // namespace pggit::pipeline
