"""The locks that the plan names are those that a server takes, statement by statement."""

import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tests", "oracle"))

from throwaway_postgres import ThrowawayPostgres, find_binaries  # noqa: E402

PGGIT = os.path.join(ROOT, os.environ.get("PGGIT", "build/release/pggit"))

# Each runs in a transaction of its own, on what the ones before it left.
STATEMENTS = [
    "CREATE TABLE p (id int PRIMARY KEY, name text, code varchar(5))",
    "CREATE TABLE t (id int PRIMARY KEY, p_id int, note text, n int DEFAULT 1)",
    "CREATE SEQUENCE s",
    "CREATE TYPE mood AS ENUM ('a')",
    "CREATE VIEW v AS SELECT id, name FROM p",
    "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "ALTER TABLE t ADD COLUMN a int",
    "ALTER TABLE t ADD COLUMN b int DEFAULT 3 NOT NULL",
    "ALTER TABLE t ADD COLUMN c int REFERENCES p",
    "ALTER TABLE t DROP COLUMN c",
    "ALTER TABLE t RENAME COLUMN a TO aa",
    "ALTER TABLE t ALTER COLUMN b SET DEFAULT 4",
    "ALTER TABLE t ALTER COLUMN b DROP NOT NULL",
    "ALTER TABLE t ALTER COLUMN b SET NOT NULL",
    "ALTER TABLE t ALTER COLUMN note SET STORAGE EXTERNAL",
    "ALTER TABLE t ALTER COLUMN n SET STATISTICS 50",
    "ALTER TABLE t ALTER COLUMN n SET (n_distinct = 5)",
    "ALTER TABLE t ALTER COLUMN n TYPE bigint",
    "ALTER TABLE t SET (fillfactor = 70)",
    "ALTER TABLE t ADD CONSTRAINT n_check CHECK (n > 0) NOT VALID",
    "ALTER TABLE t VALIDATE CONSTRAINT n_check",
    "ALTER TABLE t RENAME CONSTRAINT n_check TO n_positive",
    "ALTER TABLE t DROP CONSTRAINT n_positive",
    "ALTER TABLE t ADD CONSTRAINT t_p FOREIGN KEY (p_id) REFERENCES p NOT VALID",
    "ALTER TABLE t VALIDATE CONSTRAINT t_p",
    "ALTER TABLE t ALTER CONSTRAINT t_p DEFERRABLE",
    "ALTER TABLE t DROP CONSTRAINT t_p",
    "ALTER TABLE t REPLICA IDENTITY FULL",
    "ALTER TABLE p ADD CONSTRAINT p_code UNIQUE (code)",
    "CREATE INDEX t_n ON t (n)",
    "ALTER INDEX t_n RENAME TO t_nn",
    "ALTER INDEX t_nn SET (fillfactor = 80)",
    "COMMENT ON TABLE t IS 'x'",
    "COMMENT ON COLUMN t.n IS 'x'",
    "COMMENT ON CONSTRAINT p_code ON p IS 'x'",
    "COMMENT ON INDEX t_nn IS 'x'",
    "COMMENT ON VIEW v IS 'x'",
    "GRANT SELECT, INSERT ON t, v TO PUBLIC",
    "GRANT UPDATE (n) ON t TO PUBLIC",
    "REVOKE INSERT ON ALL TABLES IN SCHEMA public FROM PUBLIC",
    "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC",
    "ALTER DEFAULT PRIVILEGES REVOKE SELECT ON TABLES FROM PUBLIC",
    "ALTER TABLE t OWNER TO CURRENT_USER",
    "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
    "CREATE POLICY positive ON t USING (n > 0)",
    "ALTER POLICY positive ON t TO PUBLIC",
    "ALTER POLICY positive ON t RENAME TO above",
    "DROP POLICY above ON t",
    "ALTER TABLE t DISABLE ROW LEVEL SECURITY",
    "DROP INDEX t_nn",
    "CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()",
    "ALTER TRIGGER tr ON t RENAME TO trr",
    "COMMENT ON TRIGGER trr ON t IS 'x'",
    "ALTER TABLE t DISABLE TRIGGER trr",
    "DROP TRIGGER trr ON t",
    "ALTER SEQUENCE s INCREMENT 2",
    "ALTER SEQUENCE s RENAME TO s2",
    "SELECT setval('s2', 9)",
    "ALTER SEQUENCE s2 RESTART WITH 3",
    "ALTER TYPE mood ADD VALUE 'b'",
    "CREATE OR REPLACE VIEW v AS SELECT id, name, code FROM p",
    "ALTER VIEW v RENAME TO vv",
    "DROP VIEW vv",
    "INSERT INTO p VALUES (1, 'a', 'b')",
    "INSERT INTO t (id, b) SELECT id, 1 FROM p",
    "UPDATE t SET n = 2",
    "DELETE FROM t",
    "SELECT count(*) FROM t",
    "TRUNCATE t",
    "SELECT * FROM p FOR UPDATE",
    "DO $$ BEGIN TRUNCATE t; END $$",
    "ANALYZE p",
    "CREATE TABLE q (id int REFERENCES p)",
    "CREATE SCHEMA elsewhere",
    "ALTER TABLE q SET SCHEMA elsewhere",
    "DROP TABLE elsewhere.q",
    "ALTER TABLE t SET UNLOGGED",
    "ALTER TABLE t RENAME TO tt",
    "SET lock_timeout = '1s'",
    "DROP TABLE tt",
    "CREATE TABLE e (a int, b text, PRIMARY KEY (a)) PARTITION BY RANGE (a)",
    "CREATE TABLE e1 PARTITION OF e FOR VALUES FROM (1) TO (10)",
    "CREATE TABLE e2 PARTITION OF e DEFAULT",
    "CREATE TABLE e4 PARTITION OF e FOR VALUES FROM (30) TO (40)",
    "CREATE TABLE e3 (a int PRIMARY KEY, b text)",
    "ALTER TABLE e ATTACH PARTITION e3 FOR VALUES FROM (10) TO (20)",
    "CREATE INDEX by_b ON e (b)",
    "ALTER TABLE e ADD COLUMN c int DEFAULT 1",
    "ALTER TABLE e ALTER COLUMN c SET NOT NULL",
    "ALTER TABLE e ALTER COLUMN c SET DEFAULT 2",
    "ALTER TABLE e ALTER COLUMN b SET STATISTICS 9",
    "ALTER TABLE e ALTER COLUMN b SET STORAGE main",
    "ALTER TABLE ONLY e ALTER COLUMN b SET STORAGE external",
    "ALTER TABLE e ALTER COLUMN b SET COMPRESSION pglz",
    "ALTER TABLE e ALTER COLUMN b SET (n_distinct = 5)",
    "CREATE INDEX by_sum ON e1 ((a + 1))",
    "ALTER INDEX by_sum ALTER COLUMN 1 SET STATISTICS 9",
    "DROP INDEX by_sum",
    "ALTER TABLE e RENAME COLUMN c TO d",
    "ALTER TABLE e ADD CONSTRAINT d_check CHECK (d > 0) NOT VALID",
    "ALTER TABLE e VALIDATE CONSTRAINT d_check",
    "ALTER TABLE e DROP CONSTRAINT d_check",
    "CREATE TRIGGER tr BEFORE INSERT ON e FOR EACH ROW EXECUTE FUNCTION f()",
    "DROP TRIGGER tr ON e",
    "INSERT INTO e VALUES (1), (11), (31), (50)",
    "DROP INDEX by_b",
    "CREATE INDEX alone ON ONLY e (d)",
    "DROP INDEX alone",
    "CREATE INDEX mine ON e4 (b, a)",
    "CREATE INDEX ours ON e (b, a)",
    "DROP INDEX ours",
    "ALTER TABLE e DROP COLUMN d",
    "TRUNCATE e",
    "DROP TABLE e1",
    "ALTER TABLE e DETACH PARTITION e3",
    "DROP TABLE e",
]
UNKNOWN = {"SELECT * FROM p FOR UPDATE", "DO $$ BEGIN TRUNCATE t; END $$", "ANALYZE p"}
STRENGTH = ["ACCESS SHARE", "ROW SHARE", "ROW EXCLUSIVE", "SHARE UPDATE EXCLUSIVE", "SHARE", "SHARE ROW EXCLUSIVE",
            "EXCLUSIVE", "ACCESS EXCLUSIVE"]
