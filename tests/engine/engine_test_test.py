"""tools/engine_test: a suite of our own and a short random history, on a server and in the virtual catalog."""

import os
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tests", "oracle"))

from throwaway_postgres import find_binaries  # noqa: E402

PROGRAM = os.path.join(ROOT, os.path.dirname(os.environ.get("PGGIT", "build/release/pggit")), "engine_test")

SETUP = r"""
\getenv folder PG_ABS_SRCDIR
\set file :folder '/data/books.data'
CREATE TABLE books (id int PRIMARY KEY, title text);
COPY books FROM :'file';
COPY books FROM stdin;
2	Dune
\.
"""
TRANSACTIONS = r"""
BEGIN;
CREATE TABLE gone (a int);
SAVEPOINT s;
CREATE TABLE gone_sooner (a int);
ROLLBACK TO s;
CREATE TABLE gone_sooner (b text);
SELECT 1 / 0;
CREATE TABLE never (a int);
COMMIT;
BEGIN;
CREATE INDEX kept ON books (title);
COMMIT;
CREATE TEMP TABLE fleeting (a int);
CREATE TABLE gone (b int);
SELECT count(*) AS books FROM books \gset
\if :books
  CREATE TABLE counted (a int);
\else
  CREATE TABLE empty (a int);
\endif
SELECT 'CREATE TABLE made (a int)' \gexec
CREATE ROLE regress_nobody;
SET SESSION AUTHORIZATION regress_nobody;
\c -
CREATE TABLE mine (a int);
CREATE TABLE books (a int);
DO $$ BEGIN EXECUTE 'CREATE TABLE ' || 'hidden (a int)'; END $$;
COMMENT ON TABLE hidden IS 'found all the same';
"""
RELATIONS_OF_ALL_KINDS = """
CREATE TABLE base (a int PRIMARY KEY, b text);
CREATE TABLE parted (a int, b text) PARTITION BY LIST (a);
CREATE VIEW v AS SELECT a, b FROM base;
CREATE MATERIALIZED VIEW m AS SELECT a, b FROM base;
CREATE SEQUENCE s;
CREATE INDEX i ON base (b);
CREATE TYPE k AS (a int, b text);
"""
RELATIONS = ("v", "m", "s", "i", "k", "base_pkey", "parted", "nowhere")
KINDS = ("TABLE", "VIEW", "MATERIALIZED VIEW", "INDEX", "SEQUENCE")
ACTIONS = (
    "ADD COLUMN c int", "ADD CONSTRAINT c CHECK (a > 0)", "ADD CONSTRAINT c UNIQUE (a)", "ADD PRIMARY KEY USING INDEX i",
    "ADD FOREIGN KEY (a) REFERENCES base", "DROP COLUMN b", "DROP COLUMN nope", "DROP CONSTRAINT nope",
    "ALTER COLUMN b TYPE varchar", "ALTER COLUMN a SET NOT NULL", "ALTER COLUMN a DROP NOT NULL", "ALTER COLUMN a SET DEFAULT 1",
    "ALTER COLUMN nope SET DEFAULT 1", "ALTER COLUMN a DROP DEFAULT", "ALTER COLUMN a SET STATISTICS 5",
    "ALTER COLUMN 1 SET STATISTICS 5", "ALTER COLUMN b SET STORAGE external", "ALTER COLUMN b SET COMPRESSION pglz",
    "ALTER COLUMN a SET (n_distinct = 5)", "ALTER COLUMN a RESET (n_distinct)", "ALTER COLUMN a DROP EXPRESSION",
    "ALTER COLUMN a DROP IDENTITY", "ALTER COLUMN a ADD GENERATED ALWAYS AS IDENTITY", "ALTER COLUMN a SET GENERATED ALWAYS",
    "VALIDATE CONSTRAINT nope", "ALTER CONSTRAINT nope DEFERRABLE", "RENAME COLUMN a TO z", "RENAME CONSTRAINT nope TO other",
    "INHERIT base", "NO INHERIT base", "OF k", "NOT OF", "ATTACH PARTITION base FOR VALUES IN (1)", "DETACH PARTITION base",
    "SET (fillfactor = 50)", "RESET (fillfactor)", "ENABLE ROW LEVEL SECURITY", "FORCE ROW LEVEL SECURITY",
    "DISABLE TRIGGER nope", "DISABLE TRIGGER ALL", "DISABLE RULE nope", "REPLICA IDENTITY FULL", "REPLICA IDENTITY USING INDEX i",
    "CLUSTER ON i", "SET WITHOUT CLUSTER", "SET UNLOGGED", "SET LOGGED", "SET TABLESPACE pg_default", "SET ACCESS METHOD heap",
    "SET SCHEMA nope", "OWNER TO nope", "RENAME TO v")


