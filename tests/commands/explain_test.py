"""`pggit explain` says the same of a migration from the project's files and from what is stored."""

import json
import unittest

from commands import CommandTest

FILES = {
    "V1__parents.sql": "CREATE TABLE p (id int PRIMARY KEY);\n",
    "V2__children.sql": "CREATE TABLE c (id int REFERENCES p);\nCOPY p FROM STDIN;\n1\n2\n\\.\nCREATE INDEX c_id ON c (id);\n",
    "V3__more.sql": "ALTER TABLE c ADD note text;\nDO $$ BEGIN EXECUTE 'SELECT 1'; END $$;\n",
}


class Explain(CommandTest):
    def setUp(self):
        super().setUp()
        self.write_history(FILES)
        self.pggit("migrate", "--source=flyway", "--yolo")

    def explain(self, *arguments, code=0):
        return self.pggit("explain", *arguments, code=code)

    def test_says_what_a_stored_migration_does_and_locks(self):
        said = self.explain("V2")
        self.assertIn("Intent: Create table c", said)
        self.assertIn("locks: SHARE ROW EXCLUSIVE on table public.p", said)
        self.assertIn("COPY p FROM STDIN", said)
        self.assertIn("locks: ROW EXCLUSIVE on table public.p", said)
        self.assertIn("CREATE INDEX c_id ON c (id)\n      locks: none", said)
        self.assertEqual(said, self.explain("migration:V2"))

    def test_finds_edge_cases_commits_branches_and_objects(self):
        self.assertIn("(dynamic-sql, PENDING)", self.explain("V3"))
        self.assertIn("V3 more\n", self.explain("main"))
        hash_of = json.loads(self.explain("V1", "--json"))["migration"]["hash"]
        self.assertIn("V1 parents\n", self.explain(hash_of[:12]))
        self.assertEqual([line.split()[:2] for line in self.explain("c").splitlines()[1:]],
                         [["1.0.0", "V2"], ["1.1.0", "V3"]])
        self.assertIn("is no migration", self.explain("nothing", code=2))


if __name__ == "__main__":
    unittest.main()
