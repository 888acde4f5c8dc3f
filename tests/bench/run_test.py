"""bench/run and bench/diff: all that they promise is measured."""

import json
import os
import subprocess
import sys
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tests", "oracle"))

from throwaway_postgres import find_binaries  # noqa: E402

PGGIT = os.path.join(ROOT, os.environ.get("PGGIT", "build/release/pggit"))


@unittest.skipUnless(find_binaries(), "no PostgreSQL server on this machine")
class BenchRun(unittest.TestCase):
    def test_measures_every_row_of_small_histories(self):
        command = [os.path.join(ROOT, "bench", "run"), "--quick", "--json", "--pggit", PGGIT]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        columns = json.loads(done.stdout)
        self.assertEqual(set(columns), {"30", "60", "90"})
        proven = columns["60"]
        for name in ("floor", "read", "cold", "proof", "again", "one new", "memory", "read memory", "store", "log", "status",
                     "status asks", "status reads"):
            self.assertGreater(proven[name], 0, name)
        self.assertAlmostEqual(proven["proof / floor"], proven["proof"] / proven["floor"])
        self.assertLess(proven["again"], proven["proof"])
        self.assertNotIn("proof", columns["90"])

    def test_measures_the_diff_of_two_databases(self):
        command = [os.path.join(ROOT, "bench", "diff"), "--tables", "20", "--changes", "5", "--runs", "1", "--pggit", PGGIT]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout, r"^diff \d\.\d+ s, asks \d\.\d+ s, ratio \d+\.\d+, alone \d\.\d+ s, [1-9]\d* statements, \d+ MB\n$")


if __name__ == "__main__":
    unittest.main()
