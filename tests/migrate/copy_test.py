"""Rows that stand in the file behind COPY ... FROM stdin."""

import unittest

from dry_run import DryRunTest

ROWS = "COPY public.a (id, b) FROM stdin;\n1\tone\n2\t\\N\n\\.\n"


def counted(table, rows):
    return (f"DO $$ BEGIN IF (SELECT count(*) FROM {table}) <> {rows} THEN RAISE EXCEPTION 'not {rows}'; END IF; END $$;")


class Copy(DryRunTest):
    def test_arrives_in_the_table_that_its_migration_made(self):
        words = self.words("CREATE TABLE a (id int PRIMARY KEY, b text);\n" + ROWS + counted("a", 2), counted("a", 2))
        self.assertEqual(words, ["proven", "proven"])

    def test_arrives_in_a_table_of_before_and_its_rows_do_not_return(self):
        words = self.words("CREATE TABLE a (id int, b text); INSERT INTO a VALUES (9, 'nine');", ROWS,
                           "DELETE FROM a WHERE id = 2;", ROWS + ROWS, counted("a", 6))
        self.assertEqual(words[0], "proven")
        self.assertEqual(words[-1], "proven")
        self.assertNotIn("failed", words)
        self.assertNotIn("not proven", words)


if __name__ == "__main__":
    unittest.main()
