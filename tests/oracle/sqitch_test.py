"""The real Sqitch beside pggit: the same project deployed by both must give the same schema, rows, ids and order."""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest

from throwaway_postgres import ThrowawayPostgres, find_binaries

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PGGIT = os.path.join(ROOT, os.environ.get("PGGIT", "build/release/pggit"))
LIBRARY = os.path.join(ROOT, "tests/histories/sqitch/library/history")
PEOPLE = "CREATE SCHEMA people;\nCREATE TABLE people.people (id int PRIMARY KEY);\nINSERT INTO people.people VALUES (1);\n"


def has_sqitch():
    """Debian has Sqitch and its way to PostgreSQL in two packages."""
    return shutil.which("sqitch") and subprocess.run(["perl", "-MDBD::Pg", "-e1"], check=False, capture_output=True).returncode == 0


@unittest.skipUnless(find_binaries(), "no PostgreSQL server on this machine")
@unittest.skipUnless(has_sqitch(), "no Sqitch on this machine")
class Sqitch(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = ThrowawayPostgres()
        cls.server.__enter__()
        cls.addClassCleanup(cls.server.__exit__)

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="pggit_test_")
        self.addCleanup(shutil.rmtree, self.folder)
        self.library = os.path.join(self.folder, "library")
        shutil.copytree(LIBRARY, self.library)
        self.people = os.path.join(self.folder, "people")
        self.write("people/sqitch.conf", "[core]\n\tengine = pg\n[engine \"pg\"]\n\tregistry = meta\n")
        self.write("people/sqitch.plan", "%project=people\n\npeople 2024-01-01T00:00:00Z Ada L. <ada@example.org>\n")
        self.write("people/deploy/people.sql", PEOPLE)
        name = self._testMethodName
        self.real, self.ours = (self.server.create_database(f"{which}_{name}"[:60]) for which in ("real", "ours"))

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def run_in(self, folder, *command, code=0):
        environment = dict(self.server.environment(), HOME=self.folder, SQITCH_FULLNAME="Ada L.", SQITCH_EMAIL="ada@example.org",
                           SQITCH_SYSTEM_CONFIG="/dev/null", TZ="UTC", LANG="C.UTF-8")
        done = subprocess.run(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, timeout=120, check=False)
        self.assertEqual(done.returncode, code, done.stdout)
        return done.stdout

    def sqitch(self, folder, command, *options):
        return self.run_in(folder, "sqitch", command, "--target", f"db:pg:{self.real}", *options)

    def deploy(self, *options):
        self.sqitch(self.people, "deploy")
        return self.sqitch(self.library, "deploy", *options)

    def migrate(self, *options):
        """pggit's conversion of the library, in a database that has what the other project makes."""
        self.server.sql(PEOPLE, self.ours)
        self.write("people.sql", PEOPLE)
        return self.run_in(self.folder, PGGIT, "migrate", "--ai", "--source=sqitch", f"--dir={self.library}", "--yolo",
                           "--pre-script", os.path.join(self.folder, "people.sql"), f"--database={self.ours}", *options)

    def convert(self, *options):
        said = self.migrate(*options)
        self.run_in(self.folder, PGGIT, "checkout", "main", "--yolo", f"--database={self.ours}")
        return said

    def rows(self, database, query):
        return self.server.sql(query, database).splitlines()

    def schema(self, database):
        done = subprocess.run([os.path.join(ROOT, "tests/oracle/pg_dump_normalized"), database, "-N", "meta"],
                              env=self.server.environment(), capture_output=True, text=True, check=True)
        return done.stdout

    def contents(self, database):
        done = subprocess.run([sys.executable, os.path.join(ROOT, "tests/oracle/rows_hash"), database],
                              env=self.server.environment(), capture_output=True, text=True, check=True)
        return [line for line in done.stdout.splitlines() if not line.startswith("meta.")]

    def changes(self):
        """What the registry of the real Sqitch holds of the library, in the order of deployment."""
        return self.rows(self.real, "SELECT change_id, script_hash, change FROM meta.changes WHERE project = 'library' "
                                    "ORDER BY committed_at")

    def commits(self):
        """The same of pggit's history, from its first commit on."""
        return self.rows(self.ours, "WITH RECURSIVE line AS (SELECT c.hash, c.parents, 0 AS back FROM pggit.commits c JOIN "
                                    "pggit.branches b ON b.head_commit_hash = c.hash AND b.name = 'import/sqitch' UNION ALL "
                                    "SELECT c.hash, c.parents, back + 1 FROM line l JOIN pggit.commits c ON c.hash = l.parents[1]) "
                                    "SELECT m.version, m.checksum, split_part(c.migration, '@', 1) FROM line l JOIN pggit.commits c "
                                    "USING (hash) JOIN pggit.migrations m ON m.commit_hash = hash ORDER BY back DESC")

    def test_deploys_the_same_schema_rows_and_ids_in_the_same_order(self):
        self.deploy("--verify")
        said = self.convert()
        self.assertIn("Detected: Sqitch with 7 migrations", said)
        self.assertIn("takes a value from a command, which is never run", said)
        self.assertEqual(self.schema(self.ours), self.schema(self.real))
        self.assertEqual(self.contents(self.ours), self.contents(self.real))
        self.assertEqual(self.commits(), self.changes())
        self.assertEqual(len(self.changes()), 7)

    def test_stops_where_the_real_one_stops(self):
        self.deploy("--to", "@v1.1-rc")
        self.convert("--target-version", "@v1.1-rc")
        self.assertEqual(self.commits(), self.changes())
        self.assertEqual(self.schema(self.ours), self.schema(self.real))
        self.assertEqual(self.contents(self.ours), self.contents(self.real))

    def test_a_script_of_another_text_is_another_schema_and_hash(self):
        self.deploy()
        self.write("library/db/up/titles.ddl", "CREATE OR REPLACE VIEW library.titles AS SELECT lower(title) AS title, author "
                                               "FROM library.books;\n")
        self.convert()
        self.assertNotEqual(self.schema(self.ours), self.schema(self.real))
        differing = [ours for ours, real in zip(self.commits(), self.changes()) if ours != real]
        self.assertEqual([line.split("|")[2] for line in differing], ["titles"])

    def test_a_plan_of_another_note_is_another_line_of_ids(self):
        self.deploy()
        with open(os.path.join(self.library, "db/library.plan"), encoding="utf-8") as file:
            text = file.read()
        self.write("library/db/library.plan", text.replace("Who wrote them.", "Who wrote it."))
        self.convert()
        same = [ours.split("|")[0] == real.split("|")[0] for ours, real in zip(self.commits(), self.changes())]
        self.assertEqual(same, [True] * 3 + [False] * 4)

    def test_goes_back_in_the_same_order_to_the_same_schemas(self):
        self.deploy()
        self.convert()
        steps = [line.split("|")[2] for line in reversed(self.commits())]
        for to, revision in (("@v2.0", "migration:titles@v2.0"), ("@v1.1", "migration:authors"), ("@v1.0", "migration:titles@v1.0")):
            self.sqitch(self.library, "revert", "-y", "--to", to)
            self.run_in(self.folder, PGGIT, "checkout", revision, "--yolo", "--discard-rows", f"--database={self.ours}")
            self.assertEqual(self.schema(self.ours), self.schema(self.real), to)
            self.assertEqual(self.contents(self.ours), self.contents(self.real), to)
        self.sqitch(self.library, "revert", "-y")
        reverted = self.rows(self.real, "SELECT change FROM meta.events WHERE event = 'revert' AND project = 'library' "
                                        "ORDER BY committed_at")
        self.assertEqual(steps, reverted)

    def test_reads_what_the_registry_says(self):
        self.deploy("--to", "authors")
        self.run_in(self.folder, PGGIT, "migrate", "--ai", "--source=sqitch", f"--dir={self.library}", "--yolo", "--pre-script",
                    self.people_script(), f"--database={self.real}")
        said = self.run_in(self.folder, PGGIT, "status", f"--dir={self.library}", f"--database={self.real}")
        self.assertIn("changes: 4 applied, 3 pending", said)
        self.assertNotIn("meta", said)

    def people_script(self):
        self.write("people.sql", PEOPLE)
        return os.path.join(self.folder, "people.sql")


if __name__ == "__main__":
    unittest.main()
