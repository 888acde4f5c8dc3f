"""pggit verify: the stored history is proven again, and what is less than it was is found."""

import json

from project import HISTORY, ProjectTest


class Verify(ProjectTest):
    def words(self):
        return dict(line.split("|") for line in
                    self.sql("SELECT migration, word FROM pggit.commits c JOIN pggit.proofs p ON commit_hash = c.hash")
                    .splitlines())

    def test_finds_nothing_when_all_is_as_it_was(self):
        self.migrate()
        before = self.dump()
        self.assertEqual(self.pggit("verify"), "4 commits proven again\n  4 proven\n")
        self.assertEqual(self.dump(), before)

    def test_of_one_revision_speaks_of_that_one(self):
        self.migrate()
        found = json.loads(self.pggit("verify", "migration:V2", "--json"))
        self.assertEqual([commit["migration"] for commit in found["commits"]], ["V2"])
        self.pggit("verify", "nothing", code=2)

    def test_finds_a_proof_that_claims_too_much_and_takes_it_back_only_with_a_yes(self):
        dynamic = "DO $$ BEGIN EXECUTE 'ALTER TABLE app.people ADD age int'; END $$;\n"
        self.migrate(dict(HISTORY, **{"V2__age.sql": dynamic}))
        self.assertEqual(self.words()["V2"], "learnt")
        self.sql("UPDATE pggit.proofs SET word = 'proven', reason = ''")
        said = self.pggit("verify", code=1)
        self.assertIn("LESS: V2 was proven, is learnt", said)
        self.assertEqual(self.words()["V2"], "proven")
        self.pggit("verify", "--yolo", code=1)
        self.assertEqual(self.words()["V2"], "learnt")
        self.pggit("verify")

    def test_notes_a_proof_that_is_more_than_it_was(self):
        self.migrate()
        self.sql("UPDATE pggit.proofs SET word = 'learnt', reason = 'old'")
        self.assertIn("V2 was learnt (old), is proven", self.pggit("verify", "--yolo"))
        self.assertEqual(set(self.words().values()), {"proven"})

    def test_finds_changed_lost_and_failing_migrations(self):
        self.migrate()
        self.write_history({"V2__age.sql": HISTORY["V2__age.sql"] + "COMMENT ON TABLE app.people IS 'x';\n"})
        said = self.pggit("verify", code=1)
        self.assertIn("LESS: V2 is another commit now", said)
        self.assertNotIn("V3 is another", said)
        self.write_history({"V2__age.sql": HISTORY["V2__age.sql"] + "SELECT 1 / 0;\n"})
        self.assertIn("LESS: V2 fails now: ", self.pggit("verify", code=1))

    def test_finds_a_damaged_store(self):
        self.migrate()
        self.sql("UPDATE pggit.migrations SET down_script = '' WHERE version = '2'")
        self.assertIn("(V2) does not have the hash of its bytes", self.pggit("verify", code=1))
        self.sql("UPDATE pggit.blobs SET content = '\\x00' WHERE object_name = 'people_name'")
        self.assertIn("the store is damaged", self.pggit("verify", code=1))

    def test_needs_the_project_and_a_stored_history(self):
        self.write_history(HISTORY)
        self.pggit("verify", code=2)
        self.migrate()
        self.pggit("verify", "--dir=nowhere", code=3)
