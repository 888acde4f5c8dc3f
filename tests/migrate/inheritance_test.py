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


WRITES = "structure proven"  # rows that no key tells apart do not return


class Inheritance(DryRunTest):
    def test_making_filling_and_dropping_is_proven(self):
        self.assertEqual(self.words(FAMILY, ROWS, "DROP TABLE capitals", "DROP TABLE places CASCADE"),
                         ["proven", WRITES, "proven", "proven"])

    def test_what_goes_down_from_a_parent_is_proven_with_rows(self):
        self.assertEqual(
            self.words(FAMILY, ROWS, "ALTER TABLE places ADD COLUMN size int NOT NULL DEFAULT 3 CHECK (size > 0)",
                       "ALTER TABLE places RENAME COLUMN size TO area; ALTER TABLE places ALTER area TYPE bigint",
                       "ALTER TABLE ONLY towns ALTER area SET DEFAULT 4; ALTER TABLE places ALTER area DROP NOT NULL",
                       "ALTER TABLE places ADD CONSTRAINT small CHECK (area < 100) NOT VALID; ALTER TABLE places VALIDATE CONSTRAINT small",
                       "ALTER TABLE places DROP CONSTRAINT small"), ["proven", WRITES] + ["proven"] * 5)

    def test_rows_of_children_are_compared_where_a_parent_is_written(self):
        self.assertEqual(self.words(FAMILY, ROWS, "UPDATE places SET people = people + 1", "DELETE FROM ONLY places", "TRUNCATE towns"),
                         ["proven"] + [WRITES] * 4)

    def test_a_parent_that_comes_is_let_go_of_again(self):
        other = "CREATE TABLE others (name text NOT NULL, people int, CONSTRAINT places_people_check CHECK (people >= 0))"
        self.assertEqual(self.words(FAMILY, ROWS, other, "ALTER TABLE others INHERIT places", "ALTER TABLE others NO INHERIT places"),
                         ["proven", WRITES, "proven", "proven", "proven"])

    def test_what_stays_a_childs_own_is_never_called_proven(self):
        self.assertEqual(self.words(FAMILY, ROWS, "ALTER TABLE capitals NO INHERIT towns")[2:], ["not proven"])
        self.assertEqual(self.words(FAMILY, ROWS, "ALTER TABLE ONLY places DROP COLUMN people")[2:], ["not proven"])


if __name__ == "__main__":
    unittest.main()
