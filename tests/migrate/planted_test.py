"""Planted rows in the proof: what the history's own rows cannot show, from the files to the plan."""

import unittest

from dry_run import DryRunTest


class Planted(DryRunTest):
    def proofs_and_edge_cases(self, *scripts):
        """The proof of each migration by its version, and the edge cases of the whole."""
        plan = self.plan(*scripts)
        proofs = {commit["id"]: (commit["proof"]["word"], commit["proof"].get("reason", ""))
                  for commit in plan["commits"]}
        return proofs, plan["edge_cases"]

    def test_proves_with_rows_what_the_history_left_empty(self):
        proofs, edges = self.proofs_and_edge_cases(
            """CREATE TYPE mood AS ENUM ('sad', 'glad');
               CREATE TABLE a (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE);
               CREATE TABLE b (id serial PRIMARY KEY, a_id int NOT NULL REFERENCES a, m mood NOT NULL,
                               price int NOT NULL CHECK (price > 0), twice int GENERATED ALWAYS AS (price * 2) STORED);
               CREATE TABLE c (b_id int NOT NULL REFERENCES b, note varchar(20));""",
            "ALTER TABLE c ADD COLUMN rank int NOT NULL DEFAULT 7;",
            "CREATE INDEX ON b (m); ALTER TABLE a RENAME COLUMN name TO title;",
            "ALTER TYPE mood ADD VALUE 'odd';")
        self.assertEqual({word for word, _ in proofs.values()}, {"proven"}, proofs)
        self.assertEqual(edges, [])

    def test_catches_a_way_back_that_planted_rows_do_not_survive(self):
        # Cents become euros and back: what was below half a euro comes back as 0, which the CHECK refuses. Rows are written
        # too, so no copy is made.
        proofs, _ = self.proofs_and_edge_cases(
            "CREATE TABLE p (id int PRIMARY KEY, cents int NOT NULL CONSTRAINT positive CHECK (cents > 0));",
            "UPDATE p SET id = id; ALTER TABLE p ALTER cents TYPE numeric(10,2) USING cents / 100.0;")
        word, reason = proofs["V2"]
        self.assertEqual(word, "not proven")
        self.assertIn("with planted rows: down fails", reason)
        self.assertIn("positive", reason)

    def test_lists_a_check_that_only_the_rows_of_the_history_satisfy(self):
        proofs, edges = self.proofs_and_edge_cases(
            "CREATE TABLE t (id int PRIMARY KEY, n int); INSERT INTO t VALUES (1, 5), (2, 9);",
            "ALTER TABLE t ADD CONSTRAINT small CHECK (n BETWEEN 1 AND 10);")
        self.assertEqual(proofs["V2"], ("proven", ""))
        self.assertEqual([(edge["migration"], edge["kind"]) for edge in edges], [("V2", "data-dependent")])
        self.assertTrue(edges[0]["where"].endswith("V2__step.sql:1:1"), edges[0])
        self.assertIn("small", edges[0]["what"])
        self.assertIn("public.t (id, n): (", edges[0]["what"])

    def test_proves_a_step_that_needs_an_empty_table_and_says_so(self):
        proofs, edges = self.proofs_and_edge_cases(
            "CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE u (id int PRIMARY KEY);",
            "ALTER TABLE t ADD COLUMN n int NOT NULL; ALTER TABLE u ADD COLUMN m int;")
        self.assertEqual(proofs["V2"], ("proven", ""))
        self.assertEqual([(edge["migration"], edge["kind"]) for edge in edges], [("V2", "data-dependent")])
        self.assertTrue(edges[0]["what"].endswith("; it runs only while public.t is empty"), edges[0])

    def test_proves_it_on_empty_tables_only_where_rows_may_have_been_there(self):
        unplantable = """CREATE FUNCTION fine(int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 = 5';
                         CREATE TABLE odd (id int PRIMARY KEY, CHECK (fine(id)));"""
        for before, step in (("", "DELETE FROM t; ALTER TABLE t ADD COLUMN n int NOT NULL;"),
                             ("", "DO $$BEGIN DELETE FROM t; END$$; ALTER TABLE t ADD COLUMN n int NOT NULL;"),
                             (unplantable, "ALTER TABLE t ADD COLUMN n int NOT NULL; ALTER TABLE odd ADD COLUMN m int;")):
            proofs, _ = self.proofs_and_edge_cases("CREATE TABLE t (id int PRIMARY KEY);" + before, step)
            self.assertNotEqual(proofs["V2"][0], "proven", step)

    def test_plants_before_an_index_that_is_made_or_dropped_concurrently(self):
        proofs, _ = self.proofs_and_edge_cases("CREATE TABLE t (id int PRIMARY KEY, n int);",
                                               "CREATE INDEX CONCURRENTLY by_n ON t (n);", "DROP INDEX CONCURRENTLY by_n;")
        self.assertEqual([word for word, _ in proofs.values()], ["proven"] * 3, proofs)

    def test_rows_refer_to_those_of_the_history_where_a_table_has_no_room_for_more(self):
        kinds = """CREATE TABLE kind (name text PRIMARY KEY, CHECK (name IN ('big', 'small')));
                   CREATE TABLE t (id int PRIMARY KEY, kind text NOT NULL REFERENCES kind);"""
        add = "ALTER TABLE t ADD COLUMN n int; ALTER TABLE t DROP COLUMN n;"
        proofs, _ = self.proofs_and_edge_cases(kinds + "INSERT INTO kind VALUES ('big'), ('small');", add)
        self.assertEqual(proofs["V2"][0], "proven", proofs)
        # A foreign key to what is not there stays refused.
        other = "ALTER TABLE kind ADD COLUMN alias text UNIQUE; ALTER TABLE t ADD COLUMN of text NOT NULL REFERENCES kind (alias);"
        proofs, _ = self.proofs_and_edge_cases(kinds + other + "INSERT INTO kind VALUES ('big'), ('small');", add)
        self.assertEqual(proofs["V2"][0], "proven on empty tables", proofs)

    def test_a_name_that_a_constraint_shares_with_one_that_cannot_wait_is_not_set(self):
        proofs, _ = self.proofs_and_edge_cases(
            """CREATE TABLE a (id int PRIMARY KEY);
               CREATE TABLE b (a int NOT NULL CONSTRAINT to_a REFERENCES a DEFERRABLE INITIALLY DEFERRED);
               CREATE TABLE c (a int NOT NULL CONSTRAINT to_a REFERENCES a);""",
            "ALTER TABLE b ADD COLUMN n int; ALTER TABLE c ADD COLUMN n int;")
        self.assertEqual(proofs["V2"][0], "proven", proofs)

    def test_says_why_none_could_be_planted_before_what_refuses_a_transaction(self):
        proofs, _ = self.proofs_and_edge_cases("CREATE TABLE t (id int PRIMARY KEY, n int);", "VACUUM t;")
        self.assertNotIn("fails on planted rows", proofs["V2"][1])

    def test_of_a_way_back_that_fails_on_rows_it_blames_what_wrote_them(self):
        proofs, _ = self.proofs_and_edge_cases(
            "CREATE TYPE k AS ENUM ('a'); CREATE TABLE t (k k NOT NULL); INSERT INTO t VALUES ('a');",
            "ALTER TABLE t ALTER k TYPE text; UPDATE t SET k = 'other';")
        word, why = proofs["V2"]
        self.assertEqual(word, "not proven")
        self.assertTrue(why.endswith("those of before: UPDATE of public.t: rows do not return"), why)

    def test_rows_on_which_the_step_failed_are_not_said_to_have_been_impossible(self):
        proofs, _ = self.proofs_and_edge_cases(
            "CREATE TABLE s (kind text NOT NULL);",
            """CREATE TABLE kinds (name text PRIMARY KEY CHECK (name IN ('worker', 'controller')));
               INSERT INTO kinds VALUES ('worker'), ('controller');
               ALTER TABLE s ADD CONSTRAINT fk FOREIGN KEY (kind) REFERENCES kinds (name) ON UPDATE CASCADE;""")
        self.assertIn("public.s held no rows, and the step fails on planted ones: ALTER TABLE s ADD CONSTRAINT fk", proofs["V2"][1])

    def test_says_why_no_row_could_be_planted(self):
        proofs, edges = self.proofs_and_edge_cases(
            """CREATE FUNCTION fine(int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 = 5';
               CREATE TABLE odd (id int PRIMARY KEY, CHECK (fine(id)));""",
            "ALTER TABLE odd ADD COLUMN n int;")
        self.assertEqual(proofs["V2"], ("proven on empty tables", "public.odd held no rows, and none could be planted: "
                                        'the server refused its rows: ERROR 23514: new row for relation "odd" violates '
                                        'check constraint "odd_id_check" (Failing row contains (1900000000).)'))
        self.assertEqual(edges, [])


if __name__ == "__main__":
    unittest.main()
