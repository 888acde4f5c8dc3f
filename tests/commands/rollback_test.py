"""pggit migrate --rollback --to-original-state: as if pggit had never been there."""

import unittest

from commands import HISTORY, CommandTest


class Rollback(CommandTest):
    def rollback(self, *arguments, code=0):
        return self.pggit("migrate", "--rollback", "--to-original-state", "--yolo", *arguments, code=code)

    def test_takes_the_schema_away_again(self):
        self.flyway()
        before = self.dump()
        self.migrate()
        self.assertNotEqual(self.dump(), before)
        self.assertIn("as it was before pggit", self.rollback())
        self.assertEqual(self.dump(), before)
        self.rollback(code=2)

    def test_leaves_an_empty_database_that_it_built_empty(self):
        before = self.dump()
        self.migrate()
        self.checkout("main")
        self.sql("INSERT INTO app.people VALUES (3, 'Cy')")
        said = self.rollback(code=5)
        self.assertIn("app.people holds 3 rows now", said)
        self.assertEqual(self.head(), "V4")
        self.rollback("--discard-rows")
        self.assertEqual(self.dump(), before)

    def test_brings_back_the_tools_own_rows_after_checkouts(self):
        self.flyway()
        before = self.dump()
        self.migrate()
        self.checkout("migration:V2")
        self.checkout("main")
        self.assertNotEqual(self.dump("-t", "flyway_schema_history"), before)
        self.checkout("migration:V3")
        said = self.rollback()
        self.assertIn("run V4 up", said)
        self.assertEqual(self.dump(), before)

    def test_says_which_rows_an_earlier_checkout_discarded(self):
        self.flyway()
        self.migrate()
        self.checkout("migration:V1", "--discard-rows")
        self.assertIn("do not return: V2: ALTER TABLE app.people DROP COLUMN age", self.rollback())

    def test_refuses_where_others_use_the_schema(self):
        self.flyway()
        self.migrate()
        self.sql("CREATE VIEW public.ours AS SELECT hash FROM pggit.commits")
        before = self.dump()
        self.assertIn("view ours", self.rollback(code=5))
        self.assertEqual(self.dump(), before)

    def test_refuses_before_it_takes_the_first_migration_back(self):
        self.migrate()
        self.checkout("main")
        self.sql("CREATE TABLE pggit.theirs (a int)")
        before = self.dump()
        self.assertIn("pggit.theirs", self.rollback("--discard-rows", code=5))
        self.assertEqual(self.dump(), before)

    def test_refuses_where_others_changed_what_it_changed(self):
        self.migrate()
        self.checkout("main")
        self.sql("CREATE TABLE app.extra (a int); DROP INDEX app.people_name")
        before = self.dump()
        said = self.rollback("--discard-rows", code=5)
        self.assertIn("table app.extra", said)
        self.assertIn("index app.people_name", said)
        self.assertEqual(self.dump(), before)

    def test_wants_both_words_and_a_yes(self):
        self.migrate(dict(list(HISTORY.items())[:1]))
        before = self.dump()
        self.pggit("migrate", "--rollback", "--yolo", code=2)
        self.pggit("migrate", "--to-original-state", "--yolo", code=2)
        self.assertIn("Nobody is there to answer", self.pggit("migrate", "--rollback", "--to-original-state", code=5))
        self.assertEqual(self.dump(), before)


if __name__ == "__main__":
    unittest.main()
