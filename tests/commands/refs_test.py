"""pggit branch, tag, log, show and diff by revisions."""

import json
import unittest

from commands import CommandTest, OneDatabaseTest


class Refs(OneDatabaseTest):
    def tearDown(self):
        self.sql("DELETE FROM pggit.branches WHERE name NOT IN ('main', 'import/flyway'); DELETE FROM pggit.tags; "
                 "UPDATE pggit.refs SET branch = 'main'")

    def branches(self):
        return {b["name"]: b for b in json.loads(self.pggit("branch", "--json"))["branches"]}

    def log_of_operations(self):
        return self.sql("SELECT what FROM pggit.operations ORDER BY id").splitlines()

    def test_makes_lists_moves_and_deletes_branches(self):
        tip = self.commits()[0]["hash"]
        self.pggit("branch", "try", "HEAD~2")
        self.assertEqual(self.branches()["try"]["commit"], self.commits("V2")[0]["hash"])
        self.assertEqual(self.branches()["try"]["parent"], "main")
        self.assertIn("* main", self.pggit("branch"))
        self.assertIn("is there already", self.pggit("branch", "try", code=5))
        self.assertNotEqual(self.branches()["try"]["commit"], tip)
        self.pggit("branch", "--force", "try")
        self.assertEqual(self.branches()["try"]["commit"], tip)
        self.pggit("branch", "-d", "try")
        self.assertNotIn("try", self.branches())
        self.assertEqual(self.log_of_operations()[-3:], ["branch", "branch", "branch deleted"])

    def test_renames_a_branch_and_head_goes_along(self):
        self.pggit("branch", "other")
        self.pggit("branch", "-m", "other", "feature/x")
        self.assertIn("feature/x", self.branches())
        self.assertNotIn("other", self.branches())
        self.assertIn("there is a branch or tag main already", self.pggit("branch", "-m", "feature/x", "main", code=5))
        self.sql("UPDATE pggit.refs SET branch = 'feature/x'")
        self.pggit("branch", "-m", "shop")
        self.assertTrue(self.branches()["shop"]["is_head"])
        self.assertIn("there is no branch 'nothing'", self.pggit("branch", "-m", "nothing", "more", code=2))

    def test_keeps_the_branch_of_head_and_those_of_migrate(self):
        self.assertIn("HEAD is on branch main", self.pggit("branch", "-d", "main", code=5))
        self.assertIn("migrate's own", self.pggit("branch", "-d", "import/flyway", code=5))
        self.assertIn("migrate's own", self.pggit("branch", "import/rails", code=5))
        self.assertIn("there is no branch 'nothing'", self.pggit("branch", "-d", "nothing", code=2))
        self.pggit("branch", "-d", code=2)
        self.pggit("branch", "a", "b", "c", code=2)
        self.assertEqual(set(self.branches()), {"main", "import/flyway"})

    def test_keeps_commits_that_no_other_branch_has(self):
        tip = self.commits()[0]["hash"]
        self.sql(f"INSERT INTO pggit.commits SELECT repeat('ab', 32), ARRAY['{tip}'], tree_hash, generation + 1, 'V9', 'V9', '', "
                 f"'', true, false, 'exact', '', '' FROM pggit.commits WHERE hash = '{tip}'; "
                 f"INSERT INTO pggit.migrations SELECT repeat('ab', 32), '9', '', 'SQL', '', '', '', '', '', ''; "
                 f"INSERT INTO pggit.branches VALUES ('alone', repeat('ab', 32), '', 'ACTIVE')")
        self.addCleanup(self.sql, "DELETE FROM pggit.migrations WHERE commit_hash = repeat('ab', 32); "
                                  "DELETE FROM pggit.commits WHERE hash = repeat('ab', 32)")
        self.assertIn("1 commits are on branch alone alone", self.pggit("branch", "-d", "alone", code=5))
        self.pggit("branch", "-d", "--force", "alone")

    def test_refuses_names_that_git_refuses(self):
        for command in ("branch", "tag"):
            for bad in ("a b", "a..b", "HEAD", "2024-05-01", "x.lock", "a~1"):
                self.assertIn(f"'{bad}'", self.pggit(command, bad, code=2))
        self.assertEqual(json.loads(self.pggit("tag", "--json"))["tags"], [])

    def test_tags(self):
        self.pggit("tag", "v1.0", "migration:V1", "-m", "the first")
        tip = self.commits()[0]["hash"]
        self.pggit("tag", "v2.0")
        self.assertEqual([t["name"] + " " + t["message"] for t in json.loads(self.pggit("tag", "--json"))["tags"]],
                         ["v1.0 the first", "v2.0 "])
        self.assertIn("is there already", self.pggit("tag", "v1.0", code=5))
        self.pggit("tag", "-f", "v1.0")
        self.assertEqual(self.commits("v1.0")[0]["hash"], tip)
        self.assertIn("there is a tag v1.0 already", self.pggit("branch", "v1.0", code=5))
        self.assertIn("there is a branch main already", self.pggit("tag", "main", code=5))
        self.pggit("tag", "-d", "v1.0")
        self.assertIn("there is no tag 'v1.0'", self.pggit("tag", "-d", "v1.0", code=2))

    def test_every_way_to_say_a_commit(self):
        first = self.commits()[-1]
        for name in ("V1", "migration:V1", "main~3", "HEAD~3", "HEAD^^^", "V2^", first["hash"], first["hash"][:8]):
            self.assertTrue(self.pggit("show", name).startswith(f"commit {first['hash']}"), name)
        for bad in ("V99", "migration:V99", "main~4", "main~x", "0000", "nothing", "", "2001-01-01"):
            self.pggit("show", bad, code=2)
        self.pggit("show", code=2)

    def test_log_is_newest_first_with_every_field(self):
        commits = self.commits()
        self.assertEqual([c["migration"] for c in commits], ["V4", "V3", "V2", "V1"])
        for commit, parent in zip(commits, commits[1:]):
            self.assertEqual(commit["parents"], [parent["hash"]])
        self.assertLessEqual({"hash", "parents", "tree_hash", "migration", "message", "author", "authored_at", "proof",
                              "rollback_class", "versions"}, set(commits[0]))
        self.assertEqual(commits[-1]["versions"]["table app.people"], "1.0.0")
        self.assertEqual([c["migration"] for c in self.commits("HEAD~2")], ["V2", "V1"])

    def test_log_draws_where_branches_part(self):
        self.pggit("branch", "old", "V2")
        said = [line for line in self.pggit("log", "--graph", "--all").splitlines() if not line.startswith("| ")][:4]
        self.assertTrue(all(line.startswith("* ") for line in said), said)
        self.assertIn("(HEAD -> main, import/flyway)", said[0])
        self.assertIn("(old)", said[2])

    def test_show_tells_up_down_and_proof(self):
        said = self.pggit("show", "V2")
        for words in ("Proof:     proven", "Rollback:  ", "-- up\nALTER TABLE app.people ADD", "-- down\n",
                      "DROP COLUMN age", "people:1.1.0"):
            self.assertIn(words, said)
        self.assertEqual(json.loads(self.pggit("show", "--json", "V2"))["migration"], "V2")

    def test_diff_of_revisions_with_its_ddl(self):
        self.assertEqual(self.pggit("diff", "V3", "main"), "+ index app.people_name\n")
        sql = self.pggit("diff", "main", "V3", "--sql")
        self.assertIn("DROP INDEX app.people_name", sql)
        self.assertEqual(self.pggit("diff", "main", "HEAD", "--sql"), "")
        self.pggit("diff", "main", code=2)
        self.pggit("diff", "main", "nothing", code=2)


class NoHistory(CommandTest):
    def test_every_command_says_what_to_do_first(self):
        for command in (["log"], ["show", "main"], ["diff", "main", "HEAD"], ["checkout", "main"], ["branch", "x"],
                        ["tag", "x"], ["status"]):
            self.assertIn("run pggit migrate", self.pggit(*command, code=2))
        self.assertEqual(self.pggit("branch") + self.pggit("tag"), "")
        self.assertEqual(self.sql("SELECT count(*) FROM pg_namespace WHERE nspname = 'pggit'"), "0")


if __name__ == "__main__":
    unittest.main()
