"""Code that hides DDL from every reader of texts: no migration that changed the schema so is ever called proven."""

import unittest

from dry_run import DryRunTest

START = """CREATE TABLE t (id int PRIMARY KEY, a int);
CREATE TABLE child (id int REFERENCES t ON DELETE CASCADE);
INSERT INTO t VALUES (1, 1), (2, 2);
INSERT INTO child VALUES (2);
CREATE FUNCTION hides() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN EXECUTE 'CREATE TABLE IF NOT EXISTS hidden (id int)'; RETURN NULL; END $$;
CREATE FUNCTION hidden_default() RETURNS int LANGUAGE plpgsql AS $$
BEGIN EXECUTE 'CREATE TABLE IF NOT EXISTS hidden (id int)'; RETURN 1; END $$;
"""

ON_WRITE = "CREATE TRIGGER hides AFTER INSERT OR UPDATE OR DELETE ON t FOR EACH STATEMENT EXECUTE FUNCTION hides();\n"
ON_CHILD = "CREATE TRIGGER hides AFTER DELETE ON child FOR EACH STATEMENT EXECUTE FUNCTION hides();\n"
AS_DEFAULT = "ALTER TABLE t ALTER COLUMN a SET DEFAULT hidden_default();\n"
VISIBLE = "CREATE INDEX visible ON t (a);\n"

# What stands before, and the migration that hides a CREATE TABLE.
CASES = {
    "a block that writes a table with a trigger": (ON_WRITE, "DO $$ BEGIN UPDATE t SET a = 3; END $$;"),
    "the same beside DDL that shows": (ON_WRITE, VISIBLE + "DO $$ BEGIN UPDATE t SET a = 3; END $$;"),
    "a plain statement on such a table": (ON_WRITE, "UPDATE t SET a = 3;"),
    "the same beside other DDL that shows": (ON_WRITE, VISIBLE + "UPDATE t SET a = 3;"),
    "a trigger behind a cascading foreign key": (ON_CHILD, VISIBLE + "DELETE FROM t WHERE id = 2;"),
    "a block whose rows have a default that calls code": (AS_DEFAULT, "DO $$ BEGIN INSERT INTO t VALUES (7); END $$;"),
    "the same, in a block beside DDL": (AS_DEFAULT, VISIBLE + "DO $$ BEGIN INSERT INTO t VALUES (7); END $$;"),
    "a block with text made at run time": ("", "DO $$ BEGIN EXECUTE 'CREATE TABLE hidden (id int)'; END $$;"),
    "a call of a function": ("", "SELECT hidden_default();"),
    "a function in a query in a block": ("", "DO $$ BEGIN PERFORM 1 FROM t WHERE a = hidden_default(); END $$;"),
}


class HiddenChanges(DryRunTest):
    def test_are_never_called_proven(self):
        for name, (before, hiding) in CASES.items():
            with self.subTest(name):
                proof = self.proofs(START, before, hiding)[2] if before else self.proofs(START, hiding)[1]
                self.assertIn(proof["word"], ("learnt", "not proven"), proof)

    def test_of_rows_that_no_catalog_holds_are_learnt(self):
        writing = ("SELECT lo_create(0);", "DO $$ BEGIN PERFORM lo_create(0); END $$;", "WITH x AS (SELECT lo_create(0)) SELECT FROM x;")
        proofs = self.proofs(START, *writing)
        self.assertEqual([proof["word"] for proof in proofs[1:]], ["learnt"] * len(writing), proofs)
        for proof in proofs[1:]:
            self.assertIn("which the catalog does not hold", proof["reason"])

    def test_of_temporary_relations_are_none(self):
        proofs = self.proofs(START, "CREATE TEMP TABLE of_mine (id int);\nINSERT INTO of_mine VALUES (1);\n"
                                    "WITH x AS (INSERT INTO of_mine VALUES (2)) SELECT 1;\nTRUNCATE of_mine;\nDROP TABLE of_mine;\n")
        self.assertEqual(proofs[1]["word"], "proven", proofs)

    def test_blame_no_migration_that_hides_nothing(self):
        quiet = ("CREATE FUNCTION quiet() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;\n"
                 "CREATE TRIGGER quiet AFTER UPDATE ON t FOR EACH STATEMENT EXECUTE FUNCTION quiet();\n")
        proofs = self.proofs(START, quiet, VISIBLE + "DO $$ BEGIN UPDATE t SET a = 3; END $$;", "UPDATE t SET a = 4;")
        self.assertEqual([proof["word"] for proof in proofs[2:]], ["structure proven", "structure proven"], proofs)

    def test_are_learnt_so_that_later_migrations_know_them(self):
        table = "CREATE TABLE s (a varchar(9) DEFAULT 'x' CHECK (a IN ('x', 'y')), b int DEFAULT 1);"
        proofs = self.proofs(table, "DO $$ BEGIN EXECUTE 'COMMENT ON TABLE s IS ''seen'''; END $$;",
                             "DO $$ BEGIN EXECUTE 'ALTER TABLE s ALTER COLUMN b SET DEFAULT 2'; END $$;",
                             "ALTER TABLE s ADD COLUMN c int;", "ALTER TABLE s ALTER COLUMN b DROP DEFAULT;")
        self.assertEqual([proof["word"] for proof in proofs[1:3]], ["learnt", "learnt"], proofs)
        for proof in proofs[:1] + proofs[3:]:
            self.assertIn(proof["word"], ("proven", "proven on empty tables"), proof)


if __name__ == "__main__":
    unittest.main()
