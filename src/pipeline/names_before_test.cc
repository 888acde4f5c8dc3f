// The catalog after a step under the names of before it.
#include "pipeline/names_before.h"

#include <gtest/gtest.h>

#include "bind/testing/steps.h"

namespace pggit::pipeline {
namespace {

// Whether the two texts lead to the same catalog once names are given back.
bool leads_to(const std::string& step, const std::string& without_renames) {
  const std::string before =
      "CREATE SCHEMA s; CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE t (id int, n int, m "
      "mood); CREATE TABLE u (id int)";
  const auto steps = bind::testing::steps_of({before, step});
  const auto plain = bind::testing::steps_of({before, without_renames});
  return after_under_names_before(steps[1]) == plain[1].after;
}

TEST(NamesBefore, AreGivenBackToTablesColumnsAndLabels) {
  EXPECT_TRUE(
      leads_to("ALTER TABLE t RENAME TO w; ALTER TABLE w RENAME n TO k; ALTER TABLE w ADD "
               "CONSTRAINT few CHECK (k < 5)",
               "ALTER TABLE t ADD CONSTRAINT few CHECK (n < 5)"));
  EXPECT_TRUE(leads_to("ALTER TABLE t SET SCHEMA s; ALTER TABLE s.t RENAME TO w", ""));
  EXPECT_TRUE(
      leads_to("ALTER TYPE mood RENAME VALUE 'ok' TO 'fine'; ALTER TYPE mood RENAME TO state", ""));
}

TEST(NamesBefore, StayWithWhatHasTakenThem) {
  EXPECT_TRUE(leads_to("ALTER TABLE t RENAME TO w; CREATE TABLE t (x int)",
                       "ALTER TABLE t RENAME TO w; CREATE TABLE t (x int)"));
}

}  // namespace
}  // namespace pggit::pipeline
