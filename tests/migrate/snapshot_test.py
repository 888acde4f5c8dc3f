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
            [TABLE, "ALTER TABLE t DROP nick; ALTER TABLE t ALTER b TYPE numeric(3, 1); "
                    "CREATE VIEW v AS SELECT id, greatest(a, 1.5) || 'x' AS ax FROM t;"])

    def test_brings_values_back_that_another_type_could_not_hold(self):
        self.prove_all(
            ("exact-with-snapshot", "proven", ""),
            *[[TABLE, text] for text in (
                "ALTER TABLE t ALTER nick TYPE int USING length(nick) + id;",
                "ALTER TABLE t DROP b; ALTER TABLE t ADD b int[] NOT NULL DEFAULT '{}';",
                "ALTER TYPE mood RENAME TO old_mood; CREATE TYPE mood AS ENUM ('x-sad', 'x-ok'); "
                "ALTER TABLE t ALTER feels TYPE mood USING ('x-' || feels)::mood; DROP TYPE old_mood;",
                "CREATE TYPE sides AS ENUM ('x', 'y'); ALTER TABLE t ADD c text DEFAULT 'x'; "
                "ALTER TABLE t ALTER a TYPE text USING 'n' || a / 2; ALTER TABLE t DROP b; ALTER TABLE t ADD b text[];")])

    def test_takes_no_row_for_changed_where_only_what_the_migration_added_is_written(self):
        child = "CREATE TABLE c (id int PRIMARY KEY, t int NOT NULL REFERENCES t, n int); INSERT INTO c VALUES (1, 1, 5), (2, 2, NULL);"
        touch = ("CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN NEW.a := 99; RETURN NEW; END$$; "
                 "CREATE TRIGGER touch BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();")
        self.prove_all(
            ("exact-with-snapshot", "proven", ""),
            [TABLE, "ALTER TABLE t ADD c text; UPDATE t SET c = nick; ALTER TABLE t ALTER c SET NOT NULL, DROP nick;"],
            [TABLE, child, "ALTER TABLE c ADD nick text; UPDATE c SET nick = (SELECT nick FROM t WHERE t.id = c.t); ALTER TABLE c DROP t;"],
            [TABLE, "ALTER TABLE t RENAME feels TO felt; ALTER TABLE t ADD feels text; "
                    "UPDATE t SET feels = CASE felt WHEN 'ok' THEN 'fine' END; ALTER TABLE t DROP felt;"],
            [TABLE, "CREATE TABLE moods (id int, feels mood); INSERT INTO moods SELECT id, feels FROM t; ALTER TABLE t DROP feels;"])
        self.prove_all(("exact", "proven", ""), [TABLE, "ALTER TABLE t ADD c int; UPDATE t SET c = a; ALTER TABLE t ALTER c SET NOT NULL;"])
        self.prove_all(("structure-only", "structure proven"), [TABLE, "ALTER TABLE t ADD c int; UPDATE t SET c = a, b = 7;"],
                       [TABLE, "ALTER TABLE t ADD c int; WITH gone AS (DELETE FROM t WHERE id = 1 RETURNING id) UPDATE t SET c = 1;"],
                       [TABLE, touch, "ALTER TABLE t ADD c int; UPDATE t SET c = a;"])

    def test_brings_rows_back_under_their_old_names(self):
        indexed = "CREATE TABLE x (code text NOT NULL, n numeric); CREATE UNIQUE INDEX ON x (code); INSERT INTO x VALUES ('a', 1.5), ('b', 2);"
        self.prove_all(
            ("exact-with-snapshot", "proven", ""),
            [TABLE, "ALTER TABLE t RENAME TO u; ALTER TABLE u RENAME id TO key; ALTER TABLE u RENAME nick TO alias; "
                    "ALTER TABLE u ALTER alias TYPE varchar(8), DROP a;"],
            [TABLE, "ALTER TABLE t RENAME a TO x; ALTER TABLE t RENAME b TO a; ALTER TABLE t RENAME x TO b; ALTER TABLE t ALTER b TYPE text USING 'n' || b;"],
            [indexed, "ALTER TABLE x RENAME TO y; ALTER TABLE y ALTER n TYPE int;"])

    def test_makes_foreign_keys_anew_around_another_type(self):
        family = ("CREATE TABLE p (id int PRIMARY KEY, code int NOT NULL UNIQUE); CREATE TABLE c (id int PRIMARY KEY, "
                  "code int REFERENCES p (code) ON DELETE CASCADE); INSERT INTO p VALUES (1, 7), (2, 8); INSERT INTO c VALUES (1, 7), (2, NULL);")
        self.prove_all(
            ("exact-with-snapshot", "proven", ""),
            [family, "ALTER TABLE c DROP CONSTRAINT c_code_fkey; ALTER TABLE c ALTER code TYPE text USING 'n' || code; "
                     "ALTER TABLE p ALTER code TYPE text USING 'n' || code; "
                     "ALTER TABLE c ADD FOREIGN KEY (code) REFERENCES p (code) ON DELETE CASCADE;"])

    def test_alters_tables_whose_checks_wait_for_the_end(self):
        waiting = ("CREATE TABLE p (id int PRIMARY KEY); INSERT INTO p VALUES (1); CREATE TABLE c (id int PRIMARY KEY, "
                   "p int REFERENCES p DEFERRABLE INITIALLY DEFERRED, a text, b text); INSERT INTO c VALUES (1, 1, 'x', 'y');")
        self.prove_all(("exact-with-snapshot", "proven", ""), [waiting, "ALTER TABLE c ALTER a TYPE varchar(9), ALTER b TYPE varchar(9);"])

    def test_needs_no_copy_where_each_value_stays(self):
        days = "CREATE TABLE d (id bigint PRIMARY KEY, day date, name varchar(9)); INSERT INTO d VALUES (1, '2020-02-29', 'x '), (2, 'infinity', NULL);"
        self.prove_all(
            ("exact", "proven", ""), [days, "ALTER TABLE d ALTER id TYPE int, ALTER day TYPE timestamp, ALTER name TYPE varchar;"],
            [days, "ALTER TABLE d ALTER name TYPE text USING name::text;"],
            [TABLE, "ALTER TABLE t ALTER feels TYPE text; DROP TYPE mood;"],
            [TABLE, "ALTER TYPE mood RENAME TO old_mood; CREATE TYPE mood AS ENUM ('ok', 'sad', 'new'); "
                    "ALTER TABLE t ALTER feels TYPE mood USING feels::text::mood; DROP TYPE old_mood;"])
        self.prove_all(("exact-with-snapshot", "proven", ""),
                       [TABLE, "ALTER TABLE t ALTER feels TYPE text USING left(feels::text, 1);"],
                       # What changes by way of a foreign key stands in no statement.
                       [TABLE, "CREATE TABLE moods (mood text PRIMARY KEY); INSERT INTO moods VALUES ('sad'), ('ok'); "
                               "ALTER TABLE t ALTER feels TYPE text; "
                               "ALTER TABLE t ADD FOREIGN KEY (feels) REFERENCES moods ON UPDATE CASCADE; DROP TYPE mood; "
                               "UPDATE moods SET mood = 'fine' WHERE mood = 'ok';"])

    def test_puts_sequences_back_where_they_stood(self):
        sequence = "CREATE SEQUENCE s; SELECT nextval('s'); SELECT nextval('s');"
        self.prove_all(("exact-with-snapshot", "proven", ""), [sequence, "ALTER SEQUENCE s RESTART WITH 700;"],
                       [sequence, "ALTER SEQUENCE s RESTART WITH 50; ALTER SEQUENCE s RENAME TO q;"],
                       [sequence, "SELECT setval('s', 700);"],
                       [sequence, "DROP SEQUENCE s; CREATE SEQUENCE s START 9;"],
                       ["CREATE TABLE i (id int GENERATED ALWAYS AS IDENTITY); INSERT INTO i DEFAULT VALUES;",
                        "ALTER TABLE i ALTER id DROP IDENTITY, ALTER id ADD GENERATED BY DEFAULT AS IDENTITY (START 90);"])

    def test_fills_tables_that_were_made_again_under_their_names(self):
        child = "CREATE TABLE c (id int PRIMARY KEY, t int NOT NULL REFERENCES t); INSERT INTO c VALUES (1, 1), (2, 2);"
        again = "CREATE TABLE t (id uuid PRIMARY KEY, nick text NOT NULL, at date NOT NULL DEFAULT now());"
        self.prove_all(
            ("exact-with-snapshot", "proven", ""), [TABLE, "DROP TABLE t; " + again],
            [TABLE, child, "DROP TABLE c; DROP TABLE t; " + again + " CREATE TABLE c (t uuid NOT NULL REFERENCES t);"],
            [TABLE, child, "DROP TABLE t CASCADE; " + again + " CREATE TABLE d (t uuid REFERENCES t);"],
            [TABLE, "CREATE TABLE n (id int PRIMARY KEY, nick text); INSERT INTO n SELECT id, nick FROM t WHERE id > 1; "
                    "DROP TABLE t; ALTER TABLE n RENAME TO t;"])

    def test_knows_rows_without_a_key_by_what_came_back_before(self):
        keyless = "CREATE TABLE k (a int, b text, n int); INSERT INTO k SELECT i, 'b' || i, i % 2 FROM generate_series(1, 400) i;"
        self.prove_all(("exact-with-snapshot", "proven", ""), [keyless, "ALTER TABLE k DROP b; ALTER TABLE k DROP a;"])

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

    def test_a_trigger_that_calls_what_is_not_there_yet_does_not_stop_the_way_back(self):
        words = self.words(
            """CREATE TABLE a (id int PRIMARY KEY, n int NOT NULL);
               CREATE MATERIALIZED VIEW sums AS SELECT sum(n) AS n FROM a;
               CREATE FUNCTION renew() RETURNS trigger LANGUAGE plpgsql AS
                 'BEGIN REFRESH MATERIALIZED VIEW sums; RETURN NULL; END';
               CREATE TRIGGER renew AFTER UPDATE ON a FOR EACH STATEMENT EXECUTE FUNCTION renew();""",
            "DROP MATERIALIZED VIEW sums; ALTER TABLE a DROP COLUMN n; CREATE MATERIALIZED VIEW sums AS SELECT 1 AS n FROM a;")
        self.assertEqual(words, ["proven", "proven"])


if __name__ == "__main__":
    unittest.main()
