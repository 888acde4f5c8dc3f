"""Folders, files and machines as nobody wants them: pggit ends in bounded time and memory with the documented exit code,
says what is wrong, loses nothing and leaves nothing half-written. No server is needed here.

Sizes are small; PGGIT_FULL_SIZES=1 takes those of docs/testing.md.
"""

import dataclasses
import glob
import json
import os
import pty
import random
import resource
import shutil
import subprocess
import tempfile
import time
import unittest

from runs import PGGIT

FINE, USAGE, INPUT = 0, 2, 3
FULL = bool(os.environ.get("PGGIT_FULL_SIZES"))
DRY = ("migrate", "--ai", "--source=flyway", "--dry-run", "--no-shadow")
TABLE = "CREATE TABLE t{} (id int);\n"
ESCAPE = "\x1b[31m"
PLAN = "migration_plan_*.json"


@dataclasses.dataclass
class Done:
    """A run that ended."""

    said: str
    complained: str
    seconds: float
    megabytes: float  # at most


class OddTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="pggit_odd_")
        self.addCleanup(subprocess.run, ["rm", "-r", self.folder], check=True)
        os.makedirs(self.path(""))
        self.write("V1__first.sql", TABLE.format(1))

    def path(self, name):
        """Of a migration; the name may be bytes."""
        return os.path.join(os.fsencode(self.folder), b"db/migration", os.fsencode(name))

    def write(self, name, contents):
        with open(self.path(name), "wb") as file:
            file.write(contents if isinstance(contents, bytes) else contents.encode())

    def files(self):
        """Names beside the folder of the migrations."""
        return sorted(name for name in os.listdir(self.folder) if name != "db")

    def run_pggit(self, *arguments, code=FINE, stdout=None, **more):
        with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complained:
            began = time.monotonic()
            process = subprocess.Popen(["timeout", "900" if FULL else "60", PGGIT, *(arguments or DRY)], cwd=self.folder,
                                       stdin=subprocess.DEVNULL, stdout=stdout or said, stderr=complained, **more)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            said.seek(0)
            complained.seek(0)
            done = Done(said.read().decode(), complained.read().decode(), time.monotonic() - began,
                        usage.ru_maxrss / 1024)
        self.assertEqual(process.returncode, code, (done.said, done.complained))
        return done

    def plan(self):
        (path,) = glob.glob(os.path.join(self.folder, PLAN))
        with open(path, encoding="utf-8") as file:
            return json.load(file)

    def migrations(self):
        return [commit["id"] for commit in self.plan()["commits"]]


class Sizes(OddTest):
    """What they took is printed, for docs/testing.md."""

    def measured(self, what, megabytes, seconds):
        run = self.run_pggit()
        if FULL:
            print(f"{what}: {run.seconds:.1f} s, {run.megabytes:.0f} MB at most")
        self.assertLess(run.megabytes, megabytes)
        self.assertLess(run.seconds, seconds)

    def test_a_large_file_of_one_copy(self):
        rows = b"1\tsome text that says nothing\n" * (6_900_000 if FULL else 100_000)
        self.write("V2__rows.sql", b"CREATE TABLE big (a int, b text);\nCOPY big FROM stdin;\n" + rows + b"\\.\n")
        self.measured(f"{len(rows) >> 20} MB of COPY rows", 2000 if FULL else 200, 300 if FULL else 30)

    def test_a_large_file_of_many_statements(self):
        rows = b"INSERT INTO big VALUES (1, 'some text that says nothing at all, and then some more of it');\n"
        rows *= 2_250_000 if FULL else 5_000
        self.write("V2__rows.sql", b"CREATE TABLE big (a int, b text);\n" + rows)
        self.measured(f"{len(rows) >> 20} MB of INSERT statements", 7000 if FULL else 200, 600 if FULL else 30)

    def test_a_file_that_is_too_large_is_refused_before_it_is_read_whole(self):
        with open(self.path("V2__huge.sql"), "wb") as file:
            file.truncate(300 << 20)
        run = self.run_pggit(code=INPUT)
        self.assertIn("V2__huge.sql", run.complained)
        self.assertIn("larger than 256 MB", run.complained)

    def test_many_files(self):
        count = 100_000 if FULL else 2_000
        for i in range(2, count + 1):
            self.write(f"V{i}__t.sql", TABLE.format(i))
        self.measured(f"{count} files", 2500 if FULL else 300, 300 if FULL else 30)
        self.assertEqual(len(self.migrations()), count)

    def test_folders_a_thousand_deep(self):
        deep = self.path("") + b"d/" * 1000
        subprocess.run([b"mkdir", b"-p", deep], check=True)
        self.write(deep + b"V2__deep.sql", TABLE.format(2))
        self.measured("folders 1000 deep", 300, 60)
        self.assertEqual(self.migrations(), ["V1", "V2"])


