"""tools/field_audit: proofs that hold outside of the shadow, and one that only looks so."""

import os
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tests", "oracle"))

from throwaway_postgres import find_binaries  # noqa: E402

PGGIT = os.path.join(ROOT, os.environ.get("PGGIT", "build/release/pggit"))
SHOP = {"V1__a.sql": "CREATE TABLE a (id int PRIMARY KEY, n text);\nCOPY a FROM stdin;\n1\tone\n2\ttwo\n\\.\n",
        "V2__rows.sql": "UPDATE a SET n = 'both';\n", "V3__drop.sql": "ALTER TABLE a DROP n;\n"}
SHOP_BEFORE = "CREATE ROLE reader; CREATE SCHEMA before;\n"  # a role can be made once on the server that both databases share
# Neither database of the shadow has this name.
LIAR = {"V1__a.sql": "CREATE TABLE a (id int);\nINSERT INTO a SELECT CASE current_database() WHEN 'plain' THEN 1 ELSE 2 END;\n"}


@unittest.skipUnless(find_binaries(), "no PostgreSQL server on this machine")
class FieldAudit(unittest.TestCase):
    def test_tells_what_holds_from_what_does_not(self):
        with tempfile.TemporaryDirectory() as folder:
            for history, files in {"shop": SHOP, "liar": LIAR}.items():
                os.makedirs(os.path.join(folder, history, "db/migration"))
                for name, text in files.items():
                    with open(os.path.join(folder, history, "db/migration", name), "w", encoding="utf-8") as file:
                        file.write(text)
            before = os.path.join(folder, "before.sql")
            for path, text in {before: SHOP_BEFORE, os.path.join(folder, "shop.args"): f"--source=flyway --dir {{}} --pre-script {before}\n"}.items():
                with open(path, "w", encoding="utf-8") as file:
                    file.write(text)
            done = subprocess.run([os.path.join(ROOT, "tools/field_audit"), folder, "--pggit", PGGIT, "--proofs", "6", "--seed", "7"],
                                  text=True, capture_output=True, check=False)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        said = done.stdout.splitlines()
        self.assertEqual(said[0], "seed 7")
        self.assertIn("liar V1 (proven, exact): DIFFERS", said)
        for one in ["V1 (proven, exact)", "V2 (structure proven, structure-only)", "V3 (proven, exact-with-snapshot)"]:
            self.assertIn(f"shop {one}: holds", said)
        self.assertEqual(said[-1], "3 of 4 proofs hold")


if __name__ == "__main__":
    unittest.main()
