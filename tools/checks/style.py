"""Checks of the text: format, layers."""

import concurrent.futures
import os
import subprocess

from tally import run, tail

CLANG_FORMAT = "clang-format-19"


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
