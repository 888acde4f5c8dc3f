"""clang-tidy over the sources, where nothing is known to be as it was when they passed.

A source that passed leaves a stamp in build/tidy/. Its name is a hash of all that tidy read: the source, every header
that it includes (the compiler wrote down which, in ninja's log of the build), the flags, the list of checks and
the version of the tool. As long as that hash is the same, tidy would say the same, and is not asked again.
"""

import concurrent.futures
import hashlib
import json
import os
import subprocess
import time

from tally import run, tail

CLANG_TIDY = "clang-tidy-19"


def check_tidy(root, build, sources, tally, budget_s):
    """Looks at the sources that have no stamp. Where none has one, at all of them; else for at most `budget_s` seconds:
    what is left then is said and waits for the next run."""
    folder = os.path.join(root, "build", "tidy")
    os.makedirs(folder, exist_ok=True)
    until = time.monotonic() + budget_s if os.listdir(folder) else float("inf")
    inputs = Inputs(root, build)
    stamps = {path: inputs.stamp(path) for path in sources}
    todo = [path for path in sources if not stamps[path] or not os.path.exists(os.path.join(folder, stamps[path]))]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        verdicts = list(pool.map(lambda path: _tidy(root, build, path, until, tally), todo))
    for path, verdict in zip(todo, verdicts):
        if verdict and stamps[path]:
            with open(os.path.join(folder, stamps[path]), "w", encoding="utf-8"):
                pass
    tally.say(_counts(sources, todo, verdicts, budget_s))
    tally.add(**({"failed": 1} if False in verdicts else {"passed": 1}))


def _counts(sources, todo, verdicts, budget_s):
    waiting = verdicts.count(None)
    text = f"tidy: looked at {len(todo) - waiting} of {len(sources)} files, " \
           f"{len(sources) - len(todo)} unchanged since they passed"
    return text + (f", {waiting} wait for the next run (out of this one's {budget_s} s)" if waiting else "")


def _tidy(root, build, path, until, tally):
    """True: passed; False: failed; None: no time was left for it."""
    left = until - time.monotonic()
    if left <= 0:
        return None
    status, out = run([CLANG_TIDY, "-p", build, "--quiet", path], root, None if left == float("inf") else max(left, 1))
    if status == 124:
        return None
    if status != 0:
        tally.say(f"FAILED tidy {path}", tail(out, 20))
    return status == 0


class Inputs:
    """What tidy reads for each source of a build."""

    def __init__(self, root, build):
        self._root = root
        self._build = os.path.join(root, build)
        self._seen = {}  # by path: what stands for the contents
        self._common = [_printed([CLANG_TIDY, "--version"], root), self._contents(os.path.join(root, ".clang-tidy"))]
        self._flags = self._read_flags()
        self._included = parse_deps(_printed(["ninja", "-C", self._build, "-t", "deps"], root))

    def stamp(self, path):
        """A file name that changes with whatever tidy reads; nothing for a source that the build has not compiled."""
        full = os.path.join(self._root, path)
        flags = self._flags.get(full)
        included = flags and self._included.get(flags["object"])
        if not included:
            return None
        files = sorted({full} | {os.path.normpath(os.path.join(self._build, name)) for name in included})
        digest = hashlib.sha256()
        for part in [*self._common, flags["command"], *(f"{name} {self._contents(name)}" for name in files)]:
            digest.update(part.encode() + b"\0")
        return digest.hexdigest()

    def _read_flags(self):
        with open(os.path.join(self._build, "compile_commands.json"), encoding="utf-8") as file:
            commands = json.load(file)
        flags = {}
        for entry in commands:
            words = entry["command"].split()
            target = words[words.index("-o") + 1] if "-o" in words else ""
            flags.setdefault(entry["file"], {"command": entry["command"], "object": target})
        return flags

    def _contents(self, path):
        """Ours by their bytes; the system's by size and time, which a package changes with the file."""
        if path not in self._seen:
            self._seen[path] = self._bytes_hash(path) if path.startswith(self._root + os.sep) else _size_and_time(path)
        return self._seen[path]

    @staticmethod
    def _bytes_hash(path):
        if not os.path.isfile(path):
            return "missing"
        with open(path, "rb") as file:
            return hashlib.sha256(file.read()).hexdigest()


def _size_and_time(path):
    try:
        info = os.stat(path)
    except OSError:
        return "missing"
    return f"{info.st_size} {info.st_mtime_ns}"


def _printed(command, cwd):
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=True).stdout


def parse_deps(printed):
    """What `ninja -t deps` says: for each object the files that its source includes, as written there. An object whose
    entry is older than it is says nothing."""
    included = {}
    target = None
    for line in printed.splitlines():
        if line.startswith("    "):
            if target:
                included[target].append(line.strip())
        elif line:
            name, _, state = line.partition(": #deps ")
            target = name if state.endswith("(VALID)") else None
            if target:
                included[target] = []
    return included
