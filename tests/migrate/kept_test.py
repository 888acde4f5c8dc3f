"""Proofs of an earlier run are used again where nothing that they rest on changed, and tell the same as a proof made anew."""

import glob
import json
import os
import shutil
import subprocess
import tempfile
import unittest

from dry_run import PGGIT, DryRunTest

# What is hard to tell again without a server: rows with the clock in them, learnt objects, a refused migration, moved
# sequences, an oracle's answer, rows that no catalog holds, a step that fails on planted rows, a setting of the session.
SPECIAL = {
    3: "CREATE TABLE orders (id serial PRIMARY KEY, at timestamptz DEFAULT clock_timestamp());\nINSERT INTO orders DEFAULT VALUES;",
    5: "DO $$ BEGIN EXECUTE 'CREATE TABLE learnt (id int PRIMARY KEY, n int DEFAULT 1 + 1)'; END $$;",
    7: "ALTER TABLE nowhere ADD x int;",
    9: "DELETE FROM orders;\nALTER TABLE orders ADD note text DEFAULT 'x';",
    11: "CREATE VIEW late AS SELECT id, at::date AS day FROM orders;",
    13: "CREATE TABLE parted (id int) PARTITION BY RANGE (id);",
    15: "SET statement_timeout = '50s';",
    17: "ALTER TABLE orders ALTER note SET NOT NULL;",
    19: "CREATE FUNCTION twice(n int) RETURNS int LANGUAGE sql AS 'SELECT n * 2';",
}
NEW = "ALTER TABLE learnt ADD more text DEFAULT 'm';\nINSERT INTO orders (note) VALUES ('new');"


def history(length, **special):
    texts = SPECIAL | {int(number.removeprefix("v")): text for number, text in special.items()}
    return [texts.get(i, f"CREATE TABLE t{i} (id int PRIMARY KEY, n int CHECK (n > {i}));") for i in range(1, length + 1)]


