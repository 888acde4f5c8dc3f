"""pggit makes of a changelog what the real Liquibase makes of it: same catalog, same rows."""

import difflib
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
from throwaway_postgres import find_binaries  # noqa: E402

PGGIT = os.path.join(liquibase.ROOT, os.environ.get("PGGIT", "build/release/pggit"))
OWN_TABLES = ("databasechangelog", "databasechangeloglock")


def state_of(server, database):
    """Its schema and its rows, without Liquibase's own tables."""
    left_out = [part for table in OWN_TABLES for part in ("-T", table)]
    environment = server.environment()
    schema = subprocess.run([os.path.join(HERE, "pg_dump_normalized"), database, *left_out], env=environment, text=True,
                            capture_output=True, check=True).stdout
    rows = subprocess.run([os.path.join(HERE, "rows_hash"), database, "--stable"], env=environment, text=True,
                          capture_output=True, check=True).stdout
    return schema.splitlines(), [line for line in rows.splitlines() if not any(name in line for name in OWN_TABLES)]


def difference(real, converted):
    return list(difflib.unified_diff(real, converted, "Liquibase", "pggit", lineterm="", n=1))


@unittest.skipUnless(find_binaries() and shutil.which("java"), "no PostgreSQL server or no Java on this machine")
class RealTool(unittest.TestCase):
    maxDiff = 20000

    @classmethod
    def setUpClass(cls):
        cls.server = liquibase.LoopbackPostgres()
        cls.server.__enter__()
        cls.addClassCleanup(cls.server.__exit__, None, None, None)
        cls.server.create_database("real")
        liquibase.run(cls.server, "real", os.path.join(HERE, "liquibase"), "master.xml", "update", "--contexts=a")
        cls.real = state_of(cls.server, "real")

    def pggit(self, folder, *arguments):
        done = subprocess.run([PGGIT, *arguments], cwd=folder, env=self.server.environment(), text=True, capture_output=True,
                              stdin=subprocess.DEVNULL, check=False)
        return done.returncode, done.stdout + done.stderr

    def built_by_pggit(self, database, change=lambda folder: None):
        """The state of a database that pggit's conversion of the fixture built."""
        self.server.create_database(database)
        with tempfile.TemporaryDirectory() as scratch:
            folder = os.path.join(scratch, "changelog")
            shutil.copytree(os.path.join(HERE, "liquibase"), folder)
            change(folder)
            target = f"--database={database}"
            code, said = self.pggit(scratch, "migrate", "--ai", "--source=liquibase", "--dir", folder, "--env", "a", "--yolo", target)
            self.assertIn(code, (0, 1), said)
            code, out = self.pggit(scratch, "checkout", "main", "--yolo", target)
            self.assertEqual(code, 0, said + out)
        return state_of(self.server, database)

    def test_makes_the_catalog_and_the_rows_that_pggit_makes(self):
        schema, rows = self.built_by_pggit("converted")
        self.assertEqual(difference(self.real[0], schema), [])
        self.assertEqual(difference(self.real[1], rows), [])

    def test_leaves_a_database_that_pggit_knows_changeset_by_changeset(self):
        self.server.sql('CREATE DATABASE live TEMPLATE real OWNER owner', "postgres", user="boss")
        with tempfile.TemporaryDirectory() as scratch:
            folder = os.path.join(HERE, "liquibase")
            self.pggit(scratch, "migrate", "--ai", "--source=liquibase", "--dir", folder, "--env", "a", "--yolo", "--database=live")
            _, said = self.pggit(scratch, "status", "--database=live")
            self.assertIn("databasechangelog: 87 applied", said)
            self.assertIn("Drift: none", said)
            code, said = self.pggit(scratch, "checkout", "HEAD~1", "--yolo", "--discard-rows", "--database=live")
            self.assertEqual(code, 0, said)
            last = "SELECT exectype FROM databasechangelog WHERE id = 'last' AND author = 'ann' AND filename = 'conditions'"
            self.assertEqual(self.server.sql(last, "live"), "")
            code, said = self.pggit(scratch, "checkout", "main", "--yolo", "--database=live")
            self.assertEqual(code, 0, said)
            self.assertEqual(self.server.sql(last, "live"), "EXECUTED")

    def test_differs_where_one_change_differs(self):
        def plant(folder):
            path = os.path.join(folder, "changes.xml")
            with open(path, encoding="utf-8") as file:
                text = file.read()
            self.assertIn('onDelete="CASCADE"', text)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text.replace('onDelete="CASCADE"', 'onDelete="NO ACTION"').replace('value="bob"', 'value="rob"'))

        schema, rows = self.built_by_pggit("planted", plant)
        self.assertNotEqual(self.real[0], schema)
        self.assertNotEqual(self.real[1], rows)


if __name__ == "__main__":
    unittest.main()
