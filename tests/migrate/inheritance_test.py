"""Tables that inherit from one another: made, filled, altered and dropped, with their rows."""

import unittest

from dry_run import DryRunTest

FAMILY = (
    "CREATE TABLE places (name text NOT NULL, people int DEFAULT 1 CHECK (people >= 0));"
    "CREATE TABLE towns (id int PRIMARY KEY) INHERITS (places);"
    "CREATE TABLE capitals (country text) INHERITS (towns)"
)
ROWS = ("INSERT INTO places VALUES ('nowhere', 0); INSERT INTO towns VALUES ('here', 5, 1);"
        "INSERT INTO capitals VALUES ('there', 7, 1, 'X')")


class Inheritance(DryRunTest):
    def test_making_filling_and_dropping_is_proven(self):
        self.assertEqual(self.words(FAMILY, ROWS, "DROP TABLE capitals", "DROP TABLE places CASCADE"), ["proven"] * 4)

    def test_what_goes_down_from_a_parent_is_proven_with_rows(self):
        self.assertEqual(
            self.words(FAMILY, ROWS, "ALTER TABLE places ADD COLUMN size int NOT NULL DEFAULT 3 CHECK (size > 0)",
                       "ALTER TABLE places RENAME COLUMN size TO area; ALTER TABLE places ALTER area TYPE bigint",
                       "ALTER TABLE ONLY towns ALTER area SET DEFAULT 4; ALTER TABLE places ALTER area DROP NOT NULL",
                       "ALTER TABLE places ADD CONSTRAINT small CHECK (area < 100) NOT VALID; ALTER TABLE places VALIDATE CONSTRAINT small",
                       "ALTER TABLE places DROP CONSTRAINT small", "ALTER TABLE places DROP COLUMN area"), ["proven"] * 8)

    def test_rows_of_children_are_compared_where_a_parent_is_written(self):
        self.assertEqual(self.words(FAMILY, ROWS, "UPDATE places SET people = people + 1", "DELETE FROM ONLY places",
                                    "TRUNCATE towns"), ["proven"] * 5)

    def test_parents_come_and_go(self):
        self.assertEqual(
            self.words(FAMILY, ROWS, "ALTER TABLE capitals NO INHERIT towns", "ALTER TABLE capitals INHERIT places",
                       "ALTER TABLE places ADD COLUMN more text"), ["proven"] * 5)

    def test_what_triggers_write_to_children_is_compared(self):
        fills = ("CREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO capitals (name, id) VALUES (new.name, 9); RETURN NEW; END';"
                 "CREATE TRIGGER filling AFTER INSERT ON places FOR EACH ROW EXECUTE FUNCTION fill()")
        self.assertEqual(self.words(FAMILY, fills, "INSERT INTO places VALUES ('a')"), ["proven"] * 3)


if __name__ == "__main__":
    unittest.main()