class Kept(DryRunTest):
    anew = {}  # what a run says that may use nothing

    def setUp(self):
        self.cache = tempfile.mkdtemp(prefix="pggit_kept_")
        self.addCleanup(shutil.rmtree, self.cache, ignore_errors=True)
        home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
        os.makedirs(os.path.join(self.cache, "pggit"))
        for template in glob.glob(os.path.join(home, "pggit", "template-*.tar")):
            shutil.copy(template, os.path.join(self.cache, "pggit"))

    def files(self, kind):
        return sorted(glob.glob(os.path.join(self.cache, "pggit", "proofs", kind)))

    def run_on(self, texts, anew=False, options=()):
        """The plan but for its time, and what was printed."""
        with tempfile.TemporaryDirectory() as folder:
            os.makedirs(os.path.join(folder, "db/migration"))
            for number, text in enumerate(texts, 1):
                with open(os.path.join(folder, f"db/migration/V{number}__step.sql"), "w", encoding="utf-8") as file:
                    file.write(text + "\n")
            environment = {**os.environ, "XDG_CACHE_HOME": self.cache, "PGGIT_PROVE_ANEW": "1" if anew else ""}
            done = subprocess.run([PGGIT, "migrate", "--source=flyway", "--dry-run", "-q", "--jobs", "1", *options], cwd=folder,
                                  text=True, capture_output=True, stdin=subprocess.DEVNULL, check=False, env=environment)
            self.assertIn(done.returncode, (0, 1), done.stdout + done.stderr)
            with open(glob.glob(os.path.join(folder, "migration_plan_*.json"))[0], encoding="utf-8") as file:
                plan = json.load(file)
        del plan["created_at"]
        return plan, done.stdout

    def assert_told_the_same(self, texts, taken, server=True, data=True):
        """A run that may use what is kept says what one says that may not. `taken`: how many proofs it took."""
        key = tuple(texts)
        if key not in self.anew:
            self.anew[key] = self.run_on(texts, anew=True)[0]
        expected = self.anew[key]
        plan, said = self.run_on(texts)
        self.assertEqual(plan, expected)
        self.assertIn(f"Taking {taken} proofs of before", said) if taken else self.assertNotIn("proofs of before", said)
        self.assertEqual("Starting the shadow server" in said, server, said)
        if server and data:
            self.assertIn("from the data that was kept", said)
        else:
            self.assertNotIn("from the data that was kept", said)

    def test_an_unchanged_history_needs_no_server(self):
        self.run_on(history(20))
        self.assert_told_the_same(history(20), 20, server=False)

    def test_a_new_migration_is_proven_where_the_others_ended(self):
        self.run_on(history(45))
        self.assertEqual(len(self.files("data-*")), 1)
        self.assert_told_the_same(history(45) + [NEW], 45)
        # And another one, and one that the server refuses.
        self.assert_told_the_same(history(45) + [NEW, "ALTER TABLE t40 DROP COLUMN nowhere;", "DROP TABLE t41;"], 45)

    def test_after_an_edit_in_the_middle_the_rest_is_proven(self):
        self.run_on(history(45))
        self.assert_told_the_same(history(45, v21="CREATE TABLE t21 (id bigint);"), 20, data=False)

    def test_a_comment_more_is_another_text(self):
        self.run_on(history(20))
        commented = ["-- a word more\n" + text for text in history(20)]
        self.assert_told_the_same(commented, 0, data=False)

    def test_a_history_that_ends_earlier_takes_what_it_has(self):
        self.run_on(history(45))
        self.assert_told_the_same(history(30), 30, server=False)

    def test_what_is_damaged_cut_short_or_open_to_others_is_not_used(self):
        self.run_on(history(20))
        proofs = self.files("proofs-*")[0]
        with open(proofs, "rb") as file:
            good = file.read()
        word = good.index(b"structure proven")
        forged = good[:word] + b"proven".ljust(16) + good[word + 16:]
        for bytes_ in (forged, good[:len(good) // 2], b""):
            with open(proofs, "wb") as file:
                file.write(bytes_)
            self.assert_told_the_same(history(20), 0, data=False)
        os.chmod(self.files("proofs-*")[0], 0o666)
        self.assert_told_the_same(history(20), 0, data=False)

    def test_a_damaged_data_directory_is_not_used(self):
        self.run_on(history(45))
        data = self.files("data-*")[0]
        with open(data, "r+b") as file:
            file.seek(os.path.getsize(data) // 2)
            file.write(b"x")
        self.assert_told_the_same(history(45) + [NEW], 45, data=False)

    def test_what_a_session_remembers_is_not_lost(self):
        self.run_on(history(45))
        asks = "INSERT INTO t2 VALUES (currval('orders_id_seq'), 3);"
        self.assertEqual(self.run_on(history(45) + [asks])[0], self.run_on(history(45) + [asks], anew=True)[0])
        ready = history(45, v41="CREATE SEQUENCE ready CACHE 10;\nCREATE TABLE r (id int DEFAULT nextval('ready'));",
                        v42="INSERT INTO r DEFAULT VALUES;")
        more = [*ready, "INSERT INTO r DEFAULT VALUES;"]
        self.run_on(ready)
        self.assertEqual(self.run_on(more)[0], self.run_on(more, anew=True)[0])
        shutil.rmtree(os.path.join(self.cache, "pggit", "proofs"))
        self.run_on(history(45, v44="CREATE TEMP TABLE mine (id int);"))
        self.assertEqual(self.files("data-*"), [])

    def test_other_options_are_other_proofs(self):
        self.run_on(history(20))
        _, said = self.run_on(history(20), options=("--role", "somebody"))
        self.assertNotIn("proofs of before", said)

    def test_two_at_once_do_not_meet(self):
        def start(folder):
            os.makedirs(os.path.join(folder, "db/migration"))
            for number, text in enumerate(history(45), 1):
                with open(os.path.join(folder, f"db/migration/V{number}__step.sql"), "w", encoding="utf-8") as file:
                    file.write(text + "\n")
            return subprocess.Popen([PGGIT, "migrate", "--source=flyway", "--dry-run", "-q"], cwd=folder, text=True,
                                    stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                                    env={**os.environ, "XDG_CACHE_HOME": self.cache, "PGGIT_PROVE_ANEW": ""})
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
            for process in [start(one), start(two)]:
                said, _ = process.communicate()
                self.assertIn(process.returncode, (0, 1), said)
        self.assertEqual(len(self.files("proofs-*")), 1)
        self.assert_told_the_same(history(45), 45, server=False)


if __name__ == "__main__":
    unittest.main()
