// What a watched transaction changed, on a server of its own.
#include "shadow/activity.h"

#include <gtest/gtest.h>

#include <set>

#include "pg/testing/scratch_server.h"

namespace pggit::shadow {
namespace {

constexpr char kSchema[] = R"(
CREATE SCHEMA shop;
CREATE TABLE t (id serial PRIMARY KEY, number int GENERATED ALWAYS AS IDENTITY, a int CHECK (a > 0));
CREATE INDEX i ON t (a);
CREATE VIEW v AS SELECT a FROM t;
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
CREATE STATISTICS s ON id, a FROM t;
CREATE TYPE mood AS ENUM ('ok');
CREATE TYPE pair AS (x int, y int);
CREATE DOMAIN small AS int CHECK (VALUE < 9);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE FUNCTION of_t(t) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TRIGGER g AFTER UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();
CREATE RULE r AS ON UPDATE TO t DO ALSO NOTHING;
CREATE POLICY p ON t;
CREATE TABLE shop.other (id int);
)";

class WatchedTransaction : public ::testing::Test {
 protected:
  void SetUp() override {
    PGGIT_NEEDS_SCRATCH_SERVER();
    pg::testing::ScratchServer& server = pg::testing::ScratchServer::instance();
    const std::string database = server.create_database();
    session_.emplace(server.connect(database));
    beside_.emplace(server.connect(database));
    ASSERT_TRUE(session_->run(kSchema));
    catalogs_ = *catalogs_of(*session_);
  }

  Activity watched(const std::vector<std::string>& texts, bool hidden_code = false) {
    std::vector<ScriptStatement> script;
    for (const std::string& text : texts) script.push_back({text, {}});
    Watch watch(catalogs_, *beside_, hidden_code);
    const auto answers = run_transaction(*session_, script, watch.around({}));
    EXPECT_TRUE(answers) << answers.error().error.text();
    return answers ? watch.activity(*answers) : Activity();
  }

  static std::set<std::string> texts(const std::vector<ir::Key>& keys) {
    std::set<std::string> texts;
    for (const ir::Key& key : keys) texts.insert(ir::to_text(key));
    return texts;
  }

  std::optional<pg::Connection> session_;
  std::optional<pg::Connection> beside_;
  SystemCatalogs catalogs_;
};

using Texts = std::set<std::string>;

TEST_F(WatchedTransaction, NamesAllThatACascadeTakesAlong) {
  const Activity activity = watched({"DROP TABLE t CASCADE"});
  EXPECT_EQ(texts(activity.gone),
            (Texts{"table public.t", "index public.i", "sequence public.t_id_seq", "view public.v",
                   "materialized view public.m", "statistics public.s", "function public.of_t()",
                   "trigger g on public.t", "rule r on public.t", "policy p on public.t"}));
}

TEST_F(WatchedTransaction, NamesTypesFunctionsAndSchemasThatAreGone) {
  const Activity activity = watched({"DROP TYPE mood, pair", "DROP DOMAIN small",
                                     "DROP FUNCTION f() CASCADE", "DROP SCHEMA shop CASCADE"});
  EXPECT_EQ(
      texts(activity.gone),
      (Texts{"type public.mood", "composite type public.pair", "domain public.small",
             "function public.f()", "trigger g on public.t", "schema shop", "table shop.other"}));
}

// It is another object: what the text was not known to make again has to be read.
TEST_F(WatchedTransaction, NamesWhatWasMadeAgain) {
  const Activity activity = watched({"DROP INDEX i", "CREATE INDEX i ON t (id)"});
  EXPECT_EQ(texts(activity.gone), Texts{"index public.i"});
}

TEST_F(WatchedTransaction, NamesWhatIsGoneAsItWasCalledBefore) {
  const Activity activity = watched({"ALTER VIEW v RENAME TO w", "DROP VIEW w"});
  EXPECT_EQ(texts(activity.gone), Texts{"view public.v"});
}

TEST_F(WatchedTransaction, HasLostNothingThatItMadeItself) {
  const Activity activity =
      watched({"CREATE TABLE brief (id int)", "DROP TABLE brief",
               "ALTER TABLE t ALTER COLUMN number TYPE bigint"});  // rewrites its file
  EXPECT_EQ(texts(activity.gone), Texts{});
  EXPECT_TRUE(texts(activity.changed).contains("table public.t"));
}

TEST_F(WatchedTransaction, HasChangedWhatItMadeAndWhatItRenamed) {
  const Activity activity =
      watched({"CREATE TABLE made (id int UNIQUE)", "ALTER TYPE mood RENAME TO tone",
               "ALTER TABLE shop.other SET SCHEMA public"});
  const Texts changed = texts(activity.changed);
  for (const char* key : {"table public.made", "type public.tone", "table public.other"})
    EXPECT_TRUE(changed.contains(key)) << key;
  EXPECT_FALSE(changed.contains("table public.t"));
  EXPECT_FALSE(changed.contains("index public.made_id_key"));  // a part of its table
}

TEST_F(WatchedTransaction, OfRowsAloneChangesNothing) {
  const Activity activity = watched({"INSERT INTO t (a) VALUES (1)"}, true);
  EXPECT_EQ(activity.catalog_rows, 0);
  EXPECT_EQ(texts(activity.changed), Texts{});
  EXPECT_EQ(texts(activity.touched), Texts{});
  EXPECT_EQ(texts(activity.written), Texts{"table public.t"});
  EXPECT_EQ(activity.sequences,
            (std::vector<std::string>{"public.t_id_seq", "public.t_number_seq"}));
}

// GRANT locks nothing: the row that it wrote says so.
TEST_F(WatchedTransaction, OfHiddenCodeHasTouchedWhatItGaveRightsOn) {
  EXPECT_TRUE(texts(watched({"GRANT SELECT ON shop.other TO PUBLIC"}, true).touched)
                  .contains("table shop.other"));
}

}  // namespace
}  // namespace pggit::shadow
