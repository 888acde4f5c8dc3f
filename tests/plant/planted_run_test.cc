// The planted run of a step on a real server: what it finds, and that rows, sequences and schema stand afterwards as
// they stood before.
#include <gtest/gtest.h>

#include <deque>
#include <optional>

#include "base/text.h"
#include "pipeline/prove_parts.h"
#include "pipeline/prove_planted.h"
#include "server/introspect.h"
#include "shadow/cluster_testing.h"

namespace pggit {
namespace {

using pipeline::PlantedRun;
using shadow::testing::value;

ir::Key table(const std::string& name) { return {ir::Kind::Table, "public", name, ""}; }

class PlantedRunOnServer : public ::testing::Test {
 protected:
  void SetUp() override {
    PGGIT_NEEDS_SERVER();
    cluster_.emplace(shadow::testing::started());
    for (const char* database : {"here", "twin"}) ASSERT_TRUE(cluster_->create_database(database));
    migration_.emplace(shadow::testing::migration(*cluster_, "here"));
    harness_.emplace(std::move(*cluster_->connect_harness("here")));
    twin_.emplace(shadow::testing::migration(*cluster_, "twin"));
    evolver_.emplace(sources_, diagnostics_, ir::SessionRules{}, "migrator");
    evolver_->go_back(
        {catalog::Catalog().with(ir::Object(ir::Schema{"public", {}})), evolver_->mark().session});
  }

  bind::Step step_of(const std::string& sql) {
    ir::LoweredMigration lowered;
    lowered.pieces.push_back(ir::Sql{sql, sources_.add("V.sql", sql), {{0, 0, true}}});
    bind::Step step = evolver_->begin({}, lowered);
    evolver_->bind_all(step);
    EXPECT_FALSE(diagnostics_.has_errors());
    return step;
  }

  // What the history did before.
  void given(const std::string& sql) {
    step_of(sql);
    for (auto* session : {&*migration_, &*twin_}) {
      const pg::Execution done = session->run(sql);
      ASSERT_TRUE(done) << done.error().text();
    }
  }

  // All that can be seen of a database.
  std::string state() {
    auto found = server::introspect(*harness_);
    EXPECT_TRUE(found) << found.error().message;
    std::string text = found->catalog.hash().hex();
    found->catalog.for_each([&](const catalog::EntryRef& entry) {
      if (entry->key.kind == ir::Kind::Table)
        text += "\n" + entry->key.name + " " +
                value(*harness_,
                      "SELECT coalesce(string_agg(t::text, ';' ORDER BY t::text), '') FROM " +
                          base::quote_ident(entry->key.name) + " t");
    });
    const auto sequences = shadow::all_sequences(*harness_);
    for (const std::string& name : *sequences)
      text +=
          "\n" + name + " " + value(*harness_, "SELECT (last_value, is_called)::text FROM " + name);
    return text;
  }

  // Runs it over planted rows; whatever comes out, nothing may have changed.
  PlantedRun planted(const std::string& sql, std::optional<rollback::Down> down = std::nullopt) {
    const bind::Step step = step_of(sql);
    if (!down) down = rollback::make_down(step);
    const auto before = server::introspect(*harness_);
    const std::string stood = state();
    const auto run = pipeline::run_planted({*migration_, *harness_, *twin_}, planter_,
                                           {step,
                                            *down,
                                            pipeline::touched_tables(step, step.before),
                                            {},
                                            before->catalog,
                                            keys_.emplace_back(pipeline::to_read(step).now),
                                            {}});
    EXPECT_TRUE(run) << run.error().message;
    EXPECT_EQ(state(), stood);
    EXPECT_FALSE(migration_->in_transaction());
    return run ? *run : PlantedRun{};
  }

  static void expect_proven_with_rows_in_a(const PlantedRun& run) {
    EXPECT_EQ(run.broken + run.skipped + run.fails, "");
    EXPECT_EQ(run.held, std::set<ir::Key>{table("a")});
  }

