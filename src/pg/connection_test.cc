#include "pg/connection.h"

#include <gtest/gtest.h>

#include "pg/testing/scratch_server.h"

namespace pggit::pg {
namespace {

using testing::ScratchServer;

TEST(Pipeline, GivesOneResultForEachStatementAlsoAfterALimitedOne) {
  PGGIT_NEEDS_SCRATCH_SERVER();
  Connection session = ScratchServer::instance().connect();
  session.limit_rows(1 << 20);
  ASSERT_TRUE(session.run("SET lock_timeout = 0"));
  const auto results = session.pipeline(
      {{"SELECT 'first'", {}}, {"SELECT g FROM generate_series(1, 3) g", {}}, {"SELECT 1, 2", {}}});
  ASSERT_EQ(results.size(), 3u);
  EXPECT_EQ(results[0]->text(0, 0), "first");
  EXPECT_EQ(results[1]->count(), 3);
  EXPECT_EQ(results[2]->columns(), 2);
}

TEST(Pipeline, KeepsNoMoreRowsThanTheLimit) {
  PGGIT_NEEDS_SCRATCH_SERVER();
  Connection session = ScratchServer::instance().connect();
  session.limit_rows(1 << 20);
  const auto results =
      session.pipeline({{"SELECT 1", {}}, {"SELECT g FROM generate_series(1, 1000000) g", {}}});
  ASSERT_EQ(results.size(), 2u);
  EXPECT_TRUE(results[0]);
  ASSERT_FALSE(results[1]);
  EXPECT_EQ(results[1].error().sqlstate, "54000");
  EXPECT_TRUE(session.run("SELECT 1")) << "the session goes on";
}

TEST(Pipeline, PreparesATextOnceAndForgetsItWithTheSession) {
  PGGIT_NEEDS_SCRATCH_SERVER();
  Connection session = ScratchServer::instance().connect();
  const std::vector<Connection::Queued> twice{{"SELECT $1::int + 1", {"1"}, true},
                                              {"SELECT $1::int + 1", {"2"}, true}};
  const auto results = session.pipeline(twice);
  EXPECT_EQ(results[0]->text(0, 0), "2");
  EXPECT_EQ(results[1]->text(0, 0), "3");
  EXPECT_EQ(session.run("SELECT count(*) FROM pg_prepared_statements")->text(0, 0), "1");
  (void)session.pipeline({{"DEALLOCATE ALL", {}}});
  EXPECT_EQ(session.pipeline(twice)[1]->text(0, 0), "3");
}

}  // namespace
}  // namespace pggit::pg
