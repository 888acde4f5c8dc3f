"""Histories of tools whose files are SQL, as each tool would send them."""

import glob
import json
import os
import shutil
import subprocess
import tempfile
import unittest

from dry_run import PGGIT, ROOT, find_binaries


@unittest.skipUnless(find_binaries(), "no PostgreSQL server on this machine")
class Tools(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)

    def plan(self, *options):
        done = subprocess.run([PGGIT, "migrate", "--ai", "--auto-detect", "--dry-run", *options], cwd=self.folder, text=True,
                              capture_output=True, stdin=subprocess.DEVNULL, check=False)
        plans = glob.glob(os.path.join(self.folder, "migration_plan_*.json"))
        self.assertTrue(plans, done.stdout + done.stderr)
        with open(plans[0], encoding="utf-8") as file:
            return json.load(file)

    def proofs_of_sample(self, name):
        plan = self.plan("--dir", os.path.join(ROOT, "tests/histories", name, "history"))
        return [(commit["id"], commit["proof"]["word"]) for commit in plan["commits"]]

    def write(self, texts):
        os.makedirs(os.path.join(self.folder, "migrations"))
        for name, text in texts.items():
            with open(os.path.join(self.folder, "migrations", name), "w", encoding="utf-8") as file:
                file.write(text)

    def test_golang_migrate_runs_an_index_concurrently_that_is_alone_in_its_file(self):
        self.assertEqual(self.proofs_of_sample("golang-migrate/pairs"),
                         [("1", "proven"), ("2", "proven"), ("10", "proven")])

    def test_goose_runs_what_it_cut_and_goes_on_behind_a_hole(self):
        self.assertEqual(self.proofs_of_sample("goose/sections"),
                         [("1", "proven"), ("2", "proven"), ("3", "not proven"), ("20240131093000", "proven")])

    def test_mybatis_runs_statements_with_delimiters_of_their_own(self):
        self.assertEqual(self.proofs_of_sample("mybatis/environments"),
                         [("20240131093000", "proven"), ("20240205120000", "proven")])

    def test_a_session_goes_on_behind_a_migration_that_fails_outside_of_a_transaction(self):
        self.write({"1_a.up.sql": "CREATE SCHEMA app; SET search_path TO app; CREATE TABLE a (id int PRIMARY KEY);",
                    "2_b.up.sql": "BEGIN; SELECT 1; COMMIT; SELECT 1/0;",
                    "3_c.up.sql": "CREATE TABLE c (id int PRIMARY KEY);"})
        commits = self.plan()["commits"]
        self.assertEqual([commit["proof"]["word"] for commit in commits], ["proven", "proven"])
        self.assertEqual([version["object"] for version in commits[1]["versions"]], ["table app.c"])


if __name__ == "__main__":
    unittest.main()
