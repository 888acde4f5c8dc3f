"""The whole way once: the web shop's Flyway history in, a proven git-like history out, on a real server.

The oracle is tests/oracle/flyway_psql, which shares no code with pggit: it feeds the same files to psql as Flyway would.
"""

import concurrent.futures
import contextlib
import glob
import json
import os
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ORACLE = os.path.join(ROOT, "tests", "oracle")
sys.path.insert(0, ORACLE)

from throwaway_postgres import ThrowawayPostgres, find_binaries  # noqa: E402

PGGIT = os.path.join(ROOT, os.environ.get("PGGIT", "build/release/pggit"))
WEBSHOP = os.path.join(ROOT, "examples", "webshop")


@unittest.skipUnless(find_binaries(), "no PostgreSQL server on this machine")
class Migrate(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = ThrowawayPostgres()
        cls.server.__enter__()
        cls.addClassCleanup(cls.server.__exit__)
        cls.server.create_database("expected")
        cls.oracle("flyway_psql", WEBSHOP, "-d", "expected")

    @classmethod
    def oracle(cls, tool, *arguments):
        done = subprocess.run([os.path.join(ORACLE, tool), *arguments], env=cls.server.environment(),
                              capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        return done.stdout

    def pggit(self, *arguments, folder=WEBSHOP, code=0):
        environment = dict(self.server.environment(), PGGIT_TEST=self.server.folder)
        done = subprocess.run([PGGIT, *arguments], cwd=folder, env=environment, capture_output=True, text=True,
                              stdin=subprocess.DEVNULL)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def schema(self, database):
        return self.oracle("pg_dump_normalized", database)

    def migrate(self, database):
        # The web shop holds a Java migration, which nobody can prove: exit code 1.
        return self.pggit("migrate", "--ai", "--source=flyway", f"--database={database}", "--yolo", code=1)

    def test_builds_from_nothing_what_flyway_would_have_built(self):
        self.server.create_database("built")
        self.migrate("built")
        self.assertIn("before the first commit", self.pggit("status", "--database=built"))
        self.pggit("checkout", "main", "--database=built", "--yolo")
        self.assertEqual(self.schema("built"), self.schema("expected"))
        self.assertEqual(self.server.sql("SELECT name FROM pggit.branches ORDER BY 1", "built").split(),
                         ["import/flyway", "main"])

        log = json.loads(self.pggit("log", "--json", "--database=built"))["commits"]
        words = {commit["proof"] for commit in log}
        self.assertLessEqual(words, {"proven", "proven on empty tables", "structure proven", "learnt", "not proven"})
        proven = [commit for commit in log if commit["proof"] == "proven"]
        self.assertGreaterEqual(len(proven), 70)
        java = next(commit for commit in log if commit["migration"] == "V20211108.1")
        self.assertEqual(java["proof"], "not proven")

        first = log[-1]["hash"]
        # V20220530.1 changed a type in a way that its values cannot be changed back: the way back says so and stops.
        refused = self.pggit("checkout", first, "--database=built", "--yolo", code=5)
        self.assertIn("--discard-rows", refused)

    def test_goes_back_and_forth_over_steps_that_keep_rows(self):
        self.server.create_database("steps")
        self.migrate("steps")
        self.pggit("checkout", "migration:V012", "--database=steps", "--yolo")
        there = self.schema("steps")
        self.pggit("checkout", "HEAD", "--database=steps", "--yolo")
        log = json.loads(self.pggit("log", "--json", "--database=steps"))["commits"]
        self.assertEqual(log[0]["migration"], "V012")
        self.pggit("checkout", log[-1]["hash"], "--database=steps", "--yolo", "--discard-rows")
        self.pggit("checkout", "migration:V012", "--database=steps", "--yolo")
        self.assertEqual(self.schema("steps"), there)

    def test_finds_a_database_that_has_it_all_and_changes_nothing_there(self):
        before = self.schema("expected")
        rows = self.oracle("rows_hash", "expected")
        self.migrate("expected")
        self.assertEqual(self.schema("expected"), before)
        self.assertEqual([line for line in self.oracle("rows_hash", "expected").splitlines() if "pggit." not in line],
                         rows.splitlines())
        status = self.pggit("status", "--database=expected")
        self.assertIn("afterMigrate", status)
        again = self.migrate("expected")
        self.assertIn(" 0 of them new", again)

    def test_says_what_is_wrong_with_bad_input(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertIn("no-such-folder", self.pggit("migrate", "--dry-run", "--dir=no-such-folder", folder=folder, code=3))
            self.pggit("migrate", "--dry-run", "--source=nothing", folder=folder, code=2)
            for jobs in ("-1", "0", "many"):
                self.pggit("migrate", "--dry-run", "--jobs", jobs, folder=folder, code=2)
            self.pggit("migrate", "--dry-run", folder=folder, code=3)
            os.makedirs(os.path.join(folder, "db/migration"))
            with open(os.path.join(folder, "db/migration/V1__broken.sql"), "w", encoding="utf-8") as file:
                file.write("CREATE TABLE a (id int);\n\nCREATE TABL b (id int);\n")
            said = self.pggit("migrate", "--dry-run", "--source=flyway", folder=folder, code=1)
            self.assertIn("db/migration/V1__broken.sql:3:1: ", said)
            self.assertIn('syntax error at or near "TABL"', said)

    def test_asks_before_it_writes_and_takes_silence_for_no(self):
        self.server.create_database("asked")
        with tempfile.TemporaryDirectory() as folder:
            os.makedirs(os.path.join(folder, "db/migration"))
            with open(os.path.join(folder, "db/migration/V1__a.sql"), "w", encoding="utf-8") as file:
                file.write("CREATE TABLE a (id int PRIMARY KEY);\n")
            self.pggit("migrate", "--source=flyway", "--database=asked", folder=folder, code=5)
        self.assertEqual(self.server.sql("SELECT count(*) FROM pg_namespace WHERE nspname = 'pggit'", "asked").strip(), "0")

    def started_by_us(self):
        """Processes with the mark that pggit() puts into the environment: other tests run at the same time."""
        mark = f"PGGIT_TEST={self.server.folder}".encode()
        found = []
        for path in glob.glob("/proc/[0-9]*/environ"):
            with contextlib.suppress(OSError), open(path, "rb") as environment:
                found += [path] if mark in environment.read() else []
        return found

    def test_leaves_no_server_behind(self):
        with tempfile.TemporaryDirectory() as folder:
            os.makedirs(os.path.join(folder, "db/migration"))
            with open(os.path.join(folder, "db/migration/V1__a.sql"), "w", encoding="utf-8") as file:
                file.write("CREATE TABLE a (id int PRIMARY KEY);\nSELECT pg_sleep(1);\n")
            with concurrent.futures.ThreadPoolExecutor() as pool:
                run = pool.submit(self.pggit, "migrate", "--dry-run", folder=folder)
                seen = 0
                while not run.done():
                    seen = max(seen, len(self.started_by_us()))
                    time.sleep(0.05)
                run.result()
        self.assertGreater(seen, 1)
        self.assertEqual(self.started_by_us(), [])


if __name__ == "__main__":
    unittest.main()