class Contents(OddTest):
    def test_bytes_that_are_no_text_are_named_by_their_place(self):
        self.write("V2__noise.sql", b"SELECT 1;\n" + random.Random(1).randbytes(100_000))
        run = self.run_pggit(code=INPUT)
        self.assertRegex(run.complained, r"^pggit: db/migration/V2__noise\.sql:\d+:\d+: byte \d+ \(0x[0-9A-F]{2}\) is no UTF-8")
        self.assertEqual(self.files(), [])

    def test_zero_bytes_are_an_edge_case(self):
        self.write("V2__zero.sql", b"CREATE TABLE a (id int);\0\0\n")
        self.run_pggit()
        (edge,) = self.plan()["edge_cases"]
        self.assertIn("V2__zero.sql:1:25", edge["where"])
        self.assertIn("zero byte", edge["what"])


class Names(OddTest):
    NAMES = ["V2__with space.sql", "V3__quo'te\".sql", "V4__new\nline.sql", b"V5__no\xff\xfetext.sql",
             f"V6__red{ESCAPE}.sql", "V7__back\\slash.sql", "V8__;rm -rf ~;.sql", "V9__größe.sql"]

    def test_every_name_is_a_migration_and_the_plan_holds(self):
        for i, name in enumerate(self.NAMES, 2):
            self.write(name, TABLE.format(i))
        self.run_pggit()
        self.assertEqual(self.migrations(), [f"V{i}" for i in range(1, 10)])
        (plan,) = glob.glob(os.path.join(self.folder, PLAN))
        kept = os.path.join(self.folder, "reviewed.json")
        os.rename(plan, kept)
        self.run_pggit(*DRY, "--plan", kept)

    def test_no_escape_sequence_reaches_a_terminal(self):
        name = f"V2__red{ESCAPE}\x9b31m\x07.sql"
        self.write(name, f"CREATE TABLE \"t{ESCAPE}\" (id int);\nCREATE TABL \"{ESCAPE}\";\n")
        for command in (DRY, ("dump", "catalog"), ("explain", "V2"), ("explain", f"table {ESCAPE}"),
                        ("migrate", f"--dir=no{ESCAPE}")):
            said = self.at_terminal(command)
            self.assertNotIn(ESCAPE.encode(), said, command)
            self.assertNotIn(b"\x9b", said.replace("\u009b".encode(), b"\x9b"), command)
            self.assertNotIn(b"\x07", said, command)

    def test_a_file_or_a_pipe_gets_the_text_as_it_is(self):
        self.write("V2__red.sql", f"CREATE TABLE \"t{ESCAPE}\" (id int);\n")
        self.assertIn(ESCAPE, self.run_pggit("dump", "catalog").said)

    def at_terminal(self, arguments):
        """What a terminal gets, stdout and stderr."""
        controller, terminal = pty.openpty()
        process = subprocess.Popen([PGGIT, *arguments, "--no-color"], cwd=self.folder, stdin=subprocess.DEVNULL,
                                   stdout=terminal, stderr=terminal)
        os.close(terminal)
        said = b""
        try:
            while part := os.read(controller, 65536):
                said += part
        except OSError:  # a terminal that nobody holds any more
            pass
        process.wait(60)
        os.close(controller)
        return said.replace(b"\r\x1b[K", b"")  # the progress line takes itself away


