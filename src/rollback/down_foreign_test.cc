// The way back of what is foreign: nothing is lost with it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bind/testing/steps.h"
#include "rollback/down.h"

namespace pggit::rollback {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* kFar =
    "CREATE FOREIGN DATA WRAPPER w;"
    "CREATE SERVER far FOREIGN DATA WRAPPER w OPTIONS (a '1');"
    "CREATE USER MAPPING FOR PUBLIC SERVER far OPTIONS (password 'x');"
    "CREATE FOREIGN TABLE t (id int OPTIONS (n '2'), name text) SERVER far";

Down down_of(const std::string& sql) { return make_down(bind::testing::steps_of({kFar, sql})[1]); }

std::vector<std::string> script(const Down& down) {
  std::vector<std::string> statements;
  for (const DownStatement& statement : down.statements) statements.push_back(statement.sql);
  return statements;
}

TEST(DownForeign, IsExactForATableThatIsMadeAgain) {
  const Down down = down_of("DROP FOREIGN TABLE t");
  EXPECT_EQ(down.rollback_class, Class::Exact);
  EXPECT_THAT(script(down), ElementsAre("CREATE FOREIGN TABLE public.t (id integer OPTIONS (n "
                                        "'2'), name text) SERVER far"));
}

TEST(DownForeign, LosesNoValuesOfAColumn) {
  const Down down = down_of("ALTER FOREIGN TABLE t DROP COLUMN name");
  EXPECT_EQ(down.rollback_class, Class::Exact);
  EXPECT_THAT(down_of("ALTER FOREIGN TABLE t ADD COLUMN more int").discards, IsEmpty());
}

TEST(DownForeign, SetsOptionsBack) {
  EXPECT_THAT(script(down_of("ALTER SERVER far OPTIONS (SET a '2', ADD b '3'); ALTER USER MAPPING "
                             "FOR PUBLIC SERVER far OPTIONS (DROP password)")),
              ElementsAre("ALTER SERVER far OPTIONS (SET a '1', DROP b)",
                          "ALTER USER MAPPING FOR PUBLIC SERVER far OPTIONS (ADD password 'x')"));
}

TEST(DownForeign, FollowsAServerThatHasAnotherName) {
  EXPECT_THAT(script(down_of("ALTER SERVER far RENAME TO away; DROP USER MAPPING FOR PUBLIC SERVER "
                             "away")),
              ElementsAre("ALTER SERVER away RENAME TO far",
                          "CREATE USER MAPPING FOR PUBLIC SERVER far OPTIONS (password 'x')"));
}

TEST(DownForeign, DoesNotSayWhatAWriteToItChanges) {
  EXPECT_NE(down_of("INSERT INTO t VALUES (1, 'a')").rollback_class, Class::Exact);
}

}  // namespace
}  // namespace pggit::rollback
