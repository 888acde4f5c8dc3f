"""pggit checkout over migrations that drop: rows return where pggit ran them, and nothing is promised where another tool did."""

import unittest

from commands import CommandTest

FILES = {
    "V1__people.sql": "CREATE TABLE people (id int PRIMARY KEY, name text NOT NULL, born int);\n",
    "V2__no_names.sql": "ALTER TABLE people DROP name;\n",
    "V3__no_people.sql": "DROP TABLE people;\n",
}


class Snapshots(CommandTest):
    def people(self):
        return self.sql("SELECT id, name, born FROM people ORDER BY id")

    def copies(self):
        return self.sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'pggit' AND tablename LIKE 'saved\\_%' "
                        "AND tablename <> 'saved_rows'")

    def test_brings_back_what_was_dropped_and_leaves_no_copy(self):
        self.migrate(FILES)
        self.checkout("migration:V1")
        self.sql("INSERT INTO people VALUES (1, 'Ada', 1815), (2, 'Bob', NULL)")
        self.checkout("migration:V2")
        granted = "SELECT count(*) FROM pg_class WHERE relname LIKE 'saved\\_%\\_1' AND relacl IS NOT NULL"
        self.assertEqual(self.sql(granted), "0", "somebody else may read the copy")
        self.sql("INSERT INTO people VALUES (3, 1900)")
        self.checkout("migration:V1")
        self.assertEqual(self.people(), "1|Ada|1815\n2|Bob|\n3||1900")
        self.assertEqual(self.copies(), "0")
        self.checkout("main")
        self.assertEqual(self.copies(), "2")
        self.checkout("migration:V1")
        self.assertEqual(self.people(), "1|Ada|1815\n2|Bob|\n3||1900")
        self.assertEqual(self.copies(), "0")
        self.checkout("main")
        self.pggit("migrate", "--rollback", "--to-original-state", "--yolo", "--discard-rows")
        self.assertEqual(self.sql("SELECT count(*) FROM pg_namespace WHERE nspname = 'pggit'"), "0")
        self.assertEqual(self.sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), "0")

    def test_refuses_where_rows_without_a_key_have_changed_since(self):
        self.migrate({"V1__notes.sql": "CREATE TABLE notes (at int, note text);\n", "V2__no_times.sql": "ALTER TABLE notes DROP at;\n"})
        self.checkout("migration:V1")
        self.sql("INSERT INTO notes VALUES (1, 'a'), (2, 'b')")
        self.checkout("migration:V2")
        self.sql("UPDATE notes SET note = 'c' WHERE note = 'a'")
        said = self.checkout("migration:V1", code=4)
        self.assertIn("rows of public.notes have changed since; their values of at are in pggit.saved_", said)
        self.sql("UPDATE notes SET note = 'a' WHERE note = 'c'")
        self.checkout("migration:V1")
        self.assertEqual(self.sql("SELECT at, note FROM notes ORDER BY 1"), "1|a\n2|b")

    def test_keeps_what_was_changed_since_and_restores_the_rest(self):
        self.migrate({"V1__prices.sql": "CREATE TABLE prices (id int PRIMARY KEY, price numeric(8,2));\n",
                      "V2__whole.sql": "ALTER TABLE prices ALTER price TYPE int;\n"})
        self.checkout("migration:V1")
        self.sql("INSERT INTO prices VALUES (1, 1.25), (2, 2.50), (3, NULL), (4, 4.75)")
        self.checkout("migration:V2")
        self.sql("UPDATE prices SET price = 7 WHERE id = 2; INSERT INTO prices VALUES (5, 5); DELETE FROM prices WHERE id = 4")
        self.checkout("migration:V1")
        self.assertEqual(self.sql("SELECT * FROM prices ORDER BY id"), "1|1.25\n2|7.00\n3|\n5|5.00")
        self.assertEqual(self.copies(), "0")

    def test_alters_a_table_whose_checks_wait_for_the_end_of_the_transaction(self):
        self.migrate({"V1__orders.sql": "CREATE TABLE people (id int PRIMARY KEY);\n"
                                        "CREATE TABLE orders (id int PRIMARY KEY, person bigint REFERENCES people DEFERRABLE "
                                        "INITIALLY DEFERRED, price numeric(8,2));\n",
                      "V2__one.sql": "ALTER TABLE orders ALTER person TYPE bigint USING 1, ALTER price TYPE int;\n"})
        self.checkout("migration:V1")
        self.sql("INSERT INTO people VALUES (1), (2); INSERT INTO orders VALUES (1, 2, 1.25)")
        self.checkout("migration:V2")
        self.assertEqual(self.sql("SELECT * FROM orders"), "1|1|1")
        self.checkout("migration:V1")
        self.assertEqual(self.sql("SELECT * FROM orders"), "1|2|1.25")

    def test_knows_its_rows_in_another_time_zone(self):
        self.migrate({"V1__days.sql": "CREATE TABLE days (id int PRIMARY KEY, day timestamptz, note text, n numeric(3,1));\n"
                                      "CREATE TABLE log (at timestamptz, note text);\n",
                      "V2__less.sql": "ALTER TABLE days ALTER day TYPE timestamptz(0);\nALTER TABLE log DROP note;\n"})
        self.checkout("migration:V1")
        self.sql("INSERT INTO days VALUES (1, '2020-01-01 12:00:00.75+00'); INSERT INTO log VALUES ('2020-01-01 12:00+00', 'x')")
        self.checkout("migration:V2")
        self.server.sql("ALTER ROLE owner SET timezone = 'Asia/Tokyo'", "postgres", user="boss")
        self.addCleanup(self.server.sql, "ALTER ROLE owner RESET timezone", "postgres", "boss")
        self.checkout("migration:V1")
        self.assertEqual(self.sql("SELECT day AT TIME ZONE 'UTC' FROM days"), "2020-01-01 12:00:00.75")
        self.assertEqual(self.sql("SELECT note FROM log"), "x")

    def test_keeps_its_copies_where_the_store_is(self):
        self.write_history(FILES)
        self.sql("CREATE SCHEMA pggit; CREATE TABLE pggit.theirs (a int)")
        self.pggit("migrate", "--ai", "--source=flyway", "--yolo", "--store-schema=keeper")
        self.checkout("migration:V1", "--store-schema=keeper")
        self.sql("INSERT INTO people VALUES (1, 'Ada', 1815)")
        self.checkout("main", "--store-schema=keeper")
        self.assertEqual(self.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'pggit'"), "theirs")
        self.checkout("migration:V1", "--store-schema=keeper")
        self.assertEqual(self.people(), "1|Ada|1815")

    def test_fills_a_table_that_was_made_again_and_leaves_a_sequence_that_others_moved(self):
        self.migrate({"V1__shop.sql": "CREATE TABLE notes (id int PRIMARY KEY, note text);\nCREATE SEQUENCE a;\nCREATE SEQUENCE b;\n",
                      "V2__again.sql": "DROP TABLE notes;\nCREATE TABLE notes (id uuid PRIMARY KEY, note text NOT NULL);\n"
                                       "SELECT setval('a', 700);\nALTER SEQUENCE b RESTART WITH 700;\n"})
        self.checkout("migration:V1")
        self.sql("INSERT INTO notes VALUES (1, NULL), (2, 'x'); SELECT setval('a', 40), setval('b', 50)")
        self.checkout("migration:V2")
        self.sql("INSERT INTO notes VALUES ('00000000-0000-0000-0000-000000000001', 'new'); SELECT nextval('b'), nextval('b')")
        self.assertIn("TRUNCATE TABLE public.notes (public.notes holds 1 rows now)", self.checkout("migration:V1", code=5))
        self.checkout("migration:V1", "--discard-rows")
        self.assertEqual(self.sql("SELECT * FROM notes ORDER BY id"), "1|\n2|x")
        self.assertEqual(self.sql("SELECT a.last_value, b.last_value FROM a, b"), "40|701")
        self.assertEqual(self.copies(), "0")

    def test_hides_its_copies_from_code_that_alters_every_column_of_a_name(self):
        every = ("DO $$ DECLARE t record; BEGIN FOR t IN SELECT table_name FROM information_schema.columns WHERE column_name = 'uid' LOOP "
                 "EXECUTE format('ALTER TABLE %I ALTER uid SET NOT NULL', t.table_name); END LOOP; END $$;\n")
        self.migrate({"V1__two.sql": "CREATE TABLE users (uid uuid PRIMARY KEY, name text);\nCREATE TABLE gone (uid int);\n",
                      "V2__less.sql": "ALTER TABLE users DROP name;\nDROP TABLE gone;\n", "V3__every.sql": every})
        self.checkout("migration:V2")
        described = "SELECT obj_description(oid) FROM pg_class WHERE relname LIKE 'saved\\_%\\_1'"
        self.assertIn("public.users (name, uid) before V2", self.sql(described))
        self.checkout("main")

    def test_brings_the_shape_back_where_another_tool_ran_it(self):
        self.flyway(FILES)
        self.migrate(FILES)
        self.checkout("migration:V1")
        self.assertEqual(self.sql("SELECT count(*) FROM people"), "0")
        self.assertEqual(self.copies(), "0")


if __name__ == "__main__":
    unittest.main()
