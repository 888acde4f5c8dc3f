#!/usr/bin/env python3
"""Checks the walls of the house: includes between layers, third-party headers, file length.

tools/layers.txt is the table. Prints one line for each breach, `file:line: what; what to do`, and exits 1 if there is any.
"""

import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MAX_LINES = 600
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


class Table:
    """What tools/layers.txt says."""

    def __init__(self, path):
        self.level = {}
        self.may_include = {}
        self.only = {}
        self.long = set()
        with open(path, encoding="utf-8") as file:
            for line in file:
                self._read(line.split("#")[0].split())

    def _read(self, words):
        if not words:
            return
        name, rest = words[1], words[words.index(":") + 1 :]
        if words[0] == "only":
            self.only[name] = set(rest)
        elif words[0] == "long":
            self.long.add(name)
        else:
            self.level[name] = int(words[0])
            self.may_include[name] = set(rest)

    def breaches(self):
        """Rows that let a folder include its own level or one above, or a folder that does not exist."""
        for folder, below in self.may_include.items():
            for other in sorted(below):
                if other not in self.level:
                    yield f"tools/layers.txt: {folder} names the unknown folder {other}"
                elif self.level[other] >= self.level[folder]:
                    yield f"tools/layers.txt: {folder} includes {other}, which is not below it"


def folder_of(path):
    """`sql` for src/sql/parse.h; `sql/grammar` for the grammar host, which is a wall of its own."""
    parts = path.split("/")
    return "sql/grammar" if parts[1:3] == ["sql", "grammar"] else parts[1]


def include_breach(table, path, bracket, header):
    """Why this include is not allowed, or None."""
    folder = folder_of(path)
    for name, allowed in table.only.items():
        if (header == name or header.startswith(name + "/")) and folder not in allowed | {name}:
            return f"only {' and '.join(sorted(allowed))} may include {name}; go through it"
    if bracket == "<" or header.startswith("sql/grammar/"):
        return None
    other = header.split("/")[0]
    if other not in table.level:
        return None
    if folder == "sql/grammar":
        return f"sql/grammar stands alone and may not include {other}"
    if other != folder and other not in table.may_include.get(folder, set()):
        return f"{folder} may not include {other} (tools/layers.txt)"
    return None


def file_breaches(table, path):
    with open(os.path.join(ROOT, path), encoding="utf-8", errors="replace") as file:
        lines = file.read().splitlines()
    if len(lines) > MAX_LINES and path not in table.long:
        yield f"{path}:{MAX_LINES}: {len(lines)} lines; split the file (at most {MAX_LINES})"
    if not path.startswith("src/"):
        return
    if path.count("/") > 1 and folder_of(path) not in table.level and folder_of(path) != "sql/grammar":
        yield f"{path}:1: folder {folder_of(path)} is not in tools/layers.txt"
    for number, line in enumerate(lines, 1):
        match = INCLUDE.match(line)
        if not match:
            continue
        reason = include_breach(table, path, match.group(1), match.group(2))
        if reason:
            yield f"{path}:{number}: {reason}"


def source_files():
    patterns = ["src", "tests", "tools", "bench", "fuzz", "setup", "check", "demo"]
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--"] + patterns,
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()
    code = [p for p in listed if p.endswith((".cc", ".h", ".py", ".def")) or "." not in os.path.basename(p)]
    return [p for p in code if os.path.isfile(os.path.join(ROOT, p)) and not p.startswith("tests/data/")]


def main():
    table = Table(os.path.join(ROOT, "tools", "layers.txt"))
    found = list(table.breaches())
    for path in source_files():
        found.extend(file_breaches(table, path))
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
