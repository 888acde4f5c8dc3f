"""pggit status: HEAD, drift, and the tool's own history table."""

import json
import os
import shutil

from project import HISTORY, ProjectTest  # first: it knows where the oracle is

from flyway_folder import checksum


class Status(ProjectTest):
    def flyway(self):
        """Runs the files as Flyway does, and leaves the rows that it leaves: independent of pggit's own code."""
        self.sql("CREATE TABLE flyway_schema_history (installed_rank int PRIMARY KEY, version varchar(50), "
                 "description varchar(200) NOT NULL, type varchar(20) NOT NULL, script varchar(1000) NOT NULL, "
                 "checksum int, installed_by varchar(100) NOT NULL, installed_on timestamp NOT NULL DEFAULT now(), "
                 "execution_time int NOT NULL, success boolean NOT NULL)")
        folder = os.path.join(self.folder, "db/migration")
        for rank, script in enumerate(sorted(os.listdir(folder)), 1):
            with open(os.path.join(folder, script), encoding="utf-8") as file:
                text = file.read()
            version, description = script[1:-len(".sql")].split("__")
            self.sql(text + "INSERT INTO flyway_schema_history VALUES "
                            f"({rank}, '{version}', '{description.replace('_', ' ')}', 'SQL', '{script}', {checksum(text)}, "
                            "'owner', now(), 3, true)")

    def status(self, *arguments):
        return json.loads(self.pggit("status", "--json", *arguments))

    def states(self, *arguments):
        return {f["migration"]: f["state"] for f in self.status(*arguments)["history"]["findings"]}

    def test_needs_a_history(self):
        self.assertIn("run pggit migrate", self.pggit("status", code=2))

    def test_before_the_first_commit_nothing_drifted(self):
        self.migrate()
        said = self.pggit("status")
        self.assertIn("HEAD: before the first commit", said)
        self.assertIn("Drift: none", said)
        self.assertIn("flyway_schema_history: not in this database", said)

    def test_sees_every_drift_and_changes_nothing(self):
        self.migrate()
        self.checkout("main")
        self.assertEqual(self.status()["drift"]["changes"], [])
        self.sql("CREATE OR REPLACE VIEW app.adults AS SELECT id, name FROM app.people WHERE age >= 21;"
                 "DROP INDEX app.people_name; CREATE TABLE app.extra (a int)")
        before = self.dump()
        said = self.pggit("status")
        self.assertIn("Drift: 3 objects differ from HEAD", said)
        for line in ("~ view app.adults\n", "- index app.people_name\n", "+ table app.extra\n"):
            self.assertIn(line, said)
        self.assertEqual(self.dump(), before)

    def test_makes_do_with_one_connection(self):
        self.migrate()
        self.server.sql("ALTER ROLE owner CONNECTION LIMIT 1", "postgres", user="boss")
        self.addCleanup(self.server.sql, "ALTER ROLE owner CONNECTION LIMIT -1", "postgres", "boss")
        said = self.pggit("status")
        self.assertIn("flyway_schema_history: not in this database", said)

    def test_without_a_shadow_says_that_texts_are_not_compared(self):
        self.migrate()
        self.checkout("main")
        self.sql("CREATE OR REPLACE VIEW app.adults AS SELECT id, name FROM app.people WHERE age >= 21")
        said = self.pggit("status", "--no-shadow")
        self.assertIn("Drift: none", said)
        self.assertIn("not compared: texts of views", said)

    def test_tells_applied_pending_changed_and_missing(self):
        self.write_history(dict(list(HISTORY.items())[:3]))
        self.flyway()
        self.migrate()  # all four files; the database stands at the third
        self.assertEqual(self.states(), {"V1": "applied", "V2": "applied", "V3": "applied", "V4": "pending"})
        said = self.pggit("status")
        self.assertIn("V3", said.splitlines()[1])
        self.assertIn("flyway_schema_history: 3 applied, 1 pending\n  pending: V4\n", said)
        self.assertIn("Drift: none", said)
        self.write_history({"V2__age.sql": HISTORY["V2__age.sql"] + "SELECT 1;\n"})
        os.remove(os.path.join(self.folder, "db/migration/V1__people.sql"))
        self.assertEqual(self.states(), {"V1": "missing", "V2": "changed", "V3": "applied", "V4": "pending"})
        self.assertIn("Not stored yet, pggit migrate does it:\n  V2\n", self.pggit("status"))

    def test_without_the_folder_goes_by_what_is_stored(self):
        self.write_history(dict(list(HISTORY.items())[:3]))
        self.flyway()
        self.migrate()
        shutil.rmtree(os.path.join(self.folder, "db"))
        self.assertEqual(self.states(), {"V1": "applied", "V2": "applied", "V3": "applied", "V4": "pending"})
        self.assertIn("no project folder is at hand", self.pggit("status"))
        self.pggit("status", "--dir=nowhere", code=3)

    def test_checkout_keeps_the_table_in_step(self):
        self.write_history(HISTORY)
        self.flyway()
        self.migrate()
        self.checkout("migration:V2")
        self.assertEqual(self.states(), {"V1": "applied", "V2": "applied", "V3": "pending", "V4": "pending"})
        self.checkout("main")
        self.assertEqual(set(self.states().values()), {"applied"})
