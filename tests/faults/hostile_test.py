"""Migrations that try to get out of the shadow, through the whole program: each is stopped and reported with
the reason, the migrations around it are proven, the run ends in time, and nothing outside has changed."""

import os
import socket
import time
import unittest

from runs import FaultTest

LIMITS = "[shadow]\nstatement_seconds = {}\ndisk_mb = 192\n"
WIDE = "ALTER TABLE a ALTER note SET STORAGE EXTERNAL"
MANY = "INSERT INTO a SELECT n, repeat('x', 8000) FROM generate_series(10, 1000000) n;"
BEFORE = {"V1__before.sql": "CREATE TABLE a (id int PRIMARY KEY, note text);\nINSERT INTO a VALUES (1, 'one');\n"}
AFTER = {"V3__after.sql": "ALTER TABLE a ADD more int;\n"}
RUN_SECONDS = 60  # far more than needed, on a machine that does other things too


def loop(body):
    return f"DO $$ BEGIN LOOP {body} END LOOP; END $$;\n"


class Hostile(FaultTest):
    def migrate_with(self, hostile, *says, statement_seconds=2):
        """Runs the history with this migration in the middle; its edge case must say (patterns) why it failed."""
        self.write(".pggit/config.toml", LIMITS.format(statement_seconds))
        self.write_history({**BEFORE, "V2__hostile.sql": hostile, **AFTER})
        began = time.monotonic()
        run = self.run_pggit("migrate", "--ai", "--source=flyway", "--yolo")
        status = run.wait()
        self.assertLess(time.monotonic() - began, RUN_SECONDS)
        self.assertEqual(status, 1, run.said + run.complained)
        self.assert_nothing_left(run)
        reason = self.sql("SELECT location || ': ' || original_content FROM pggit.ai_edge_cases WHERE migration_id = 'V2'")
        for words in ("V2__hostile.sql:1:", *says):
            self.assertRegex(reason, words)
        proofs = self.sql("SELECT migration FROM pggit.commits ORDER BY generation").split()
        self.assertEqual(proofs, ["V1", "V3"], run.said)
        self.assertNotIn("V3: ", run.said, "the migration after it suffered")

    def test_it_starts_no_program(self):
        harm = os.path.join(self.folder, "harm")
        self.migrate_with(f"COPY a TO PROGRAM 'cat > {harm}';\n", "42501", "pg_execute_server_program")
        self.assertFalse(os.path.exists(harm))

    def test_it_reads_no_file(self):
        self.migrate_with("INSERT INTO a SELECT 2, pg_read_file('/etc/passwd');\n", "42501", "pg_read_file")

    def test_it_copies_no_file(self):
        self.migrate_with("COPY a (note) FROM '/etc/passwd';\n", "42501", "pg_read_server_files")

    def test_it_opens_no_connection(self):
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen()
            listener.settimeout(0.1)
            there = f"host=127.0.0.1 port={listener.getsockname()[1]} dbname=postgres"
            for hostile, why in ((f"CREATE SUBSCRIPTION s CONNECTION '{there}' PUBLICATION p;\n", "42501"),
                                 ("CREATE EXTENSION dblink;\n", "dblink"),
                                 ("CREATE EXTENSION postgres_fdw;\n", "postgres_fdw")):
                with self.subTest(hostile):
                    self.sql("SET client_min_messages = warning; DROP SCHEMA IF EXISTS pggit CASCADE")
                    self.migrate_with(hostile, why)
            with self.assertRaises(TimeoutError, msg="somebody connected"):
                listener.accept()

    def test_it_makes_no_superuser(self):
        self.migrate_with("CREATE ROLE evil SUPERUSER LOGIN;\n", "42501", "superuser")
        self.assertEqual(self.sql("SELECT count(*) FROM pg_roles WHERE rolname = 'evil'"), "0")

    def test_it_becomes_nobody_else(self):
        self.migrate_with("RESET ROLE; CREATE ROLE evil SUPERUSER;\n", "42501")

    def test_it_takes_no_other_session(self):
        self.migrate_with("RESET SESSION AUTHORIZATION; SET SESSION AUTHORIZATION pggit;\n", "42501",
                          "session authorization")

    def test_it_becomes_no_member_of_a_role_with_rights(self):
        self.migrate_with("SET ROLE pg_execute_server_program;\n", "42501")

    def test_it_loops_without_end(self):
        self.migrate_with(loop("PERFORM 1;"), "a statement ran for more than 2 s")

    def test_it_loops_without_end_and_takes_the_limit_away(self):
        endless = "BEGIN PERFORM pg_sleep(1); EXCEPTION WHEN query_canceled THEN NULL; END;"
        self.migrate_with("SET statement_timeout = 0; " + loop(endless), "a statement ran for more than 2 s")

    def test_it_fills_the_disk(self):
        self.migrate_with(f"{WIDE}; {MANY}\n", "quota|space|disk", statement_seconds=60)

    def test_it_fills_the_disk_and_hides_it(self):
        hide = f"DO $$ BEGIN LOOP BEGIN {MANY} EXCEPTION WHEN OTHERS THEN NULL; END; END LOOP; END $$;"
        self.migrate_with(f"{WIDE}; {hide}\n", "quota of 192 MiB", statement_seconds=60)

    def test_it_says_a_million_things(self):
        notices = "FOR i IN 1..1000000 LOOP RAISE NOTICE '% %', i, repeat('x', 90); END LOOP;"
        self.migrate_with(f"DO $$ BEGIN {notices} END $$;\n", "MiB of notices")


if __name__ == "__main__":
    unittest.main()
