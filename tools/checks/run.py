#!/usr/bin/env python3
"""What ./check does, in order. Closes with one line `N passed, N failed, N skipped` and fails if anything failed."""

import argparse
import glob
import os
import subprocess
import sys
import time

import style
import tests
import tidy
from tally import Tally, run, tail

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TIDY_BUDGET_S = 240
# A test sees a proof, not what an earlier run kept of one.
os.environ.setdefault("PGGIT_PROVE_ANEW", "1")


def build(preset, tally):
    """True when the preset was configured and built without a warning."""
    for command in (["cmake", "--preset", preset], ["cmake", "--build", "--preset", preset, "--", "-k", "0"]):
        status, out = run(command, ROOT)
        if status != 0:
            tally.add(failed=1)
            tally.say(f"FAILED build {preset}: {' '.join(command)}", tail(out, 80))
            return False
    tally.add(passed=1)
    return True


def unit_jobs(preset):
    return [tests.program_job(name, command) for name, command in tests.test_programs(ROOT, f"build/{preset}")]


def whole_jobs():
    """Python tests and scripts under tests/; they run build/release/pggit."""
    python = sorted(glob.glob("tests/**/*_test.py", root_dir=ROOT, recursive=True))
    scripts = sorted(p for p in glob.glob("tests/*/run", root_dir=ROOT) if os.access(os.path.join(ROOT, p), os.X_OK))
    return [tests.script_job(path) for path in scripts] + [tests.python_job(path) for path in python]


def other_servers(command, tally):
    """[(major version, folder)] of the PostgreSQL servers that tests run on besides Debian's, as `command` brings them; one that it
    does not bring is a failure."""
    fetched = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if fetched.returncode != 0:
        tally.add(failed=1)
        tally.say(f"FAILED {' '.join(command)}: status {fetched.returncode}; it needs the npm registry once")
    return [line.split() for line in fetched.stdout.splitlines()]


def other_server_jobs(preset, tally):
    """The binder, statement by statement, and random statements, on each of them."""
    jobs = []
    for major, folder in other_servers([os.path.join(ROOT, "tools", "fetch_servers")], tally):
        env = dict(os.environ, PGGIT_TEST_SERVER=folder)
        binder = [f"build/{preset}/test_whole", "--gtest_filter=Scripts/BinderOnServer.*"]
        jobs.append(tests.program_job(f"BinderOnServer on PostgreSQL {major}", binder, env))
        statements = "EngineTest.test_finds_no_disagreement_in_random_statements"
        jobs.append(tests.python_job("tests/engine/engine_test_test.py", statements, f"{statements} on PostgreSQL {major}", env))
    return jobs


def main():
    parser = argparse.ArgumentParser(prog="./check")
    parser.add_argument("--fast", action="store_true", help="unit tests of the development build, no tidy")
    parser.add_argument("--san", action="store_true", help="unit tests under sanitizers")
    options = parser.parse_args()
    preset = "san" if options.san else "dev" if options.fast else "release"
    full = not (options.fast or options.san)

    tally = Tally()
    started = time.monotonic()

    def phase(name):
        tally.say(f"== {name} ({time.monotonic() - started:.0f} s)")

    phase("format and layers")
    style.check_format(ROOT, tally)
    style.check_layers(ROOT, tally)
    phase(f"build {preset}")
    if build(preset, tally):
        phase("tests")
        jobs = unit_jobs(preset)
        if full:
            jobs += whole_jobs() + other_server_jobs(preset, tally)
        tests.run_all(ROOT, jobs, tally)
        if full:
            phase("tidy")
            sources = [path for path in style.listed(ROOT, "src/*.cc") if not path.endswith("_test.cc")]
            tidy.check_tidy(ROOT, "build/release", sources, tally, TIDY_BUDGET_S)
    phase("done")
    print(tally.closing_line())
    return 1 if tally.failed else 0


if __name__ == "__main__":
    sys.exit(main())
