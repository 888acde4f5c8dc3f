"""bench/run: every row of its table is measured."""

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


if __name__ == "__main__":
    unittest.main()
