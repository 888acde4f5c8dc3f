"""Plain scripts as psql runs them: rows, variables, a session and a transaction for each, questions refused."""

import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from dry_run import PGGIT, find_binaries  # noqa: E402

ROWS = """\\set shelf 'A 1'
BEGIN;
CREATE TABLE books (id int PRIMARY KEY, title text, shelf text DEFAULT :'shelf');
COPY books (id, title) FROM stdin;
1\tDune
2\tEmma
\\.
COMMIT;
"""
FILES = {
    "1_books.sql": ROWS,
    # Of the two rows, so that rows that were lost would be seen.
    "2_count.sql": "CREATE TABLE counts AS SELECT count(*) AS n FROM books;\n"
                   "ALTER TABLE counts ADD CONSTRAINT two CHECK (n = 2);\n",
    "3_session.sql": "SET search_path = pg_catalog;\nCREATE TEMP TABLE mine (a int);\n",
    "4_session.sql": "CREATE TEMP TABLE mine (b int);\nALTER TABLE books ADD author text;\n",
    "5_index.sql": "CREATE INDEX CONCURRENTLY books_author ON books (author);\n",
}


@unittest.skipUnless(find_binaries(), "no PostgreSQL server on this machine")
class PlainSql(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="pggit-sql-")
        self.addCleanup(shutil.rmtree, self.folder)

    def run_on(self, files):
        for name, text in files.items():
            with open(os.path.join(self.folder, name), "w", encoding="utf-8") as file:
                file.write(text)
        return subprocess.run(
            [PGGIT, "migrate", "--ai", "--dry-run", "--source=sql", "--dir", "."],
            cwd=self.folder, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)

    def test_what_a_script_did_before_it_failed_is_not_held_against_the_next(self):
        self.run_on({"1_half.sql": "CREATE TABLE half (a int);\nALTER TABLE missing ADD a int;\n",
                     "2_next.sql": "CREATE TABLE whole (a int PRIMARY KEY);\n"})
        with open(glob.glob(os.path.join(self.folder, "migration_plan_*.json"))[0], encoding="utf-8") as file:
            proofs = {commit["message"]: commit["proof"] for commit in json.load(file)["commits"]}
        self.assertIn("proven", [proof["word"] for proof in proofs.values()], proofs)

    def test_scripts_run_as_psql_runs_them(self):
        result = self.run_on(FILES)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        self.assertIn("order: by number, 1 to 5", result.stdout)
        self.assertIn("- 5 proven", result.stdout)

    def test_two_readings_are_refused_with_the_setting_that_answers(self):
        files = {"1_a.sql": "CREATE TABLE a (i int);\n", "extra.sql": "SELECT 1;\n"}
        result = self.run_on(files)
        self.assertEqual(result.returncode, 5, result.stdout + result.stderr)
        self.assertIn('order = ["extra.sql", "*"] or order = ["*", "extra.sql"]', result.stderr)
        os.mkdir(os.path.join(self.folder, ".pggit"))
        with open(os.path.join(self.folder, ".pggit", "config.toml"), "w", encoding="utf-8") as file:
            file.write('[sql]\norder = ["*", "extra.sql"]\n')
        result = self.run_on(files)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        self.assertIn("order: as [sql] order in .pggit/config.toml says", result.stdout)


if __name__ == "__main__":
    unittest.main()
