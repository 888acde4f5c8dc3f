"""ALTER TYPE ... RENAME VALUE where texts name the label and not the type: never proven where our text keeps the old name."""

import unittest

from dry_run import DryRunTest

TABLE = ("CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE people (id int PRIMARY KEY, mood mood);"
         "INSERT INTO people VALUES (1, 'ok')")
RENAME = "ALTER TYPE mood RENAME VALUE 'ok' TO 'fine'"


class RenamedLabel(DryRunTest):
    def test_is_proven_where_the_text_follows(self):
        view = "CREATE VIEW happy AS SELECT id FROM people WHERE mood = 'ok'"
        self.assertEqual(self.words(TABLE, view, RENAME), ["proven", "proven", "proven"])

    def test_is_not_proven_where_a_row_comparison_keeps_the_old_label(self):
        view = "CREATE VIEW happy AS SELECT id FROM people WHERE (id, mood) = (1, 'ok')"
        self.assertNotEqual(self.words(TABLE, view, RENAME)[2], "proven")

    def test_is_not_proven_even_if_the_view_is_replaced_later(self):
        view = "CREATE VIEW happy AS SELECT id FROM people WHERE (id, mood) = (1, 'ok')"
        later = "DROP VIEW happy; CREATE VIEW happy AS SELECT id FROM people"
        self.assertNotEqual(self.words(TABLE, view, RENAME, later)[2], "proven")

    def test_leaves_the_step_that_made_the_view_proven(self):
        view = "CREATE VIEW happy AS SELECT id FROM people WHERE (id, mood) = (1, 'ok')"
        self.assertEqual(self.words(TABLE, view, RENAME)[1], "proven")

    def test_does_not_take_a_row_that_reads_otherwise_for_a_changed_one(self):
        words = self.words("CREATE TYPE kind AS ENUM ('web', 'store'); CREATE TABLE s (id int PRIMARY KEY, k kind);",
                           "INSERT INTO s VALUES (1, 'web');", "ALTER TYPE kind RENAME VALUE 'web' TO 'normal';",
                           "INSERT INTO s VALUES (2, 'store');")
        self.assertEqual(words, ["proven"] * 4)


if __name__ == "__main__":
    unittest.main()
