#!/usr/bin/env python3
"""Runs tools/historygen and feeds what it wrote to a real server, file by file, as the plain owner of a database."""

import glob
import hashlib
import os
import re
import resource
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")
ORACLE = os.path.join(ROOT, "tests", "oracle")
sys.path.insert(0, ORACLE)
from throwaway_postgres import ThrowawayPostgres, find_binaries


def generate(out, seed, count, *options, hash_seed="0"):
    command = [os.path.join(ROOT, "tools", "historygen"), "--seed", str(seed), "--count", str(count), "--out", out, *options]
    return subprocess.run(command, capture_output=True, text=True, env=dict(os.environ, PYTHONHASHSEED=hash_seed))


def children_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def digest(folder):
    total = hashlib.sha256()
    for path in sorted(glob.glob(folder + "/**", recursive=True)):
        if os.path.isfile(path):
            with open(path, "rb") as file:
                total.update(os.path.relpath(path, folder).encode() + b"\0" + file.read())
    return total.hexdigest()


class Text(unittest.TestCase):
    def test_is_the_same_for_the_same_seed_and_another_for_another(self):
        with tempfile.TemporaryDirectory() as work:
            for name, seed, hash_seed in (("a", 5, "1"), ("b", 5, "2"), ("c", 6, "1")):
                self.assertEqual(generate(f"{work}/{name}", seed, 300, hash_seed=hash_seed).returncode, 0)
            self.assertEqual(digest(f"{work}/a"), digest(f"{work}/b"))
            self.assertNotEqual(digest(f"{work}/a"), digest(f"{work}/c"))

    def test_of_four_thousand_files_has_the_shares_of_real_histories_and_comes_quickly(self):
        with tempfile.TemporaryDirectory() as work:
            start = children_seconds()
            done = generate(f"{work}/x", 1, 4000, "--stats")
            self.assertLess(children_seconds() - start, 5)
            self.assertEqual(len(glob.glob(f"{work}/x/db/migration/V*.sql")), 4000)
        shares = {verb: float(share) for share, verb in re.findall(r"([0-9.]+) %  (.+)", done.stdout)}
        for verb, low, high in (("INSERT", 24, 34), ("ALTER TABLE", 15, 23), ("UPDATE", 8, 14), ("COMMENT", 5, 10),
                                ("CREATE INDEX", 4, 8), ("CREATE TABLE", 3, 7), ("DO", 2, 6)):
            self.assertTrue(low <= shares[verb] <= high, f"{verb}: {shares[verb]} %")

    def test_is_never_written_into_a_folder_that_holds_something(self):
        with tempfile.TemporaryDirectory() as work:
            with open(f"{work}/mine.txt", "w", encoding="utf-8") as file:
                file.write("keep")
            self.assertEqual(generate(work, 1, 10).returncode, 2)
            self.assertEqual(os.listdir(work), ["mine.txt"])


@unittest.skipUnless(find_binaries(), "no PostgreSQL server on this machine")
class History(unittest.TestCase):
    def test_applies_without_error_whatever_the_seed(self):
        with ThrowawayPostgres() as server, tempfile.TemporaryDirectory() as work:
            for seed in (1, 2, 3):
                database = server.create_database(f"seed_{seed}")
                generate(f"{work}/{seed}", seed, 300)
                done = subprocess.run([f"{ORACLE}/flyway_psql", f"{work}/{seed}", "-d", database],
                                      env=server.environment(), capture_output=True, text=True)
                self.assertEqual(done.returncode, 0, f"seed {seed}: {done.stderr}")
                tables = int(server.sql("SELECT count(*) FROM pg_tables WHERE tableowner = 'owner'", database))
                self.assertTrue(10 <= tables <= 60, f"seed {seed}: {tables} tables")

    def test_applies_as_plain_files_too_and_ends_the_same(self):
        with ThrowawayPostgres() as server, tempfile.TemporaryDirectory() as work:
            generate(f"{work}/flyway", 4, 200)
            generate(f"{work}/sql", 4, 200, "--format", "sql")
            one, other = server.create_database("one"), server.create_database("other")
            subprocess.run([f"{ORACLE}/flyway_psql", f"{work}/flyway", "-d", one], env=server.environment(), check=True,
                           capture_output=True)
            files = [part for path in sorted(glob.glob(f"{work}/sql/*.sql")) for part in ("-f", path)]
            subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", "-d", other, *files],
                           env=server.environment(), check=True, capture_output=True)
            outputs = [subprocess.run([f"{ORACLE}/{tool}", *options, name], env=server.environment(), capture_output=True, text=True).stdout
                       for tool, options in (("pg_dump_normalized", []), ("rows_hash", ["--stable"])) for name in (one, other)]
            self.assertEqual(outputs[0], outputs[1])
            self.assertEqual(outputs[2], outputs[3])


if __name__ == "__main__":
    unittest.main()
