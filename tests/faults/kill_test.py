"""kill -9 at random moments of migrate and of checkout: within two seconds no process and no folder of the run is
left, and the next run ends as if nothing had happened.

PGGIT_KILLS=100 kills so often (else a few times); PGGIT_SEED repeats the moments of an earlier run.
"""

import json
import os
import random
import subprocess
import sys
import time
import unittest

from runs import HISTORY, ORACLE, FaultTest

KILLS = int(os.environ.get("PGGIT_KILLS", "6"))
SEED = int(os.environ.get("PGGIT_SEED", random.SystemRandom().randrange(10**6)))
SECONDS_TO_CLEAN = 2.0

STEPS = {
    **HISTORY,
    "V5__many.sql": "CREATE TABLE app.numbers (n int PRIMARY KEY, word text);\n"
                    "INSERT INTO app.numbers SELECT n, 'word ' || n FROM generate_series(1, 5000) n;\n",
    "V6__by_age.sql": "CREATE INDEX CONCURRENTLY people_age ON app.people (age);\n",
    "V7__orders.sql": "CREATE TABLE app.orders (id int PRIMARY KEY, person int REFERENCES app.people);\n"
                      "CREATE FUNCTION app.adult(n int) RETURNS boolean LANGUAGE sql AS 'SELECT n >= 18';\n",
    "V8__kind.sql": "CREATE TYPE app.kind AS ENUM ('a', 'b');\nALTER TABLE app.orders ADD kind app.kind DEFAULT 'a';\n",
}
MIGRATE = ("migrate", "--ai", "--source=flyway", "--yolo")


class Kill(FaultTest):
    def setUp(self):
        super().setUp()
        self.random = random.Random(SEED)
        self.write_history(STEPS)
        self.slowest = 0.0

    def play(self):
        subprocess.run([os.path.join(ORACLE, "flyway_psql"), self.folder, "--history", "-d", self.database],
                       env=self.server.environment(), check=True, capture_output=True)

    def log(self):
        return [commit["hash"] for commit in json.loads(self.pggit("log", "main", "--json"))["commits"]]

    def seconds_of(self, *arguments):
        began = time.monotonic()
        self.pggit(*arguments)
        return time.monotonic() - began

    def kill_at(self, moment, *arguments):
        run = self.run_pggit(*arguments)
        time.sleep(moment)
        killed = not run.ended()
        if killed:
            run.kill()
            left, took = run.leftovers(SECONDS_TO_CLEAN)
            self.slowest = max(self.slowest, took)
            self.assertEqual(left, [], f"seed {SEED}: left {SECONDS_TO_CLEAN} s after a kill at {moment:.3f} s")
        status = run.wait()
        self.assertIn(status, (0, -9) if killed else (0,), run.complained)
        self.killed += status == -9

    def moments(self, seconds):
        """Random moments, until there were as many kills as were asked for (some come too late)."""
        self.killed = 0
        for _ in range(3 * KILLS + 10):
            if self.killed >= KILLS:
                return
            yield self.random.uniform(0, seconds)
        self.fail(f"only {self.killed} of {KILLS} runs were still there to be killed")

    def tell(self, what, seconds):
        print(f"{what}: {self.killed} kills in runs of {seconds:.2f} s, seed {SEED}, cleaned up after at most "
              f"{self.slowest:.2f} s", file=sys.stderr)

    def test_migrate(self):
        self.play()
        outside = self.dump("-N", "pggit")
        seconds = min(self.seconds_of(*MIGRATE), self.seconds_of(*MIGRATE))
        expected = (self.log(), self.dump("-s"))
        for moment in self.moments(seconds):
            self.sql("SET client_min_messages = warning; DROP SCHEMA IF EXISTS pggit CASCADE")
            self.kill_at(moment, *MIGRATE)
            self.pggit(*MIGRATE)
            self.assertEqual((self.log(), self.dump("-s")), expected, f"seed {SEED}, {moment}")
            self.assertEqual(self.dump("-N", "pggit"), outside)
        self.tell("migrate", seconds)

    def at(self):
        """Schema and rows outside of pggit, and what the tool believes to be applied."""
        everything = self.dump("-N", "pggit", "--exclude-table-data=flyway_schema_history")
        return everything, self.sql("SELECT version, success FROM flyway_schema_history ORDER BY installed_rank")

    def test_checkout(self):
        self.play()
        self.pggit(*MIGRATE)
        ends = ["main", self.log()[-1]]
        there = ("checkout", ends[0], "--yolo", "--discard-rows")
        back = ("checkout", ends[1], "--yolo", "--discard-rows")
        seconds = {there: 0, back: 0}
        expected = {}
        for command in (back, there, back, there):
            seconds[command] = self.seconds_of(*command)
            expected[command] = self.at()
        for moment in self.moments(1):
            for command in (back, there):
                self.kill_at(moment * seconds[command], *command)
                self.pggit("status")
                self.pggit(*command)
                self.assertEqual(self.at(), expected[command], f"seed {SEED}, {moment}")
        self.tell("checkout", sum(seconds.values()))


if __name__ == "__main__":
    unittest.main()
