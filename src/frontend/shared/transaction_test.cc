#include "frontend/shared/transaction.h"

#include <gtest/gtest.h>

namespace pggit::frontend::shared {
namespace {

using Mode = ir::TransactionMode;

TEST(Transaction, OfOneMessageIsOneUnlessTheTextSaysOtherwise) {
  EXPECT_EQ(mode_of_message("SELECT 1; SELECT 2;"), Mode::PerMigration);
  EXPECT_EQ(mode_of_message("SELECT 1;"), Mode::PerMigration);
  EXPECT_EQ(mode_of_message("SELECT 1; COMMIT; SELECT 2;"), Mode::None);
  EXPECT_EQ(mode_of_message("/* a */ begin; SELECT 1; end;"), Mode::None);
  EXPECT_EQ(mode_of_message("SELECT 'BEGIN;'; SELECT 1 AS commit;"), Mode::PerMigration);
}

TEST(Transaction, OfALoneStatementThatCannotRunInOneIsNone) {
  for (const char* text :
       {"CREATE UNIQUE INDEX CONCURRENTLY i ON t (a);", "vacuum t", "REINDEX TABLE t;",
        "DROP INDEX CONCURRENTLY i;", "ALTER SYSTEM SET a = 1", "CREATE DATABASE d;", "CALL p();",
        "DO $$ BEGIN COMMIT; END $$;", "ALTER TABLE t DETACH PARTITION p CONCURRENTLY"}) {
    EXPECT_EQ(mode_of_message(text), Mode::None) << text;
    EXPECT_EQ(mode_of_each(text), Mode::None) << text;
  }
  for (const char* text : {"CREATE INDEX i ON t (a);", "DO $$ BEGIN NULL; END $$;",
                           "SELECT 'CONCURRENTLY'", "-- VACUUM\nALTER TABLE t ADD vacuum int"})
    EXPECT_EQ(mode_of_message(text), Mode::PerMigration) << text;
}

TEST(Transaction, OfSeveralStatementsEachInAMessageOfItsOwnIsNone) {
  EXPECT_EQ(mode_of_each("SELECT 1; SELECT 2;"), Mode::None);
}

TEST(Transaction, OfAPipelineEndsBehindAFirstStatementThatCannotRunInOne) {
  EXPECT_EQ(mode_of_pipeline("SELECT 1; CREATE INDEX CONCURRENTLY i ON t (a);"),
            Mode::PerMigration);
  EXPECT_EQ(mode_of_pipeline("CREATE INDEX CONCURRENTLY i ON t (a); SELECT 1;"), Mode::None);
}

}  // namespace
}  // namespace pggit::frontend::shared
