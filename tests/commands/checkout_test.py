"""pggit checkout: the tool's history table, locks, and runs that stop half-way."""

import os
import signal
import time
import unittest

from commands import HISTORY, CommandTest

LOCK = "482570529140"
TABLE = "CREATE TABLE people (id int PRIMARY KEY, name text);\nINSERT INTO people VALUES (1, 'Ada'), (2, 'Bob');\n"


class Checkout(CommandTest):
    def wait_for(self, query, value="t"):
        for _ in range(200):
            if self.sql(query) == value:
                return
            time.sleep(0.05)
        self.fail(f"{query} never gave {value}")

    def wait_for_statement(self, words):
        self.wait_for(f"SELECT count(*) > 0 FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND state = 'active' AND "
                      f"query LIKE '%{words}%' AND datname = current_database()")

    def kill(self, run):
        run.send_signal(signal.SIGKILL)
        run.communicate()
        self.wait_for("SELECT count(*) = 0 FROM pg_locks WHERE locktype = 'advisory' AND database = "
                      "(SELECT oid FROM pg_database WHERE datname = current_database())")


class HistoryTable(Checkout):
    def test_writes_the_rows_that_flyway_writes(self):
        files = dict(HISTORY, **{"R__names.sql": "CREATE OR REPLACE VIEW app.names AS SELECT name FROM app.people;\n"})
        self.flyway(files)
        rows = self.history()
        self.migrate(files)
        self.checkout("migration:V2")
        self.assertEqual(self.history(), rows[:2])
        self.checkout("main")
        self.assertEqual(self.history(), rows)

    def test_numbers_rows_behind_those_that_others_wrote(self):
        self.flyway(dict(list(HISTORY.items())[:2]))
        self.sql("INSERT INTO flyway_schema_history VALUES (7, NULL, 'theirs', 'SQL', 'R__theirs.sql', 1, 'x', now(), 0, true)")
        self.migrate()
        self.checkout("main")
        self.assertEqual([row.split("|")[:2] for row in self.history()], [["1", "1"], ["2", "2"], ["7", ""], ["8", "3"], ["9", "4"]])

    def test_leaves_it_alone_when_told_to(self):
        self.flyway()
        rows = self.history()
        self.migrate()
        self.checkout("migration:V2", "--leave-history")
        self.assertEqual(self.history(), rows)
        self.assertEqual(self.head(), "V2")

    def test_knows_its_name_and_the_schema_of_the_project(self):
        self.write("flyway.conf", "flyway.table=runs\nflyway.schemas=shop\nflyway.locations=filesystem:db/migration\n")
        files = {"V1__people.sql": TABLE, "V2__age.sql": "ALTER TABLE people ADD age int;\n"}
        self.migrate(files)
        self.assertEqual(self.sql("SELECT count(*) FROM pg_namespace WHERE nspname = 'shop'"), "0")
        self.checkout("migration:V1")
        self.assertEqual(self.sql("SELECT count(*) FROM shop.people"), "2")
        self.sql('CREATE TABLE shop.runs (installed_rank int PRIMARY KEY, version varchar(50), description varchar(200), '
                 'type varchar(20), script varchar(1000), checksum int, installed_by varchar(100), '
                 'installed_on timestamp DEFAULT now(), execution_time int, success boolean)')
        self.checkout("main")
        self.assertEqual([row.split("|")[1] for row in self.history("shop.runs")], ["2"])
        said = self.pggit("status")
        self.assertIn("runs: 1 applied, 1 ignored", said)  # V1 ran before the table was there
        self.assertIn("Drift: none", said)
        self.pggit("migrate", "--rollback", "--to-original-state", "--yolo", "--discard-rows", code=5)  # their table is in it
        self.sql("DROP TABLE shop.runs")
        self.pggit("migrate", "--rollback", "--to-original-state", "--yolo", "--discard-rows")
        self.assertEqual(self.sql("SELECT count(*) FROM pg_namespace WHERE nspname = 'shop'"), "0")


