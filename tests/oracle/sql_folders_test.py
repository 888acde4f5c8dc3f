"""The readers of tests/oracle/sql_folders on folders of our own."""

import os
import tempfile
import unittest

import sql_folders


class SqlFolders(unittest.TestCase):
    def read(self, tool, files):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in files.items():
                os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
                with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                    file.write(text)
            return [(os.path.relpath(one.path, folder), one.text, one.in_transaction)
                    for one in sql_folders.reader_of(tool)(folder).migrations()]

    def test_golang_migrate_counts_and_leaves_ways_back_out(self):
        found = self.read("golang-migrate", {"10_b.up.sql": "SELECT 1;", "9_a.up.sql": "SELECT ';'; SELECT 2", "9_a.down.sql": "x"})
        self.assertEqual([(path, together) for path, _, together in found], [("9_a.up.sql", True), ("10_b.up.sql", False)])

    def test_goose_runs_what_stands_below_up(self):
        text = "-- +goose NO TRANSACTION\n-- +goose Up\nCREATE INDEX i;\n-- +goose Down\nDROP INDEX i;\n"
        self.assertEqual(self.read("goose", {"2_b.sql": text, "1_a.go": "package a", "1_a_test.go": "package a"}),
                         [("1_a.go", "", True), ("2_b.sql", "CREATE INDEX i;\n", False)])

    def test_diesel_has_a_folder_each_and_settings_of_its_own(self):
        found = self.read("diesel", {"2020-01-02_b/up.sql": "b", "2020-01-01_a/up.sql": "a", "2020-01-01_a/down.sql": "x",
                                     "2020-01-02_b/metadata.toml": "run_in_transaction = false\n"})
        self.assertEqual([(text, together) for _, text, together in found], [("a", True), ("b", False)])

    def test_sqlx_says_so_in_the_first_line(self):
        found = self.read("sqlx", {"10_b.sql": "-- no-transaction\nb", "2_a.up.sql": "a\n-- no-transaction", "2_a.down.sql": "x"})
        self.assertEqual([path for path, _, _ in found], ["2_a.up.sql", "10_b.sql"])
        self.assertEqual([together for _, _, together in found], [True, False])

    def test_prisma_and_hasura_have_a_folder_each(self):
        self.assertEqual(self.read("prisma", {"2_b/migration.sql": "b", "1_a/migration.sql": "a; a", "lock.toml": ""}),
                         [("1_a/migration.sql", "a; a", True), ("2_b/migration.sql", "b", False)])
        self.assertEqual([path for path, _, _ in self.read("hasura", {"10_b/up.sql": "", "9_a/up.sql": "", "9_a/down.sql": ""})],
                         ["9_a/up.sql", "10_b/up.sql"])

    def test_dbmate_ends_at_down(self):
        found = self.read("dbmate", {"1_a.sql": "-- migrate:up transaction:false\na;\n-- migrate:down\nb;\n"})
        self.assertEqual(found, [("1_a.sql", "\na;\n", False)])

    def test_plain_files_are_in_the_order_of_their_numbers(self):
        found = self.read("sql", {"2/1.sql": "", "10/1_x.sql": "", "2/1_x.down.sql": "", "README.sql": "", "2/2.sql.postgres": "",
                                  "2/2.sql.sqlite": ""})
        self.assertEqual([path for path, _, _ in found], ["2/1.sql", "2/2.sql.postgres", "10/1_x.sql"])


if __name__ == "__main__":
    unittest.main()
