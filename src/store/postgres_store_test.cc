// What only the store in PostgreSQL can meet: damage, other owners of the schema, sessions that break.
#include "store/postgres_store.h"

#include <gtest/gtest.h>

#include "pg/testing/scratch_server.h"
#include "store/copy_text.h"
#include "store/testing/commits.h"

namespace pggit::store {
namespace {

using namespace testing;
using ScratchServer = pg::testing::ScratchServer;

const NewCommit kFirst = commit("V1", {}, tables({"a"}));
const NewCommit kSecond = commit("V2", {kFirst}, tables({"a", "b"}));

class PostgresStoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    PGGIT_NEEDS_SCRATCH_SERVER();
    database_ = ScratchServer::instance().create_database();
    session_ = connect();
    store_ = make_postgres_store(*session_);
  }

  std::unique_ptr<pg::Connection> connect() {
    return std::make_unique<pg::Connection>(ScratchServer::instance().connect(database_));
  }

  void sql(const std::string& text) {
    const auto done = connect()->run(text);
    ASSERT_TRUE(done) << done.error().text();
  }

  std::string value(const std::string& query) {
    const auto rows = connect()->run(query);
    EXPECT_TRUE(rows) << rows.error().text();
    return rows && rows->count() > 0 ? std::string(rows->text(0, 0)) : "";
  }

  void apply(const Transaction& transaction) {
    const auto done = store_->apply(transaction);
    ASSERT_TRUE(done) << done.error().message;
  }

  std::string database_;
  std::unique_ptr<pg::Connection> session_;
  std::unique_ptr<Store> store_;
};

std::string message(const auto& result) { return result ? "" : result.error().message; }

TEST_F(PostgresStoreTest, KeepsNothingWhenTheLastStatementFails) {
  apply(storing({kFirst}, "main"));
  sql("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''full''; END';"
      "CREATE TRIGGER refuse BEFORE INSERT ON pggit.operations EXECUTE FUNCTION refuse()");
  EXPECT_NE(message(store_->apply(storing({kSecond}, "main"))).find("full"), std::string::npos);
  EXPECT_FALSE(session_->in_transaction());
  EXPECT_EQ(value("SELECT count(*) FROM pggit.commits"), "1");
  EXPECT_EQ(value("SELECT count(*) FROM pggit.blobs"), "1");
  EXPECT_EQ(store_->refs()->branches[0].head, kFirst.commit.hash);
}

TEST_F(PostgresStoreTest, KeepsNothingWhenTheConnectionBreaksHalfWay) {
  apply(storing({kFirst}, "main"));
  sql("CREATE FUNCTION leave() RETURNS trigger LANGUAGE plpgsql AS "
      "'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END';"
      "CREATE TRIGGER leave AFTER UPDATE ON pggit.branches EXECUTE FUNCTION leave()");
  const auto done = store_->apply(storing({kSecond}, "main"));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, base::ErrorCode::Database);
  EXPECT_EQ(value("SELECT count(*) FROM pggit.commits"), "1");
  EXPECT_EQ(value("SELECT count(*) FROM pggit.operations"), "1");
}

TEST_F(PostgresStoreTest, LeavesNoSchemaWhenTheFirstTransactionFails) {
  Transaction broken = storing({kFirst});
  broken.set_branches = {{"main", kSecond.commit.hash, "", "ACTIVE"}};
  EXPECT_FALSE(store_->apply(broken));
  EXPECT_EQ(value("SELECT count(*) FROM pg_namespace WHERE nspname = 'pggit'"), "0");
}

TEST_F(PostgresStoreTest, JoinsTheTransactionOfItsCaller) {
  ASSERT_TRUE(session_->run("BEGIN"));
  apply(storing({kFirst}, "main"));
  EXPECT_TRUE(session_->in_transaction());
  EXPECT_EQ(value("SELECT count(*) FROM pg_namespace WHERE nspname = 'pggit'"), "0");
  ASSERT_TRUE(session_->run("ROLLBACK"));
  EXPECT_FALSE(*store_->exists());
  apply(storing({kFirst}, "main"));
  EXPECT_EQ(value("SELECT count(*) FROM pggit.commits"), "1");
}

TEST_F(PostgresStoreTest, RefusesATreeWhoseBlobWasChangedIsGoneOrCannotBeRead) {
  apply(storing({kFirst, kSecond}));
  const std::string other =
      catalog::make_entry(*tables({"b"}).find({ir::Kind::Table, "app", "b", ""}))->hash().hex();
  const std::string a = "object_name = 'a'";
  for (const std::string& damage : std::vector<std::string>{
           "UPDATE pggit.blobs SET content = (SELECT content FROM pggit.blobs WHERE blob_hash = '" +
               other + "') WHERE " + a,
           "UPDATE pggit.blobs SET content = '\\x00' WHERE " + a,
           "DELETE FROM pggit.tree_changes WHERE " + a}) {
    ASSERT_TRUE(store_->tree(kSecond.commit.hash));
    sql("CREATE SCHEMA kept; CREATE TABLE kept.b AS TABLE pggit.blobs; "
        "CREATE TABLE kept.t AS TABLE pggit.tree_changes; " +
        damage);
    const auto tree = store_->tree(kSecond.commit.hash);
    EXPECT_EQ(message(tree).find("the store is damaged: "), 0u) << damage << message(tree);
    sql("DELETE FROM pggit.tree_changes; DELETE FROM pggit.blobs; "
        "INSERT INTO pggit.blobs TABLE kept.b; "
        "INSERT INTO pggit.tree_changes TABLE kept.t; DROP SCHEMA kept CASCADE");
  }
}

