"""What goes wrong outside of pggit: bad folders, bad SQL, servers that refuse or vanish, Ctrl-C. Each ends with a clear
message on stderr, the documented exit code, nothing half-written and nothing left running."""

import os
import signal
import socket
import subprocess
import threading
import time
import unittest

from runs import HISTORY, PGGIT, FaultTest, ThrowawayPostgres

FINDINGS, USAGE, INPUT, DATABASE, REFUSED = 1, 2, 3, 4, 5
MIGRATE = ("migrate", "--ai", "--source=flyway")
PLAN = ("migration_plan_", "edge_cases.yaml")
SLOW = "SELECT pg_sleep(40);\n"


def wait_until(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError("it did not come to that")
        time.sleep(0.02)


class BadTest(FaultTest):
    def files(self):
        return sorted(os.path.join(folder, name) for folder, _, names in os.walk(self.folder) for name in names)

    def has_store(self, server=None):
        stores = "SELECT count(*) FROM pg_namespace WHERE nspname = 'pggit'"
        return (server or self.server).sql(stores, self.database) == "1"

    def refused(self, *arguments, code, says, proven=False, **more):
        """Runs pggit, which must give up in words, write nothing (but the plan, once all is proven)."""
        before = self.files()
        run = self.run_pggit(*arguments, **more)
        self.assert_gave_up(run, code, says)
        made = [os.path.basename(path) for path in self.files() if path not in before]
        self.assertEqual([name for name in made if not (proven and name.startswith(PLAN))], [])
        self.assertFalse(self.has_store())

    def assert_gave_up(self, run, code, says):
        status = run.wait()
        self.assertEqual(status, code, run.said + run.complained)
        for words in [says] if isinstance(says, str) else says:
            self.assertIn(words, run.complained)
        self.assertEqual(run.complained.count("pggit: "), 1, run.complained)
        self.assert_nothing_left(run)


class Input(BadTest):
    def test_a_folder_that_does_not_exist(self):
        self.refused(*MIGRATE, "--dir=nowhere", "--yolo", code=INPUT, says="nowhere")

    def test_an_empty_folder(self):
        self.refused(*MIGRATE, "--yolo", code=INPUT, says="no Flyway migrations found")
        self.refused("migrate", "--auto-detect", "--yolo", code=INPUT, says="no ")

    def test_a_file_where_a_folder_should_be(self):
        self.write("notes.txt", "nothing\n")
        self.refused(*MIGRATE, "--dir=notes.txt", "--yolo", code=INPUT, says="notes.txt")

    def without_rights(self, *arguments):
        """Run by root, pggit may read anything: it loses that right here, and keeps the others."""
        if os.geteuid() != 0:
            return [PGGIT, *arguments]
        return ["setpriv", "--bounding-set=-dac_override,-dac_read_search", PGGIT, *arguments]

    def test_what_may_not_be_read(self):
        self.write_history(HISTORY)
        for path in ("db/migration", "db/migration/V3__adults.sql"):
            full = os.path.join(self.folder, path)
            mode = os.stat(full).st_mode
            os.chmod(full, 0)
            try:
                done = subprocess.run(self.without_rights(*MIGRATE, "--dry-run", "--no-shadow"), cwd=self.folder,
                                      capture_output=True, text=True,
                                      stdin=subprocess.DEVNULL, timeout=60)
            finally:
                os.chmod(full, mode)
            self.assertEqual(done.returncode, INPUT, done.stdout + done.stderr)
            self.assertIn(path, done.stderr)
            self.assertIn("Permission denied", done.stderr)
            self.assertEqual([path for path in self.files() if not path.endswith(".sql")], [])

    def test_what_is_no_file_is_not_waited_for(self):
        self.write_history(HISTORY)
        os.mkfifo(os.path.join(self.folder, "db/migration/V9__pipe.sql"))
        self.pggit(*MIGRATE, "--yolo")
        self.assertEqual(self.sql("SELECT count(*) FROM pggit.commits"), str(len(HISTORY)))

    def test_two_files_with_one_version(self):
        self.write_history({**HISTORY, "V2__other.sql": "SELECT 1;\n"})
        self.refused(*MIGRATE, "--yolo", code=INPUT, says=["V2__age.sql", "V2__other.sql"])

    def test_broken_sql_is_named_by_line_and_column_and_stored_as_an_edge_case_only(self):
        self.write_history({**HISTORY, "V5__broken.sql": "CREATE TABLE app.a (id int);\n\n  CREATE TABL b ();\n"})
        said = self.pggit(*MIGRATE, "--yolo", code=FINDINGS)
        self.assertIn("db/migration/V5__broken.sql:3:3: ", said)
        self.assertIn('syntax error at or near "TABL"', said)
        self.assertEqual(self.sql("SELECT count(*) FROM pggit.ai_edge_cases WHERE migration_id = 'V5'"), "1")
        self.assertEqual(self.sql("SELECT count(*) FROM pggit.commits"), str(len(HISTORY)))


class Database(BadTest):
    def setUp(self):
        super().setUp()
        self.write_history(HISTORY)

    def test_no_server_there(self):
        self.refused(*MIGRATE, "--yolo", database="postgresql://127.0.0.1:1/shop", code=DATABASE, says="127.0.0.1")
        self.refused(*MIGRATE, "--yolo", database="postgresql:///shop?host=/nowhere", code=DATABASE, says="/nowhere")

    def test_no_such_database_or_role(self):
        self.refused(*MIGRATE, "--yolo", database="no_such_shop", code=DATABASE, says="no_such_shop")
        self.refused(*MIGRATE, "--yolo", environment=self.server.environment("nobody_here"), code=DATABASE,
                     says="nobody_here")

    def test_a_role_that_may_not_create_a_schema(self):
        self.server.sql(f"CREATE ROLE guest_{os.getpid()} LOGIN", "postgres", user="boss")
        guest = self.server.environment(f"guest_{os.getpid()}")
        self.refused(*MIGRATE, "--yolo", environment=guest, code=DATABASE, proven=True,
                     says=["permission denied", "GRANT CREATE"])

    def test_a_role_that_may_not_change_what_checkout_changes(self):
        guest = f"guest2_{os.getpid()}"
        self.server.sql(f"CREATE ROLE {guest} LOGIN", "postgres", user="boss")
        self.migrate()
        before = self.dump()
        run = self.run_pggit("checkout", "main", "--yolo", environment=self.server.environment(guest))
        self.assert_gave_up(run, DATABASE, "permission denied")
        self.sql(f"GRANT USAGE ON SCHEMA pggit TO {guest}; GRANT SELECT ON ALL TABLES IN SCHEMA pggit TO {guest}")
        run = self.run_pggit("checkout", "main", "--yolo", environment=self.server.environment(guest))
        self.assert_gave_up(run, DATABASE, "permission denied")
        self.sql(f"REVOKE ALL ON SCHEMA pggit FROM {guest}; REVOKE ALL ON ALL TABLES IN SCHEMA pggit FROM {guest}")
        self.assertEqual(self.dump(), before)


class Vanishing(BadTest):
    """The server of the user's database goes away (stop -m immediate), comes back, and the next run works."""

    def setUp(self):
        super().setUp()
        self.own = ThrowawayPostgres()
        self.own.__enter__()
        self.addCleanup(self.own.__exit__)
        self.own.create_database(self.database)
        self.write_history(HISTORY)

    def start_run(self, *arguments):
        return self.run_pggit(*arguments, environment=self.own.environment())

    def succeed(self, *arguments):
        run = self.start_run(*arguments)
        self.assertEqual(run.wait(), 0, run.complained)

    def own_sql(self, text, user="boss"):
        return self.own.sql(text, self.database, user)

    def crash(self):
        self.own.program("pg_ctl", "-D", self.own.data, "-w", "-m", "immediate", "stop")

    def come_back(self):
        self.own.start()

    def test_during_migrate(self):
        run = self.start_run(*MIGRATE, "--yolo")
        wait_until(run.shadow_processes)
        self.crash()
        self.assert_gave_up(run, DATABASE, "connection")
        self.come_back()
        self.assertFalse(self.has_store(self.own))
        self.succeed(*MIGRATE, "--yolo")

    def test_while_the_history_is_stored(self):
        with Blocker(self.own, self.database, "LOCK TABLE pg_catalog.pg_namespace IN SHARE MODE") as blocker:
            run = self.start_run(*MIGRATE, "--yolo")
            blocker.wait_for_victim()
            self.crash()
            self.assert_gave_up(run, DATABASE, "connection")
        self.come_back()
        self.assertFalse(self.has_store(self.own))
        self.succeed(*MIGRATE, "--yolo")

    def test_during_checkout(self):
        self.succeed(*MIGRATE, "--yolo")
        self.succeed("checkout", "migration:V2", "--yolo")
        with Blocker(self.own, self.database, "LOCK TABLE app.people IN ROW EXCLUSIVE MODE") as blocker:
            run = self.start_run("checkout", "main", "--yolo")
            blocker.wait_for_victim()
            self.crash()
            self.assert_gave_up(run, DATABASE, "connection")
        self.come_back()
        # V3 needs no lock on rows and was committed; V4 was not.
        self.assertEqual(self.own_sql("SELECT count(*) FROM pg_indexes WHERE indexname = 'people_name'"), "0")
        self.succeed("checkout", "main", "--yolo")
        self.assertEqual(self.own_sql("SELECT count(*) FROM pg_indexes WHERE indexname = 'people_name'"), "1")


class Blocker:
    """A session that holds a lock until the end of the block (or of its server)."""

    def __init__(self, server, database, lock):
        self.server = server
        self.database = database
        self.process = subprocess.Popen(["psql", "-X", "-q", "-d", database], env=server.environment("boss"),
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                        text=True)
        self.process.stdin.write(f"BEGIN; {lock};\n\\echo held\n")
        self.process.stdin.flush()

    def __enter__(self):
        assert self.process.stdout.readline() == "held\n"
        return self

    def __exit__(self, *_):
        try:
            self.process.communicate(timeout=10)
        except BrokenPipeError:
            self.process.wait(10)

    def wait_for_victim(self):
        waiting = f"SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = '{self.database}'"
        wait_until(lambda: self.server.sql(f"SELECT EXISTS ({waiting})", "postgres", user="boss") == "t")


class CtrlC(BadTest):
    """SIGINT and SIGTERM, in each phase of a run."""

    def assert_stops(self, run, number, code=REFUSED):
        began = time.monotonic()
        run.send(number)
        self.assert_gave_up(run, code, "stopped")
        self.assertLess(time.monotonic() - began, 10)

    def test_while_it_connects(self):
        with socket.socket() as deaf:
            deaf.bind(("127.0.0.1", 0))
            deaf.listen()
            self.write_history(HISTORY)
            for number in (signal.SIGINT, signal.SIGTERM):
                there = f"postgresql://127.0.0.1:{deaf.getsockname()[1]}/shop"
                run = self.run_pggit(*MIGRATE, "--yolo", database=there)
                with deaf.accept()[0]:
                    self.assert_stops(run, number)

    def test_while_it_reads(self):
        tables = ["".join(f"CREATE TABLE t{i}_{j} (id int);\n" for j in range(20)) for i in range(3000)]
        self.write_history({f"V{i}__t.sql": text for i, text in enumerate(tables)})
        for number in (signal.SIGINT, signal.SIGTERM):
            run = self.run_pggit(*MIGRATE, "--no-shadow", "--yolo")
            time.sleep(0.3)
            self.assertFalse(run.ended())
            self.assert_stops(run, number)
            self.assertFalse(self.has_store())

    def test_while_the_shadow_starts(self):
        self.write_history(HISTORY)
        for number in (signal.SIGINT, signal.SIGTERM):
            run = self.run_pggit(*MIGRATE, "--yolo")
            wait_until(run.shadow_processes)
            self.assert_stops(run, number)
            self.assertFalse(self.has_store())

    def test_while_a_migration_runs(self):
        self.write_history({**HISTORY, "V5__slow.sql": SLOW})
        for number in (signal.SIGINT, signal.SIGTERM):
            run = self.run_pggit(*MIGRATE, "--yolo")
            wait_until(lambda: any("migrator" in name and "SELECT" in name for name in run.shadow_names()))
            self.assert_stops(run, number)
            self.assertFalse(self.has_store())

    def test_at_the_question(self):
        self.write_history(HISTORY)
        for number in (signal.SIGINT, signal.SIGTERM):
            controller, terminal = os.openpty()
            try:
                run = self.run_pggit(*MIGRATE, stdin=terminal)
                while not os.read(run.process.stderr.fileno(), 4096).decode().endswith("[y/N] "):
                    pass
                self.assert_stops(run, number)
            finally:
                os.close(controller)
                os.close(terminal)
            self.assertFalse(self.has_store())

    def test_while_the_history_is_stored(self):
        self.write_history(HISTORY)
        for number in (signal.SIGINT, signal.SIGTERM):
            with Blocker(self.server, self.database, "LOCK TABLE pg_catalog.pg_namespace IN SHARE MODE") as blocker:
                run = self.run_pggit(*MIGRATE, "--yolo")
                blocker.wait_for_victim()
                self.assert_stops(run, number)
            self.assertFalse(self.has_store())

    def test_during_checkout(self):
        self.migrate()
        self.checkout("migration:V3")
        before = self.dump()
        for number in (signal.SIGINT, signal.SIGTERM):
            with Blocker(self.server, self.database, "LOCK TABLE app.people IN ROW EXCLUSIVE MODE") as blocker:
                run = self.run_pggit("checkout", "main", "--yolo")
                blocker.wait_for_victim()
                self.assert_stops(run, number)
            self.assertEqual(self.dump(), before)
        self.checkout("main")


if __name__ == "__main__":
    unittest.main()
