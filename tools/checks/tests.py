"""Runs the test programs (GoogleTest), the Python tests and the test scripts, and counts each test in them."""

import concurrent.futures
import json
import os
import re
import subprocess
import tempfile
import xml.etree.ElementTree as xml

from tally import run, tail

PROGRAM_TIMEOUT_S = 900


def test_programs(root, build):
    """The commands that CMake registered as tests: [(name, [program, ...])]."""
    out = subprocess.run(["ctest", "--test-dir", build, "--show-only=json-v1"], cwd=root, capture_output=True,
                         text=True, check=True).stdout
    return [(test["name"], test["command"]) for test in json.loads(out)["tests"] if "command" in test]


def run_all(root, jobs, tally):
    """Runs the jobs (functions), one more at a time than there are cores: tests also wait."""
    with concurrent.futures.ThreadPoolExecutor((os.cpu_count() or 1) + 1) as pool:
        for future in [pool.submit(job, root, tally) for job in jobs]:
            future.result()


def program_job(name, command, env=None):
    def job(root, tally):
        with tempfile.TemporaryDirectory() as scratch:
            report = os.path.join(scratch, "report.xml")
            status, out = run([*command, f"--gtest_output=xml:{report}", "--gtest_brief=1"], root, PROGRAM_TIMEOUT_S, env)
            _count_program(name, status, out, report, tally)

    return job


def _count_program(name, status, out, report, tally):
    if not os.path.exists(report):
        tally.add(failed=1)
        tally.say(f"FAILED {name}: ended with status {status} before its report", tail(out))
        return
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    for case in xml.parse(report).getroot().iter("testcase"):
        counts[_verdict(case)] += 1
    if status != 0 and counts["failed"] == 0:
        counts["failed"] = 1
    tally.add(**counts)
    if counts["failed"]:
        tally.say(f"FAILED {name}", tail(out))
    for case in xml.parse(report).getroot().iter("testcase"):
        if _verdict(case) == "skipped":
            reason = case.find("skipped")
            why = (reason.get("message") or "").strip() if reason is not None else "disabled"
            tally.say(f"skipped {case.get('classname')}.{case.get('name')}: {why}")


def _verdict(case):
    if case.find("failure") is not None:
        return "failed"
    if case.get("status") == "notrun" or case.get("result") == "skipped" or case.find("skipped") is not None:
        return "skipped"
    return "passed"


def python_job(path, only=None, name=None, env=None):
    """A Python unittest file (`only` names a test in it), run from its own folder; its failures are told under `name`."""

    def job(root, tally):
        folder, file = os.path.split(os.path.join(root, path))
        what = f"{file.removesuffix('.py')}.{only}" if only else file
        status, out = run(["python3", "-m", "unittest", "-q", what], folder, PROGRAM_TIMEOUT_S, env)
        total = re.search(r"^Ran (\d+) test", out, re.MULTILINE)
        count = {key: int(value) for key, value in re.findall(r"(failures|errors|skipped)=(\d+)", out)}
        skipped = count.get("skipped", 0)
        failed = count.get("failures", 0) + count.get("errors", 0)
        if status != 0 and failed == 0:
            failed = 1
        if failed:
            tally.say(f"FAILED {name or path}", tail(out))
        ran = int(total.group(1)) if total else 0
        tally.add(passed=max(0, ran - failed - skipped), failed=failed, skipped=skipped)

    return job


def script_job(path):
    """An executable tests/<name>/run. Its last line may be `N passed, N failed, N skipped`; else it counts as one test."""

    def job(root, tally):
        status, out = run([os.path.join(root, path)], root, PROGRAM_TIMEOUT_S)
        closing = re.search(r"^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$", out.rstrip().rpartition("\n")[2])
        passed, failed, skipped = (int(n or 0) for n in closing.groups()) if closing else (int(status == 0), 0, 0)
        if status != 0 and failed == 0:
            failed = 1
        if failed:
            tally.say(f"FAILED {path}", tail(out))
        tally.add(passed=passed, failed=failed, skipped=skipped)

    return job
