#!/usr/bin/env python3
import os
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import flyway_folder as flyway


class Checksum(unittest.TestCase):
    TEXT = "alter table location_history add column valid_until timestamp with time zone;"

    def test_is_the_value_that_flyway_printed(self):
        self.assertEqual(flyway.checksum(self.TEXT), -1039259818)

    def test_of_an_empty_file_is_zero(self):
        self.assertEqual(flyway.checksum(""), 0)

    def test_does_not_see_line_ends_nor_a_bom(self):
        for spelled in (self.TEXT + "\n", self.TEXT + "\r\n", "\ufeff" + self.TEXT, self.TEXT + "\r"):
            self.assertEqual(flyway.checksum(spelled), -1039259818)

    def test_sees_a_changed_letter_and_a_bom_further_down(self):
        self.assertNotEqual(flyway.checksum(self.TEXT.replace("alter", "Alter")), -1039259818)
        self.assertNotEqual(flyway.checksum(self.TEXT + "\n\ufeff"), -1039259818)


class Names(unittest.TestCase):
    def read(self, name):
        return flyway.read_name(name, name, flyway.Settings())

    def test_give_kind_version_and_description(self):
        script = self.read("V1_2__add_users__now.sql")
        self.assertEqual((script.kind, script.version, script.description), ("V", "1.2", "add users  now"))

    def test_may_lack_a_description(self):
        self.assertEqual(self.read("V002.sql").version, "002")

    def test_keep_undo_baseline_repeatable_and_callback_apart(self):
        kinds = [self.read(name).kind for name in ("U1__x.sql", "B1__x.sql", "R__x.sql", "afterMigrate__x.sql")]
        self.assertEqual(kinds, ["U", "B", "R", "C"])

    def test_that_flyway_does_not_know_are_ignored(self):
        for name in ("notes.sql", "V__x.sql", "R1__x.sql", "V1__x.txt", "v1__x.sql", "Vx__y.sql"):
            self.assertIsNone(self.read(name), name)

    def test_versions_compare_by_number_without_zeros_at_the_end(self):
        self.assertEqual(flyway.version_key("1.0"), flyway.version_key("1"))
        self.assertLess(flyway.version_key("2"), flyway.version_key("10"))
        self.assertLess(flyway.version_key("1.9"), flyway.version_key("1.10"))


class Placeholders(unittest.TestCase):
    def test_are_filled_whatever_their_case_and_in_comments_too(self):
        filled = flyway.fill_placeholders("-- ${Name}\n${name}", {"name": "x"}, "${", "}", "f.sql")
        self.assertEqual(filled, "-- x\nx")

    def test_without_a_value_are_refused_with_file_and_line(self):
        with self.assertRaisesRegex(flyway.Refused, r"f.sql:2: .*\$\{other\}"):
            flyway.fill_placeholders("\n${other}", {}, "${", "}", "f.sql")


class Transactions(unittest.TestCase):
    def inside(self, text, config=None):
        script = flyway.Script("V", "V1__x.sql", "V1__x.sql")
        script.config = config or {}
        return flyway.runs_in_transaction(script, text, flyway.Settings())

    def test_are_the_rule(self):
        self.assertTrue(self.inside("CREATE INDEX i ON t (a);"))

    def test_are_left_out_for_concurrent_indexes_and_where_the_conf_says_so(self):
        self.assertFalse(self.inside("-- why\nCREATE UNIQUE INDEX CONCURRENTLY i ON t (a);"))
        self.assertFalse(self.inside("SELECT 1;", {"executeintransaction": "false"}))

    def test_are_not_fooled_by_comments_and_strings(self):
        self.assertTrue(self.inside("-- CREATE INDEX CONCURRENTLY\nSELECT ';VACUUM', $$;VACUUM$$;"))

    def test_mixed_with_statements_that_refuse_them_are_an_error(self):
        with self.assertRaises(flyway.Refused):
            self.inside("CREATE INDEX CONCURRENTLY i ON t (a); SELECT 1;")


class Folder(unittest.TestCase):
    def plan(self, files, **settings):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in files.items():
                path = os.path.join(folder, name)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "w", encoding="utf-8") as file:
                    file.write(text)
            return flyway.Plan(folder, flyway.read_settings(folder, []))

    def test_is_ordered_by_version_then_repeatables_by_description(self):
        plan = self.plan({"sql/V10__a.sql": "", "sql/V9__b.sql": "", "sql/x/V9_1__c.sql": "", "sql/R__b.sql": "",
                          "sql/R__a.sql": "", "sql/U9__b.sql": ""})
        self.assertEqual([s.script for s in plan.versioned], ["V9__b.sql", "x/V9_1__c.sql", "V10__a.sql"])
        self.assertEqual([s.script for s in plan.repeatables], ["R__a.sql", "R__b.sql"])
        self.assertEqual(len(plan.undo), 1)

    def test_with_one_version_twice_is_refused(self):
        with self.assertRaisesRegex(flyway.Refused, "two migrations with version"):
            self.plan({"sql/V1__a.sql": "", "sql/V1_0__b.sql": ""})

    def test_starts_at_its_newest_baseline(self):
        plan = self.plan({"sql/V1__a.sql": "", "sql/V2__b.sql": "", "sql/V3__c.sql": "", "sql/B2__both.sql": ""})
        self.assertEqual([s.script for s in plan.versioned], ["B2__both.sql", "V3__c.sql"])

    def test_reads_conf_and_toml_and_java_classes(self):
        files = {"flyway.toml": "[flyway]\nlocations = [\"filesystem:m\", \"classpath:db\"]\n[flyway.placeholders]\nA = \"1\"\n",
                 "m/V1__a.sql": "", "src/main/java/db/V2_1__B.java": ""}
        plan = self.plan(files)
        self.assertEqual([s.script for s in plan.versioned], ["V1__a.sql", "db.V2_1__B"])
        self.assertEqual(plan.versioned[1].version, "2.1")


if __name__ == "__main__":
    unittest.main()