  static rollback::Down down_of(rollback::Class rollback_class,
                                const std::vector<std::string>& statements) {
    rollback::Down down;
    down.rollback_class = rollback_class;
    for (const std::string& sql : statements)
      down.statements.push_back({sql, ir::Origin::verbatim({})});
    return down;
  }

  std::optional<shadow::Cluster> cluster_;
  std::optional<pg::Connection> migration_;
  std::optional<pg::Connection> harness_;
  std::optional<pg::Connection> twin_;
  base::Sources sources_;
  base::Diagnostics diagnostics_;
  std::optional<bind::Evolver> evolver_;
  shadow::Planter planter_;
  std::deque<std::vector<ir::Key>> keys_;
};

TEST_F(PlantedRunOnServer, HoldsWhereTheWayBackKeepsRows) {
  given(
      "CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE a (id bigint GENERATED ALWAYS AS "
      "IDENTITY PRIMARY KEY, name text UNIQUE); CREATE TABLE b (id serial PRIMARY KEY, a_id bigint "
      "NOT NULL REFERENCES a DEFERRABLE INITIALLY DEFERRED, m mood NOT NULL, n int, twice int "
      "GENERATED ALWAYS AS (n / 2) STORED); CREATE TABLE c (b_id int NOT NULL REFERENCES b)");
  const PlantedRun run =
      planted("ALTER TABLE c ADD COLUMN x int DEFAULT 5; ALTER TABLE b RENAME n TO k");
  EXPECT_EQ(run.broken, "");
  EXPECT_EQ(run.skipped, "");
  EXPECT_FALSE(run.data_dependent);
  EXPECT_EQ(run.held, (std::set<ir::Key>{table("b"), table("c")}));
}

TEST_F(PlantedRunOnServer, FindsRowsThatAWayBackLoses) {
  given("CREATE TABLE a (id int PRIMARY KEY, note text)");
  const auto run = planted("ALTER TABLE a ADD COLUMN x int",
                           down_of(rollback::Class::Exact, {"DELETE FROM a WHERE id > 1900000001",
                                                            "ALTER TABLE a DROP x"}));
  EXPECT_EQ(run.broken, "after down: public.a has 2 rows, expected 5");
  EXPECT_TRUE(run.held.empty());
}

TEST_F(PlantedRunOnServer, FindsValuesThatAWayBackChanges) {
  given("CREATE TABLE a (id int PRIMARY KEY, note text)");
  const rollback::Down down =
      down_of(rollback::Class::Exact,
              {"UPDATE a SET note = '' WHERE note IS NULL", "ALTER TABLE a DROP x"});
  EXPECT_EQ(planted("ALTER TABLE a ADD COLUMN x int", down).broken,
            "after down: rows of public.a differ");
}

TEST_F(PlantedRunOnServer, FindsASchemaThatDoesNotComeBack) {
  given("CREATE TABLE a (id int PRIMARY KEY, note text)");
  const auto run =
      planted("ALTER TABLE a ADD COLUMN x int", down_of(rollback::Class::Exact, {"SELECT 1"}));
  EXPECT_NE(run.broken.find("after down: table public.a"), std::string::npos) << run.broken;
}

TEST_F(PlantedRunOnServer, FindsAWayBackThatPlantedRowsStop) {
  given("CREATE TABLE a (id int PRIMARY KEY, n int CONSTRAINT few CHECK (n < 100))");
  const auto run = planted("ALTER TABLE a DROP CONSTRAINT few; UPDATE a SET n = 1000");
  EXPECT_NE(run.broken.find("down fails: ALTER TABLE public.a ADD CONSTRAINT few"),
            std::string::npos)
      << run.broken;
}

TEST_F(PlantedRunOnServer, PromisesNoRowsWhereTheClassDoesNot) {
  given("CREATE TABLE a (id int PRIMARY KEY, n int)");
  const auto run = planted("UPDATE a SET n = 7");
  EXPECT_EQ(run.broken, "");
  EXPECT_EQ(run.held, std::set<ir::Key>{table("a")});
}

TEST_F(PlantedRunOnServer, TellsStepsThatDependOnRowsAndProvesThemOnOthers) {
  given(
      "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE a (id int PRIMARY KEY, n int, p int); "
      "INSERT INTO a VALUES (1, 5)");
  const auto run = planted(
      "COMMENT ON TABLE a IS 'x'; ALTER TABLE a ADD CHECK (n < 10); ALTER TABLE a ALTER n SET NOT "
      "NULL; ALTER TABLE a ADD FOREIGN KEY (p) REFERENCES p");
  ASSERT_TRUE(run.data_dependent);
  EXPECT_EQ(run.data_dependent->statement, 1u);
  EXPECT_NE(run.data_dependent->message.find("a_n_check"), std::string::npos);
  EXPECT_EQ(run.data_dependent->rows.find("public.a (id, n, p): ('19"), 0u)
      << run.data_dependent->rows;
  EXPECT_EQ(run.broken, "");
  EXPECT_EQ(run.skipped, "");
  EXPECT_EQ(run.held, std::set<ir::Key>{table("a")});
}

TEST_F(PlantedRunOnServer, LeavesEmptyWhatHasToBeAndPlantsAllElse) {
  given(
      "CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE s (id int PRIMARY KEY); CREATE TABLE must "
      "(t_id int NOT NULL REFERENCES t); CREATE TABLE may (id int PRIMARY KEY, t_id int REFERENCES "
      "t)");
  const auto run = planted(
      "ALTER TABLE must ADD m int; ALTER TABLE may ADD m int; ALTER TABLE t ADD n int NOT NULL; "
      "ALTER TABLE s ADD n int NOT NULL");
  ASSERT_TRUE(run.data_dependent);
  EXPECT_EQ(run.data_dependent->statement, 2u);
  EXPECT_EQ(run.data_dependent->runs_while_empty, "public.s, public.t");
  EXPECT_EQ(run.broken + run.skipped, "");
  EXPECT_EQ(run.held, (std::set<ir::Key>{table("may"), table("must"), table("s"), table("t")}));
}

TEST_F(PlantedRunOnServer, TakesNoTableForEmptyThatTheStepMayEmpty) {
  given("CREATE TABLE t (id int PRIMARY KEY)");
  const auto run = planted("DELETE FROM t WHERE id < 0; ALTER TABLE t ADD n int NOT NULL");
  EXPECT_EQ(
      run.refused.at(table("t")),
      "ALTER TABLE t ADD n int NOT NULL: ERROR 23502: column \"n\" of relation \"t\" contains "
      "null values");
  EXPECT_TRUE(run.held.empty());
  EXPECT_EQ(run.data_dependent->runs_while_empty, "");
}

TEST_F(PlantedRunOnServer, ProvesTheOtherTablesWhereOneIsRefused) {
  given(
      "CREATE TABLE level (id int PRIMARY KEY); INSERT INTO level VALUES (1); CREATE TABLE a (id "
      "int PRIMARY KEY)");
  const auto run = planted(
      "ALTER TABLE a ADD x int; ALTER TABLE level ADD n int; UPDATE level SET n = 1 WHERE id = 1; "
      "ALTER TABLE level ALTER n SET NOT NULL");
  ASSERT_TRUE(run.data_dependent);
  EXPECT_EQ(run.data_dependent->statement, 3u);
  expect_proven_with_rows_in_a(run);
  EXPECT_TRUE(run.refused.contains(table("level")));
}

TEST_F(PlantedRunOnServer, ProvesAStepThatFailsOnNullsOnRowsWithoutAny) {
  given("CREATE TABLE a (id int PRIMARY KEY, n int)");
  const auto run = planted("CREATE TABLE b (n int NOT NULL); INSERT INTO b SELECT n FROM a");
  ASSERT_TRUE(run.data_dependent);
  expect_proven_with_rows_in_a(run);
}

TEST_F(PlantedRunOnServer, ProvesAStepThatReadsDocumentsOnThoseThatHoldWhatItReads) {
  given("CREATE TABLE a (id int PRIMARY KEY, data jsonb NOT NULL)");
  const auto run = planted(
      "ALTER TABLE a ADD total int; UPDATE a SET total = (data -> 'sum' ->> 'total')::int; ALTER "
      "TABLE a ALTER total SET NOT NULL");
  ASSERT_TRUE(run.data_dependent);
  expect_proven_with_rows_in_a(run);
}

TEST_F(PlantedRunOnServer, ProvesAStepThatLooksForRowsByConstantsOnRowsThatHoldThem) {
  given("CREATE TABLE a (id int PRIMARY KEY, kind text)");
  const auto run = planted(
      "ALTER TABLE a ADD n int; UPDATE a SET n = 1 WHERE kind = 'old'; ALTER TABLE a ALTER n SET "
      "NOT NULL");
  ASSERT_TRUE(run.data_dependent);
  expect_proven_with_rows_in_a(run);
}

TEST_F(PlantedRunOnServer, FindsTheOneRowOfAnotherTableThatAStepLooksFor) {
  given(
      "CREATE TABLE kinds (id int PRIMARY KEY, name text NOT NULL UNIQUE); CREATE TABLE a (id int "
      "PRIMARY KEY)");
  const auto run = planted(
      "ALTER TABLE a ADD kind int REFERENCES kinds; UPDATE a SET kind = (SELECT id FROM kinds "
      "WHERE name = 'default'); ALTER TABLE a ALTER kind SET NOT NULL");
  ASSERT_TRUE(run.data_dependent);
  EXPECT_EQ(run.broken + run.skipped + run.fails, "");
  EXPECT_TRUE(run.held.contains(table("a")));
}

TEST_F(PlantedRunOnServer, MakesNoRowsWithoutEndWhereAPlantedNumberSaysHowMany) {
  given("CREATE TABLE a (id int PRIMARY KEY, n int)");
  expect_proven_with_rows_in_a(planted(
      "CREATE TABLE b (id int); INSERT INTO b SELECT a.id FROM a, generate_series(1, a.n)"));
}

TEST_F(PlantedRunOnServer, LeavesRowsOutThatAListOfTheStepDoesNotHold) {
  given(
      "CREATE TABLE a (id int PRIMARY KEY, k text NOT NULL CHECK (k IN ('old', 'small', 'gone', "
      "'big')))");
  const auto run = planted(
      "CREATE TABLE kinds (name text PRIMARY KEY); INSERT INTO kinds VALUES ('small'), ('big'); "
      "ALTER "
      "TABLE a ADD FOREIGN KEY (k) REFERENCES kinds");
  ASSERT_TRUE(run.data_dependent) << run.broken << run.skipped;
  EXPECT_NE(run.data_dependent->message.find("Key (k)=(old)"), std::string::npos);
  expect_proven_with_rows_in_a(run);
}

TEST_F(PlantedRunOnServer, SaysAtWhichStatementAStepFailsOnPlantedRows) {
  given(
      "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE a (id int PRIMARY KEY, p int REFERENCES "
      "p)");
  const auto run = planted(
      "ALTER TABLE a ADD k int; UPDATE a SET k = 1 WHERE p < 0; ALTER TABLE a ALTER k\n  SET NOT "
      "NULL");
  shadow::RowState rows;
  rows.tables[table("a")] = {};
  EXPECT_EQ(pipeline::without_rows(rows, run),
            "public.a held no rows, and the step fails on planted ones: ALTER TABLE a ALTER k SET "
            "NOT NULL: ERROR 23502: column \"k\" of relation \"a\" contains null values");
  rows.tables[table("a")].rows = 1;
  EXPECT_EQ(pipeline::without_rows(rows, run), "");
}

TEST_F(PlantedRunOnServer, FindsWhatIsWrongBesideATableThatHasToBeEmpty) {
  given("CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE a (id int PRIMARY KEY, note text)");
  const auto run = planted("ALTER TABLE t ADD n int NOT NULL; ALTER TABLE a ADD x int",
                           down_of(rollback::Class::Exact, {"DELETE FROM a", "ALTER TABLE a DROP x",
                                                            "ALTER TABLE t DROP n"}));
  EXPECT_EQ(run.broken, "after down: public.a has 0 rows, expected 5");
  EXPECT_TRUE(run.held.empty());
}

TEST_F(PlantedRunOnServer, SeesRowsThatADeferredConstraintRefuses) {
  given("CREATE TABLE a (id int PRIMARY KEY, n int UNIQUE DEFERRABLE INITIALLY DEFERRED)");
  const auto run = planted("UPDATE a SET n = 3");
  ASSERT_TRUE(run.data_dependent);
  EXPECT_EQ(run.data_dependent->statement, 1u);
}

TEST_F(PlantedRunOnServer, PutsSequencesBackThatTheStepMovesForPlantedRowsOnly) {
  given(
      "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE log (id serial PRIMARY KEY, a int); "
      "CREATE "
      "SEQUENCE s CACHE 10; SELECT setval('log_id_seq', 40, false)");
  const auto run = planted("INSERT INTO log (a) SELECT id FROM a; SELECT nextval('s') FROM a");
  EXPECT_EQ(run.broken, "");
  EXPECT_EQ(run.held, (std::set<ir::Key>{table("a"), table("log")}));
  // Where the step fails too.
  EXPECT_TRUE(planted("INSERT INTO log (a) SELECT id FROM a; ALTER TABLE a ADD x int NOT NULL")
                  .data_dependent);
  // Nor does the session hold values that it took for planted rows.
  EXPECT_EQ(value(*migration_, "SELECT nextval('log_id_seq')"), "40");
  EXPECT_EQ(value(*migration_, "SELECT nextval('s')"), "1");
}

TEST_F(PlantedRunOnServer, PlantsWithoutWakingTriggers) {
  given(
      "CREATE TABLE a (id int PRIMARY KEY, n int); CREATE TABLE log (n int); CREATE FUNCTION "
      "note() "
      "RETURNS trigger LANGUAGE plpgsql AS $$BEGIN INSERT INTO log VALUES (1); NEW.n := 5; RETURN "
      "NEW; END$$; CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION note(); "
      "CREATE "
      "TRIGGER off BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION note(); ALTER TABLE a DISABLE "
      "TRIGGER off");
  const auto run = planted("ALTER TABLE a ADD CHECK (n = 5)");
  EXPECT_TRUE(run.data_dependent);
  EXPECT_EQ(run.held, std::set<ir::Key>{table("a")});
}

TEST_F(PlantedRunOnServer, SaysWhyNothingCouldBePlanted) {
  given(
      "CREATE FUNCTION fine(int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 = 5'; CREATE "
      "TABLE odd (id int PRIMARY KEY, CHECK (fine(id))); CREATE TABLE ruled (id int); CREATE RULE "
      "nothing AS ON INSERT TO ruled DO INSTEAD NOTHING");
  EXPECT_EQ(planted("ALTER TABLE odd ADD x int").without.at(table("odd")),
            "the server refused its rows: ERROR 23514: new row for relation \"odd\" violates check "
            "constraint \"odd_id_check\" (Failing row contains (1900000000).)");
  EXPECT_EQ(planted("ALTER TABLE ruled ADD x int").without.at(table("ruled")),
            "only 0 of 5 rows arrived in it");
}

TEST_F(PlantedRunOnServer, LetsTheServerJudgeWhatACheckOfAFunctionTakes) {
  given(
      "CREATE FUNCTION fine(text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT length($1) > "
      "0'; "
      "CREATE TABLE a (id int PRIMARY KEY, name text CHECK (fine(name)))");
  const auto run = planted("ALTER TABLE a ADD x int");
  EXPECT_TRUE(run.without.empty());
  EXPECT_EQ(run.held, std::set<ir::Key>{table("a")});
}

TEST_F(PlantedRunOnServer, RunsWhatStandsBetweenBeginAndCommit) {
  given("CREATE TABLE a (id int PRIMARY KEY, n int)");
  const auto run = planted("BEGIN; ALTER TABLE a ADD CHECK (n < 10); COMMIT");
  EXPECT_EQ(run.skipped, "");
  ASSERT_TRUE(run.data_dependent);
  EXPECT_EQ(run.data_dependent->statement, 1u);
  EXPECT_EQ(run.held, std::set<ir::Key>{table("a")});
}

TEST_F(PlantedRunOnServer, FindsRowsForLaterConstraintsThroughRenames) {
  given("CREATE TABLE a (id int PRIMARY KEY, n int)");
  const auto run = planted(
      "ALTER TABLE a RENAME TO b; ALTER TABLE b RENAME n TO k; ALTER TABLE b ALTER k SET NOT NULL");
  EXPECT_EQ(run.skipped, "");
  EXPECT_EQ(run.held, std::set<ir::Key>{table("a")});
}

TEST_F(PlantedRunOnServer, KeepsTheRowsThatAnIndexOrAPartitionTakes) {
  given(
      "CREATE FUNCTION root(n int) RETURNS float LANGUAGE sql IMMUTABLE AS 'SELECT sqrt(n)'; "
      "CREATE "
      "TABLE a (id int PRIMARY KEY, n int); CREATE INDEX ON a (root(n)); CREATE TABLE b (a_id int "
      "NOT NULL REFERENCES a); CREATE TABLE p (id int) PARTITION BY HASH (id); CREATE TABLE p0 "
      "PARTITION OF p FOR VALUES WITH (MODULUS 2, REMAINDER 0)");
  const auto run =
      planted("ALTER TABLE a ADD x int; ALTER TABLE b ADD x int; ALTER TABLE p ADD x int");
  EXPECT_EQ(run.broken + run.skipped, "");
  EXPECT_EQ(run.held, (std::set<ir::Key>{table("a"), table("b"), table("p0")}));
}

TEST_F(PlantedRunOnServer, SpreadsRowsOverPartitionsByHash) {
  given(
      "CREATE TABLE h (owner uuid NOT NULL, at date NOT NULL, n int, PRIMARY KEY (at, owner)) "
      "PARTITION "
      "BY HASH (owner); CREATE TABLE h0 PARTITION OF h FOR VALUES WITH (MODULUS 3, REMAINDER 0); "
      "CREATE "
      "TABLE h1 PARTITION OF h FOR VALUES WITH (MODULUS 3, REMAINDER 1); CREATE TABLE h2 PARTITION "
      "OF "
      "h FOR VALUES WITH (MODULUS 3, REMAINDER 2)");
  const auto run = planted("ALTER TABLE h ALTER n SET DEFAULT 4");
  EXPECT_EQ(run.broken + run.skipped, "");
  EXPECT_EQ(run.held, (std::set<ir::Key>{table("h0"), table("h1"), table("h2")}));
}

TEST_F(PlantedRunOnServer, LeavesStepsAloneThatCannotBeRolledBack) {
  given("CREATE TABLE a (id int PRIMARY KEY)");
  EXPECT_EQ(planted("ALTER TABLE a ADD x int; COMMIT; ALTER TABLE a ADD y int").skipped,
            "it begins or ends transactions itself");
}

TEST_F(PlantedRunOnServer, RunsNothingForAStepThatTouchesNoTable) {
  const auto run = planted("CREATE TABLE a (id int PRIMARY KEY); CREATE VIEW v AS SELECT 1 AS one");
  EXPECT_TRUE(run.held.empty() && run.skipped.empty() && run.without.empty());
}

}  // namespace
}  // namespace pggit