TEST_F(PostgresStoreTest, LeavesAStoreOfAnotherFormatAlone) {
  apply(storing({kFirst}, "main"));
  sql("UPDATE pggit.meta SET format = 1");
  EXPECT_NE(message(store_->exists()).find("another version"), std::string::npos);
  EXPECT_FALSE(store_->refs());
  EXPECT_FALSE(store_->log(kFirst.commit.hash));
  EXPECT_FALSE(store_->tree(kFirst.commit.hash));
  EXPECT_FALSE(store_->apply(storing({kSecond})));
  EXPECT_EQ(value("SELECT count(*) FROM pggit.commits"), "1");
}

TEST_F(PostgresStoreTest, LeavesTheSchemaOfThePgGitExtensionAlone) {
  sql("CREATE SCHEMA pggit; ALTER EXTENSION plpgsql ADD SCHEMA pggit");
  const auto done = store_->apply(storing({kFirst}));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, base::ErrorCode::Refused);
  EXPECT_NE(done.error().message.find("--store-schema"), std::string::npos);
  EXPECT_EQ(value("SELECT count(*) FROM pg_class WHERE relnamespace = 'pggit'::regnamespace"), "0");
}

TEST_F(PostgresStoreTest, LeavesASchemaWithTablesOfOthersAlone) {
  sql("CREATE SCHEMA pggit; CREATE TABLE pggit.objects (a int)");
  EXPECT_EQ(store_->exists().error().code, base::ErrorCode::Refused);
  EXPECT_FALSE(store_->apply(storing({kFirst})));
  EXPECT_EQ(value("SELECT count(*) FROM pg_class WHERE relnamespace = 'pggit'::regnamespace"), "1");
}

TEST_F(PostgresStoreTest, TakesAnEmptySchemaAndRemembersWhoMadeIt) {
  sql("CREATE SCHEMA pggit");
  apply(storing({kFirst}));
  EXPECT_EQ(value("SELECT made_schema FROM pggit.meta"), "f");
  const auto other = make_postgres_store(*session_, "other");
  ASSERT_TRUE(other->apply(storing({kFirst})));
  EXPECT_EQ(value("SELECT made_schema FROM other.meta"), "t");
}

TEST_F(PostgresStoreTest, GoesAwayWithTheSchemaThatItMadeAndLeavesOneThatItDidNot) {
  apply(storing({kFirst}, "main"));
  ASSERT_TRUE(store_->remove());
  EXPECT_EQ(value("SELECT count(*) FROM pg_namespace WHERE nspname = 'pggit'"), "0");
  sql("CREATE SCHEMA pggit");
  apply(storing({kFirst}, "main"));
  ASSERT_TRUE(store_->remove());
  EXPECT_EQ(value("SELECT count(*) FROM pg_namespace WHERE nspname = 'pggit'"), "1");
  EXPECT_EQ(value("SELECT count(*) FROM pg_class WHERE relnamespace = 'pggit'::regnamespace"), "0");
}

TEST_F(PostgresStoreTest, StaysWhenOthersKeepSomethingInItOrUseIt) {
  apply(storing({kFirst}, "main"));
  for (const char* theirs :
       {"CREATE TABLE pggit.mine (a int)", "CREATE VIEW mine AS TABLE pggit.commits"}) {
    const bool inside = std::string(theirs).find("TABLE pggit.mine") != std::string::npos;
    sql(theirs);
    const auto done = store_->remove();
    ASSERT_FALSE(done) << theirs;
    EXPECT_EQ(done.error().code, base::ErrorCode::Refused);
    EXPECT_NE(done.error().message.find("mine"), std::string::npos) << done.error().message;
    EXPECT_EQ(store_->refs()->branches.size(), 1u);
    sql(inside ? "DROP TABLE pggit.mine" : "DROP VIEW mine");
  }
  EXPECT_TRUE(store_->remove());
}

TEST_F(PostgresStoreTest, ReadsUnderAnySettingsOfTheSession) {
  apply(storing({kFirst}));
  ASSERT_TRUE(
      session_->run("SET bytea_output = 'escape'; SET search_path = ''; "
                    "SET standard_conforming_strings = off"));
  EXPECT_EQ(store_->tree(kFirst.commit.hash)->hash(), kFirst.tree.hash());
}

TEST(CopyText, EscapesWhatCopyWouldRead) {
  CopyText rows;
  rows.row({"a\tb", std::nullopt, "\\N", "", "x\ny\r\\."});
  EXPECT_EQ(rows.text(), "a\\tb\t\\N\t\\\\N\t\tx\\ny\\r\\\\.\n");
}

}  // namespace
}  // namespace pggit::store
