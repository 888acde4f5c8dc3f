"""A PostgreSQL server of a test's own: made in a temporary folder, on a unix socket only, gone at the end.

  with ThrowawayPostgres() as server:
      name = server.create_database("shop")
      subprocess.run(["psql", "-d", name], env=server.environment())

Tests log in as `owner`, who owns the databases and is nothing more: no superuser, no CREATEROLE.
"""

import glob
import os
import pwd
import shutil
import subprocess
import tempfile

# A test sees a proof, not what an earlier run kept of one.
os.environ.setdefault("PGGIT_PROVE_ANEW", "1")

SETTINGS = ("listen_addresses=''", "fsync=off", "synchronous_commit=off", "full_page_writes=off", "jit=off",
            "autovacuum=off", "max_locks_per_transaction=1024")


def find_binaries():
    """The folder with the newest server's programs, or None."""
    found = glob.glob("/usr/lib/postgresql/*/bin/initdb")
    versions = sorted((int(path.split("/")[4]), os.path.dirname(path)) for path in found if path.split("/")[4].isdigit())
    if versions:
        return versions[-1][1]
    initdb = shutil.which("initdb")
    return os.path.dirname(os.path.realpath(initdb)) if initdb else None


# initdb takes a second: its result is kept for the tests that follow, one folder for each user and server.
KEPT = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), "build", "test_cluster")


class ThrowawayPostgres:
    def __init__(self):
        self.binaries = find_binaries()
        self.folder = tempfile.mkdtemp(prefix="pg_test_")
        self.data = os.path.join(self.folder, "data")

    def as_server_user(self, command):
        """PostgreSQL refuses to run as root: step down to nobody there."""
        if os.geteuid() != 0:
            return command
        nobody = pwd.getpwnam("nobody")
        return ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"] + command

    def program(self, name, *arguments):
        command = self.as_server_user([os.path.join(self.binaries, name), *arguments])
        subprocess.run(command, check=True, cwd=self.folder, stdout=subprocess.DEVNULL)

    def start(self):
        options = " ".join(f"-c {setting}" for setting in SETTINGS) + f" -c unix_socket_directories={self.folder}"
        self.program("pg_ctl", "-D", self.data, "-w", "-l", os.path.join(self.folder, "log"), "-o", options, "start")

    def __enter__(self):
        if os.geteuid() == 0:
            os.chown(self.folder, pwd.getpwnam("nobody").pw_uid, -1)
        try:
            self.make_data()
            self.start()
            self.sql("CREATE ROLE owner LOGIN", "postgres", user="boss")
        except Exception:
            self.__exit__()
            raise
        return self

    def make_data(self):
        kept = os.path.join(KEPT, f"{self.binaries.strip('/').replace('/', '_')}_{os.geteuid()}")
        if os.path.exists(kept):
            subprocess.run(["cp", "-a", kept, self.data], check=True)
            return
        self.program("initdb", "-D", self.data, "-U", "boss", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        os.makedirs(KEPT, exist_ok=True)
        made = tempfile.mkdtemp(dir=KEPT)
        subprocess.run(["cp", "-a", self.data, os.path.join(made, "data")], check=True)
        try:
            os.rename(os.path.join(made, "data"), kept)
        except OSError:
            pass  # another test was quicker
        shutil.rmtree(made)

    def __exit__(self, *_):
        if os.path.exists(os.path.join(self.data, "postmaster.pid")):
            self.program("pg_ctl", "-D", self.data, "-w", "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def environment(self, user="owner"):
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PG") or name == "PGGIT_PROVE_ANEW"}
        return dict(kept, PGHOST=self.folder, PGUSER=user)

    def create_database(self, name):
        """A database that `owner` owns; its name again, to be handed to psql."""
        self.sql(f'CREATE DATABASE "{name}" OWNER owner', "postgres", user="boss")
        return name

    def sql(self, text, database, user="owner"):
        """What psql prints, one line a row."""
        done = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", text],
                              env=self.environment(user), capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        return done.stdout.strip()
