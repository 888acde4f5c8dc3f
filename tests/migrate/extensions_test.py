"""Extensions: trusted ones that the migration's role makes itself, and ones that another session has to make for it."""

import unittest

from dry_run import DryRunTest


class Extensions(DryRunTest):
    def test_a_trusted_one_and_what_uses_it_is_proven(self):
        self.assertEqual(
            self.words('CREATE EXTENSION IF NOT EXISTS "uuid-ossp"; CREATE EXTENSION citext;',
                       "CREATE TABLE users (id uuid PRIMARY KEY DEFAULT uuid_generate_v4(), email citext NOT NULL UNIQUE);",
                       "CREATE VIEW emails AS SELECT lower(email::text) AS email FROM users;",
                       "DROP VIEW emails; DROP TABLE users; DROP EXTENSION citext;",
                       'DROP EXTENSION IF EXISTS "uuid-ossp"; DROP EXTENSION IF EXISTS hstore;'),
            ["proven"] * 5)

    def test_one_in_a_schema_of_the_same_migration_is_proven(self):
        self.assertEqual(
            self.words("CREATE SCHEMA extensions; CREATE EXTENSION pgcrypto SCHEMA extensions;",
                       "CREATE TABLE keys (id uuid DEFAULT extensions.gen_random_uuid());",
                       "CREATE EXTENSION IF NOT EXISTS pgcrypto;"), ["proven"] * 3)

    def test_one_that_needs_a_superuser_is_made_before_the_text_runs(self):
        self.assertEqual(
            self.words("CREATE EXTENSION pg_stat_statements;",
                       "CREATE VIEW slow AS SELECT query FROM pg_stat_statements;",
                       "DROP VIEW slow; DROP EXTENSION pg_stat_statements;",
                       "CREATE EXTENSION IF NOT EXISTS pg_stat_statements;"), ["proven"] * 4)

    def test_cascade_brings_what_it_requires(self):
        commits = self.plan("CREATE EXTENSION earthdistance CASCADE;",
                            "CREATE TABLE places (id int PRIMARY KEY, at point);")["commits"]
        self.assertEqual([commit["proof"]["word"] for commit in commits], ["proven", "proven"])
        self.assertEqual([statement["sql"] for statement in commits[0]["down"]],
                         ["DROP EXTENSION earthdistance", "DROP EXTENSION cube"])

    def test_a_schema_of_its_own_is_found_where_it_is_moved_to(self):
        self.assertEqual(
            self.words("CREATE SCHEMA ext; CREATE EXTENSION pg_stat_statements SCHEMA ext;",
                       "CREATE VIEW slow AS SELECT query FROM ext.pg_stat_statements;",
                       "DROP VIEW slow; DROP EXTENSION pg_stat_statements; DROP SCHEMA ext;"), ["proven"] * 3)

    def test_one_that_is_not_on_the_list_needs_a_superuser(self):
        plan = self.plan("CREATE EXTENSION dblink;")
        self.assertIn("needs superuser", str(plan))
        self.assertNotIn("proven", [commit["proof"]["word"] for commit in plan["commits"]])

    def test_its_own_comment_is_no_change_and_another_is_learnt(self):
        self.assertEqual(
            self.words("CREATE EXTENSION citext;",
                       "COMMENT ON EXTENSION citext IS 'data type for case-insensitive character strings';",
                       "COMMENT ON EXTENSION citext IS 'ours';"), ["proven", "proven", "learnt"])

    def test_what_is_not_known_of_its_members_is_never_proven(self):
        self.assertNotIn(
            "proven",
            self.words("CREATE SCHEMA a; CREATE EXTENSION citext; CREATE TABLE t (id int, c citext);",
                       "DROP EXTENSION citext CASCADE;")[1:])
        self.assertNotIn("proven", self.words("CREATE SCHEMA a; CREATE EXTENSION citext;",
                                              "ALTER EXTENSION citext SET SCHEMA a;")[1:])


if __name__ == "__main__":
    unittest.main()
