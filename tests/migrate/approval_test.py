"""What stands between a migrate and the database: a reviewed plan, the database's name typed in full, a cut history."""

import glob
import json
import os
import pty
import shutil
import subprocess
import sys
import tempfile
import unittest

import jsonschema

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tests", "oracle"))

from throwaway_postgres import ThrowawayPostgres, find_binaries  # noqa: E402

PGGIT = os.path.join(ROOT, os.environ.get("PGGIT", "build/release/pggit"))
MIGRATIONS = {
    "V1__a.sql": "CREATE TABLE a (id int PRIMARY KEY);\n",
    "V2__b.sql": "ALTER TABLE a ADD note text;\n",
    "V3__c.sql": "CREATE TABLE c (id int PRIMARY KEY);\n",
}


@unittest.skipUnless(find_binaries(), "no PostgreSQL server on this machine")
class Approval(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = ThrowawayPostgres()
        cls.server.__enter__()
        cls.addClassCleanup(cls.server.__exit__)

    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)
        os.makedirs(os.path.join(self.folder, "db/migration"))
        for name, text in MIGRATIONS.items():
            self.write(name, text)
        self.database = "d_" + self.id().rsplit(".", 1)[1][:40]
        self.server.create_database(self.database)

    def write(self, name, text):
        with open(os.path.join(self.folder, "db/migration", name), "w", encoding="utf-8") as file:
            file.write(text)

    def migrate(self, *arguments, code=0, stdin=subprocess.DEVNULL):
        command = [PGGIT, "migrate", "--source=flyway", f"--database={self.database}", *arguments]
        done = subprocess.run(command, cwd=self.folder, env=self.server.environment(), capture_output=True, text=True,
                              stdin=stdin)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def answer(self, text, *arguments, code=0):
        """The same at a terminal, where `text` is typed."""
        ours, theirs = pty.openpty()
        os.write(ours, text.encode() + b"\n")
        try:
            return self.migrate(*arguments, code=code, stdin=theirs)
        finally:
            os.close(ours)
            os.close(theirs)

    def plan(self):
        self.migrate("--dry-run")
        return glob.glob(os.path.join(self.folder, "migration_plan_*.json"))[0]

    def is_stored(self):
        return self.server.sql("SELECT count(*) FROM pg_namespace WHERE nspname = 'pggit'", self.database).strip() == "1"

    def test_a_dry_run_reads_the_database_and_writes_nothing_there(self):
        self.server.sql("CREATE TABLE a (id int PRIMARY KEY)", self.database)
        said = self.migrate("--dry-run")
        self.assertIn(f"database {self.database} on PostgreSQL ", said)
        self.assertIn(": at V1", said)
        self.assertFalse(self.is_stored())

    def test_applies_a_reviewed_plan(self):
        self.migrate("--yolo", "--plan", self.plan())
        self.assertTrue(self.is_stored())

    def test_refuses_a_plan_whose_files_changed(self):
        plan = self.plan()
        self.write("V2__b.sql", "ALTER TABLE a ADD note varchar(9);\n")
        self.write("V4__d.sql", "CREATE TABLE d (id int);\n")
        said = self.migrate("--yolo", "--plan", plan, code=5)
        self.assertIn("db/migration/V2__b.sql has other contents now", said)
        self.assertIn("db/migration/V4__d.sql is new", said)
        self.assertFalse(self.is_stored())

    def test_refuses_a_plan_for_a_database_that_changed(self):
        plan = self.plan()
        self.server.sql("CREATE TABLE of_others (id int)", self.database)
        self.assertIn("the database's schema changed", self.migrate("--yolo", "--plan", plan, code=5))
        self.assertFalse(self.is_stored())

    def test_refuses_what_is_no_plan(self):
        path = os.path.join(self.folder, "no_plan.json")
        with open(path, "w", encoding="utf-8") as file:
            file.write("{}")
        self.assertIn("not a plan", self.migrate("--yolo", "--plan", path, code=3))
        self.migrate("--yolo", "--plan", path + ".missing", code=3)

    def test_takes_the_typed_name_of_the_database_for_an_approval(self):
        self.answer("yes", "--require-confirmation", code=5)
        self.assertFalse(self.is_stored())
        said = self.answer(self.database, "--require-confirmation")
        self.assertIn(f"of database {self.database}? Type the database's name to go on: ", said)
        self.assertTrue(self.is_stored())

    def test_takes_silence_for_no_even_where_a_name_is_asked_for(self):
        self.assertIn("--yolo", self.migrate("--require-confirmation", code=5))
        self.assertFalse(self.is_stored())
        self.migrate("--require-confirmation", "--yolo")
        self.assertTrue(self.is_stored())

    def test_cuts_the_history_above_a_version(self):
        said = self.migrate("--yolo", "--target-version", "V2")
        self.assertIn("not replayed: 1 file (V3)", said)
        ids = self.server.sql("SELECT migration FROM pggit.commits ORDER BY 1", self.database).split()
        self.assertEqual(ids, ["V1", "V2"])
        self.assertIn("not a version", self.migrate("--dry-run", "--target-version", "latest?", code=2))

    def test_shadow_mode_compares_with_the_database_and_writes_nothing_there(self):
        said = self.migrate("--shadow-mode")
        self.assertIn("schema: nothing of the history is there", said)
        self.server.sql("CREATE TABLE a (id int PRIMARY KEY, note text)", self.database)
        said = self.migrate("--shadow-mode")
        self.assertIn("schema: as after V2", said)
        self.assertIn("flyway_schema_history: not in this database", said)
        self.assertNotIn("assumed", said)
        self.server.sql("ALTER TABLE a ALTER note TYPE varchar(9); CREATE TABLE of_others ()", self.database)
        said = self.migrate("--shadow-mode", code=1)
        self.assertIn("schema: nearest to V2, 2 objects differ", said)
        self.assertIn("table public.a: columns[1:note].type", said)
        self.assertIn("table public.of_others: only in the database", said)
        plan = json.loads(self.migrate("--shadow-mode", "--json", "-q", code=1).split("pggit: ")[0])
        with open(os.path.join(ROOT, "docs", "plan.schema.json"), encoding="utf-8") as file:
            jsonschema.Draft202012Validator(json.load(file)).validate(plan)
        self.assertEqual(plan["target"]["drifted"], ["table public.a: columns[1:note].type",
                                                     "table public.of_others: only in the database"])
        self.assertFalse(self.is_stored())

    def test_makes_the_shadow_like_the_database(self):
        self.server.sql(f'ALTER DATABASE "{self.database}" SET timezone = \'Asia/Tokyo\'', self.database)
        self.write("V4__zone.sql", "CREATE TABLE z (at timestamptz DEFAULT '2020-01-01 00:00'::timestamptz);\n"
                   "SELECT 1 / (current_setting('TimeZone') = 'Asia/Tokyo')::int;\n")
        self.migrate("--dry-run")

    def test_proves_on_a_server_of_the_users_and_leaves_nothing_there(self):
        self.server.sql("CREATE ROLE prover LOGIN CREATEDB", "postgres", user="boss")
        url = f"host={self.server.environment()['PGHOST']} user=prover dbname=postgres"
        self.write("V4__rows.sql", "INSERT INTO a VALUES (1, 'x'), (2, 'y');\n"
                   "CREATE TABLE child (a_id int REFERENCES a);\nINSERT INTO child VALUES (1);\n")
        self.write("V5__gone.sql", "DELETE FROM a WHERE id = 2;\n")
        self.write("V6__keyed.sql", "UPDATE a SET note = 'z';\n")
        said = self.migrate("--yolo", "--shadow", url, code=1)
        self.assertIn("- 4 proven\n", said)
        self.assertIn("V6: not proven: rows do not return for the second up: ", said)
        self.assertEqual(said.count(": not proven: "), 2, said)
        self.assertIn("walls missing: ", said)
        left = self.server.sql("SELECT count(*) FROM pg_database WHERE datname NOT LIKE 'd\\_%'", "postgres")
        self.assertEqual(left.strip(), "3")
        self.migrate("--dry-run", "--shadow", url, "--no-shadow", code=2)


if __name__ == "__main__":
    unittest.main()
