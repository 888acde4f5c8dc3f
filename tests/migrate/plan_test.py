"""What `migrate --dry-run` leaves behind: a plan that fits its schema and accounts for every statement, and edge cases."""

import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import jsonschema
import yaml

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tests", "oracle"))

from flyway_folder import statements  # noqa: E402
from throwaway_postgres import find_binaries  # noqa: E402

PGGIT = os.path.join(ROOT, os.environ.get("PGGIT", "build/release/pggit"))
WEBSHOP = os.path.join(ROOT, "examples", "webshop")
# A function body in standard SQL holds semicolons, which the independent splitter does not know.
ATOMIC = re.compile(r"BEGIN ATOMIC.*?\bEND\b", re.S | re.I)


def read_schema():
    with open(os.path.join(ROOT, "docs", "plan.schema.json"), encoding="utf-8") as file:
        return json.load(file)


class Folder:
    """A copy of a project, and pggit run in it."""

    def __init__(self, test, source=None):
        self.test = test
        self.path = tempfile.mkdtemp()
        test.addCleanup(shutil.rmtree, self.path)
        if source:
            shutil.copytree(source, self.path, dirs_exist_ok=True,
                            ignore=shutil.ignore_patterns("migration_plan_*", "edge_cases.yaml"))

    def write(self, path, text):
        path = os.path.join(self.path, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def dry_run(self, *arguments, code=0):
        done = subprocess.run([PGGIT, "migrate", "--ai", "--source=flyway", "--dry-run", *arguments], cwd=self.path,
                              capture_output=True, text=True, stdin=subprocess.DEVNULL)
        self.test.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout

    def plan(self):
        files = glob.glob(os.path.join(self.path, "migration_plan_????????.json"))
        self.test.assertEqual(len(files), 1)
        with open(files[0], encoding="utf-8") as file:
            return json.load(file)

    def edge_cases(self):
        with open(os.path.join(self.path, "edge_cases.yaml"), encoding="utf-8") as file:
            return yaml.safe_load(file)["edge_cases"]


class WebshopPlan(unittest.TestCase):
    """Read without a server: what is in the files does not depend on one."""

    def setUp(self):
        self.folder = Folder(self, WEBSHOP)
        self.said = self.folder.dry_run("--no-shadow")
        self.plan = self.folder.plan()

    def test_fits_its_schema(self):
        schema = read_schema()
        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.Draft202012Validator(schema).validate(self.plan)

    def test_accounts_for_every_statement_of_every_file(self):
        account = self.plan["account"]
        self.assertEqual(account["statements"], len(account["entries"]))
        self.assertEqual(account["statements"], account["converted"] + account["no_effect"] + account["set_aside"])
        aside = {file["path"] for file in self.plan["set_aside"]}
        found = {}
        for entry in account["entries"]:
            path, line, column = entry["where"].rsplit(":", 2)
            found.setdefault(path, set()).add((line, column))
        for path in glob.glob("db/**/*.sql", root_dir=self.folder.path, recursive=True):
            with open(os.path.join(self.folder.path, path), encoding="utf-8") as file:
                expected = len(statements(ATOMIC.sub(" ", file.read())))
            if path in aside and path not in found:
                continue
            self.assertEqual(len(found.get(path, ())), expected, path)

    def test_names_every_file_that_was_read_with_its_hash(self):
        read = {file["path"] for file in self.plan["inputs"]}
        files = set(glob.glob("db/**/*.sql", root_dir=self.folder.path, recursive=True))
        aside = {file["path"] for file in self.plan["set_aside"]}
        self.assertEqual(files - read - aside, set())

    def test_says_why_for_all_that_is_not_converted(self):
        for entry in self.plan["account"]["entries"]:
            self.assertEqual("reason" in entry, entry["outcome"] != "converted", entry)

    def test_lists_the_same_edge_cases_in_the_file_for_people(self):
        self.assertEqual(self.folder.edge_cases(), self.plan["edge_cases"])
        ids = [edge["id"] for edge in self.plan["edge_cases"]]
        self.assertEqual(len(ids), len(set(ids)))
        self.assertIn("V20211108.1", ids)

    def test_reports_the_counts_of_the_plan(self):
        account = self.plan["account"]
        self.assertIn(f"Statements: {account['statements']} ({account['converted']} converted, ", self.said)
        self.assertIn(f"Edge cases: {len(self.plan['edge_cases'])} for review", self.said)
        self.assertIn("no server was asked", self.said)
        self.assertNotIn("Conversion", self.said)


@unittest.skipUnless(find_binaries(), "no PostgreSQL server on this machine")
class ProvenPlan(unittest.TestCase):
    def test_is_the_same_bytes_but_for_its_time(self):
        plans = []
        for _ in range(2):
            folder = Folder(self)
            folder.write("db/migration/V1__a.sql", "CREATE TABLE a (id int PRIMARY KEY);\nINSERT INTO a VALUES (1);\n")
            folder.write("db/migration/V2__b.sql", "ALTER TABLE a ADD note text;\n")
            folder.dry_run()
            plan = folder.plan()
            jsonschema.Draft202012Validator(read_schema()).validate(plan)
            self.assertEqual([commit["proof"]["word"] for commit in plan["commits"]], ["proven", "proven"])
            del plan["created_at"]
            plans.append(json.dumps(plan))
        self.assertEqual(plans[0], plans[1])

    def test_knows_what_stands_around_a_history(self):
        folder = Folder(self)
        folder.write("around.sql", "CREATE SCHEMA app AUTHORIZATION deployer;\nSET ROLE deployer;\n"
                     "CREATE TABLE app.users (id int PRIMARY KEY);\nINSERT INTO app.users VALUES (1);\n")
        folder.write("db/migration/V1__a.sql", "CREATE TABLE orders (id int PRIMARY KEY, u int REFERENCES users);\n"
                     "INSERT INTO orders SELECT 1, id FROM users;\nSELECT 1 / (current_user = 'deployer')::int;\n")
        folder.dry_run("--pre-script=around.sql", "--role=deployer", "--search-path=app,public")
        commit = folder.plan()["commits"][0]
        self.assertEqual([statement["sql"] for statement in commit["down"]], ["DROP TABLE app.orders"])
        self.assertIn(commit["proof"]["word"], ("proven", "structure proven"))
        self.assertEqual(commit["up"][0]["locks"], ["SHARE ROW EXCLUSIVE on table app.users"])
        folder.dry_run(code=1)

    def test_keeps_a_migration_that_fails_in_the_account(self):
        folder = Folder(self)
        folder.write("db/migration/V1__a.sql", "CREATE TABLE a (id int);\nALTER TABLE nowhere ADD b int;\n")
        folder.dry_run(code=1)
        plan = folder.plan()
        self.assertEqual([entry["outcome"] for entry in plan["account"]["entries"]], ["set aside", "set aside"])
        self.assertEqual([file["id"] for file in plan["refused"]], ["V1"])
        edge = folder.edge_cases()[0]
        self.assertEqual((edge["kind"], edge["where"]), ("fails", "db/migration/V1__a.sql:2:1"))
        self.assertIn('"nowhere"', edge["what"])

    def test_leaves_no_half_written_file_where_it_may_not_write(self):
        if os.geteuid() == 0:
            self.skipTest("root may write everywhere")
        folder = Folder(self)
        folder.write("db/migration/V1__a.sql", "SELECT 1;\n")
        os.chmod(folder.path, 0o500)
        self.addCleanup(os.chmod, folder.path, 0o700)
        folder.dry_run("--no-shadow", code=3)
        self.assertEqual(sorted(os.listdir(folder.path)), ["db"])


if __name__ == "__main__":
    unittest.main()
