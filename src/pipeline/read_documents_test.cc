#include "pipeline/read_documents.h"

#include <gtest/gtest.h>

#include "bind/testing/steps.h"

namespace pggit::pipeline {
namespace {

using Documents = std::map<std::string, std::string>;

Documents read(const std::string& sql) {
  return read_documents(bind::testing::steps_of(
      {"CREATE TYPE kind AS ENUM ('big', 'small');"
       "CREATE TABLE orders (id int PRIMARY KEY, data jsonb, more json, total int, k kind)",
       sql})[1]);
}

TEST(ReadDocuments, HoldsWhatTheStepReadsInTheTypeThatItIsCastTo) {
  EXPECT_EQ(read("UPDATE orders SET total = (data -> 'sum' ->> 'total')::int, k = (orders.data ->> "
                 "'kind')::kind"),
            (Documents{{"data", R"({"kind": "big", "sum": {"total": 1}})"}}));
  EXPECT_EQ(read("UPDATE orders SET total = (more #>> '{sum, total}')::int"),
            (Documents{{"more", R"({"sum": {"total": 1}})"}}));
}

TEST(ReadDocuments, PrefersWhatIsComparedToWhatIsCast) {
  EXPECT_EQ(read("UPDATE orders SET k = (data ->> 'kind')::kind WHERE data ->> 'kind' = 'small'"),
            (Documents{{"data", R"({"kind": "small"})"}}));
}

TEST(ReadDocuments, QuotesNamesAndValues) {
  EXPECT_EQ(read("DELETE FROM orders WHERE data ->> 'a\"b' = 'c\\d'"),
            (Documents{{"data", R"({"a\"b": "c\\d"})"}}));
}

TEST(ReadDocuments, FindsNothingWhereNoConstantSaysWhere) {
  EXPECT_TRUE(read("UPDATE orders SET total = 1").empty());
  EXPECT_TRUE(read("DELETE FROM orders WHERE data -> id IS NULL").empty());
  EXPECT_TRUE(read("UPDATE orders SET data = NULL").empty());
}

}  // namespace
}  // namespace pggit::pipeline
