"""pggit as a process that a test may stop or kill, and what such a run leaves behind.

A run is marked by a variable of its environment. pggit and the shadow's supervisor carry it; what they start (sandbox,
the server) does not, and is found as their descendants.
"""

import glob
import os
import re
import signal
import subprocess
import sys
import time
import uuid

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tests", "store"))

from project import HISTORY, ORACLE, PGGIT, ProjectTest, ThrowawayPostgres  # noqa: E402,F401

MARK = "PGGIT_TEST_RUN"
SHADOW_FOLDER = re.compile(r"/pggit-shadow-[0-9a-f]+$")


def _read(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""


def _stat(pid):
    """(parent, state, start time), or None where the process is gone."""
    fields = _read(f"/proc/{pid}/stat").rpartition(b")")[2].split()
    return (int(fields[1]), fields[0].decode(), fields[19]) if len(fields) > 19 else None


def _processes():
    found = {int(name): _stat(name) for name in os.listdir("/proc") if name.isdigit()}
    return {pid: stat for pid, stat in found.items() if stat and stat[1] != "Z"}


def _name(pid):
    return _read(f"/proc/{pid}/cmdline").replace(b"\0", b" ").decode(errors="replace").strip() or f"process {pid}"


class Run:
    """One pggit. `said` and `complained` are its stdout and stderr after wait()."""

    def __init__(self, arguments, folder, environment, stdin=subprocess.DEVNULL):
        self.mark = uuid.uuid4().hex
        self.folders_before = self._shadow_folders()
        self.known = {}  # what was seen of this run: {(pid, start time): name}
        self.process = subprocess.Popen([PGGIT, *arguments], cwd=folder, env=dict(environment, **{MARK: self.mark}),
                                        stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def wait(self, timeout=180):
        """The exit status; -9 for a killed one."""
        self.said, self.complained = self.process.communicate(timeout=timeout)
        return self.process.returncode

    def ended(self):
        return self.process.poll() is not None

    def send(self, number):
        self.process.send_signal(number)

    def kill(self):
        """kill -9, with a note of what it had running in that moment."""
        self.send(signal.SIGSTOP)
        self._look()
        self.send(signal.SIGKILL)
        return time.monotonic()

    def leftovers(self, seconds=2.0):
        """What is left of the run after so many seconds: processes and shadow folders; the seconds it took."""
        began = time.monotonic()
        while True:
            left = self._processes_left() + self._folders_left()
            took = time.monotonic() - began
            if not left or took > seconds:
                return left, took
            time.sleep(0.02)

    def shadow_processes(self):
        """Processes that it started and that live now."""
        self._look()
        return [pid for pid, start in self.known if pid != self.process.pid and self._lives(pid, start)]

    def shadow_names(self):
        """What `ps` shows of them now: a server's sessions say what they do."""
        return [_name(pid) for pid in self.shadow_processes()]

    def _look(self):
        processes = _processes()
        wanted = {pid for pid in processes if self._is_marked(pid)}
        size = -1
        while size != len(wanted):
            size = len(wanted)
            wanted |= {pid for pid, stat in processes.items() if stat[0] in wanted}
        for pid in wanted:
            self.known.setdefault((pid, processes[pid][2]), _name(pid))

    def _is_marked(self, pid):
        return f"{MARK}={self.mark}".encode() in _read(f"/proc/{pid}/environ")

    def _lives(self, pid, start):
        stat = _stat(pid)
        return bool(stat) and stat[1] != "Z" and stat[2] == start

    def _processes_left(self):
        self._look()
        return [f"{pid}: {name}" for (pid, start), name in self.known.items() if self._lives(pid, start)]

    @staticmethod
    def _shadow_folders():
        found = [path for base in ("/dev/shm", "/tmp") for path in glob.glob(f"{base}/pggit-shadow-*")]
        return {path for path in found if SHADOW_FOLDER.search(path)}

    def _folders_left(self):
        return [path for path in self._shadow_folders() - self.folders_before if not self._belongs_to_another(path)]

    def _belongs_to_another(self, folder):
        """Tests run side by side: a folder whose lock names a living process of another run is that run's."""
        owner = _read(os.path.join(folder, "lock")).strip()
        return owner.isdigit() and _stat(int(owner)) is not None and not self._is_marked(int(owner))


class FaultTest(ProjectTest):
    def run_pggit(self, *arguments, database=None, environment=None, **more):
        """Starts pggit on the test's database (another one, or none: '')."""
        database = self.database if database is None else database
        named = [f"--database={database}"] if database else []
        return Run([*arguments, *named], self.folder, environment or self.server.environment(), **more)

    def assert_nothing_left(self, run, seconds=2.0):
        left, took = run.leftovers(seconds)
        self.assertEqual(left, [], f"left after {seconds} s")
        return took