class Links(OddTest):
    """docs/decisions/014-links.md."""

    def setUp(self):
        super().setUp()
        self.outside = tempfile.mkdtemp(prefix="pggit_outside_")
        self.addCleanup(shutil.rmtree, self.outside)
        with open(os.path.join(self.outside, "V2__second.sql"), "w", encoding="utf-8") as file:
            file.write("a secret, no SQL\n")

    def link(self, target, name):
        os.symlink(target, self.path(name))

    def refused(self, *says):
        run = self.run_pggit(code=INPUT)
        for words in says:
            self.assertIn(words, run.complained)
        self.assertNotIn("secret", run.complained + run.said)
        self.assertEqual(self.files(), [])

    def test_a_file_outside_is_not_read_and_the_history_without_it_is_no_history(self):
        self.link(os.path.join(self.outside, "V2__second.sql"), "V2__second.sql")
        self.refused("db/migration/V2__second.sql: is a link", self.outside, "outside of the project")

    def test_a_folder_outside_is_not_read(self):
        self.link(self.outside, "more")
        self.refused("db/migration/more: is a link", self.outside)

    def test_a_link_that_leads_nowhere(self):
        self.link("nowhere.sql", "V2__second.sql")
        self.refused("db/migration/V2__second.sql: is a link that leads to nowhere.sql: No such file")

    def test_what_is_no_migration_may_lead_where_it_likes(self):
        self.link("/etc/hostname", "README.md")
        self.run_pggit()
        self.assertEqual(self.migrations(), ["V1"])

    def test_links_inside_a_repository_are_followed(self):
        os.mkdir(os.path.join(self.folder, ".git"))
        os.rename(self.outside, os.path.join(self.folder, "shared"))
        os.mkdir(self.outside)
        with open(os.path.join(self.folder, "shared/V2__second.sql"), "w", encoding="utf-8") as file:
            file.write(TABLE.format(2))
        self.link("../../shared", "shared")
        self.run_pggit()
        self.assertEqual(self.migrations(), ["V1", "V2"])

    def test_circles_end(self):
        os.mkdir(os.path.join(self.folder, ".git"))
        for target, name in ((".", "self"), ("..", "up"), ("../..", "project"), ("b", "a"), ("a", "b")):
            self.link(target, name)
        self.link("V2__circle.sql", "V2__circle.sql")
        run = self.run_pggit(code=INPUT)
        self.assertIn("V2__circle.sql: is a link that leads to V2__circle.sql: Too many levels", run.complained)
        os.unlink(self.path("V2__circle.sql"))
        self.run_pggit()
        self.assertEqual(self.migrations(), ["V1"])


class NoFiles(OddTest):
    def test_what_is_named_like_a_migration_and_is_no_file_is_not_waited_for(self):
        os.mkfifo(self.path("V2__pipe.sql"))
        os.mkdir(self.path("V3__folder.sql"))
        self.run_pggit()
        self.assertEqual(self.migrations(), ["V1"])

    def test_nor_are_settings_and_files_of_the_command_line(self):
        pipe = os.path.join(self.folder, "pipe")
        os.mkfifo(pipe)
        for arguments in (("--plan", "pipe"), ("--pre-script", "pipe"), ("--plan", "/dev/zero"), ("--plan", "db")):
            self.assertIn(arguments[1], self.run_pggit(*DRY, *arguments, code=INPUT).complained)
        os.rename(pipe, os.path.join(self.folder, "flyway.conf"))
        self.assertIn("flyway.conf: is not a regular file", self.run_pggit(code=INPUT).complained)

    def test_a_file_that_grows_is_read_to_where_it_ends(self):
        stop = subprocess.Popen(["sh", "-c", "while :; do echo 'SELECT 1;' >> \"$0\"; done", self.path("V2__log.sql")])
        self.addCleanup(stop.wait)
        self.addCleanup(stop.kill)
        while not os.path.exists(self.path("V2__log.sql")):
            time.sleep(0.01)
        self.run_pggit()
        self.assertEqual(self.migrations(), ["V1", "V2"])


