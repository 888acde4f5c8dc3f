"""Histories of other databases are recognised and refused with the reason, before anything runs."""

import os
import subprocess
import tempfile
import unittest

from dry_run import PGGIT


class Dialect(unittest.TestCase):
    def refused(self, *texts):
        return self.refused_files({f"V{number}__step.sql": text for number, text in enumerate(texts, 1)})

    def refused_files(self, files):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in files.items():
                path = os.path.join(folder, "db/migration", name)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "w", encoding="utf-8") as file:
                    file.write(text + "\n")
            done = subprocess.run([PGGIT, "migrate", "--ai", "--source=flyway", "--dry-run"], cwd=folder, text=True,
                                  capture_output=True, stdin=subprocess.DEVNULL, check=False)
            self.assertEqual(os.listdir(folder), ["db"], "something was written")
            return done.returncode, done.stderr

    def test_refuses_a_history_of_oracle(self):
        status, said = self.refused("CREATE TABLE a (id NUMBER(9) PRIMARY KEY,\n  name VARCHAR2(40));", "INSERT INTO a VALUES (1, 'x');")
        self.assertEqual(status, 3)
        self.assertIn("db/migration/V1__step.sql:1:20: `NUMBER` is Oracle's, and 1 of the first 2 migrations use such words", said)
        self.assertIn("--dir", said)

    def test_says_so_before_it_minds_a_folder_for_each_database(self):
        oracle = "CREATE TABLE a (id NUMBER(9) PRIMARY KEY);"
        status, said = self.refused_files({"oracle/V1__a.sql": oracle, "oracle/V2__b.sql": oracle, "hsqldb/V1__a.sql": oracle})
        self.assertEqual(status, 3)
        self.assertIn("`NUMBER` is Oracle's", said)
        status, said = self.refused_files({"a/V1__a.sql": "CREATE TABLE a (id int);", "b/V1__a.sql": "CREATE TABLE a (id int);"})
        self.assertEqual(status, 3)
        self.assertIn("Flyway refuses two", said)


if __name__ == "__main__":
    unittest.main()
