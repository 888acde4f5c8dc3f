"""What a migration drops is copied first, so that its way back brings the rows again: proven with rows, never claimed without."""

import unittest

from dry_run import DryRunTest

TABLE = ("CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE t (id serial PRIMARY KEY, a int, nick text NOT NULL UNIQUE, "
         "feels mood NOT NULL, b int); INSERT INTO t (a, nick, feels) VALUES (1, 'x', 'ok'), (2, 'y', 'sad');")


class Snapshots(DryRunTest):
    def last(self, *texts):
        commit = self.plan(*texts)["commits"][-1]
        return commit["rollback"]["class"], commit["proof"]["word"], commit["proof"].get("reason", "")

    def test_brings_columns_and_tables_back(self):
        for text in ("ALTER TABLE t DROP nick;", "ALTER TABLE t DROP feels; DROP TYPE mood;", "DROP TABLE t;",
                     "DROP TABLE t; DROP TYPE mood;", "ALTER TABLE t DROP a, DROP b, DROP feels;", "ALTER TABLE t DROP id;"):
            with self.subTest(text):
                self.assertEqual(self.last(TABLE, text), ("exact-with-snapshot", "proven", ""))

    def test_brings_back_what_refers_to_each_other(self):
        child = "CREATE TABLE c (id int PRIMARY KEY, t int REFERENCES t); INSERT INTO c VALUES (1, 1), (2, NULL);"
        self.assertEqual(self.last(TABLE, child, "DROP TABLE c; DROP TABLE t;"), ("exact-with-snapshot", "proven", ""))
        self.assertEqual(self.last(TABLE, child, "DROP TABLE t CASCADE;"), ("exact-with-snapshot", "proven", ""))
        self.assertEqual(self.last(TABLE, child, "ALTER TABLE c DROP t;"), ("exact-with-snapshot", "proven", ""))

    def test_brings_sequences_back_to_where_they_stood(self):
        identity = "CREATE TABLE i (id int GENERATED ALWAYS AS IDENTITY (START 7), n int); INSERT INTO i (n) VALUES (1), (2);"
        self.assertEqual(self.last(identity, "DROP TABLE i;"), ("exact-with-snapshot", "proven", ""))
        self.assertEqual(self.last("CREATE SEQUENCE s; SELECT nextval('s');", "DROP SEQUENCE s;"),
                         ("exact-with-snapshot", "proven", ""))

    def test_fires_no_trigger_on_the_way_back(self):
        trigger = ("CREATE TABLE log (n int); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS "
                   "$$BEGIN INSERT INTO log VALUES (1); NEW.a := 99; RETURN NEW; END$$; "
                   "CREATE TRIGGER touch BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();")
        self.assertEqual(self.last(TABLE, trigger, "ALTER TABLE t DROP nick;"), ("exact-with-snapshot", "proven", ""))

    def test_finds_rows_without_a_key_by_what_else_they_hold(self):
        keyless = ("CREATE TABLE k (a int, b text, m numeric); "
                   "INSERT INTO k VALUES (1, 'x', 1.0), (2, 'x', 1.00), (3, '', NULL), (4, NULL, NULL), (4, NULL, NULL), (5, NULL, NULL);")
        self.assertEqual(self.last(keyless, "ALTER TABLE k DROP a;"), ("exact-with-snapshot", "proven", ""))
        one = "CREATE TABLE k (a int PRIMARY KEY); INSERT INTO k VALUES (1), (2);"
        self.assertEqual(self.last(one, "ALTER TABLE k DROP a;"), ("exact-with-snapshot", "proven", ""))
        self.assertEqual(self.last(TABLE, "ALTER TABLE t DROP CONSTRAINT t_nick_key; ALTER TABLE t DROP id;"),
                         ("exact-with-snapshot", "proven", ""))

    def test_brings_values_back_that_another_type_could_not_hold(self):
        for text in ("ALTER TABLE t ALTER b TYPE smallint;", "ALTER TABLE t ALTER nick TYPE int USING length(nick) + id;",
                     "ALTER TABLE t DROP b; ALTER TABLE t ADD b int[] NOT NULL DEFAULT '{}';",
                     "ALTER TYPE mood RENAME TO old_mood; CREATE TYPE mood AS ENUM ('x-sad', 'x-ok'); "
                     "ALTER TABLE t ALTER feels TYPE mood USING ('x-' || feels)::mood; DROP TYPE old_mood;",
                     "CREATE TYPE sides AS ENUM ('x', 'y'); ALTER TABLE t ADD c text DEFAULT 'x'; "
                     "ALTER TABLE t ALTER a TYPE text USING 'n' || a / 2; ALTER TABLE t DROP b; ALTER TABLE t ADD b text[];"):
            with self.subTest(text):
                self.assertIn(self.last(TABLE, text)[:2], [("exact-with-snapshot", "proven")])

    def test_claims_nothing_where_rows_change_too(self):
        for text in ("UPDATE t SET a = id; ALTER TABLE t DROP b;", "DELETE FROM t; DROP TABLE t;"):
            with self.subTest(text):
                self.assertEqual(self.last(TABLE, text)[:2], ("structure-only", "structure proven"))

    def test_fills_what_does_not_return_with_a_value_of_its_type(self):
        odd = ("CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE o (id int PRIMARY KEY, feels mood NOT NULL, "
               "during daterange NOT NULL, n int); INSERT INTO o VALUES (1, 'ok', '[2020-01-01,2020-02-01)', 1);")
        self.assertEqual(self.last(odd, "UPDATE o SET n = 2; ALTER TABLE o DROP feels, DROP during;")[:2],
                         ("structure-only", "structure proven"))

    def test_leaves_no_copy_for_the_next_migration(self):
        words = self.words(TABLE, "ALTER TABLE t DROP nick;", "ALTER TABLE t ADD nick text;", "ALTER TABLE t DROP nick;")
        self.assertEqual(words, ["proven"] * 4)


if __name__ == "__main__":
    unittest.main()
