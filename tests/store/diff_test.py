"""pggit diff between revisions, databases and SQL files, and what the functions of schema pggit say in psql."""

import json

from project import HISTORY, ProjectTest


class Diff(ProjectTest):
    def test_of_two_revisions_names_objects_and_fields(self):
        self.migrate()
        self.assertEqual(self.pggit("diff", "migration:V3", "main"), "+ index app.people_name\n")
        self.assertEqual(self.pggit("diff", "main", "migration:V3"), "- index app.people_name\n")
        self.assertIn("~ table app.people\n    columns[2:age]: - => ", self.pggit("diff", "migration:V1", "migration:V2"))
        self.assertEqual(self.pggit("diff", "main", "main"), "")
        self.pggit("diff", "main", "nothing", code=2)
        self.pggit("diff", "main", code=2)

    def test_of_a_revision_and_a_database_compares_every_text(self):
        self.migrate()
        self.checkout("main")
        self.assertEqual(self.pggit("diff", "main", self.uri()), "")
        self.assertEqual(self.pggit("diff", self.uri(), "HEAD"), "")
        self.sql("CREATE OR REPLACE VIEW app.adults AS SELECT id, name FROM app.people WHERE age >= 21;"
                 "ALTER TABLE app.people ADD town text")
        said = self.pggit("diff", "main", self.uri())
        self.assertIn("~ view app.adults\n", said)
        self.assertIn("18", said)
        self.assertIn("21", said)
        self.assertIn("town", said)
        self.assertNotIn("flyway_schema_history", said)
        self.assertNotIn("pggit.", said)

    def test_as_sql_leads_from_one_to_the_other(self):
        self.migrate()
        self.checkout("main")
        self.sql("ALTER TABLE app.people ADD town text DEFAULT 'x'; DROP INDEX app.people_name;"
                 "CREATE OR REPLACE VIEW app.adults AS SELECT id, name FROM app.people WHERE age >= 21")
        ddl = self.pggit("diff", self.uri(), "main", "--sql")
        self.assertIn("-- rows are lost", ddl)
        self.sql(ddl)
        self.assertEqual(self.pggit("diff", "main", self.uri()), "")

    def test_keeps_what_the_history_renamed(self):
        self.migrate({**HISTORY, "V5__persons.sql": "ALTER TABLE app.people RENAME TO persons;\n"
                      "ALTER TABLE app.persons RENAME COLUMN name TO called;\nALTER TABLE app.persons ADD town text;\n",
                      "V6__other.sql": "DROP VIEW app.adults;\nCREATE VIEW app.adults AS SELECT id FROM app.persons;\n"})
        forward = self.pggit("diff", "V4", "V6", "--sql")
        self.assertIn("ALTER TABLE app.people RENAME TO persons;\n", forward)
        self.assertIn("ALTER TABLE app.persons RENAME COLUMN name TO called;\n", forward)
        back = self.pggit("diff", "V6", "V4", "--sql")
        self.assertIn("ALTER TABLE app.persons RENAME TO people;\n", back)
        self.assertIn("-- rows are lost: drop column\n", back)
        for ddl in forward, back:
            self.assertNotIn("TABLE app.persons (", ddl)
            self.assertNotIn("DROP TABLE", ddl)

    def test_says_what_it_cannot_see(self):
        self.migrate()
        self.checkout("main")
        self.sql("CREATE FOREIGN DATA WRAPPER w; GRANT USAGE ON FOREIGN DATA WRAPPER w TO owner; CREATE SERVER far FOREIGN DATA WRAPPER w;"
                 "CREATE USER MAPPING FOR boss SERVER far OPTIONS (password 'x')", "boss")
        self.sql("CREATE CONVERSION app.c FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8")
        said = self.pggit("diff", "main", self.uri())
        self.assertIn("+ user mapping", said)
        self.assertIn("not compared: 1 options of a user mapping in ", said)
        self.assertIn("not compared: 1 conversion in ", said)
        self.assertNotIn("password", said)

    def test_says_who_has_to_wait_for_a_statement(self):
        self.migrate({**HISTORY, "V5__big.sql": "DROP VIEW app.adults;\nALTER TABLE app.people ALTER COLUMN id TYPE bigint;\n"
                      "CREATE TABLE app.mine (id bigint PRIMARY KEY REFERENCES app.people);\n"})
        ddl = self.pggit("diff", "V4", "V5", "--sql")
        self.assertIn("-- ACCESS EXCLUSIVE on table app.people, ", ddl)
        self.assertIn("rewrites table app.people\nALTER TABLE app.people ALTER COLUMN id TYPE bigint;\n", ddl)
        self.assertIn("-- SHARE ROW EXCLUSIVE on table app.people, scans table app.people\nALTER TABLE app.mine ADD", ddl)

    def test_runs_a_file_and_says_where_it_is_wrong(self):
        self.migrate()
        self.write("schema.sql", "".join(HISTORY.values()))
        self.assertEqual(self.pggit("diff", "main", "file:schema.sql"), "")
        self.write("schema.sql", "CREATE SCHEMA app;\nCREATE TABLE app.people (id int PRIMARY KEY);\n"
                                 "COPY app.people FROM stdin;\n1\n2\n\\.\nALTER SCHEMA app OWNER TO bob;\n")
        said = self.pggit("diff", "main", "file:schema.sql")
        self.assertIn("- view app.adults\n", said)
        self.assertIn("assumed roles: bob\n", said)
        self.write("schema.sql", "SELECT 1;\n\n  CREATE TABLE a (id nothing);\n")
        self.assertIn("schema.sql:3:3: ", self.pggit("diff", "main", "file:schema.sql", code=3))
        self.write("schema.sql", "\\! touch here\n")
        self.assertIn("is not run", self.pggit("diff", "main", "file:schema.sql", code=3))
        self.pggit("diff", "main", "file:none.sql", code=3)

    def test_keeps_a_file_inside_the_walls(self):
        self.write("a.sql", "SELECT 1;\n")
        self.write("schema.sql", "COPY (SELECT 1) TO PROGRAM 'touch pggit_was_here';\n")
        self.assertIn("schema.sql:1:1: ", self.pggit("diff", "file:a.sql", "file:schema.sql", code=3))

    def test_of_a_database_with_its_own_dump_says_nothing(self):
        self.migrate()
        self.checkout("main")
        self.write("dump.sql", self.dump("-s", "-N", "pggit", "-T", "flyway_schema_history"))
        self.assertEqual(self.pggit("diff", self.uri(), "file:dump.sql"), "assumed roles: owner\n")

    def test_takes_a_check_that_went_through_pg_dump_for_the_same(self):
        self.sql("CREATE TABLE t (status varchar(9) CHECK (status IN ('a', 'b')), other varchar(9) CHECK (other IN ('a')))")
        self.write("dump.sql", self.dump("-s", "--no-owner"))
        self.assertEqual(self.pggit("diff", self.uri(), "file:dump.sql"), "spelled differently: 1 objects\n")
        self.sql("ALTER TABLE t DROP CONSTRAINT t_status_check, ADD CONSTRAINT t_status_check CHECK (status IN ('a', 'c'))")
        said = self.pggit("diff", self.uri(), "file:dump.sql")
        self.assertIn("~ table public.t\n    constraints[1:t_status_check].check", said)

    def test_says_what_it_does_not_look_at(self):
        self.migrate()
        self.checkout("main")
        self.sql("GRANT SELECT ON app.people TO public")
        self.write(".pggit/config.toml", "[compare]\nignore = ['app.adults']\n")
        self.sql("DROP VIEW app.adults")
        said = self.pggit("diff", "main", self.uri())
        self.assertNotIn("- view", said)
        self.assertIn("not compared: 1 grant in " + self.uri(), said)
        self.assertIn("app.adults", said)

    def test_gives_json(self):
        self.migrate()
        found = json.loads(self.pggit("diff", "main", "migration:V2", "--json"))
        self.assertEqual([(c["change_type"], c["object_type"], c["object_name"]) for c in found["changes"]],
                         [("DROP", "index", "people_name"), ("DROP", "view", "adults")])
        self.assertEqual(len(found["sql"]), 2)
        self.assertEqual(found["not_compared"], [])