WORDS = {"AccessShareLock": 0, "RowShareLock": 1, "RowExclusiveLock": 2, "ShareUpdateExclusiveLock": 3, "ShareLock": 4,
         "ShareRowExclusiveLock": 5, "ExclusiveLock": 6, "AccessExclusiveLock": 7}
BEFORE = """CREATE TEMP TABLE seen AS SELECT c.oid, c.relkind,
  CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'table' WHEN 'v' THEN 'view' WHEN 'S' THEN 'sequence' ELSE 'index' END
    || ' ' || n.nspname || '.' || c.relname AS name
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname IN ('public', 'elsewhere') AND c.relkind IN ('r', 'p', 'v', 'S', 'i', 'I');"""
LOCKS = """SELECT s.name, l.mode, s.relkind FROM pg_locks l JOIN seen s ON s.oid = l.relation
  WHERE l.pid = pg_backend_pid() AND l.locktype = 'relation';"""


@unittest.skipUnless(find_binaries(), "no PostgreSQL server on this machine")
class Locks(unittest.TestCase):
    def planned(self):
        folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, folder)
        os.makedirs(os.path.join(folder, "db/migration"))
        for number, statement in enumerate(STATEMENTS, 1):
            with open(os.path.join(folder, f"db/migration/V{number}__x.sql"), "w", encoding="utf-8") as file:
                file.write(statement + ";\n")
        done = subprocess.run([PGGIT, "migrate", "--source=flyway", "--dry-run", "--no-shadow"], cwd=folder,
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        with open(glob.glob(os.path.join(folder, "migration_plan_*.json"))[0], encoding="utf-8") as file:
            return [commit["up"][0] for commit in json.load(file)["commits"]]

    def measured(self, server, statement):
        """Relation -> (strength, kind), of all that was there before."""
        out = server.sql(f"{BEFORE} BEGIN; {statement}; {LOCKS} COMMIT;", "measured")
        strongest = {}
        for line in out.splitlines():
            if line.count("|") != 2:
                continue
            name, mode, kind = line.split("|")
            strongest[name] = max(strongest.get(name, (-1, kind)), (WORDS[mode], kind))
        return strongest

    def test_are_those_that_the_server_takes(self):
        planned = self.planned()
        with ThrowawayPostgres() as server:
            server.create_database("measured")
            server.sql("ALTER SCHEMA public OWNER TO owner", "measured", user="boss")
            for statement, plan in zip(STATEMENTS, planned):
                with self.subTest(statement):
                    if statement in UNKNOWN:
                        self.assertNotIn("lock", plan)
                        continue
                    found = self.measured(server, statement)
                    said = dict(reversed(lock.split(" on ", 1)) for lock in plan.get("locks", []))
                    for name, mode in said.items():
                        self.assertEqual(mode, STRENGTH[found[name][0]] if name in found else "nothing", name)
                    # Indexes go with their tables; key checks of single rows and plain reads are not listed.
                    stronger = {name for name, (mode, kind) in found.items() if kind not in "iI" and mode > 1}
                    self.assertEqual(stronger - set(said), set())
                    strongest = max([STRENGTH.index(mode) for mode in said.values()], default=-1)
                    self.assertEqual(plan["lock"], STRENGTH[strongest] if strongest >= 0 else "none")


if __name__ == "__main__":
    unittest.main()
