"""Until the user approves, every session on the database is read-only: the server's own log is the witness."""

import os
import pty
import re
import subprocess
import unittest

from runs import HISTORY, ROOT, FaultTest

WEBSHOP = os.path.join(ROOT, "examples", "webshop")

ENTRY = re.compile(r"^<(\d+)\|([^|>]*)>\s", re.MULTILINE)
STATEMENT = re.compile(r"^LOG:\s+(?:statement|execute [^:]*):\s(.*)", re.DOTALL)

READS = re.compile(r"^(SELECT|WITH|SHOW)\b(?!.*\b(INTO|INSERT|UPDATE|DELETE|MERGE|nextval|setval)\b)",
                   re.IGNORECASE | re.DOTALL)
BEGINS = re.compile(r"^(BEGIN|START TRANSACTION)\b.*\bREAD ONLY$", re.IGNORECASE)
SETS = re.compile(r"^SET\s+(?!.*(read_only\s*(=|TO)\s*'?(off|false|0)|SESSION AUTHORIZATION|\bROLE\b))", re.IGNORECASE)
ENDS = re.compile(r"^(COMMIT|ROLLBACK)$", re.IGNORECASE)


def is_allowed(statement):
    return any(rule.match(statement) for rule in (READS, BEGINS, SETS, ENDS))


def texts(statement):
    """The statements of one message, without comments. Strings of ours hold no semicolons."""
    bare = re.sub(r"--[^\n]*|/\*.*?\*/", " ", statement, flags=re.DOTALL)
    return [text for text in (part.strip() for part in bare.split(";")) if text]


class ReadOnly(FaultTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for setting in ("log_statement = 'all'", "log_line_prefix = '<%p|%d> '", "log_duration = off"):
            cls.server.sql(f"ALTER SYSTEM SET {setting}", "postgres", user="boss")
        cls.server.sql("SELECT pg_reload_conf()", "postgres", user="boss")
        cls.server.sql("SELECT pg_sleep(0.5)", "postgres", user="boss")

    def play(self, folder):
        """The schema and rows that Flyway would have left."""
        subprocess.run([os.path.join(ROOT, "tests/oracle/flyway_psql"), folder, "--history", "-d", self.database],
                       env=self.server.environment(), check=True, capture_output=True)

    def log_size(self):
        return os.path.getsize(os.path.join(self.server.folder, "log"))

    def logged(self, since):
        """Every statement that the server ran on the test's database since then."""
        with open(os.path.join(self.server.folder, "log"), encoding="utf-8") as file:
            file.seek(since)
            log = file.read()
        found = []
        marks = list(ENTRY.finditer(log))
        for mark, after in zip(marks, [*marks[1:], None]):
            entry = STATEMENT.match(log[mark.end():after.start() if after else len(log)])
            if entry and mark.group(2) == self.database:
                found += texts(entry.group(1))
        return found

    def watch(self, *arguments, code, answer=None, folder=None):
        """Runs pggit; what the server logged of it. `answer`: typed at a terminal."""
        since = self.log_size()
        controller, terminal = pty.openpty()
        try:
            if answer is not None:
                os.write(controller, answer.encode() + b"\n")
            run = self.run_pggit(*arguments, **({} if answer is None else {"stdin": terminal}))
            status = run.wait()
        finally:
            os.close(controller)
            os.close(terminal)
        self.assertEqual(status, code, run.said + run.complained)
        self.assert_nothing_left(run)
        return self.logged(since)

    def assert_reads_only(self, statements):
        self.assertEqual([text for text in statements if not is_allowed(text)], [])
        if statements:
            self.assertIn("SET default_transaction_read_only = on", statements)

    def test_migrate_reads_only_until_it_is_approved(self):
        self.write_history(HISTORY)
        self.play(self.folder)
        before = self.dump()
        migrate = ("migrate", "--ai", "--source=flyway")
        self.assert_reads_only(self.watch(*migrate, "--dry-run", code=0))
        for refused in (self.watch(*migrate, code=5), self.watch(*migrate, code=5, answer="n")):
            self.assertGreater(len(refused), 10, "the live database was not even looked at")
            self.assert_reads_only(refused)
        self.assertEqual(self.dump(), before)

    def test_the_web_shop_on_a_database_that_has_it_all_is_only_read(self):
        self.play(WEBSHOP)
        self.assert_reads_only(self.watch("migrate", "--ai", "--source=flyway", f"--dir={WEBSHOP}", code=5, answer=""))

    def test_after_approval_the_log_shows_the_writes(self):
        self.write_history(HISTORY)
        statements = self.watch("migrate", "--source=flyway", "--yolo", code=0)
        self.assertTrue(any(not is_allowed(text) for text in statements), "this test would not see a write")

    def test_commands_that_only_look_only_read(self):
        self.write_history(HISTORY)
        self.play(self.folder)
        self.migrate()
        for command in (["status"], ["log", "--json"], ["show", "HEAD"], ["diff", "migration:V1", "HEAD", "--sql"],
                        ["diff", "HEAD", self.uri()], ["branch"], ["tag"]):
            self.assert_reads_only(self.watch(*command, code=0))

    def test_checkout_and_a_second_migrate_read_only_until_they_are_approved(self):
        self.migrate()
        self.write_history({"V5__more.sql": "CREATE TABLE app.more (id int PRIMARY KEY);\n"})
        self.assert_reads_only(self.watch("checkout", "main", code=5, answer="no"))
        self.assert_reads_only(self.watch("migrate", "--source=flyway", code=5))
        self.checkout("main")
        self.assert_reads_only(self.watch("checkout", "migration:V1", code=5, answer="y"))


if __name__ == "__main__":
    unittest.main()
