"""pggit status: texts are compared by what a proof or an earlier comparison has kept, else by a server that is started."""

import glob
import os
import subprocess
import unittest

from commands import PGGIT, CommandTest

class Status(CommandTest):
    def run_here(self, *arguments):
        """With a cache of this test's own."""
        done = subprocess.run([PGGIT, *arguments, f"--database={self.database}"], cwd=self.folder, capture_output=True, text=True,
                              env=dict(self.server.environment(), XDG_CACHE_HOME=self.folder, PGGIT_PROVE_ANEW=""))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def status(self, starts_a_server):
        """A server that is started leaves an empty cluster in the cache."""
        cache = os.path.join(self.folder, "pggit")
        for name in os.listdir(cache):
            if name != "proofs":
                os.remove(os.path.join(cache, name))
        said = self.run_here("status")
        self.assertEqual(len(os.listdir(cache)) > 1, starts_a_server, os.listdir(cache))
        self.assertNotIn("not compared", said)
        return said

    def forms(self):
        return glob.glob(os.path.join(self.folder, "pggit", "proofs", "forms-*"))

    def setUp(self):
        super().setUp()
        self.flyway()
        self.run_here("migrate", "--ai", "--source=flyway", "--yolo")

    def test_starts_no_server_where_the_tip_was_proven(self):
        self.assertEqual(len(self.forms()), 1)
        self.assertIn("Drift: none", self.status(starts_a_server=False))
        self.sql("CREATE OR REPLACE VIEW app.adults AS SELECT id, name FROM app.people WHERE age >= 21")
        self.assertIn("~ view app.adults", self.status(starts_a_server=False))

    def test_starts_one_where_nothing_is_kept_and_keeps_what_it_said(self):
        os.remove(self.forms()[0])
        self.assertIn("Drift: none", self.status(starts_a_server=True))
        self.assertIn("Drift: none", self.status(starts_a_server=False))

    def test_says_the_same_where_the_server_gives_no_second_connection(self):
        said = self.status(starts_a_server=False)
        self.server.sql("ALTER ROLE owner CONNECTION LIMIT 1", "postgres", user="boss")
        self.addCleanup(self.server.sql, "ALTER ROLE owner CONNECTION LIMIT -1", "postgres", user="boss")
        self.assertEqual(self.status(starts_a_server=False), said)


if __name__ == "__main__":
    unittest.main()
