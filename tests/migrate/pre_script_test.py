"""What the history needs around it is made by --pre-script, and the migrations own it."""

import os
import tempfile
import unittest

from dry_run import DryRunTest

AROUND = """CREATE SCHEMA base;
CREATE TABLE base.t (id serial PRIMARY KEY, n int);
CREATE VIEW base.v AS SELECT * FROM base.t;
CREATE TYPE base.mood AS ENUM ('a');
CREATE FUNCTION base.f(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE SEQUENCE base.s;
CREATE EXTENSION hstore SCHEMA base;
"""


class PreScript(DryRunTest):
    def test_makes_things_that_migrations_may_alter_and_drop(self):
        plan = self.plan_after(AROUND, "ALTER TABLE base.t ADD x int; DROP VIEW base.v;", "ALTER TYPE base.mood ADD VALUE 'b';",
                               "DROP SEQUENCE base.s; DROP FUNCTION base.f(int);", "CREATE TABLE base.n (a base.mood);")
        self.assertEqual([commit["proof"]["word"] for commit in plan["commits"]], ["proven"] * 4)

    def test_makes_roles_which_belong_to_the_server_and_not_to_one_database(self):
        plan = self.plan_after("CREATE ROLE app; CREATE TABLE t (id int PRIMARY KEY);", "GRANT SELECT ON t TO app;")
        self.assertEqual([commit["proof"]["word"] for commit in plan["commits"]], ["proven"])

    def test_makes_publications_which_only_a_superuser_may_make(self):
        plan = self.plan_after("CREATE PUBLICATION whole FOR ALL TABLES; CREATE PUBLICATION some_of_it;",
                               "CREATE TABLE t (id int PRIMARY KEY); ALTER PUBLICATION some_of_it ADD TABLE t;",
                               "ALTER PUBLICATION whole SET (publish = 'insert'); ALTER PUBLICATION whole RENAME TO all_of_it;",
                               "DROP PUBLICATION all_of_it;")
        words = [commit["proof"]["word"] for commit in plan["commits"]]
        self.assertEqual(words, ["proven", "proven", "not proven"])  # nobody else may make it again

    def test_makes_wrappers_which_only_a_superuser_may_make(self):
        plan = self.plan_after("CREATE FOREIGN DATA WRAPPER files; GRANT USAGE ON FOREIGN DATA WRAPPER files TO PUBLIC;",
                               "CREATE SERVER disk FOREIGN DATA WRAPPER files OPTIONS (place 'here');"
                               "CREATE USER MAPPING FOR CURRENT_USER SERVER disk OPTIONS (password 'x');",
                               "CREATE TABLE near (id int PRIMARY KEY); CREATE FOREIGN TABLE far (id int CHECK (id > 0), note text) SERVER disk;"
                               "CREATE VIEW both_of AS SELECT near.id, note FROM near JOIN far USING (id);",
                               "ALTER FOREIGN TABLE far OPTIONS (ADD file 'a'), ALTER COLUMN id SET STATISTICS 5; ALTER SERVER disk RENAME TO drive;"
                               "ALTER USER MAPPING FOR CURRENT_USER SERVER drive OPTIONS (SET password 'y');",
                               "CREATE TABLE parted (id int) PARTITION BY LIST (id); CREATE INDEX ON parted (id);"
                               "CREATE FOREIGN TABLE part PARTITION OF parted FOR VALUES IN (1) SERVER drive;",
                               "DO $$ BEGIN EXECUTE 'ALTER SERVER drive OPTIONS (ADD more ''1'')'; EXECUTE 'ALTER FOREIGN TABLE far OPTIONS (ADD x ''1'')';"
                               "EXECUTE 'ALTER USER MAPPING FOR CURRENT_USER SERVER drive OPTIONS (ADD b ''1'')'; END $$;",
                               "ALTER SERVER drive OPTIONS (SET more '2'); ALTER FOREIGN TABLE far OPTIONS (SET x '2');"
                               "ALTER USER MAPPING FOR CURRENT_USER SERVER drive OPTIONS (SET b '2');",
                               "DROP SERVER drive CASCADE;")
        words = [commit["proof"]["word"] for commit in plan["commits"]]
        self.assertEqual(words, ["proven"] * 4 + ["learnt"] + ["proven"] * 2)
        self.assertEqual({commit["rollback"]["class"] for commit in plan["commits"][:4]}, {"exact"})

    def test_makes_collations_and_functions_that_the_search_path_finds(self):
        around = ('CREATE SCHEMA app; CREATE SCHEMA words; CREATE EXTENSION "uuid-ossp" SCHEMA words;'
                  "CREATE COLLATION words.by_letter (provider = icu, locale = 'en-US');")
        plan = self.plan_after(around, "CREATE TABLE t (id uuid DEFAULT uuid_generate_v4() PRIMARY KEY, name text COLLATE by_letter);",
                               "CREATE INDEX t_name ON t (name COLLATE by_letter) WHERE name <> '';",
                               options=("--search-path", "app,words,public"))
        self.assertEqual([commit["proof"]["word"] for commit in plan["commits"]], ["proven"] * 2)

    def test_makes_text_search_and_collations_that_migrations_may_alter(self):
        around = ("CREATE SCHEMA words; CREATE TEXT SEARCH DICTIONARY words.plain (TEMPLATE = simple); CREATE TEXT SEARCH CONFIGURATION"
                  " words.all_of_it (COPY = simple); CREATE COLLATION words.by_byte (locale = 'C');")
        plan = self.plan_after(around, "ALTER TEXT SEARCH CONFIGURATION words.all_of_it ALTER MAPPING REPLACE simple WITH words.plain;",
                               "ALTER TEXT SEARCH DICTIONARY words.plain (accept = false); ALTER COLLATION words.by_byte RENAME TO bytes;",
                               "DROP TEXT SEARCH DICTIONARY words.plain CASCADE; DROP COLLATION words.bytes;")
        self.assertEqual([commit["proof"]["word"] for commit in plan["commits"]], ["proven"] * 3)

    def plan_after(self, around, *texts, options=()):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "around.sql")
            with open(path, "w", encoding="utf-8") as file:
                file.write(around)
            plan = self.plan(*texts, options=("--pre-script", path, *options))
        self.assertEqual(plan["refused"], [])
        return plan


if __name__ == "__main__":
    unittest.main()