class SqlFunctions(ProjectTest):
    def test_log_status_diff_and_objects_answer_in_psql(self):
        self.migrate()
        self.checkout("main")
        self.assertEqual(self.sql("SELECT migration, proof FROM pggit.log()").split(),
                         ["V4|proven", "V3|proven", "V2|proven", "V1|proven"])
        self.assertEqual(self.sql("SELECT count(*) FROM pggit.log('import/flyway')"), "4")
        self.assertEqual(self.sql("SELECT branch, migration, commits FROM pggit.status()"), "main|V4|4")
        self.assertEqual(self.sql("SELECT name FROM pggit.branches ORDER BY 1").split(), ["import/flyway", "main"])
        v2 = self.sql("SELECT hash FROM pggit.log() WHERE migration = 'V2'")
        self.assertEqual(self.sql(f"SELECT change_type, object_type, object_name FROM pggit.diff('{v2[:10]}', 'main')")
                         .split(), ["CREATE|index|people_name", "CREATE|view|adults"])
        self.assertEqual(self.sql(f"SELECT change_type FROM pggit.diff('main', '{v2}')").split(), ["DROP", "DROP"])
        self.assertEqual(self.sql("SELECT object_type, object_name, version_major, version_minor FROM pggit.objects "
                                  "ORDER BY 1, 2").split(),
                         ["index|people_name|1|0", "schema|app|1|0", "schema|public|1|0", "table|people|1|1",
                          "view|adults|1|0"])
        self.assertIn("CREATE TABLE app.people",
                      self.sql("SELECT ddl_normalized FROM pggit.objects WHERE object_name = 'people'"))
        self.assertEqual(self.sql("SELECT change_type FROM pggit.history WHERE object_name = 'people' "
                                  "ORDER BY generation").split(), ["CREATE", "ALTER"])
        self.assertEqual(self.sql("SELECT count(*) FROM pggit.log('no such thing')"), "0")
