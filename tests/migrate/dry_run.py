"""What the tests of this folder share: a Flyway history of texts, and the plan that a dry run makes of it."""

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
class DryRunTest(unittest.TestCase):
    def plan(self, *texts, options=()):
        """The plan of migrations V1, V2, ... with these texts."""
        with tempfile.TemporaryDirectory() as folder:
            os.makedirs(os.path.join(folder, "db/migration"))
            for number, text in enumerate(texts, 1):
                with open(os.path.join(folder, f"db/migration/V{number}__step.sql"), "w", encoding="utf-8") as file:
                    file.write(text + "\n")
            done = subprocess.run([PGGIT, "migrate", "--source=flyway", "--dry-run", *options], cwd=folder, text=True,
                                  capture_output=True, stdin=subprocess.DEVNULL, check=False)
            plans = glob.glob(os.path.join(folder, "migration_plan_*.json"))
            self.assertTrue(plans, done.stdout + done.stderr)
            with open(plans[0], encoding="utf-8") as file:
                return json.load(file)

    def proofs(self, *texts):
        return [commit["proof"] for commit in self.plan(*texts)["commits"]]

    def words(self, *texts):
        return [proof["word"] for proof in self.proofs(*texts)]
