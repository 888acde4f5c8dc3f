"""Which migrations plain psql can apply: the files by the tool's own rules, as tests/oracle knows them."""

import os
import subprocess
import sys

import flyway_folder as flyway
import sql_folders
from field_test_lib.migrator import Migrator, quoted

SECONDS = 120  # for one migration


def following(options, name):
    """The values of an option that may be given several times."""
    return [options[at + 1] for at, one in enumerate(options[:-1]) if one == name]


def given_path(options):
    """As SET has it; empty where no option names one."""
    return ", ".join(quoted(one) for value in following(options, "--search-path") for one in value.split(","))


class Flyway:
    """Placeholders, encodings and transactions as in tests/oracle/flyway_folder."""

    def __init__(self, options, user, database):
        self.search_path = given_path(options)
        folder = (following(options, "--dir") or ["."])[0]
        self.settings = flyway.read_settings(folder, [])
        self.values = {"flyway:defaultschema": self.settings.default_schema(), "flyway:user": user,
                       "flyway:database": database, "flyway:timestamp": "1970-01-01 00:00:00",
                       "flyway:workingdirectory": os.path.abspath(folder), "flyway:table": self.settings.get("table"),
                       "flyway:environment": self.settings.get("environment")}
        self.values.update({name.lower(): value for name, value in self.settings.placeholders.items()})
        for one in following(options, "--placeholder"):
            name, _, value = one.partition("=")
            self.values[name.lower()] = value

    def context(self):
        """Schemas that Flyway makes when they are missing, and the search_path that it sets."""
        schemas = list(dict.fromkeys([self.settings.default_schema(), *self.settings.many("schemas")]))
        return schemas, self.search_path or f"{quoted(schemas[0])}, \"$user\", public"

    def text(self, path):
        text = flyway.read_text(path, self.settings.get("encoding"))
        if self.settings.get("placeholderReplacement").strip().lower() != "true":
            return text
        values = dict(self.values, **{"flyway:filename": os.path.basename(path)})
        return flyway.fill_placeholders(text, values, self.settings.get("placeholderPrefix"),
                                        self.settings.get("placeholderSuffix"), path)

    def place(self, _):
        return 0  # the order of Flyway is pggit's: tests/oracle/flyway_psql compares it

    def missing(self, _):
        return []

    def script(self, path):
        """The text, and whether the tool runs it in one transaction."""
        text = self.text(path)
        script = flyway.Script("V", path, path)
        return text, flyway.runs_in_transaction(script, text, self.settings)


class SqlFiles:
    """The other tools that keep SQL files, as in tests/oracle/sql_folders; their folders are those that pggit found."""

    def __init__(self, tool, folders, schema, placeholders=()):
        self.schema = schema
        self.placeholders = placeholders
        self.found = {}
        for folder in folders:
            self.found.update({os.path.realpath(one.path): one for one in sql_folders.reader_of(tool)(folder).migrations()})

    def context(self):
        return ["public"], self.schema or '"$user", public'

    def script(self, path):
        one = self.found.get(os.path.realpath(path))
        if one is None:
            raise flyway.Refused("is no migration by the tool's own rules")
        text = one.text
        for placeholder in self.placeholders:
            name, _, value = placeholder.partition("=")
            text = text.replace(f"$%{name}%$", value)
        return text, one.in_transaction

    def missing(self, paths):
        """What the tool would run and pggit does not list."""
        return sorted(set(self.found) - {os.path.realpath(path) for path in paths})

    def place(self, path):
        return list(self.found).index(os.path.realpath(path)) if os.path.realpath(path) in self.found else len(self.found)


FOLDER_EACH = ("diesel", "prisma", "hasura")


def folders_of(plan, options, tool):
    """The folders that hold the migrations: what is common to their paths, for each folder that was named."""
    named = following(options, "--dir") or plan["source"]["folders"]
    listed = {one.get("path", "") for one in plan["commits"] + plan["refused"]}
    paths = [find(one["path"], plan["source"]["folders"]) for one in plan["inputs"] if one["path"] in listed]
    out = []
    for folder in named:
        below = [os.path.dirname(path) for path in paths if os.path.realpath(path).startswith(os.path.realpath(folder) + os.sep)]
        if tool in FOLDER_EACH:
            below = [os.path.dirname(path) for path in below]
        out.append(os.path.commonpath(below) if below else folder)
    return out


