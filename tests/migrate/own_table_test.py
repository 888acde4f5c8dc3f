"""A history that uses its tool's own table finds an empty one, which nothing shows."""

import unittest

from dry_run import DryRunTest

TABLE = "CREATE TABLE a (id int PRIMARY KEY);"


class OwnTable(DryRunTest):
    def test_is_there_and_empty_and_belongs_to_no_catalog(self):
        plan = self.plan(TABLE, "DELETE FROM flyway_schema_history WHERE script LIKE 'R__%';\nALTER TABLE a ADD b int;",
                         "DO $$ BEGIN ASSERT (SELECT count(*) = 0 FROM flyway_schema_history); END $$;")
        self.assertEqual(plan["refused"], [])
        self.assertEqual([commit["proof"]["word"] for commit in plan["commits"]], ["proven", "learnt", "proven"])
        self.assertNotIn("flyway_schema_history", str([commit["down"] for commit in plan["commits"]]))

    def test_is_left_to_a_history_that_makes_one(self):
        plan = self.plan("CREATE TABLE IF NOT EXISTS public.flyway_schema_history (a int);",
                         "INSERT INTO flyway_schema_history VALUES (1);")
        self.assertEqual([commit["proof"]["word"] for commit in plan["commits"]], ["proven", "structure proven"])

    def test_is_not_made_for_those_who_do_not_name_it(self):
        plan = self.plan(TABLE, "DO $$ BEGIN ASSERT to_regclass('flyway_schema' || '_history') IS NULL; END $$;")
        self.assertEqual(plan["refused"], [])


if __name__ == "__main__":
    unittest.main()
