"""ALTER TYPE ... RENAME VALUE where texts name the label and not the type: never proven where our text keeps the old name."""

import json
import os
import subprocess
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PGGIT = os.path.join(ROOT, os.environ.get("PGGIT", "build/release/pggit"))

TABLE = ("CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE people (id int PRIMARY KEY, mood mood);"
         "INSERT INTO people VALUES (1, 'ok')")
RENAME = "ALTER TYPE mood RENAME VALUE 'ok' TO 'fine'"


def words(*texts):
    """The word of each migration's proof."""
    with tempfile.TemporaryDirectory() as folder:
        place = os.path.join(folder, "db", "migration")
        os.makedirs(place)
        for i, text in enumerate(texts, 1):
            with open(os.path.join(place, f"V{i}__step.sql"), "w", encoding="utf-8") as file:
                file.write(text + ";\n")
        done = subprocess.run([PGGIT, "migrate", "--ai", "--source=flyway", "--dir", ".", "--dry-run"],
                              cwd=folder, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        plans = [name for name in os.listdir(folder) if name.startswith("migration_plan_")]
        if not plans:
            raise RuntimeError(done.stdout + done.stderr)
        with open(os.path.join(folder, plans[0]), encoding="utf-8") as file:
            return [commit["proof"]["word"] for commit in json.load(file)["commits"]]


class RenamedLabel(unittest.TestCase):
    def test_is_proven_where_the_text_follows(self):
        view = "CREATE VIEW happy AS SELECT id FROM people WHERE mood = 'ok'"
        self.assertEqual(words(TABLE, view, RENAME), ["proven", "proven", "proven"])

    def test_is_not_proven_where_a_row_comparison_keeps_the_old_label(self):
        view = "CREATE VIEW happy AS SELECT id FROM people WHERE (id, mood) = (1, 'ok')"
        self.assertNotEqual(words(TABLE, view, RENAME)[2], "proven")

    def test_is_not_proven_even_if_the_view_is_replaced_later(self):
        view = "CREATE VIEW happy AS SELECT id FROM people WHERE (id, mood) = (1, 'ok')"
        later = "DROP VIEW happy; CREATE VIEW happy AS SELECT id FROM people"
        self.assertNotEqual(words(TABLE, view, RENAME, later)[2], "proven")

    def test_leaves_the_step_that_made_the_view_proven(self):
        view = "CREATE VIEW happy AS SELECT id FROM people WHERE (id, mood) = (1, 'ok')"
        self.assertEqual(words(TABLE, view, RENAME)[1], "proven")


if __name__ == "__main__":
    unittest.main()