def run(*arguments):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, check=False)


def row(output, name):
    line = next(line for line in output.splitlines() if line.split()[:1] == [name])
    titles = "all refused DDL agrees temporary opaque differs apart asked".split()
    return dict(zip(titles, map(int, line.split()[1:])))


@unittest.skipUnless(find_binaries(), "no PostgreSQL server on this machine")
class EngineTest(unittest.TestCase):
    def suite(self, folder, **files):
        os.chmod(folder, 0o755)
        for part in ("sql", "data"):
            os.mkdir(os.path.join(folder, part))
        texts = {"data/books.data": "1\tEmma\n", "parallel_schedule": "# a comment\n" + "".join(f"test: {name}\n" for name in files)}
        texts.update({f"sql/{name}.sql": text for name, text in files.items()})
        for path, text in texts.items():
            with open(os.path.join(folder, path), "w", encoding="utf-8") as file:
                file.write(text)

    def test_follows_a_suite_through_transactions_and_sessions(self):
        with tempfile.TemporaryDirectory() as folder:
            self.suite(folder, test_setup=SETUP, transactions=TRANSACTIONS)
            done = run("regress", folder)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(row(done.stdout, "test_setup")["agrees"], 1)
        found = row(done.stdout, "transactions")
        self.assertEqual(found["differs"], 0)
        # gone, gone_sooner twice, kept, gone, counted, made, mine, the comment
        self.assertEqual(found["agrees"], 9, done.stdout)
        self.assertEqual(found["temporary"], 1)
        self.assertEqual(found["apart"], 1)  # the role
        self.assertEqual(found["refused"], 3)  # the division, what stands behind it, a name that is taken

    def test_runs_chosen_files_behind_what_they_rest_on(self):
        with tempfile.TemporaryDirectory() as folder:
            self.suite(folder, test_setup=SETUP, transactions="SELECT 1;", other="CREATE TABLE other (a int);")
            done = run("regress", folder, "other")
        self.assertIn("\ntest_setup ", done.stdout)
        self.assertIn("\nother ", done.stdout)
        self.assertNotIn("\ntransactions ", done.stdout)

    def test_no_form_of_alter_is_wrong_about_any_kind_of_relation(self):
        alters = "".join(f"BEGIN;\nALTER {kind} {name} {action};\nROLLBACK;\n"
                         for name in RELATIONS for kind in KINDS for action in ACTIONS)
        with tempfile.TemporaryDirectory() as folder:
            self.suite(folder, test_setup=RELATIONS_OF_ALL_KINDS + alters)
            done = run("regress", folder)
        self.assertEqual(done.returncode, 0, done.stdout[-3000:] + done.stderr)
        found = row(done.stdout, "test_setup")
        self.assertEqual(found["all"], RELATIONS_OF_ALL_KINDS.count(";") + alters.count(";"))
        self.assertEqual(found["differs"], 0)
        self.assertGreater(found["agrees"], 50)  # most are refused, by the server and by us

    def test_finds_no_disagreement_in_random_histories(self):
        seed = os.environ.get("PGGIT_TEST_SEED", "1")
        done = run("random", seed, "200")
        self.assertEqual(done.returncode, 0, f"seed {seed}\n{done.stdout}{done.stderr}")
        self.assertIn("0 histories with a disagreement", done.stdout)

    def test_finds_no_disagreement_in_random_statements(self):
        seed = os.environ.get("PGGIT_TEST_SEED", "1")
        done = run("statements", seed, "200")
        self.assertEqual(done.returncode, 0, f"seed {seed}\n{done.stdout}{done.stderr}")
        self.assertIn("0 histories with a disagreement", done.stdout)

    def test_says_what_is_wrong_with_its_arguments(self):
        self.assertEqual(run("regress").returncode, 2)
        self.assertEqual(run("random", "x").returncode, 2)
        self.assertEqual(run("statements", "1", "x").returncode, 2)
        absent = run("regress", "/nowhere")
        self.assertEqual(absent.returncode, 4)
        self.assertIn("/nowhere", absent.stderr)


if __name__ == "__main__":
    unittest.main()
