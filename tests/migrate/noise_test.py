"""What PostgreSQL does not promise is masked and listed; what it does is compared."""

import unittest

from dry_run import DryRunTest

TABLES = ("CREATE TABLE a (id int PRIMARY KEY, name text);\nINSERT INTO a VALUES (1, 'x'), (2, 'y'), (3, 'z');\n"
          "CREATE TABLE b (id serial PRIMARY KEY, name text);\n")


class Noise(DryRunTest):
    def last_proof(self, *texts):
        return self.proofs(*texts)[-1]

    def test_rows_that_a_select_without_order_numbers(self):
        # The way back of the first UPDATE puts the rows of a in another place: the second up finds them in another order.
        proof = self.last_proof(TABLES, "UPDATE a SET name = name || '!' WHERE id = 1;\nINSERT INTO b (name) SELECT name FROM a;")
        self.assertIn(proof["word"], ("proven", "structure proven"))

    def test_rows_that_are_numbered_by_where_they_lie(self):
        # They lie elsewhere in the proof's database than in the original's, and there in the same places for both of its ups.
        proof = self.last_proof(TABLES, "UPDATE a SET name = name || '!';",
                                "INSERT INTO b (name) SELECT name FROM a ORDER BY hashtext(ctid::text);")
        self.assertIn(proof["word"], ("proven", "structure proven"))
        self.assertEqual(proof["noise"], ["public.b.id: rows are numbered in another order"])

    def test_values_of_chance_are_listed_and_the_rest_of_their_rows_is_compared(self):
        proof = self.last_proof(TABLES, "ALTER TABLE a ADD at float8;\nUPDATE a SET at = random();")
        self.assertNotEqual(proof["word"], "not proven")
        self.assertEqual(proof["noise"], ["public.a.at: its values differ"])

    def test_times_in_whole_seconds_are_listed_although_two_runs_take_less(self):
        proof = self.last_proof(TABLES, "ALTER TABLE a ADD at bigint;\nUPDATE a SET at = EXTRACT(EPOCH FROM now())::bigint;")
        self.assertNotEqual(proof["word"], "not proven")
        self.assertEqual(proof["noise"], ["public.a.at: its values differ"])

    def test_values_of_chance_that_a_later_step_copies_are_listed_too(self):
        apps = ("CREATE TABLE app (id uuid PRIMARY KEY, name text);\nCREATE TABLE kind (id int PRIMARY KEY, app_id uuid);\n"
                "INSERT INTO app VALUES (gen_random_uuid(), 'x'); INSERT INTO kind VALUES (1);")
        copied = self.last_proof(apps, "UPDATE kind SET app_id = (SELECT id FROM app);")
        self.assertNotEqual(copied["word"], "not proven", copied)
        # What is made of them, and not copied, differs.
        made = self.last_proof(apps, "ALTER TABLE app ADD n int;\nUPDATE app SET n = hashtext(id::text);")
        self.assertEqual(made["word"], "not proven")

    def test_what_does_not_differ_is_not_listed(self):
        self.assertNotIn("noise", self.last_proof(TABLES, "UPDATE a SET name = 'same';"))

    def test_numbers_that_a_session_holds_back_are_the_same_in_both_replays(self):
        proofs = self.proofs("CREATE SEQUENCE s CACHE 20;\nCREATE TABLE c (id int PRIMARY KEY);",
                             "INSERT INTO c VALUES (nextval('s')), (nextval('s'));",
                             "INSERT INTO c VALUES (nextval('s'));\nALTER TABLE c ADD n int;",
                             "SELECT setval('s', (SELECT max(id) FROM c));")
        self.assertNotIn("not proven", [proof["word"] for proof in proofs])
        self.assertFalse([proof for proof in proofs if "noise" in proof])


if __name__ == "__main__":
    unittest.main()
