"""A history that is proven in slices side by side is told the same as one that is proven in one piece."""

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

# What one slice leaves behind for the next: rows with the clock in them, learnt objects, refused migrations, moved sequences.
SPECIAL = {
    3: "CREATE TABLE orders (id serial PRIMARY KEY, at timestamptz DEFAULT clock_timestamp());\nINSERT INTO orders DEFAULT VALUES;",
    5: "DO $$ BEGIN EXECUTE 'CREATE TABLE learnt (id int PRIMARY KEY)'; END $$;",
    7: "ALTER TABLE nowhere ADD x int;",
    9: "DELETE FROM orders;\nALTER TABLE orders ADD note text DEFAULT 'x';",
    70: "ALTER TABLE learnt ADD more text;",
    72: "INSERT INTO orders (note) VALUES ('later');",
    74: "ALTER TABLE orders DROP COLUMN at;",
    76: "DO $$ BEGIN EXECUTE 'CREATE TABLE late (id int PRIMARY KEY)'; END $$;",
    78: "ALTER TABLE t60 RENAME TO t600;",
}


def history(length, special):
    return [special.get(i, f"CREATE TABLE t{i} (id int PRIMARY KEY, other int REFERENCES t{i - 1});" if i % 10 > 1 and i - 1
                        not in special else f"CREATE TABLE t{i} (id int PRIMARY KEY);") for i in range(1, length + 1)]


@unittest.skipUnless(find_binaries(), "no PostgreSQL server on this machine")
class Slices(unittest.TestCase):
    def plan(self, texts, jobs):
        with tempfile.TemporaryDirectory() as folder:
            os.makedirs(os.path.join(folder, "db/migration"))
            for number, text in enumerate(texts, 1):
                with open(os.path.join(folder, f"db/migration/V{number}__step.sql"), "w", encoding="utf-8") as file:
                    file.write(text + "\n")
            done = subprocess.run([PGGIT, "migrate", "--source=flyway", "--dry-run", "--jobs", str(jobs)], cwd=folder, text=True,
                                  capture_output=True, stdin=subprocess.DEVNULL, check=False)
            files = glob.glob(os.path.join(folder, "migration_plan_*.json"))
            self.assertTrue(files, done.stdout + done.stderr)
            with open(files[0], encoding="utf-8") as file:
                plan = json.load(file)
            del plan["created_at"]
            return plan

    def test_are_told_as_one_piece(self):
        texts = history(82, SPECIAL)
        whole = self.plan(texts, 1)
        words = {commit["proof"]["word"] for commit in whole["commits"]}
        self.assertEqual(words, {"proven", "structure proven", "learnt"})
        self.assertEqual(whole, self.plan(texts, 2))

    def test_that_do_not_begin_where_the_one_before_them_ended_are_proven_again_in_one_piece(self):
        random_name = "DO $$ BEGIN EXECUTE format('CREATE TABLE r%s (id int)', (random() * 1e9)::int); END $$;"
        plan = self.plan(history(80, {2: random_name}), 2)
        words = [commit["proof"]["word"] for commit in plan["commits"]]
        self.assertEqual(words[1], "not proven")
        self.assertEqual(words[2:], ["proven"] * 78)


if __name__ == "__main__":
    unittest.main()
