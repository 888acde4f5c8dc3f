"""The real Liquibase, on a server that it can reach: Java knows no unix sockets."""

import os
import socket
import subprocess

import throwaway_postgres

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def find_jars():
    """The folder with Liquibase's jars, fetched where it is not there yet."""
    done = subprocess.run([os.path.join(ROOT, "tools/fetch_liquibase")], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class LoopbackPostgres(throwaway_postgres.ThrowawayPostgres):
    """A throw-away server that listens on 127.0.0.1 too."""

    def start(self):
        self.port = free_port()
        settings = [s for s in throwaway_postgres.SETTINGS if not s.startswith("listen_addresses")]
        settings += ["listen_addresses=127.0.0.1", f"port={self.port}", f"unix_socket_directories={self.folder}"]
        options = " ".join(f"-c {setting}" for setting in settings)
        self.program("pg_ctl", "-D", self.data, "-w", "-l", os.path.join(self.folder, "log"), "-o", options, "start")

    def environment(self, user="owner"):
        return dict(super().environment(user), PGPORT=str(self.port))


def run(server, database, folder, changelog, *command):
    """What Liquibase prints; it fails with what it says."""
    jars = find_jars()
    java = ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", f"{jars}/internal/lib/*",
            "liquibase.integration.commandline.LiquibaseCommandLine",
            f"--url=jdbc:postgresql://127.0.0.1:{server.port}/{database}", "--username=owner", "--password=none",
            f"--changelog-file={changelog}", "--show-banner=false", "--log-level=WARNING", *command]
    environment = dict(server.environment(), LIQUIBASE_ANALYTICS_ENABLED="false")
    done = subprocess.run(java, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = [line for line in done.stderr.splitlines() if not line.startswith(("\tat ", "\t..."))]
        raise RuntimeError("\n".join(said)[:4000])
    return done.stdout
