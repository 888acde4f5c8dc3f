"""Migrations that take along what is prepared in their session, where pggit prepares its own questions."""

import unittest

from dry_run import DryRunTest


class Session(DryRunTest):
    def test_may_deallocate_all(self):
        self.assertEqual(self.words("CREATE TABLE a (id int PRIMARY KEY);", "DEALLOCATE ALL;\nALTER TABLE a ADD b int;",
                                    "ALTER TABLE a ADD c int;"), ["proven", "proven", "proven"])

    def test_may_do_so_in_code(self):
        words = self.words("CREATE TABLE a (id int PRIMARY KEY);",
                           "DO $$ BEGIN EXECUTE 'DEALLOCATE ALL'; END $$;\nALTER TABLE a ADD b int;", "ALTER TABLE a ADD c int;")
        self.assertEqual(words, ["proven", "learnt", "proven"])

    def test_may_leave_temporary_tables_to_the_next_migration(self):
        words = self.words("CREATE TABLE a (id int PRIMARY KEY, b int); INSERT INTO a VALUES (1, 2);",
                           "CREATE TEMP TABLE kept AS SELECT * FROM a; ALTER TABLE a ADD c int;",
                           "CREATE TEMP TABLE more (x int); INSERT INTO more SELECT id FROM kept; ALTER TABLE a ADD d int;",
                           "UPDATE a SET d = (SELECT count(*) FROM more) + (SELECT count(*) FROM kept);")
        self.assertNotIn("not proven", words)
        self.assertNotIn("failed", words)

    def test_temporary_tables_are_not_in_the_way_of_planted_rows(self):
        words = self.words("CREATE TABLE a (id int PRIMARY KEY, b int);",
                           "CREATE TEMP TABLE t AS SELECT id FROM a; ALTER TABLE a ADD c int;")
        self.assertEqual(words, ["proven", "proven"])

    def test_may_make_functions_of_its_own(self):
        words = self.words("CREATE TABLE a (id int PRIMARY KEY, b int); INSERT INTO a VALUES (1, 2), (2, 3);",
                           "CREATE FUNCTION pg_temp.twice(int) RETURNS int LANGUAGE sql AS 'SELECT 2 * $1';\n"
                           "UPDATE a SET b = pg_temp.twice(b);\nALTER TABLE a ADD c int;")
        self.assertIn(words[1], ("proven", "structure proven"))


if __name__ == "__main__":
    unittest.main()
