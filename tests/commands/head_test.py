"""HEAD by comparison: which commit a database stands at, when several tie, and when none is equal."""

import subprocess
import unittest

from commands import HISTORY, CommandTest

DATA = {
    "V1__people.sql": "CREATE TABLE people (id int PRIMARY KEY, kind varchar(9) CHECK (kind IN ('a', 'b')));\n",
    "V2__ada.sql": "INSERT INTO people VALUES (1, 'a');\n",
    "V3__bob.sql": "INSERT INTO people VALUES (2, 'b');\n",
}


class Head(CommandTest):
    def first(self, count, files):
        return dict(list(files.items())[:count])

    def note(self):
        return self.sql("SELECT note FROM pggit.refs")

    def test_asks_the_tools_table_where_commits_share_a_tree(self):
        self.flyway(self.first(2, DATA))
        self.migrate(DATA)
        self.assertEqual(self.head(), "V2")
        self.assertEqual(self.note(), "V1, V2, V3 have the same schema; flyway_schema_history says V2")

    def test_a_callback_behind_the_last_that_ran_ran_too(self):
        files = dict(DATA, **{"afterMigrate.sql": "SELECT 1;\n"})
        self.flyway(DATA)
        self.migrate(files)
        self.assertEqual(self.head(), "afterMigrate")

    def test_takes_the_newest_where_nobody_says(self):
        self.sql("".join(self.first(2, DATA).values()))
        self.migrate(DATA)
        self.assertEqual(self.head(), "V3")
        self.assertEqual(self.note(), "V1, V2, V3 have the same schema; the newest is taken")

    def test_remembers_where_it_left_the_database_itself(self):
        self.migrate(DATA)
        self.checkout("migration:V2")
        self.migrate(dict(DATA, **{"V4__town.sql": "ALTER TABLE people ADD town text;\n"}))
        self.assertEqual(self.head(), "V2")
        self.assertEqual(self.note(), "V1, V2, V3 have the same schema; pggit left it at V2")
        self.checkout("main")
        self.assertEqual(self.sql("SELECT count(*) FROM people"), "2")
        self.assertEqual(self.note(), "")

    def test_says_what_differs_where_no_commit_is_equal(self):
        self.flyway()
        self.sql("DROP INDEX app.people_name; CREATE TABLE app.extra (a int); CREATE TABLE app.more (a int)")
        self.migrate()
        self.assertEqual(self.head(), "V3")
        self.assertEqual(self.note(), "near V3: 2 objects drifted (table app.extra, table app.more)")
        self.assertIn("drifted (table app.extra", self.checkout("main", code=5))

    def test_counts_what_is_not_compared(self):
        self.flyway()
        self.sql("GRANT SELECT ON app.people TO PUBLIC")
        self.migrate()
        self.assertEqual(self.head(), "V4")
        self.assertRegex(self.note(), r"^near: not compared: \d+ grant")
        self.checkout("migration:V2")
        self.assertRegex(self.note(), r"^near: not compared: \d+ grant")
        self.checkout("main")

    def test_leaves_out_what_the_project_leaves_out(self):
        self.flyway()
        self.sql("CREATE TABLE app.parts_2020 (a int); CREATE SCHEMA theirs; CREATE TABLE theirs.t (a int)")
        self.write(".pggit/config.toml", '[compare]\nignore = ["app.parts_*", "theirs.*"]\n')
        self.migrate()
        self.assertEqual([self.head(), self.note()], ["V4", ""])
        self.checkout("migration:V2")
        self.checkout("main")

    def test_a_database_that_was_dumped_and_restored_stands_where_it_stood(self):
        original = self.database
        self.flyway(DATA)
        text = self.dump()
        self.database = self.server.create_database(original[:50] + "_again")
        subprocess.run(["psql", "-X", "-q", "-d", self.database], env=self.server.environment(), input=text, text=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        spelled = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'people_kind_check'"
        self.assertNotEqual(self.sql(spelled), self.server.sql(spelled, original))
        self.migrate(DATA)
        self.assertEqual(self.head(), "V3")
        self.assertNotIn("drifted", self.note())

    def test_without_a_shadow_goes_by_structure_and_says_so(self):
        self.flyway(self.first(2, HISTORY))
        self.write_history(HISTORY)
        self.pggit("migrate", "--ai", "--source=flyway", "--no-shadow", "--yolo")
        self.assertEqual(self.head(), "V2")
        self.assertRegex(self.note(), r"^near: texts of views, checks, defaults and the like not compared \(\d+\)$")


if __name__ == "__main__":
    unittest.main()
