"""Materialized views: made, filled, indexed, renamed, moved, commented and dropped."""

import unittest

from dry_run import DryRunTest

TABLE = ("CREATE TABLE orders (id int PRIMARY KEY, customer int NOT NULL, total numeric(10,2));"
         "INSERT INTO orders VALUES (1, 1, 5), (2, 1, 7)")
VIEW = "CREATE MATERIALIZED VIEW totals AS SELECT customer, sum(total) AS total FROM orders GROUP BY customer"


class MaterializedViews(DryRunTest):
    def test_making_and_dropping_is_proven(self):
        self.assertEqual(self.words(TABLE, VIEW, "DROP MATERIALIZED VIEW totals", VIEW + " WITH NO DATA"), ["proven"] * 4)

    def test_indexes_on_it_go_and_come_with_it(self):
        index = "CREATE UNIQUE INDEX totals_customer ON totals (customer); CREATE INDEX ON totals (total DESC)"
        self.assertEqual(self.words(TABLE, VIEW, index, "DROP INDEX totals_customer", "DROP MATERIALIZED VIEW totals"),
                         ["proven"] * 5)

    def test_renames_moves_and_comments_are_proven(self):
        self.assertEqual(
            self.words(TABLE, VIEW, "CREATE INDEX by_total ON totals (total)",
                       "ALTER MATERIALIZED VIEW totals RENAME TO sums; ALTER TABLE sums RENAME COLUMN total TO amount",
                       "CREATE SCHEMA report; ALTER MATERIALIZED VIEW sums SET SCHEMA report",
                       "COMMENT ON MATERIALIZED VIEW report.sums IS 'by customer';"
                       "COMMENT ON COLUMN report.sums.amount IS 'in euros'",
                       "CREATE VIEW big AS SELECT customer FROM report.sums WHERE amount > 5"), ["proven"] * 7)

    def test_the_first_filling_is_proven_and_taken_back(self):
        commits = self.plan(TABLE, VIEW + " WITH NO DATA", "REFRESH MATERIALIZED VIEW totals")["commits"]
        self.assertEqual([commit["proof"]["word"] for commit in commits], ["proven"] * 3)
        self.assertIn("WITH NO DATA", str(commits[2]["down"]))

    def test_filling_it_again_does_not_return_its_rows(self):
        self.assertEqual(self.words(TABLE, VIEW, "REFRESH MATERIALIZED VIEW totals")[2], "structure proven")

    def test_a_table_under_it_cannot_go_without_it(self):
        self.assertEqual(self.words(TABLE, VIEW, "DROP TABLE orders CASCADE")[2], "proven")
        self.assertEqual(self.words(TABLE, VIEW, "ALTER TABLE orders RENAME TO sales; ALTER TABLE sales RENAME COLUMN total TO sum")[2],
                         "proven")

    def test_its_storage_options_are_held(self):
        self.assertEqual(self.words(TABLE, VIEW.replace(" AS SELECT", " WITH (fillfactor=70) AS SELECT"),
                                    "ALTER MATERIALIZED VIEW totals SET (fillfactor=80)"), ["proven"] * 3)

    def test_what_is_not_held_of_it_is_learnt(self):
        self.assertEqual(
            self.words(TABLE, VIEW, "ALTER MATERIALIZED VIEW totals ALTER COLUMN total SET STATISTICS 5")[2], "learnt")


if __name__ == "__main__":
    unittest.main()
