"""Histories of other databases are recognised and refused with the reason, before anything runs."""

import os
import subprocess
import tempfile
import unittest

from dry_run import PGGIT


class Dialect(unittest.TestCase):
    def refused(self, *texts):
        with tempfile.TemporaryDirectory() as folder:
            os.makedirs(os.path.join(folder, "db/migration"))
            for number, text in enumerate(texts, 1):
                with open(os.path.join(folder, f"db/migration/V{number}__step.sql"), "w", encoding="utf-8") as file:
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


if __name__ == "__main__":
    unittest.main()
