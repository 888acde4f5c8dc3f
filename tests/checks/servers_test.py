"""./check and the other PostgreSQL servers: one that cannot be had is a failure, not a test less."""

import os
import sys
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tools", "checks"))

import run  # noqa: E402
from tally import Tally  # noqa: E402


class Quiet(Tally):
    def say(self, *lines):
        self.said = lines


class OtherServers(unittest.TestCase):
    def test_are_those_that_the_command_prints(self):
        tally = Quiet()
        self.assertEqual(run.other_servers(["echo", "18 /a/native"], tally), [["18", "/a/native"]])
        self.assertEqual(tally.failed, 0)

    def test_that_do_not_come_are_a_failure(self):
        tally = Quiet()
        self.assertEqual(run.other_servers(["sh", "-c", "echo 18 /a/native; exit 3"], tally), [["18", "/a/native"]])
        self.assertEqual(tally.failed, 1)
        self.assertIn("status 3", tally.said[0])


if __name__ == "__main__":
    unittest.main()