def reader_for(plan, options, user, database):
    tool = plan["source"]["tool"]
    if tool == "flyway":
        return Flyway(options, user, database)
    return SqlFiles(tool, folders_of(plan, options, tool), given_path(options), following(options, "--placeholder"))


class Psql:
    """A database in which migrations are applied one by one; what fails leaves nothing behind. They have the rights of
    `migrator`, and without one those of a superuser."""

    def __init__(self, server, name, context, pre_scripts, work, migrator=None):
        self.server, self.work, self.migrator = server, work, migrator
        self.name = server.create_database(name)
        schemas, search_path = context
        if migrator:
            self.boss(f"ALTER DATABASE {quoted(name)} OWNER TO {quoted(migrator.name)}")
        owner = f" AUTHORIZATION {quoted(migrator.name)}" if migrator else ""
        for schema in schemas:
            self.boss(f"CREATE SCHEMA IF NOT EXISTS {quoted(schema)}{owner}")
        self.boss(f"ALTER DATABASE {quoted(name)} SET search_path = {search_path}")
        for path in pre_scripts:
            trouble = self.run(open(path, encoding="utf-8").read(), True)
            if trouble:
                sys.exit(f"{path}: psql refuses it: {trouble}; mend it, or leave --pre-script out of NAME.args")
        if migrator:
            migrator.hand_over(name)

    def boss(self, sql):
        self.server.sql(sql, self.name, user="boss")

    def apply(self, text, in_transaction):
        """Empty, or what psql complained of first. A role that is missing is made, once."""
        if not self.migrator:
            return self.run(text, in_transaction)
        trouble = self.run(self.migrator.script(text), in_transaction)
        while self.migrator.make_missing(trouble, self.name):
            trouble = self.run(self.migrator.script(text), in_transaction)
        return trouble

    def run(self, text, in_transaction):
        path = os.path.join(self.work, "migration.sql")
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        command = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", self.name, "-f", path]
        user = self.migrator.HELPER if self.migrator else "boss"
        try:
            done = subprocess.run(command + (["-1"] if in_transaction else []), env=self.server.environment(user),
                                  capture_output=True, text=True, errors="replace", timeout=SECONDS, cwd=self.work)
        except subprocess.TimeoutExpired:
            return f"took more than {SECONDS} s"
        lines = done.stderr.replace(path, "").strip().splitlines()
        wrong = [line for line in lines if "ERROR" in line or "FATAL" in line]
        return "" if done.returncode == 0 else (wrong or lines or ["failed"])[0]


def find(path, folders):
    """A path as the plan shows it, which leaves out the folder that was given where there is one only."""
    return next((there for there in (os.path.join(folder, path) for folder in ["", *folders]) if os.path.exists(there)), path)


def mark_applied(server, migrations, plan, options, work):
    """Sets `applies`, and `psql` (why not), of each, in the order of the tool. Returns what pggit lists in another order or not."""
    name = "field_" + os.path.basename(work).lower()
    migrator = Migrator(server, (following(options, "--role") or ["migrator"])[0])
    reader = reader_for(plan, options, migrator.name, name)
    psql = Psql(server, name, reader.context(), following(options, "--pre-script"), work, migrator)
    paths = [find(one["path"], plan["source"]["folders"]) for one in migrations]
    order = sorted(range(len(paths)), key=lambda at: reader.place(paths[at]))
    for at in order:
        migrations[at]["psql"] = trouble_with(psql, reader, paths[at])
        migrations[at]["applies"] = not migrations[at]["psql"]
    server.sql(f'DROP DATABASE "{name}"', "postgres", user="boss")
    migrator.forget()
    astray = [paths[at] for at, place in zip(order, range(len(paths))) if at != place][:1]
    return [f"not listed: {path}" for path in reader.missing(paths)] + [f"in another order from {path} on" for path in astray]


def is_sql(path):
    return path.endswith((".sql", ".sql.postgres"))  # synapse: for one dialect of several


def trouble_with(psql, reader, path):
    if not is_sql(path):
        return "is no SQL"
    try:
        text, in_transaction = reader.script(path)
    except (flyway.Refused, UnicodeDecodeError, OSError) as refused:
        return str(refused)
    return psql.apply(text, in_transaction)
