"""What a migration drops is copied first, so that its way back brings the rows again: proven with rows, never claimed without."""

import unittest

from dry_run import DryRunTest

# Each case has a schema of its own, so that many fit into one history.
TABLE = ("CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE t (id serial PRIMARY KEY, a int, nick text NOT NULL UNIQUE, "
         "feels mood NOT NULL, b int); INSERT INTO t (a, nick, feels) VALUES (1, 'x', 'ok'), (2, 'y', 'sad');")


class Snapshots(DryRunTest):
    def outcomes(self, *cases):
        """Class, word and reason of the last migration of each case; a case is a list of texts."""
        texts, last = [], []
        for number, case in enumerate(cases):
            for at, text in enumerate(case):
                made = f"CREATE SCHEMA c{number}; " if at == 0 else ""
                texts.append(f"{made}SET search_path TO c{number}; {text}")
            last.append(len(texts) - 1)
        plan = self.plan(*texts)
        self.assertEqual(plan["refused"], [])
        commits = [plan["commits"][at] for at in last]
        return [(commit["rollback"]["class"], commit["proof"]["word"], commit["proof"].get("reason", "")) for commit in commits]

    def prove_all(self, outcome, *cases):
        for case, found in zip(cases, self.outcomes(*cases)):
            with self.subTest(case[-1]):
                self.assertEqual(found[:len(outcome)], outcome)

    def test_brings_everything_back_that_was_dropped(self):
        child = "CREATE TABLE c (id int PRIMARY KEY, t int REFERENCES t); INSERT INTO c VALUES (1, 1), (2, NULL);"
        identity = "CREATE TABLE i (id int GENERATED ALWAYS AS IDENTITY (START 7), n int); INSERT INTO i (n) VALUES (1), (2);"
        trigger = ("CREATE TABLE log (n int); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS "
                   "$$BEGIN INSERT INTO log VALUES (1); NEW.a := 99; RETURN NEW; END$$; "
                   "CREATE TRIGGER touch BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();")
        keyless = ("CREATE TABLE k (a int, b text, m numeric); "
                   "INSERT INTO k VALUES (1, 'x', 1.0), (2, 'x', 1.00), (3, '', NULL), (4, NULL, NULL), (4, NULL, NULL), (5, NULL, NULL);")
        self.prove_all(
            ("exact-with-snapshot", "proven", ""),
            *[[TABLE, text] for text in (
                "ALTER TABLE t DROP nick;", "ALTER TABLE t DROP feels; DROP TYPE mood;", "DROP TABLE t;", "DROP TABLE t; DROP TYPE mood;",
                "ALTER TABLE t DROP a, DROP b, DROP feels;", "ALTER TABLE t DROP id;",
                "ALTER TABLE t DROP CONSTRAINT t_nick_key; ALTER TABLE t DROP id;")],
            [TABLE, child, "DROP TABLE c; DROP TABLE t;"], [TABLE, child, "DROP TABLE t CASCADE;"], [TABLE, child, "ALTER TABLE c DROP t;"],
            [identity, "DROP TABLE i;"], ["CREATE SEQUENCE s; SELECT nextval('s');", "DROP SEQUENCE s;"],
            [TABLE, trigger, "ALTER TABLE t DROP nick;"], [keyless, "ALTER TABLE k DROP a;"],
            ["CREATE TABLE k (a int PRIMARY KEY); INSERT INTO k VALUES (1), (2);", "ALTER TABLE k DROP a;"],
            # The server is asked for the columns of the view just before it is made.
            [TABLE, "ALTER TABLE t DROP nick; ALTER TABLE t ALTER b TYPE smallint; "
                    "CREATE VIEW v AS SELECT id, greatest(a, 1.5) || 'x' AS ax FROM t;"])

    def test_brings_values_back_that_another_type_could_not_hold(self):
        self.prove_all(
            ("exact-with-snapshot", "proven", ""),
            *[[TABLE, text] for text in (
                "ALTER TABLE t ALTER b TYPE smallint;", "ALTER TABLE t ALTER nick TYPE int USING length(nick) + id;",
                "ALTER TABLE t DROP b; ALTER TABLE t ADD b int[] NOT NULL DEFAULT '{}';",
                "ALTER TYPE mood RENAME TO old_mood; CREATE TYPE mood AS ENUM ('x-sad', 'x-ok'); "
                "ALTER TABLE t ALTER feels TYPE mood USING ('x-' || feels)::mood; DROP TYPE old_mood;",
                "CREATE TYPE sides AS ENUM ('x', 'y'); ALTER TABLE t ADD c text DEFAULT 'x'; "
                "ALTER TABLE t ALTER a TYPE text USING 'n' || a / 2; ALTER TABLE t DROP b; ALTER TABLE t ADD b text[];")])

    def test_claims_nothing_where_rows_change_too(self):
        odd = ("CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE o (id int PRIMARY KEY, feels mood NOT NULL, "
               "during daterange NOT NULL, n int); INSERT INTO o VALUES (1, 'ok', '[2020-01-01,2020-02-01)', 1);")
        self.prove_all(("structure-only", "structure proven"), [TABLE, "UPDATE t SET a = id; ALTER TABLE t DROP b;"],
                       [TABLE, "DELETE FROM t; DROP TABLE t;"],
                       # What does not return is filled with a value of its type.
                       [odd, "UPDATE o SET n = 2; ALTER TABLE o DROP feels, DROP during;"])

    def test_leaves_no_copy_for_the_next_migration(self):
        words = self.words(TABLE, "ALTER TABLE t DROP nick;", "ALTER TABLE t ADD nick text;", "ALTER TABLE t DROP nick;")
        self.assertEqual(words, ["proven"] * 4)


if __name__ == "__main__":
    unittest.main()
