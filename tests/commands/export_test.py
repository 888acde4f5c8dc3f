"""pggit export: what leaves for another tool comes back as the same history, and builds the same database."""

import json
import os
import shutil
import subprocess
import unittest

from commands import HISTORY, PGGIT, CommandTest
from project import ORACLE, ROOT

from hard_history import HARD

WEBSHOP = os.path.join(ROOT, "examples", "webshop")
TOOLS = {"atlas": "sql", "dbmate": "dbmate", "flyway": "flyway", "golang-migrate": "golang-migrate", "goose": "goose",
         "liquibase": "liquibase", "sql": "sql", "sqitch": "sqitch"}


class Export(CommandTest):
    def store(self, *arguments):
        self.pggit("migrate", "--ai", "--yolo", "--no-shadow", *arguments)

    def export(self, tool, *arguments, code=0):
        return self.pggit("export", *arguments, f"--to={tool}", f"--out=out/{tool}", code=code)

    def tip(self, database):
        done = subprocess.run([PGGIT, "log", "--json", f"--database={database}"], cwd=self.folder, env=self.server.environment(),
                              capture_output=True, text=True, check=True)
        return json.loads(done.stdout)["commits"][0]["tree_hash"]

    def comes_back(self, tool):
        """The tree hash of what pggit reads in the export."""
        origin, self.database = self.database, self.server.create_database(f"{self._testMethodName[:40]}_{tool.replace('-', '_')}")
        try:
            self.store(f"--source={TOOLS[tool]}", "--dir", f"out/{tool}")
            return self.tip(self.database)
        finally:
            self.database = origin

    def psql_builds(self, database):
        """Runs the files of out/sql in their order; psql stops at the first error."""
        for name in sorted(os.listdir(os.path.join(self.folder, "out/sql"))):
            if name.endswith(".down.sql"):
                continue
            subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", database, "-f", os.path.join(self.folder, "out/sql", name)],
                           env=self.server.environment(), check=True, capture_output=True)

    def oracle(self, program, database):
        return subprocess.run([os.path.join(ORACLE, program), database], env=self.server.environment(), capture_output=True, text=True,
                              check=True).stdout

    def same(self, one, other):
        self.assertEqual(self.oracle("pg_dump_normalized", one), self.oracle("pg_dump_normalized", other))
        self.assertEqual(self.oracle("rows_hash", one), self.oracle("rows_hash", other))

    def test_comes_back_from_every_tool_with_the_same_tree(self):
        self.write_history(HARD)
        self.store("--source=flyway")
        for tool in TOOLS:
            with self.subTest(tool):
                self.export(tool)
                self.assertEqual(self.comes_back(tool), self.tip(self.database))

    def test_brings_the_webshop_to_every_tool_and_back(self):
        shutil.copytree(WEBSHOP, os.path.join(self.folder, "shop"))
        self.store("--source=flyway", "--dir=shop")
        for tool in TOOLS:
            with self.subTest(tool):
                said = self.export(tool)
                self.assertIn("code that was not read is missing in: V20211108.1 (java-migration)", said)
                self.assertEqual(self.comes_back(tool), self.tip(self.database))

    def test_builds_the_same_database_with_psql_and_takes_it_back(self):
        self.migrate(HARD)
        self.export("sql")
        other = self.server.create_database("built_by_psql")
        self.psql_builds(other)
        self.checkout("main", "--leave-history")
        self.same(self.database, other)
        downs = sorted(name for name in os.listdir(os.path.join(self.folder, "out/sql")) if name.endswith(".down.sql"))
        for name in reversed(downs):
            subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", other, "-f", os.path.join(self.folder, "out/sql", name)],
                           env=self.server.environment(), check=True, capture_output=True)
        left = self.server.sql("SELECT count(*) FROM pg_class WHERE relnamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname "
                               "~ '^pg_' OR nspname = 'information_schema')", other)
        self.assertEqual(left.strip(), "0")

    def test_writes_rows_of_a_copy_as_inserts_that_give_the_same_rows(self):
        self.write_history(HARD)
        self.store("--source=flyway")
        self.export("golang-migrate")
        self.export("sql")
        built, inserted = self.server.create_database("built"), self.server.create_database("inserted")
        self.psql_builds(built)
        folder = os.path.join(self.folder, "out/golang-migrate")
        for name in sorted(name for name in os.listdir(folder) if name.endswith(".up.sql")):
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                text = file.read()
            self.assertNotIn("\nCOPY", text)
            # As golang-migrate sends it: the whole file in one message.
            subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", inserted, "-c", text], env=self.server.environment(),
                           check=True, capture_output=True)
        self.same(built, inserted)

    def test_gives_a_range_alone(self):
        self.write_history(HISTORY)
        self.store("--source=flyway")
        self.assertIn("2 migrations for goose, 2 files", self.export("goose", "V2..V4"))
        self.assertEqual(sorted(os.listdir(os.path.join(self.folder, "out/goose"))), ["0003_adults.sql", "0004_name_index.sql"])

    def test_says_whose_rows_do_not_return(self):
        self.migrate(HARD)
        self.assertIn("rows do not return on their way back, since pggit alone keeps them: V7\n", self.export("goose"))
        with open(os.path.join(self.folder, "out/goose/0007_no_note.sql"), encoding="utf-8") as file:
            self.assertIn("-- way back: structure-only (the rows that it takes are kept by pggit checkout alone)\n", file.read())

    def test_touches_no_folder_that_holds_something(self):
        self.write_history(HISTORY)
        self.store("--source=flyway")
        self.write("out/goose/mine.sql", "SELECT 1;\n")
        self.assertIn("out/goose: there is something already", self.export("goose", code=5))
        self.assertEqual(os.listdir(os.path.join(self.folder, "out/goose")), ["mine.sql"])

    def test_says_what_it_was_not_told(self):
        self.write_history(HISTORY)
        self.store("--source=flyway")
        self.assertIn("there are atlas, dbmate", self.export("nothing", code=2))
        self.assertIn("name the tool with --to", self.pggit("export", "--to=goose", code=2))
        self.assertIn("V99", self.export("goose", "V99", code=2))
        self.assertFalse(os.path.exists(os.path.join(self.folder, "out")))


if __name__ == "__main__":
    unittest.main()
