"""What pggit exports for a tool, run by the tool itself, gives what psql makes of the same history; and goes back to nothing."""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import liquibase  # noqa: E402
from hard_history import HARD  # noqa: E402
from throwaway_postgres import find_binaries  # noqa: E402

PGGIT = os.path.join(liquibase.ROOT, os.environ.get("PGGIT", "build/release/pggit"))
OWN = ("databasechangelog", "databasechangeloglock")
LEFT = "SELECT count(*) FROM pg_class WHERE relnamespace::regnamespace::text IN ('app', 'public') AND relname NOT LIKE 'databasechange%'"


def has_sqitch():
    return shutil.which("sqitch") and subprocess.run(["perl", "-MDBD::Pg", "-e1"], check=False, capture_output=True).returncode == 0


@unittest.skipUnless(find_binaries(), "no PostgreSQL server on this machine")
class RealTools(unittest.TestCase):
    maxDiff = 20000

    @classmethod
    def setUpClass(cls):
        cls.server = liquibase.LoopbackPostgres()
        cls.server.__enter__()
        cls.addClassCleanup(cls.server.__exit__, None, None, None)
        cls.folder = tempfile.mkdtemp(prefix="pggit_test_")
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        for name, text in HARD.items():
            path = os.path.join(cls.folder, "db/migration", name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        cls.server.create_database("origin")
        cls.run_in(cls.folder, PGGIT, "migrate", "--no-shadow", "--yolo", "--source=flyway", "--database=origin")
        cls.server.create_database("psql")
        for name in cls.export("sql"):
            if not name.endswith(".down.sql"):
                cls.run_in(cls.folder, "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", "psql", "-f", f"out/sql/{name}")
        cls.expected = cls.state_of("psql")

    @classmethod
    def run_in(cls, folder, *command):
        environment = dict(cls.server.environment(), HOME=cls.folder, SQITCH_FULLNAME="Ada", SQITCH_EMAIL="ada@example.org", TZ="UTC",
                           LANG="C.UTF-8")
        done = subprocess.run(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, timeout=120, check=False)
        if done.returncode != 0:
            raise AssertionError(done.stdout)
        return done.stdout

    @classmethod
    def export(cls, tool):
        """The names of the files, sorted."""
        cls.run_in(cls.folder, PGGIT, "export", f"--to={tool}", f"--out=out/{tool}", "--database=origin")
        return sorted(os.listdir(os.path.join(cls.folder, "out", tool)))

    @classmethod
    def state_of(cls, database):
        left_out = [part for table in OWN for part in ("-T", table)]
        schema = cls.run_in(HERE, os.path.join(HERE, "pg_dump_normalized"), database, "-N", "sqitch", *left_out)
        rows = cls.run_in(HERE, os.path.join(HERE, "rows_hash"), database)
        return schema, [line for line in rows.splitlines() if not line.startswith(("sqitch.", "public.databasechange"))]

    def expect_state(self, database):
        self.assertEqual(self.state_of(database), self.expected)

    def expect_nothing(self, database):
        self.assertEqual(self.server.sql(LEFT, database).strip(), "0")

    @unittest.skipUnless(shutil.which("java"), "no Java on this machine")
    def test_liquibase(self):
        self.export("liquibase")
        self.server.create_database("liquibase")
        folder = os.path.join(self.folder, "out/liquibase")
        liquibase.run(self.server, "liquibase", folder, "changelog.sql", "update")
        self.expect_state("liquibase")
        liquibase.run(self.server, "liquibase", folder, "changelog.sql", "rollback-count", "--count=99")
        self.expect_nothing("liquibase")

    @unittest.skipUnless(has_sqitch(), "no Sqitch on this machine")
    def test_sqitch(self):
        self.export("sqitch")
        self.server.create_database("sqitch")
        folder = os.path.join(self.folder, "out/sqitch")
        self.run_in(folder, "sqitch", "deploy", "--target", "db:pg:sqitch")
        self.expect_state("sqitch")
        self.run_in(folder, "sqitch", "revert", "-y", "--target", "db:pg:sqitch")
        self.expect_nothing("sqitch")


if __name__ == "__main__":
    unittest.main()
