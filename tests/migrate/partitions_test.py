"""Partitioned tables: made, filled, altered, attached, detached and dropped, with their rows."""

import unittest

from dry_run import DryRunTest

EVENTS = (
    "CREATE TABLE events (id bigserial, at date NOT NULL, kind int, note text DEFAULT 'none' CHECK (note <> ''), PRIMARY KEY (id, at))"
    " PARTITION BY RANGE (at);"
    "CREATE INDEX ON events (kind);"
    "CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');"
    "CREATE TABLE events_rest PARTITION OF events DEFAULT"
)
ROWS = "INSERT INTO events (id, at, kind) VALUES (1, '2024-05-05', 7), (2, '2020-01-01', 8)"


class Partitions(DryRunTest):
    def test_making_filling_and_dropping_is_proven(self):
        self.assertEqual(
            self.words(EVENTS, ROWS, "CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')",
                       "DROP TABLE events_2024", "DROP TABLE events"), ["proven"] * 5)

    def test_what_goes_down_from_the_parent_is_proven_with_rows(self):
        self.assertEqual(
            self.words(EVENTS, ROWS, "ALTER TABLE events ADD COLUMN size int DEFAULT 3 CHECK (size > 0)",
                       "ALTER TABLE events ALTER COLUMN kind SET NOT NULL; ALTER TABLE events ALTER COLUMN size SET DEFAULT 4",
                       "ALTER TABLE events RENAME COLUMN size TO weight", "CREATE INDEX ON events (weight, lower(note))",
                       "ALTER TABLE events ADD CONSTRAINT light CHECK (weight < 100), ADD UNIQUE (at, id, kind)",
                       "ALTER TABLE events DROP COLUMN weight", "DROP INDEX events_kind_idx"), ["proven"] * 9)

    def test_rows_stay_where_a_partition_is_detached_and_attached(self):
        self.assertEqual(
            self.words(EVENTS, ROWS, "ALTER TABLE events DETACH PARTITION events_2024",
                       "ALTER TABLE events ATTACH PARTITION events_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')"), ["proven"] * 4)

    def test_planted_rows_fit_their_partition(self):
        made = ("CREATE TABLE parts (id int, kind text, PRIMARY KEY (id, kind)) PARTITION BY LIST (kind);"
                "CREATE TABLE parts_a PARTITION OF parts FOR VALUES IN ('a', 'b');"
                "CREATE TABLE parts_c PARTITION OF parts FOR VALUES IN ('c') PARTITION BY RANGE (id);"
                "CREATE TABLE parts_c_low PARTITION OF parts_c FOR VALUES FROM (MINVALUE) TO (100)")
        self.assertEqual(self.words(made, "ALTER TABLE parts ADD COLUMN size int NOT NULL DEFAULT 1", "ALTER TABLE parts DROP COLUMN size"),
                         ["proven"] * 3)

    def test_triggers_on_rows_are_copied(self):
        touch = "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
        self.assertEqual(
            self.words(EVENTS + ";" + touch, "CREATE TRIGGER touched BEFORE UPDATE ON events FOR EACH ROW EXECUTE FUNCTION touch()",
                       "CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')",
                       "DROP TRIGGER touched ON events"), ["proven"] * 4)

    def test_indexes_of_the_parent_alone_and_of_partitions_before_it(self):
        self.assertEqual(
            self.words(EVENTS, "CREATE INDEX late ON ONLY events (note)",
                       "CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')",
                       "CREATE INDEX own ON events_2024 (kind, note); CREATE INDEX ON events (kind, note)",
                       "CREATE INDEX mine ON events_2024 (note, kind)", "CREATE INDEX ours ON events (note, kind)",
                       "DROP INDEX ours", "DROP INDEX late"), ["proven"] * 8)

    def test_a_check_is_validated_on_the_partitions_too(self):
        self.assertEqual(
            self.words(EVENTS, ROWS, "ALTER TABLE events ADD CONSTRAINT there CHECK (kind IS NOT NULL) NOT VALID",
                       "ALTER TABLE events VALIDATE CONSTRAINT there; ALTER TABLE events ALTER COLUMN kind SET NOT NULL",
                       "ALTER TABLE events DROP CONSTRAINT there"), ["proven"] * 5)

    def test_a_type_goes_down(self):
        self.assertEqual(self.words(EVENTS, "ALTER TABLE events ALTER COLUMN kind TYPE bigint")[1:], ["proven"])

    def test_what_is_not_predicted_is_learnt(self):
        made = ("CREATE FUNCTION seen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$; "
                "CREATE TRIGGER seen BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION seen()")
        self.assertEqual(self.words(EVENTS, made, "ALTER TRIGGER seen ON events RENAME TO noticed")[1:], ["proven", "learnt"])


if __name__ == "__main__":
    unittest.main()
