"""A history on the disk, what its owner says of it, and the plan that pggit makes of it."""

import glob
import json
import os
import shlex
import subprocess
import time

SECONDS = 900  # for one history; a run that takes longer is a finding


def options_of(folder):
    kept = folder.rstrip("/") + ".args"
    text = open(kept, encoding="utf-8").read() if os.path.exists(kept) else "--auto-detect --dir {}"
    return [one.replace("{}", folder) for one in shlex.split(text, comments=True)]


def run_pggit(pggit, options, work):
    began = time.monotonic()
    try:
        done = subprocess.run([os.path.abspath(pggit), "migrate", "--ai", "--dry-run", "--no-color", *options], cwd=work,
                              capture_output=True, text=True, errors="replace", timeout=SECONDS, stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        return None, f"took more than {SECONDS} s", time.monotonic() - began
    plans = glob.glob(os.path.join(work, "migration_plan_*.json"))
    complaint = done.stderr.strip().splitlines()
    if done.returncode < 0 or done.returncode == 70:
        return None, f"CRASH (exit code {done.returncode}): " + " ".join(complaint[-3:]), time.monotonic() - began
    if not plans:
        return None, complaint[-1] if complaint else f"exit code {done.returncode}", time.monotonic() - began
    with open(plans[0], encoding="utf-8") as file:
        return json.load(file), "", time.monotonic() - began
