"""The stamps of tidy: what makes a source be looked at again, and what does not."""

import json
import os
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tools", "checks"))

import tidy  # noqa: E402
from tally import Tally  # noqa: E402

NINJA = """rule cc
  command = g++-12 -MD -MF $out.d -c $in -o $out
  depfile = $out.d
  deps = gcc
build a.o: cc ../../src/a.cc
"""


class Project:
    """One source, a header that it includes through another one, a header that it does not."""

    def __init__(self, folder):
        self.root = folder
        self.write("src/a.cc", '#include "b.h"\nint a = kB;\n')
        self.write("src/b.h", '#include "c.h"\nconst int kB = kC;\n')
        self.write("src/c.h", "const int kC = 1;\n")
        self.write("src/unused.h", "\n")
        self.write(".clang-tidy", "Checks: '-*,bugprone-infinite-loop'\nWarningsAsErrors: '*'\n")
        self.write("build/x/build.ninja", NINJA)
        self.flags("-O2")
        self.build()

    def write(self, name, text):
        path = os.path.join(self.root, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def flags(self, flag):
        source = os.path.join(self.root, "src/a.cc")
        entry = {"directory": self.root, "file": source, "command": f"g++-12 {flag} -o a.o -c {source}"}
        self.write("build/x/compile_commands.json", json.dumps([entry]))

    def build(self):
        subprocess.run(["ninja", "-C", os.path.join(self.root, "build/x")], check=True, capture_output=True)

    def stamp(self, path="src/a.cc"):
        return tidy.Inputs(self.root, "build/x").stamp(path)

    def check(self):
        """What ./check would say of tidy, and whether it failed."""
        said = []
        tally = Tally()
        tally.say = lambda *lines: said.extend(lines)
        tidy.check_tidy(self.root, "build/x", ["src/a.cc"], tally, 60)
        return said[-1], tally.failed


class Stamps(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.project = Project(os.path.realpath(self.folder.name))

    def assert_changes(self, change):
        before = self.project.stamp()
        self.assertIsNotNone(before)
        change()
        self.assertNotEqual(before, self.project.stamp())

    def test_stays_while_nothing_changes_and_when_an_unused_header_does(self):
        before = self.project.stamp()
        self.project.write("src/unused.h", "int other;\n")
        self.assertIsNotNone(before)
        self.assertEqual(before, self.project.stamp())

    def test_changes_with_the_source(self):
        self.assert_changes(lambda: self.project.write("src/a.cc", '#include "b.h"\nint a = 2;\n'))

    def test_changes_with_a_header_of_a_header(self):
        self.assert_changes(lambda: self.project.write("src/c.h", "const int kC = 2;\n"))

    def test_changes_with_the_flags_and_with_the_list_of_checks(self):
        self.assert_changes(lambda: self.project.flags("-O1"))
        self.assert_changes(lambda: self.project.write(".clang-tidy", "Checks: '-*'\n"))

    def test_is_none_for_what_was_not_compiled(self):
        self.project.write("src/new.cc", "int n;\n")
        self.assertIsNone(self.project.stamp("src/new.cc"))


class Check(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.project = Project(os.path.realpath(self.folder.name))

    def test_looks_once_at_what_passes_and_again_when_a_header_changes(self):
        self.assertEqual(self.project.check(), ("tidy: looked at 1 of 1 files, 0 unchanged since they passed", 0))
        self.assertEqual(self.project.check(), ("tidy: looked at 0 of 1 files, 1 unchanged since they passed", 0))
        self.project.write("src/c.h", "const int kC = 3;\n")
        self.project.build()
        self.assertEqual(self.project.check(), ("tidy: looked at 1 of 1 files, 0 unchanged since they passed", 0))

    def test_what_fails_leaves_no_stamp_and_fails_again(self):
        self.project.write("src/a.cc", "void a() { int i = 0; int j = 0; while (i < 9) ++j; }\n")
        self.project.build()
        for _ in range(2):
            said, failed = self.project.check()
            self.assertEqual((said, failed), ("tidy: looked at 1 of 1 files, 0 unchanged since they passed", 1))


if __name__ == "__main__":
    unittest.main()
