#!/usr/bin/env python3
"""Runs flyway_psql on real servers: on small folders made here, and on examples/webshop as a whole."""

import os
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
WEBSHOP = os.path.join(HERE, "..", "..", "examples", "webshop")
sys.path.insert(0, HERE)
from throwaway_postgres import ThrowawayPostgres, find_binaries


@unittest.skipUnless(find_binaries(), "no PostgreSQL server on this machine")
class FlywayPsql(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = ThrowawayPostgres()
        cls.server.__enter__()
        cls.addClassCleanup(cls.server.__exit__)
        cls.count = 0

    def database(self):
        FlywayPsql.count += 1
        return self.server.create_database(f"test_{FlywayPsql.count}")

    def tool(self, name, *arguments):
        return subprocess.run([os.path.join(HERE, name), *arguments], env=self.server.environment(), capture_output=True, text=True)

    def play(self, files, database, *options):
        with tempfile.TemporaryDirectory() as folder:
            os.mkdir(os.path.join(folder, "sql"))
            for name, text in files.items():
                with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                    file.write(text)
            return self.tool("flyway_psql", folder, "-d", database, *options)

    def test_puts_search_path_back_but_keeps_other_settings(self):
        database = self.database()
        done = self.play({"sql/V1__a.sql": "CREATE SCHEMA s; SET search_path = s; SET lock_timeout = '7s';",
                          "sql/V2__b.sql": "CREATE TABLE t AS SELECT current_setting('lock_timeout') AS v;"}, database)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.server.sql("SELECT v FROM public.t", database), "7s")

    def test_rolls_back_only_the_migration_that_fails(self):
        database = self.database()
        done = self.play({"sql/V1__a.sql": "CREATE TABLE a ();", "sql/V2__b.sql": "CREATE TABLE b ();\nSELECT broken;"}, database)
        self.assertEqual(done.returncode, 1)
        self.assertIn("V2__b.sql:2:", done.stderr)
        self.assertEqual(self.server.sql("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace", database), "a")

    def test_calls_back_in_flyways_order(self):
        database = self.database()
        note = "INSERT INTO log (what) VALUES ('{}');"
        events = ("beforeEachMigrate", "afterEachMigrate", "afterVersioned", "beforeRepeatables", "afterMigrateApplied", "afterMigrate")
        files = {f"sql/{event}.sql": note.format(event) for event in events}
        files["sql/beforeMigrate.sql"] = "CREATE TABLE log (id serial, what text);"
        files["sql/V1__a.sql"] = note.format("V1")
        files["sql/R__a.sql"] = note.format("R")
        done = self.play(files, database)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.server.sql("SELECT string_agg(what, ' ' ORDER BY id) FROM log", database),
                         "beforeEachMigrate V1 afterEachMigrate afterVersioned beforeRepeatables "
                         "beforeEachMigrate R afterEachMigrate afterMigrateApplied afterMigrate")

    def test_fills_the_history_table(self):
        database = self.database()
        done = self.play({"sql/V1_5__first_step.sql": "SELECT 1;", "sql/R__again.sql": "SELECT '${x}';",
                          "flyway.conf": "flyway.placeholders.x = y\n"}, database, "--history")
        self.assertEqual(done.returncode, 0, done.stderr)
        rows = self.server.sql("SELECT installed_rank, version, description, type, script, success FROM flyway_schema_history "
                               "ORDER BY 1", database)
        self.assertEqual(rows, "1|1.5|first step|SQL|V1_5__first_step.sql|t\n2||again|SQL|R__again.sql|t")

    def test_stops_where_asked(self):
        database = self.database()
        self.play({"sql/V1__a.sql": "CREATE TABLE a ();", "sql/V2__b.sql": "CREATE TABLE b ();",
                   "sql/R__c.sql": "CREATE TABLE c ();"}, database, "--until", "1.0")
        self.assertEqual(self.server.sql("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace", database), "a")

    def test_plays_the_webshop_twice_to_the_same_end(self):
        dumps, rows = [], []
        for _ in range(2):
            database = self.database()
            done = self.tool("flyway_psql", WEBSHOP, "-d", database)
            self.assertEqual(done.returncode, 0, done.stderr)
            dumps.append(self.tool("pg_dump_normalized", database).stdout)
            rows.append(self.tool("rows_hash", "--stable", database).stdout)
        self.assertIn("CREATE VIEW reporting.revenue_by_month", dumps[0])
        self.assertEqual(dumps[0], dumps[1])
        self.assertEqual(rows[0], rows[1])

    def test_plays_the_webshops_environments_apart(self):
        database = self.database()
        configs = [os.path.join(WEBSHOP, name) for name in ("flyway.conf", "flyway.production.conf")]
        done = self.tool("flyway_psql", WEBSHOP, "-d", database, "--config", configs[0], "--config", configs[1])
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.server.sql("SELECT count(*) FROM shop.customers WHERE email LIKE 'e2e-%'", database), "0")
        self.assertEqual(self.server.sql("SELECT environment FROM audit.deployments", database), "production")

    def test_can_undo_the_webshops_gift_wrapping_by_its_undo_file(self):
        before, after = self.database(), self.database()
        self.tool("flyway_psql", WEBSHOP, "-d", before, "--until", "20220530.1")
        self.tool("flyway_psql", WEBSHOP, "-d", after, "--until", "20220614.1")
        with open(os.path.join(WEBSHOP, "db/migration/U20220614_1__gift_wrapping.sql"), encoding="utf-8") as file:
            self.server.sql(file.read(), after)
        self.assertEqual(self.tool("pg_dump_normalized", before).stdout, self.tool("pg_dump_normalized", after).stdout)

    def test_ends_the_same_from_the_webshops_baseline(self):
        whole, short = self.database(), self.database()
        self.tool("flyway_psql", WEBSHOP, "-d", whole, "--history")
        done = self.tool("flyway_psql", WEBSHOP + "_baseline", "-d", short, "--history")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn("V048", done.stdout)
        self.assertEqual(self.tool("pg_dump_normalized", whole).stdout, self.tool("pg_dump_normalized", short).stdout)
        first = "SELECT type || ' ' || version FROM flyway_schema_history WHERE installed_rank = 1"
        self.assertEqual(self.server.sql(first, short), "SQL_BASELINE 048")

    def test_hashes_see_one_changed_value(self):
        database = self.database()
        self.server.sql("CREATE TABLE t (a int, b int); INSERT INTO t VALUES (1, 2), (3, 4);", database)
        before = self.tool("rows_hash", database).stdout
        self.server.sql("UPDATE t SET b = 5 WHERE a = 3", database)
        self.assertNotEqual(before, self.tool("rows_hash", database).stdout)

    def test_tells_rows_apart_but_for_times_of_the_last_day_of_domains_too(self):
        hashes = []
        for note in ("a", "a", "b"):
            database = self.database()
            self.server.sql("CREATE DOMAIN moment AS timestamptz DEFAULT clock_timestamp(); CREATE DOMAIN late AS moment; "
                            f"CREATE TABLE t (note text, at moment, later late); INSERT INTO t VALUES ('{note}')", database)
            hashes.append(self.tool("rows_hash", "--stable", database).stdout)
        self.assertEqual(hashes[0], hashes[1])
        self.assertNotEqual(hashes[0], hashes[2])


if __name__ == "__main__":
    unittest.main()
