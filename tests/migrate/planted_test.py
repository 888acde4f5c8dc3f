"""Planted rows in the proof: what the history's own rows cannot show, from the files to the plan."""

import glob
import json
import os
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tests", "oracle"))

from throwaway_postgres import find_binaries  # noqa: E402

PGGIT = os.path.join(ROOT, os.environ.get("PGGIT", "build/release/pggit"))


@unittest.skipUnless(find_binaries(), "no PostgreSQL server on this machine")
class Planted(unittest.TestCase):
    def plan(self, *scripts):
        """The proof of each migration by its version, and the edge cases of the whole."""
        with tempfile.TemporaryDirectory() as folder:
            os.makedirs(os.path.join(folder, "db/migration"))
            for number, script in enumerate(scripts, 1):
                with open(os.path.join(folder, f"db/migration/V{number}__step.sql"), "w", encoding="utf-8") as file:
                    file.write(script)
            done = subprocess.run([PGGIT, "migrate", "--ai", "--source=flyway", "--dry-run"], cwd=folder,
                                  capture_output=True, text=True, stdin=subprocess.DEVNULL)
            plans = glob.glob(os.path.join(folder, "migration_plan_*.json"))
            self.assertTrue(plans, done.stdout + done.stderr)
            with open(plans[0], encoding="utf-8") as file:
                plan = json.load(file)
        proofs = {commit["id"]: (commit["proof"]["word"], commit["proof"].get("reason", ""))
                  for commit in plan["commits"]}
        return proofs, plan["edge_cases"]

    def test_proves_with_rows_what_the_history_left_empty(self):
        proofs, edges = self.plan(
            """CREATE TYPE mood AS ENUM ('sad', 'glad');
               CREATE TABLE a (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE);
               CREATE TABLE b (id serial PRIMARY KEY, a_id int NOT NULL REFERENCES a, m mood NOT NULL,
                               price int NOT NULL CHECK (price > 0), twice int GENERATED ALWAYS AS (price * 2) STORED);
               CREATE TABLE c (b_id int NOT NULL REFERENCES b, note varchar(20));""",
            "ALTER TABLE c ADD COLUMN rank int NOT NULL DEFAULT 7;",
            "CREATE INDEX ON b (m); ALTER TABLE a RENAME COLUMN name TO title;",
            "ALTER TYPE mood ADD VALUE 'odd';")
        self.assertEqual({word for word, _ in proofs.values()}, {"proven"}, proofs)
        self.assertEqual(edges, [])

    def test_catches_a_way_back_that_planted_rows_do_not_survive(self):
        # Cents become euros and back: what was below half a euro comes back as 0, which the CHECK refuses.
        proofs, _ = self.plan(
            "CREATE TABLE p (id int PRIMARY KEY, cents int NOT NULL CONSTRAINT positive CHECK (cents > 0));",
            "ALTER TABLE p ALTER cents TYPE numeric(10,2) USING cents / 100.0;")
        word, reason = proofs["V2"]
        self.assertEqual(word, "not proven")
        self.assertIn("with planted rows: down fails", reason)
        self.assertIn("positive", reason)

    def test_lists_a_check_that_only_the_rows_of_the_history_satisfy(self):
        proofs, edges = self.plan(
            "CREATE TABLE t (id int PRIMARY KEY, n int); INSERT INTO t VALUES (1, 5), (2, 9);",
            "ALTER TABLE t ADD CONSTRAINT small CHECK (n BETWEEN 1 AND 10);")
        self.assertEqual(proofs["V2"], ("proven", ""))
        self.assertEqual([(edge["migration"], edge["kind"]) for edge in edges], [("V2", "data-dependent")])
        self.assertTrue(edges[0]["where"].endswith("V2__step.sql:1:1"), edges[0])
        self.assertIn("small", edges[0]["what"])
        self.assertIn("public.t (id, n): (", edges[0]["what"])

    def test_says_why_no_row_could_be_planted(self):
        proofs, edges = self.plan(
            """CREATE FUNCTION fine(int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 = 5';
               CREATE TABLE odd (id int PRIMARY KEY, CHECK (fine(id)));""",
            "ALTER TABLE odd ADD COLUMN n int;")
        self.assertEqual(proofs["V2"], ("proven on empty tables", "public.odd held no rows, and none could be planted: "
                                        "CHECK odd_id_check is not understood"))
        self.assertEqual(edges, [])


if __name__ == "__main__":
    unittest.main()