class Output(OddTest):
    def test_a_full_disk_behind_stdout_is_said(self):
        for arguments in (DRY, (*DRY, "--json"), ("sources",), ("dump", "catalog"), ("--help",), ("--version",)):
            with open("/dev/full", "w", encoding="utf-8") as full:
                run = self.run_pggit(*arguments, stdout=full, code=INPUT)
            self.assertEqual(run.complained, "pggit: stdout cannot be written: No space left on device\n", arguments)

    def test_a_reader_that_went_away_has_read_enough(self):
        reader, writer = os.pipe()
        os.close(reader)
        self.assertEqual(self.run_pggit(*DRY, "--json", stdout=writer).complained, "")
        os.close(writer)

    def test_closed_standard_files_are_not_taken_for_others(self):
        self.run_pggit()
        wanted = self.plan()
        for name in self.files():
            os.unlink(os.path.join(self.folder, name))
        for closed in (">&-", "<&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"):
            done = subprocess.run(["sh", "-c", f'"$@" {closed}', "sh", PGGIT, *DRY], cwd=self.folder,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60, check=False)
            self.assertEqual(done.returncode, FINE, closed)
            self.assertEqual({**self.plan(), "created_at": ""}, {**wanted, "created_at": ""}, closed)


class Disk(OddTest):
    def setUp(self):
        super().setUp()
        self.run_pggit()
        self.before = self.contents()
        self.write("V2__second.sql", TABLE.format(2))

    def contents(self):
        found = {}
        for name in self.files():
            with open(os.path.join(self.folder, name), "rb") as file:
                found[name] = file.read()
        return found

    def test_a_file_that_may_not_grow_is_said_and_the_old_one_kept(self):
        limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))  # noqa: E731
        run = self.run_pggit(code=INPUT, preexec_fn=limit)
        self.assertRegex(run.complained, r"^pggit: migration_plan_\d+\.json: cannot be written: File too large\n$")
        self.assertEqual(self.contents(), self.before)

    def in_a_namespace(self, mount):
        """Runs pggit where the project's folder was mounted anew; None where that may not be done."""
        unshare = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]
        if subprocess.run([*unshare, "true"], capture_output=True, check=False).returncode != 0:
            self.skipTest("no namespace")
        script = f'set -e; {mount}; cd "$0"; set +e; "$@"; code=$?; find . -type f; exit $code'
        return subprocess.run([*unshare, "sh", "-c", script, self.folder, PGGIT, *DRY], capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, timeout=60, check=False)

    def test_a_full_disk(self):
        copy = f'cp -r {self.folder}/db /tmp/$$.db; mount -t tmpfs -o size=12k none "$0"; mv /tmp/$$.db "$0/db"'
        done = self.in_a_namespace(copy)
        self.assertEqual(done.returncode, INPUT, done)
        self.assertRegex(done.stderr, r"cannot be written: No space left on device")
        self.assertEqual(done.stdout.count(".sql"), 2)
        self.assertNotIn("tmp", done.stdout)

    def test_a_folder_that_may_only_be_read(self):
        done = self.in_a_namespace('mount --bind "$0" "$0"; mount -o remount,ro,bind "$0"')
        self.assertEqual(done.returncode, INPUT, done)
        self.assertRegex(done.stderr, r"^pggit: migration_plan_\d+\.json: cannot be written: Read-only file system\n$")
        self.assertEqual(self.contents(), self.before)

    def test_no_home_and_no_folder_for_temporary_files(self):
        self.run_pggit(env={"TMPDIR": "/nowhere"})
        self.assertEqual(self.migrations(), ["V1", "V2"])

    def test_runs_side_by_side_leave_one_whole_plan(self):
        runs = [subprocess.Popen([PGGIT, *DRY], cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
                for _ in range(8)]
        self.assertEqual([run.wait(60) for run in runs], [FINE] * 8)
        self.assertEqual(self.migrations(), ["V1", "V2"])
        self.assertEqual(self.files(), sorted(self.before))


if __name__ == "__main__":
    unittest.main()
