"""tools/field_test: what it counts, what it leaves out, and what it says of a history that cannot be used."""

import json
import os
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path[:0] = [os.path.join(ROOT, "tests", "oracle"), os.path.join(ROOT, "tools")]

from field_test_lib import migrator, psql_floor, words  # noqa: E402
from throwaway_postgres import find_binaries  # noqa: E402

PGGIT = os.path.join(ROOT, os.environ.get("PGGIT", "build/release/pggit"))
SHOP = {
    "V1__a.sql": "CREATE TABLE a (id int PRIMARY KEY, n int);\n",
    "V2__rows.sql": "INSERT INTO a VALUES (1, 1);\nUPDATE a SET n = 2;\n",
    "V3__elsewhere.sql": "ALTER TABLE made_elsewhere ADD b int;\n",
    "V4__drop.sql": "ALTER TABLE a DROP n;\n",
}


class Floor(unittest.TestCase):
    def test_finds_the_folder_of_the_migrations_beside_other_files(self):
        listed = ["migrations/1_a/migration.sql", "migrations/2_b/migration.sql"]
        with tempfile.TemporaryDirectory() as folder:
            for path in listed + ["schema.prisma"]:
                os.makedirs(os.path.dirname(os.path.join(folder, path)), exist_ok=True)
                with open(os.path.join(folder, path), "w", encoding="utf-8"):
                    pass
            plan = {"source": {"folders": [folder]}, "refused": [], "commits": [{"path": path} for path in listed],
                    "inputs": [{"path": path} for path in listed + ["schema.prisma"]]}
            self.assertEqual(psql_floor.folders_of(plan, ["--dir", folder], "prisma"), [os.path.join(folder, "migrations")])

    def test_gives_up_the_role_for_extensions_alone(self):
        text = "-- CREATE EXTENSION a;\nSELECT 'create extension b';\ncreate extension \"c\" with schema s;\nDO $$ CREATE EXTENSION d $$;"
        self.assertEqual(migrator.with_extensions(text, "me").count("RESET SESSION AUTHORIZATION"), 1)
        self.assertIn('create extension "c" with schema s; REASSIGN OWNED BY CURRENT_USER TO "me"; SET SESSION AUTHORIZATION "me";',
                      migrator.with_extensions(text, "me"))

    def test_says_what_left_out_migrations_take(self):
        self.assertIn("--pre-script", words.remedy("ERROR:  permission denied to create role"))
        self.assertIn("--shadow", words.remedy("ERROR:  syntax error at or near \"x\""))
        self.assertIn("--search-path", words.remedy("ERROR:  relation \"x\" does not exist"))
        self.assertEqual(words.remedy("ERROR:  division by zero"), "are refused by psql")


@unittest.skipUnless(find_binaries(), "no PostgreSQL server on this machine")
class FieldTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def write(self, history, files):
        os.makedirs(os.path.join(self.folder, history, "db/migration"))
        for name, text in files.items():
            with open(os.path.join(self.folder, history, "db/migration", name), "w", encoding="utf-8") as file:
                file.write(text)

    def run_it(self, *arguments):
        done = subprocess.run([os.path.join(ROOT, "tools/field_test"), self.folder, "--pggit", PGGIT, *arguments], text=True,
                              capture_output=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def test_counts_what_psql_can_apply_and_goes_on_after_what_cannot_be_used(self):
        self.write("oracle", {"V1__a.sql": "CREATE TABLE a (id NUMBER(9), name VARCHAR2(9));\n"})
        self.write("shop", SHOP)
        self.write("with_options", SHOP)
        before = os.path.join(self.folder, "before.sql")
        with open(before, "w", encoding="utf-8") as file:
            file.write("CREATE TABLE made_elsewhere (a int PRIMARY KEY);\n")
        with open(os.path.join(self.folder, "with_options.args"), "w", encoding="utf-8") as file:
            file.write(f"--source=flyway --dir {{}} --pre-script {before}\n")
        kept = os.path.join(self.folder, "out.json")
        said = self.run_it("--json", kept)
        self.assertIn("oracle: pggit: db/migration/V1__a.sql:1:20: `NUMBER` is Oracle's", said)
        self.assertIn("shop: flyway, 4 files, 5 statements, ", said)
        self.assertIn("psql applies 3 of 4; of these 2 proven, 1 structure proven", said)
        self.assertIn("proven, structure proven or learnt: 100.0 %; DDL-only and proven: 2 of 2 = 100.0 %", said)
        self.assertIn("left out: 1 need what was there before or follow on one that failed (--pre-script FILE, --search-path "
                      'PATH, --role NAME): V3 (psql::1: ERROR:  relation "made_elsewhere" does not exist)', said)
        self.assertIn("psql applies 4 of 4; of these 3 proven, 1 structure proven", said)
        with open(kept, encoding="utf-8") as file:
            migrations = json.load(file)[1]["migrations"]
        self.assertEqual([one["id"] for one in migrations if one["applies"]], ["V1", "V2", "V4"])

    def test_psql_has_the_rights_of_a_migration_and_what_the_harness_does_for_one(self):
        self.write("rights", {
            "V1__extension.sql": "-- CREATE EXTENSION dblink;\nCREATE EXTENSION IF NOT EXISTS pg_stat_statements;\n",
            "V2__table.sql": "CREATE TABLE a (id int PRIMARY KEY);\nGRANT SELECT ON a TO app;\nALTER TABLE a OWNER TO app;\n",
            "V3__role.sql": "DO $$ BEGIN CREATE ROLE other; END $$;\n",
            "V4__system.sql": "CREATE TABLE b (a int REFERENCES a);\nALTER TABLE b DISABLE TRIGGER ALL;\n"})
        said = self.run_it()
        self.assertIn("psql applies 2 of 4; ", said)
        self.assertIn("left out: 2 need more rights than a migration's role has (--pre-script FILE, what they do with those): V3 "
                      "(psql::1: ERROR:  permission denied to create role)", said)


if __name__ == "__main__":
    unittest.main()
