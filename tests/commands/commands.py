"""What the tests of this folder share: those of tests/store, and a database that Flyway filled."""

import json
import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "store"))

from project import HISTORY, PGGIT, ProjectTest  # noqa: E402, F401

from flyway_folder import checksum  # noqa: E402

TABLE = ("CREATE TABLE {0} (installed_rank int PRIMARY KEY, version varchar(50), description varchar(200) NOT NULL, "
         "type varchar(20) NOT NULL, script varchar(1000) NOT NULL, checksum int, installed_by varchar(100) NOT NULL, "
         "installed_on timestamp NOT NULL DEFAULT now(), execution_time int NOT NULL, success boolean NOT NULL);")


class CommandTest(ProjectTest):
    def flyway(self, files=None, table="flyway_schema_history"):
        """Runs the files as Flyway does and leaves its rows, without any code of pggit's."""
        self.write_history(HISTORY if files is None else files)
        self.sql(TABLE.format(table))
        for rank, (script, text) in enumerate((HISTORY if files is None else files).items(), 1):
            kind, rest = script[0], script[1:-len(".sql")]
            version, description = rest.split("__", 1)
            version = f"'{version}'" if kind == "V" else "NULL"
            self.sql(f"{text}INSERT INTO {table} VALUES ({rank}, {version}, '{description.replace('_', ' ')}', 'SQL', "
                     f"'{script}', {checksum(text)}, 'owner', '2020-01-01', {rank}, true)")

    def history(self, table="flyway_schema_history"):
        return self.sql(f"SELECT installed_rank, version, description, type, script, checksum, installed_by, success "
                        f"FROM {table} ORDER BY 1").splitlines()

    def session(self):
        """A psql that holds what it is told to hold until it is closed."""
        held = subprocess.Popen(["psql", "-X", "-q", "-A", "-t", "-d", self.database], env=self.server.environment(),
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.addCleanup(held.stdout.close)
        self.addCleanup(held.communicate)
        return held

    def hold(self, sql):
        held = self.session()
        held.stdin.write(f"{sql};\nSELECT 'held';\n")
        held.stdin.flush()
        while held.stdout.readline().strip() != "held":
            pass
        return held

    def head(self):
        return self.sql("SELECT c.migration FROM pggit.refs r JOIN pggit.commits c ON c.hash = r.commit_hash")


class OneDatabaseTest(CommandTest):
    """One database and one stored history for the whole class, at the tip: for commands that change no schema."""

    FILES = HISTORY

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shared_folder = tempfile.mkdtemp(prefix="pggit_test_")
        cls.addClassCleanup(shutil.rmtree, cls.shared_folder)
        cls.shared_database = cls.server.create_database(cls.__name__)
        first = cls()
        first.folder, first.database = cls.shared_folder, cls.shared_database
        first.migrate(cls.FILES)
        first.checkout("main")

    def setUp(self):
        self.folder, self.database = self.shared_folder, self.shared_database

    def commits(self, *revision):
        return json.loads(self.pggit("log", "--json", *revision))["commits"]
