"""Owners, grants, default privileges and policies: given, taken back, carried along, to roles that nobody made."""

import unittest

from dry_run import DryRunTest

TABLE = "CREATE TABLE users (id int PRIMARY KEY GENERATED ALWAYS AS IDENTITY, mail text, boss text)"


class Grants(DryRunTest):
    def test_granting_and_revoking_is_proven(self):
        self.assertEqual(
            self.words(TABLE + "; CREATE VIEW mails AS SELECT mail FROM users; CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                       "GRANT SELECT, INSERT ON users TO app; GRANT SELECT (mail) ON users TO PUBLIC",
                       "GRANT ALL ON ALL TABLES IN SCHEMA public TO app, auditor; GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO app",
                       "REVOKE ALL ON SCHEMA public FROM PUBLIC; GRANT USAGE ON SCHEMA public TO app",
                       "REVOKE EXECUTE ON FUNCTION f() FROM PUBLIC",
                       "REVOKE ALL ON users FROM app"), ["proven"] * 6)

    def test_grants_come_back_with_what_is_dropped_and_made_anew(self):
        self.assertEqual(
            self.words(TABLE + "; GRANT SELECT ON users TO app; CREATE VIEW mails AS SELECT id, mail FROM users; GRANT SELECT ON mails TO app",
                       "DROP VIEW mails", "CREATE VIEW mails AS SELECT mail FROM users",
                       "CREATE OR REPLACE VIEW mails AS SELECT mail, id FROM users; GRANT SELECT (id) ON mails TO app",
                       "ALTER TABLE users RENAME TO people; ALTER TABLE people RENAME COLUMN mail TO email",
                       "ALTER TABLE people ADD note text; GRANT UPDATE (note) ON people TO app",
                       "DROP VIEW mails; ALTER TABLE people DROP COLUMN note"),
            ["proven"] * 7)

    def test_default_privileges_are_predicted(self):
        self.assertEqual(
            self.words("CREATE SCHEMA app; ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO reader",
                       "CREATE TABLE app.t (id serial)",
                       "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC; CREATE FUNCTION app.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                       "DROP FUNCTION app.f(); ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO PUBLIC"), ["proven"] * 4)

    def test_objects_are_given_away_and_back(self):
        self.assertEqual(
            self.words(TABLE, "ALTER TABLE users OWNER TO app", "ALTER TABLE users ADD note text",
                       "ALTER TABLE users OWNER TO CURRENT_USER; CREATE SCHEMA theirs AUTHORIZATION app")[1::2], ["proven"] * 2)

    def test_policies_are_proven(self):
        self.assertEqual(
            self.words(TABLE, "ALTER TABLE users ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON users TO app USING (boss = current_user)",
                       "ALTER POLICY own ON users USING (boss = session_user) WITH CHECK (id > 0)",
                       "ALTER TABLE users RENAME COLUMN boss TO chief", "DROP POLICY own ON users",
                       "ALTER TABLE users DISABLE ROW LEVEL SECURITY"), ["proven"] * 6)

    def test_a_block_that_makes_a_role_where_it_is_missing_finds_it(self):
        block = "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'app') THEN CREATE ROLE app; END IF; END $$"
        self.assertEqual(self.words(TABLE + "; " + block, "GRANT SELECT ON users TO app"), ["proven", "proven"])

    def test_what_is_not_held_is_learnt(self):
        self.assertEqual(self.words(TABLE, "DO $$ BEGIN EXECUTE 'GRANT SELECT ON users TO PUBLIC'; END $$",
                                    "REASSIGN OWNED BY CURRENT_USER TO CURRENT_USER")[1:], ["learnt"] * 2)


if __name__ == "__main__":
    unittest.main()
