"""Counts what passed, failed and was skipped, and runs commands with their output kept."""

import subprocess
import threading


class Tally:
    """The counts of one run of ./check; safe for several threads."""

    def __init__(self):
        self.passed = 0
        self.failed = 0
        self.skipped = 0
        self._lock = threading.Lock()

    def add(self, passed=0, failed=0, skipped=0):
        with self._lock:
            self.passed += passed
            self.failed += failed
            self.skipped += skipped

    def say(self, *lines):
        with self._lock:
            print(*lines, sep="\n", flush=True)

    def closing_line(self):
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def run(command, cwd, timeout=None, env=None):
    """Runs a command; returns its exit status (124 for a time-out) and what it printed."""
    try:
        done = subprocess.run(
            command, cwd=cwd, env=env, timeout=timeout, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", check=False,
        )
        return done.returncode, done.stdout
    except subprocess.TimeoutExpired as late:
        output = late.stdout or b""
        return 124, output.decode(errors="replace") if isinstance(output, bytes) else output


def tail(text, lines=60):
    kept = text.rstrip().splitlines()[-lines:]
    return "\n".join("    " + line for line in kept)
