"""Migrations that take along what is prepared in their session, where pggit prepares its own questions."""

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
class Session(unittest.TestCase):
    def words(self, *texts):
        with tempfile.TemporaryDirectory() as folder:
            os.makedirs(os.path.join(folder, "db/migration"))
            for number, text in enumerate(texts, 1):
                with open(os.path.join(folder, f"db/migration/V{number}__step.sql"), "w", encoding="utf-8") as file:
                    file.write(text + "\n")
            subprocess.run([PGGIT, "migrate", "--source=flyway", "--dry-run"], cwd=folder, capture_output=True,
                           stdin=subprocess.DEVNULL, check=False)
            with open(glob.glob(os.path.join(folder, "migration_plan_*.json"))[0], encoding="utf-8") as file:
                return [commit["proof"]["word"] for commit in json.load(file)["commits"]]

    def test_may_deallocate_all(self):
        self.assertEqual(self.words("CREATE TABLE a (id int PRIMARY KEY);", "DEALLOCATE ALL;\nALTER TABLE a ADD b int;",
                                    "ALTER TABLE a ADD c int;"), ["proven", "proven", "proven"])

    def test_may_do_so_in_code(self):
        words = self.words("CREATE TABLE a (id int PRIMARY KEY);",
                           "DO $$ BEGIN EXECUTE 'DEALLOCATE ALL'; END $$;\nALTER TABLE a ADD b int;", "ALTER TABLE a ADD c int;")
        self.assertEqual(words, ["proven", "learnt", "proven"])


if __name__ == "__main__":
    unittest.main()
