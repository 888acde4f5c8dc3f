"""DO blocks with DDL: proven where the catalogs decide what they do, and learnt where rows do."""

import unittest

from dry_run import DryRunTest

TABLE = "CREATE TABLE t (id int PRIMARY KEY, a int);"


def block(condition, then):
    return f"DO $$ BEGIN IF {condition} THEN {then}; END IF; END $$;"


def role(name):
    return f"EXISTS (SELECT FROM pg_roles WHERE rolname = '{name}')"


class CodePath(DryRunTest):
    def test_what_the_catalogs_decide_is_predicted_and_has_a_way_back(self):
        missing = "NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 't' AND column_name = 'b')"
        add = block(missing, "ALTER TABLE t ADD COLUMN b text")
        plan = self.plan(TABLE, add, add)
        self.assertEqual([commit["proof"]["word"] for commit in plan["commits"]], ["proven"] * 3)
        down = [[one["sql"] for one in commit.get("down", [])] for commit in plan["commits"]]
        self.assertEqual(down[1], ["ALTER TABLE public.t DROP COLUMN b"])
        self.assertEqual(down[2], [])

    def test_what_rows_decide_is_learnt(self):
        self.assertEqual(self.words(TABLE, block("(SELECT count(*) FROM t) = 0", "ALTER TABLE t ADD COLUMN b text")),
                         ["proven", "learnt"])

    def test_a_column_that_a_block_drops_is_copied_before(self):
        plan = self.plan(TABLE, block("to_regclass('t') IS NOT NULL", "ALTER TABLE t DROP COLUMN a"))
        commit = plan["commits"][1]
        self.assertEqual([commit["proof"]["word"], commit["rollback"]["class"]], ["proven", "exact-with-snapshot"])

    def test_a_role_that_is_not_there_is_named(self):
        plan = self.plan(TABLE, block(role("reader"), "GRANT SELECT ON t TO reader"))
        self.assertEqual(plan["commits"][1]["proof"]["word"], "proven")
        self.assertIn("roles that DO blocks ask for are not there (--pre-script can make them): reader",
                      plan["certificate"]["assumptions"])

    def test_a_role_that_the_history_names_is_there(self):
        plan = self.plan(TABLE, "GRANT SELECT ON t TO reader;", block(role("reader"), "GRANT INSERT ON t TO reader"))
        commit = plan["commits"][2]
        self.assertEqual(commit["proof"]["word"], "proven")
        self.assertEqual([one["sql"] for one in commit["down"]], ["REVOKE INSERT ON TABLE public.t FROM reader"])
        self.assertFalse([one for one in plan["certificate"]["assumptions"] if "not there" in one])


if __name__ == "__main__":
    unittest.main()
