"""What the tests of this folder share: a server, a small Flyway project, and pggit run on both."""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ORACLE = os.path.join(ROOT, "tests", "oracle")
sys.path.insert(0, ORACLE)

from throwaway_postgres import ThrowawayPostgres, find_binaries  # noqa: E402

PGGIT = os.path.join(ROOT, os.environ.get("PGGIT", "build/release/pggit"))

HISTORY = {
    "V1__people.sql": "CREATE SCHEMA app;\nCREATE TABLE app.people (id int PRIMARY KEY, name text NOT NULL);\n"
                      "INSERT INTO app.people VALUES (1, 'Ada'), (2, 'Bob');\n",
    "V2__age.sql": "ALTER TABLE app.people ADD age int CHECK (age > 0);\n",
    "V3__adults.sql": "CREATE VIEW app.adults AS SELECT id, name FROM app.people WHERE age >= 18;\n",
    "V4__name_index.sql": "CREATE INDEX people_name ON app.people (lower(name));\n",
}


@unittest.skipUnless(find_binaries(), "no PostgreSQL server on this machine")
class ProjectTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = ThrowawayPostgres()
        cls.server.__enter__()
        cls.addClassCleanup(cls.server.__exit__)

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="pggit_test_")
        self.addCleanup(shutil.rmtree, self.folder)
        self.database = self.server.create_database(self._testMethodName[:60])

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def write_history(self, files):
        for name, text in files.items():
            self.write(os.path.join("db/migration", name), text)

    def start(self, *arguments):
        return subprocess.Popen([PGGIT, *arguments, f"--database={self.database}"], cwd=self.folder,
                                env=self.server.environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True)

    def pggit(self, *arguments, code=0):
        """What it prints, errors too."""
        done = self.start(*arguments)
        said = done.communicate(timeout=120)[0]
        self.assertEqual(done.returncode, code, said)
        return said

    def migrate(self, files=None, code=0):
        self.write_history(HISTORY if files is None else files)
        return self.pggit("migrate", "--ai", "--source=flyway", "--yolo", code=code)

    def checkout(self, revision, *arguments, code=0):
        return self.pggit("checkout", revision, "--yolo", *arguments, code=code)

    def sql(self, text, user="owner"):
        return self.server.sql(text, self.database, user)

    def uri(self, database=None):
        return f"postgresql:///{database or self.database}"

    def dump(self, *arguments):
        """Schema and rows as pg_dump writes them, pggit's own schema too."""
        done = subprocess.run(["pg_dump", *arguments, self.database], env=self.server.environment(),
                              capture_output=True, text=True, check=True)
        return "\n".join(line for line in done.stdout.splitlines() if not line.startswith(("\\restrict", "\\unrestrict")))