class Locks(Checkout):
    def test_gives_up_a_lock_that_it_does_not_get_and_says_who_holds_it(self):
        self.migrate()
        self.checkout("migration:V1")
        self.sql("ALTER DATABASE \"%s\" SET lock_timeout = '100ms'" % self.database)
        held = self.hold("BEGIN; LOCK TABLE app.people IN ACCESS SHARE MODE; SELECT pg_backend_pid()")
        said = self.checkout("main", code=4)
        self.assertIn("V2 up: ERROR 55P03", said)
        self.assertIn("in: ALTER TABLE app.people ADD", said)
        self.assertRegex(said, r"open transactions hold locks: session \d+ of owner \(idle in transaction\)")
        self.assertIn("the database stands at V1", said)
        self.assertEqual(self.head(), "V1")
        held.communicate("COMMIT;\n")
        self.checkout("main")

    def test_gets_a_lock_that_is_released_meanwhile(self):
        self.migrate()
        self.checkout("migration:V1")
        held = self.hold("BEGIN; LOCK TABLE app.people IN ACCESS SHARE MODE")
        run = self.start("checkout", "main", "--yolo")
        self.wait_for_statement("ADD age")
        held.communicate("COMMIT;\n")
        said = run.communicate()[0]
        self.assertEqual(run.returncode, 0, said)

    def test_two_runs_on_one_database_exclude_each_other(self):
        self.migrate()
        self.hold(f"SELECT pg_advisory_lock({LOCK})")
        self.assertIn("another pggit works on this database", self.checkout("main", code=5))
        self.assertEqual(self.sql("SELECT count(*) FROM pg_namespace WHERE nspname = 'app'"), "0")


