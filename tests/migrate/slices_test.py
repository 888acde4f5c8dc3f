"""A history that is proven in slices side by side is told the same as one that is proven in one piece."""

import unittest

from dry_run import DryRunTest

# What one slice leaves behind for the next: rows with the clock in them, learnt objects, refused migrations, moved sequences.
SPECIAL = {
    3: "CREATE TABLE orders (id serial PRIMARY KEY, at timestamptz DEFAULT clock_timestamp());\nINSERT INTO orders DEFAULT VALUES;",
    5: "DO $$ BEGIN EXECUTE 'CREATE TABLE learnt (id int PRIMARY KEY)'; END $$;",
    7: "ALTER TABLE nowhere ADD x int;",
    9: "DELETE FROM orders;\nALTER TABLE orders ADD note text DEFAULT 'x';",
    70: "ALTER TABLE learnt ADD more text;",
    72: "INSERT INTO orders (note) VALUES ('later');",
    74: "ALTER TABLE orders DROP COLUMN at;",
    76: "DO $$ BEGIN EXECUTE 'CREATE TABLE late (id int PRIMARY KEY)'; END $$;",
    78: "ALTER TABLE t60 RENAME TO t600;",
}


def history(length, special):
    return [special.get(i, f"CREATE TABLE t{i} (id int PRIMARY KEY, other int REFERENCES t{i - 1});" if i % 10 > 1 and i - 1
                        not in special else f"CREATE TABLE t{i} (id int PRIMARY KEY);") for i in range(1, length + 1)]


class Slices(DryRunTest):
    def plan_of(self, texts, jobs):
        plan = self.plan(*texts, options=("--jobs", str(jobs)))
        del plan["created_at"]
        return plan

    def test_are_told_as_one_piece(self):
        texts = history(82, SPECIAL)
        whole = self.plan_of(texts, 1)
        words = {commit["proof"]["word"] for commit in whole["commits"]}
        self.assertEqual(words, {"proven", "structure proven", "learnt"})
        self.assertEqual(whole, self.plan_of(texts, 2))

    def test_that_do_not_begin_where_the_one_before_them_ended_are_proven_again_in_one_piece(self):
        random_name = "DO $$ BEGIN EXECUTE format('CREATE TABLE r%s (id int)', (random() * 1e9)::int); END $$;"
        plan = self.plan_of(history(80, {2: random_name}), 2)
        words = [commit["proof"]["word"] for commit in plan["commits"]]
        self.assertEqual(words[1], "not proven")
        self.assertEqual(words[2:], ["proven"] * 78)


if __name__ == "__main__":
    unittest.main()
