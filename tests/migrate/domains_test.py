"""Domains: made, used by tables, altered, renamed, moved, commented and dropped."""

import unittest

from dry_run import DryRunTest

EMAIL = "CREATE DOMAIN email AS text CHECK (VALUE ~ '@') CONSTRAINT short CHECK (length(VALUE) < 200)"
MONEY = "CREATE DOMAIN price AS numeric(10,2) DEFAULT 0 NOT NULL CONSTRAINT positive CHECK (VALUE >= 0)"
TABLE = "CREATE TABLE users (id int PRIMARY KEY, mail email, paid price)"


class Domains(DryRunTest):
    def test_making_using_and_dropping_is_proven(self):
        self.assertEqual(self.words(EMAIL + ";" + MONEY, TABLE, "ALTER TABLE users ADD mails email[]", "DROP TABLE users",
                                    "DROP DOMAIN email; DROP TYPE price"),
                         ["proven", "proven", "proven", "proven", "proven"])

    def test_altering_is_proven(self):
        self.assertEqual(
            self.words(EMAIL + ";" + MONEY + ";" + TABLE,
                       "ALTER DOMAIN price SET DEFAULT 1; ALTER DOMAIN price DROP NOT NULL",
                       "ALTER DOMAIN price DROP DEFAULT; ALTER DOMAIN email SET NOT NULL",
                       "ALTER DOMAIN email ADD CHECK (VALUE <> 'x'); ALTER DOMAIN email ADD CONSTRAINT low CHECK (VALUE = lower(VALUE)) NOT VALID",
                       "ALTER DOMAIN email VALIDATE CONSTRAINT low; ALTER DOMAIN email DROP CONSTRAINT email_check1",
                       "ALTER DOMAIN email RENAME CONSTRAINT low TO lower_case",
                       "ALTER DOMAIN email DROP CONSTRAINT IF EXISTS nothing"), ["proven"] * 7)

    def test_renames_moves_and_comments_are_proven(self):
        self.assertEqual(
            self.words(EMAIL + ";" + MONEY + ";" + TABLE, "ALTER DOMAIN email RENAME TO address",
                       "CREATE SCHEMA types; ALTER DOMAIN address SET SCHEMA types",
                       "COMMENT ON DOMAIN types.address IS 'of a person'; COMMENT ON CONSTRAINT short ON DOMAIN types.address IS 'or it is a novel'",
                       "CREATE VIEW mails AS SELECT mail::types.address AS mail FROM users",
                       "CREATE FUNCTION normal(mail types.address) RETURNS types.address LANGUAGE sql AS 'SELECT lower($1)'",
                       "CREATE DOMAIN types.work_address AS types.address CHECK (VALUE LIKE '%@example.com')"), ["proven"] * 7)

    def test_collation_and_array_and_enum_as_base(self):
        self.assertEqual(
            self.words("CREATE TYPE mood AS ENUM ('sad', 'ok');"
                       "CREATE DOMAIN any_mood AS mood DEFAULT 'ok'; CREATE DOMAIN name_list AS varchar(20)[];"
                       'CREATE DOMAIN word AS text COLLATE "C"',
                       "CREATE TABLE t (m any_mood, n name_list, w word)",
                       "ALTER TYPE mood RENAME VALUE 'ok' TO 'fine'",
                       "DROP TABLE t; DROP DOMAIN any_mood, name_list, word; DROP TYPE mood")[:3], ["proven"] * 3)

    def test_a_column_may_leave_and_enter_it(self):
        self.assertEqual(
            self.words(EMAIL + "; CREATE TABLE users (id int PRIMARY KEY, mail text)",
                       "ALTER TABLE users ALTER COLUMN mail TYPE email",
                       "ALTER TABLE users ALTER COLUMN mail TYPE text; DROP DOMAIN email"),
            ["proven"] * 3)

    def test_cascade_takes_the_columns_along(self):
        self.assertEqual(self.words(EMAIL + ";" + MONEY + ";" + TABLE, "DROP DOMAIN email CASCADE")[1], "proven")


if __name__ == "__main__":
    unittest.main()
