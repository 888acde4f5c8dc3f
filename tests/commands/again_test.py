"""pggit migrate again: nothing new, one file more, a changed file, others at work, and faults while it writes."""

import os
import pty
import subprocess
import time
import unittest

from commands import HISTORY, PGGIT, CommandTest

MORE = {"V5__town.sql": "ALTER TABLE app.people ADD town text;\n"}


class Again(CommandTest):
    def store(self):
        return self.dump("-n", "pggit")

    def count(self, table):
        return int(self.sql(f"SELECT count(*) FROM pggit.{table}"))

    def wait_for_waiting(self):
        """Until pggit waits for a lock; its backend."""
        for _ in range(600):
            pid = self.sql("SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")
            if pid:
                return pid
            time.sleep(0.05)
        self.fail("pggit never waited")

    def test_adds_nothing_when_nothing_is_new(self):
        self.flyway()
        self.migrate()
        before = self.store()
        said = self.migrate()
        self.assertIn(" 0 of them new", said)
        self.assertEqual(self.store(), before)

    def test_adds_one_commit_for_one_file_more(self):
        self.flyway()
        self.migrate()
        commits = self.sql("SELECT hash FROM pggit.commits ORDER BY generation").splitlines()
        said = self.migrate(dict(HISTORY, **MORE))
        self.assertIn("5 commits", said)
        self.assertIn(" 1 of them new", said)
        self.assertNotIn("new line", said)
        self.assertEqual(self.sql("SELECT hash FROM pggit.commits ORDER BY generation").splitlines()[:4], commits)
        self.assertEqual(self.head(), "V4")
        self.assertEqual(self.count("operations"), 2)

    def test_a_changed_file_makes_a_new_line_and_the_old_tip_is_kept(self):
        self.flyway()
        self.migrate()
        tip = self.sql("SELECT head_commit_hash FROM pggit.branches WHERE name = 'import/flyway'")
        said = self.migrate(dict(HISTORY, **{"V3__adults.sql": HISTORY["V3__adults.sql"].replace("18", "21")}))
        self.assertIn(f"import/flyway: a new line from V3 on (the file changed); the old tip {tip[:12]} stays in the operation log",
                      " ".join(said.split()))
        self.assertIn(" 2 of them new", said)
        self.assertIn(tip, self.sql("SELECT detail FROM pggit.operations ORDER BY id DESC LIMIT 1"))
        self.assertIn(tip, self.pggit("show", tip))
        self.assertIn("near V4", self.sql("SELECT note FROM pggit.refs"))
        self.assertIn("changed: V3", self.pggit("status"))

    def test_says_where_a_file_was_put_between(self):
        self.migrate({"V1__a.sql": "CREATE TABLE a (i int);\n", "V3__c.sql": "CREATE TABLE c (i int);\n"})
        said = " ".join(self.migrate({"V2__b.sql": "CREATE TABLE b (i int);\n"}).split())
        self.assertIn("a new line from V2 on (it is new there)", said)

    def test_keeps_the_branch_that_head_is_on(self):
        self.flyway()
        self.migrate()
        self.pggit("branch", "shop")
        self.checkout("shop")
        self.migrate(dict(HISTORY, **MORE))
        self.assertEqual(self.sql("SELECT branch FROM pggit.refs"), "shop")

    def test_is_refused_when_another_run_moved_the_branch_meanwhile(self):
        self.flyway()
        self.migrate()
        tip, before = self.sql("SELECT hash FROM pggit.commits ORDER BY generation DESC LIMIT 2").split()
        moved = f"UPDATE pggit.branches SET head_commit_hash = '{before}' WHERE name = 'import/flyway'"
        # It asks at a terminal, after it has read; the answer comes after the other run.
        said = self.answered("y\n", lambda: self.sql(moved), "migrate", "--ai", "--source=flyway", code=5)
        self.assertIn("another run moved import/flyway or HEAD in the meantime", said)
        self.assertEqual(self.sql("SELECT head_commit_hash FROM pggit.branches WHERE name = 'import/flyway'"), before)
        self.assertEqual(self.answered("n\n", lambda: None, "migrate", "--ai", "--source=flyway", code=5).count("not approved"), 1)
        self.answered("y\n", lambda: None, "migrate", "--ai", "--source=flyway", code=0)
        self.assertEqual(self.sql("SELECT head_commit_hash FROM pggit.branches WHERE name = 'import/flyway'"), tip)

    def answered(self, answer, meanwhile, *arguments, code):
        """What it says at a terminal: when it asks, `meanwhile` happens, then it gets its answer."""
        ours, theirs = pty.openpty()
        run = subprocess.Popen([PGGIT, *arguments, f"--database={self.database}"], cwd=self.folder, stdin=theirs, stdout=theirs,
                               stderr=theirs, env=self.server.environment())
        os.close(theirs)
        said = b""
        while True:
            try:
                piece = os.read(ours, 4096)
            except OSError:
                break
            if not piece:
                break
            said += piece
            if said.endswith(b"[y/N] "):
                meanwhile()
                os.write(ours, answer.encode())
                said += b"\n"
        os.close(ours)
        self.assertEqual(run.wait(), code, said.decode())
        return said.decode()

    def terminated(self, hold, files):
        """Its backend ends while it waits for what `hold` holds: nothing of this run is there, and the next one works."""
        before = self.dump()
        held = self.hold(hold)
        self.write_history(files)
        run = self.start("migrate", "--ai", "--source=flyway", "--yolo")
        self.sql(f"SELECT pg_terminate_backend({self.wait_for_waiting()})")
        said = run.communicate()[0]
        self.assertEqual(run.returncode, 4, said)
        held.communicate("ROLLBACK;\n")
        self.assertEqual(self.dump(), before)
        self.migrate(files)
        self.assertEqual(self.count("commits"), len(files))

    def test_of_a_first_run_that_is_cut_off_nothing_stays(self):
        self.flyway()
        self.terminated("BEGIN; CREATE SCHEMA pggit", HISTORY)

    def test_of_a_later_run_that_is_cut_off_nothing_stays(self):
        self.flyway()
        self.migrate()
        files = dict(HISTORY)
        for table in ("commits", "branches", "operations"):
            with self.subTest(table):
                files[f"V{len(files) + 1}__{table}.sql"] = f"CREATE TABLE {table} (i int);\n"
                self.terminated(f"BEGIN; LOCK TABLE pggit.{table} IN SHARE MODE", files)

    def test_gives_up_a_lock_that_it_does_not_get(self):
        self.flyway()
        self.migrate()
        self.sql(f"ALTER DATABASE \"{self.database}\" SET lock_timeout = '100ms'")
        self.hold("BEGIN; LOCK TABLE pggit.commits IN SHARE MODE")
        self.write_history(MORE)
        before = self.store()
        self.assertIn("55P03", self.pggit("migrate", "--ai", "--source=flyway", "--yolo", code=4))
        self.assertEqual(self.store(), before)


if __name__ == "__main__":
    unittest.main()
