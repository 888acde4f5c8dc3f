"""Checks of the text: format, layers, tidy."""

import concurrent.futures
import hashlib
import os
import subprocess
import time

from tally import run, tail

CLANG_FORMAT = "clang-format-19"
CLANG_TIDY = "clang-tidy-19"


def listed(root, *patterns):
    out = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=root, capture_output=True, text=True, check=True,
    ).stdout.splitlines()
    return [path for path in out if os.path.isfile(os.path.join(root, path))]


def check_format(root, tally):
    files = listed(root, "src/*.cc", "src/*.h", "tests/*.cc", "tests/*.h", "tools/*.cc", "tools/*.h", "bench/*.cc",
                   "fuzz/*.cc", "fuzz/*.h")
    halves = [files[0::2], files[1::2]]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda half: _misformatted(root, half), halves))
    bad = sorted(path for half in results for path in half)
    if bad:
        tally.add(failed=1)
        tally.say(f"FAILED format: run {CLANG_FORMAT} -i " + " ".join(bad))
    else:
        tally.add(passed=1)


def _misformatted(root, files):
    if not files:
        return set()
    _, out = run([CLANG_FORMAT, "--dry-run", *files], root)
    return {line.split(":")[0] for line in out.splitlines() if "-Wclang-format-violations" in line}


def check_layers(root, tally):
    status, out = run(["python3", "tools/check_layers.py"], root)
    if status == 0:
        tally.add(passed=1)
    else:
        tally.add(failed=1)
        tally.say("FAILED layers", tail(out))


def check_tidy(root, build, tally, budget_s):
    """Runs clang-tidy on the sources that changed since it last passed them, for at most `budget_s` seconds; what is left
    then is said and waits for the next run. The stamps lie in the build folder."""
    stamps = os.path.join(root, "build", "tidy")
    os.makedirs(stamps, exist_ok=True)
    todo = [(path, stamp) for path in listed(root, "src/*.cc") if not path.endswith("_test.cc")
            for stamp in [_stamp(root, stamps, path)] if not os.path.exists(stamp)]
    until = time.monotonic() + budget_s
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        verdicts = list(pool.map(lambda item: _tidy(root, build, item, until, tally), todo))
    left = verdicts.count(None)
    if left:
        tally.say(f"tidy: {left} of {len(todo)} changed files wait for the next run (out of its {budget_s} s)")
    if False in verdicts:
        tally.add(failed=1)
    else:
        tally.add(passed=1)


def _stamp(root, stamps, path):
    """A file name that changes with the source and with the list of checks."""
    digest = hashlib.sha256()
    for name in (path, path[:-3] + ".h", ".clang-tidy"):
        if os.path.isfile(os.path.join(root, name)):
            with open(os.path.join(root, name), "rb") as file:
                digest.update(file.read())
    return os.path.join(stamps, digest.hexdigest())


def _tidy(root, build, item, until, tally):
    path, stamp = item
    left = until - time.monotonic()
    if left <= 0:
        return None
    status, out = run([CLANG_TIDY, "-p", build, "--quiet", path], root, timeout=max(left, 1))
    if status == 124:
        return None
    if status != 0:
        tally.say(f"FAILED tidy {path}", tail(out, 20))
        return False
    with open(stamp, "w", encoding="utf-8"):
        return True