class HalfWay(Checkout):
    SLOW = {"V1__people.sql": TABLE + "CREATE TABLE gate (id int PRIMARY KEY);\n",
            "V2__slow.sql": "ALTER TABLE people ADD age int;\nINSERT INTO gate VALUES (1);\n",
            "V3__more.sql": "ALTER TABLE people ADD town text;\n"}
    INDEX = {"V1__people.sql": TABLE, "V2__index.sql": "CREATE UNIQUE INDEX CONCURRENTLY people_name ON people (name);\n",
             "V3__more.sql": "ALTER TABLE people ADD town text;\n"}
    PARTS = dict(INDEX, **{"V2__index.sql": "ALTER TABLE people ADD age int;\n"
                                            "CREATE UNIQUE INDEX CONCURRENTLY people_name ON people (name);\n"
                                            "INSERT INTO people VALUES (3, 'Cy');\n",
                           "V2__index.sql.conf": "executeInTransaction=false\n"})

    def indexes(self):
        return self.sql("SELECT relname, indisvalid FROM pg_index JOIN pg_class ON oid = indexrelid "
                        "WHERE indrelid = to_regclass('people') ORDER BY 1").split()

    def note(self):
        return self.sql("SELECT note FROM pggit.refs")

    def stopped_in_a_migration(self):
        """A checkout half-way through V2, and the session that stands in its way."""
        self.migrate(self.SLOW)
        self.checkout("migration:V1")
        held = self.hold("BEGIN; LOCK TABLE gate IN SHARE MODE")
        run = self.start("checkout", "main", "--yolo")
        self.wait_for_statement("INSERT INTO gate")
        return run, held

    def test_killed_in_a_migration_it_stands_at_the_one_before(self):
        run, held = self.stopped_in_a_migration()
        run.send_signal(signal.SIGKILL)
        held.communicate("COMMIT;\n")
        self.kill(run)
        self.assertEqual(self.head(), "V1")
        self.assertIn("Drift: none", self.pggit("status"))
        self.checkout("main")
        self.assertEqual(self.head(), "V3")

    def test_a_server_that_ends_the_session_leaves_the_one_before(self):
        run, held = self.stopped_in_a_migration()
        self.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'INSERT INTO gate%'")
        said = run.communicate()[0]
        self.assertEqual(run.returncode, 4, said)
        self.assertIn("V2 up: ", said)
        self.assertEqual(self.head(), "V1")
        held.communicate("COMMIT;\n")
        self.checkout("main")

    def test_drops_the_invalid_index_of_a_failed_concurrent_build(self):
        self.migrate(self.INDEX)
        self.checkout("migration:V1")
        self.sql("INSERT INTO people VALUES (3, 'Ada')")
        said = self.checkout("main", code=4)
        self.assertIn("V2 up: ERROR 23505", said)
        self.assertIn("the database stands at V1", said)
        self.assertEqual(self.indexes(), ["people_pkey|t"])
        self.assertEqual([self.head(), self.note()], ["V1", ""])
        self.assertIn("Drift: none", self.pggit("status"))
        self.sql("DELETE FROM people WHERE id = 3")
        self.checkout("main")
        self.assertEqual(self.indexes(), ["people_name|t", "people_pkey|t"])

    def killed_while_it_builds_the_index(self, end):
        """`end` kills it while the index waits for a transaction that is in its way."""
        self.migrate(self.INDEX)
        self.checkout("migration:V1")
        held = self.hold("BEGIN; UPDATE people SET name = name")
        run = self.start("checkout", "main", "--yolo")
        self.wait_for_statement("CREATE UNIQUE INDEX")
        self.wait_for("SELECT count(*) = 1 FROM pg_class WHERE relname = 'people_name'")
        end(run, held)
        self.assertEqual(self.head(), "V1")
        self.assertIn("V2 is half done: 0 of 1 statements ran, the next one was begun", self.pggit("status"))

    def stop_server_side(self, run, held):
        self.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'CREATE UNIQUE%' AND pid <> pg_backend_pid()")
        held.communicate("COMMIT;\n")
        said = run.communicate()[0]
        self.assertEqual(run.returncode, 4, said)
        self.assertEqual(self.indexes(), ["people_name|f", "people_pkey|t"])

    def stop_client_side(self, run, held):
        run.send_signal(signal.SIGKILL)
        run.communicate()
        held.communicate("COMMIT;\n")
        self.wait_for("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = "
                      "(SELECT oid FROM pg_database WHERE datname = current_database())", "0")
        self.assertEqual(self.indexes(), ["people_name|t", "people_pkey|t"])

    def test_builds_an_index_again_that_was_left_invalid(self):
        self.killed_while_it_builds_the_index(self.stop_server_side)
        self.checkout("main")
        self.assertEqual([self.head(), self.note()], ["V3", ""])
        self.assertEqual(self.indexes(), ["people_name|t", "people_pkey|t"])

    def test_drops_an_invalid_index_on_the_way_back(self):
        self.killed_while_it_builds_the_index(self.stop_server_side)
        self.checkout("migration:V1")
        self.assertEqual([self.head(), self.note()], ["V1", ""])
        self.assertEqual(self.indexes(), ["people_pkey|t"])

    def test_sees_that_the_server_finished_the_index_without_us(self):
        self.killed_while_it_builds_the_index(self.stop_client_side)
        self.checkout("main")
        self.assertEqual([self.head(), self.note()], ["V3", ""])

    def test_takes_back_an_index_that_the_server_finished_without_us(self):
        self.killed_while_it_builds_the_index(self.stop_client_side)
        self.checkout("migration:V1")
        self.assertEqual([self.head(), self.note()], ["V1", ""])
        self.assertEqual(self.indexes(), ["people_pkey|t"])

    def half_done(self):
        self.migrate(self.PARTS)
        self.checkout("migration:V1")
        self.sql("INSERT INTO people VALUES (4, 'Ada')")
        said = self.checkout("main", code=4)
        self.assertIn("V2 is half done: 1 of 3 statements ran, and the next checkout goes on there", said)
        self.assertIn("V2 is half done: 1 of 3 statements ran", self.pggit("status"))
        self.assertEqual(self.indexes(), ["people_pkey|t"])
        self.sql("DELETE FROM people WHERE id = 4")

    def test_goes_on_with_a_migration_without_transaction_where_it_stopped(self):
        self.half_done()
        self.checkout("main")
        self.assertEqual([self.head(), self.note()], ["V3", ""])
        self.assertEqual(self.sql("SELECT count(*) FROM people"), "3")

    def test_takes_a_half_done_migration_back(self):
        self.half_done()
        self.assertIn("--discard-rows", self.checkout("migration:V1", code=5))
        self.checkout("migration:V1", "--discard-rows")
        self.assertEqual([self.head(), self.note()], ["V1", ""])
        self.assertEqual(self.sql("SELECT count(*) FROM people"), "2")
        self.assertIn("Drift: none", self.pggit("status"))


if __name__ == "__main__":
    unittest.main()
