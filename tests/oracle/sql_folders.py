"""What the tools that keep migrations as SQL files would run: which files, in which order, which part of each, and whether
in one transaction. Written from the tools' documentation, not from pggit's reading.

  for one in reader_of("goose")("db/migrations").migrations():
      print(one.path, one.in_transaction)

Each file has a session of its own. A text that a tool sends as one query is one implicit transaction where it holds several
statements, and none where it holds one (CREATE INDEX CONCURRENTLY goes through then).
"""

import os
import re
from dataclasses import dataclass


@dataclass
class Migration:
    path: str
    text: str
    in_transaction: bool


# Comments, strings, quoted names, dollar quotes: no `;` in them ends a statement.
OPAQUE = re.compile(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|\"[^\"]*\"|(\$[A-Za-z_0-9]*\$).*?\1", re.S)


def count_statements(sql):
    return sum(bool(part.strip()) for part in OPAQUE.sub(lambda found: "" if found[0][0] in "-/" else "x", sql).split(";"))


def natural(name):
    """V2 before V10; numbers of two paths are compared as numbers."""
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.split(r"(\d+)", name) if part]


class Reader:
    """Files are listed by `entries`, and their text and transaction are what `read` says."""

    def __init__(self, folder):
        self.folder = folder

    def migrations(self):
        return [self.read(path) for path in self.entries()]

    def names(self):
        return os.listdir(self.folder)

    def join(self, *parts):
        return os.path.join(self.folder, *parts)

    def text(self, path):
        with open(path, encoding="utf-8-sig", newline="") as file:
            return file.read()

    def one_query(self, path):
        text = self.text(path)
        return Migration(path, text, count_statements(text) > 1)


class GolangMigrate(Reader):
    """`{version}_{title}.up.sql`, by number; one query."""

    NAME = re.compile(r"^([0-9]+)_.*\.up\.sql$")

    def entries(self):
        found = [(int(self.NAME.match(name)[1]), name) for name in self.names() if self.NAME.match(name)]
        return [self.join(name) for _, name in sorted(found)]

    read = Reader.one_query


class Goose(Reader):
    """`{version}_{name}.sql`, by number; what stands below `-- +goose Up`, in a transaction unless `-- +goose NO TRANSACTION`."""

    NAME = re.compile(r"^([0-9]+)_.*\.(sql|go)$")
    ANNOTATION = re.compile(r"^\s*--\s*\+goose\s+(.*?)\s*$", re.I)

    def entries(self):
        found = [(int(self.NAME.match(name)[1]), name) for name in self.names() if self.NAME.match(name)]
        return [self.join(name) for _, name in sorted(found) if not name.endswith("_test.go")]

    def read(self, path):
        if path.endswith(".go"):
            return Migration(path, "", True)
        up, kept, in_transaction = False, [], True
        for line in self.text(path).splitlines(keepends=True):
            said = self.ANNOTATION.match(line)
            word = said[1].lower() if said else ""
            in_transaction &= word != "no transaction"
            up = {"up": True, "down": False}.get(word, up)
            if up and not said:
                kept.append(line)
        return Migration(path, "".join(kept), in_transaction)


class Diesel(Reader):
    """`{version}_{name}/up.sql`, by name; in a transaction unless metadata.toml says `run_in_transaction = false`."""

    def entries(self):
        return [self.join(name, "up.sql") for name in sorted(self.names()) if os.path.exists(self.join(name, "up.sql"))]

    def read(self, path):
        settings = os.path.join(os.path.dirname(path), "metadata.toml")
        alone = os.path.exists(settings) and re.search(r"^\s*run_in_transaction\s*=\s*false", self.text(settings), re.M)
        return Migration(path, self.text(path), not alone)


class Sqlx(Reader):
    """`{version}_{name}.sql` or `.up.sql`, by number; in a transaction unless the text begins with `-- no-transaction`."""

    NAME = re.compile(r"^([0-9]+)_.*\.sql$")

    def entries(self):
        names = [name for name in self.names() if self.NAME.match(name) and not name.endswith(".down.sql")]
        return [self.join(name) for name in sorted(names, key=lambda name: int(self.NAME.match(name)[1]))]

    def read(self, path):
        text = self.text(path)
        return Migration(path, text, not text.startswith("-- no-transaction"))


class Prisma(Reader):
    """`{name}/migration.sql`, by name; one query."""

    def entries(self):
        return [self.join(name, "migration.sql") for name in sorted(self.names())
                if os.path.exists(self.join(name, "migration.sql"))]

    read = Reader.one_query


class Hasura(Reader):
    """`{version}_{name}/up.sql`, by number; in a transaction."""

    def entries(self):
        names = [name for name in self.names() if name[:1].isdigit() and os.path.exists(self.join(name, "up.sql"))]
        return [self.join(name, "up.sql") for name in sorted(names, key=lambda name: int(re.match(r"\d+", name)[0]))]

    def read(self, path):
        return Migration(path, self.text(path), True)


class Dbmate(Reader):
    """`{version}_{name}.sql`, by name; what stands below `-- migrate:up`, in a transaction unless `transaction:false` is said."""

    UP = re.compile(r"^--\s*migrate:up(.*)$", re.M)
    DOWN = re.compile(r"^--\s*migrate:down.*$", re.M)

    def entries(self):
        return [self.join(name) for name in sorted(self.names()) if re.match(r"\d+.*\.sql$", name)]

    def read(self, path):
        text = self.text(path)
        up = self.UP.search(text)
        down = self.DOWN.search(text)
        part = text[up.end():down.start() if down else len(text)] if up else ""
        return Migration(path, part, not (up and "transaction:false" in up[1]))


class Plain(Reader):
    """Every .sql file below the folder, numbers in its path compared as numbers; ways back and other dialects are left out.
    As `psql -f` runs them: each statement is its own transaction."""

    LEFT_OUT = re.compile(r"(\.down|\.undo|_down|\.revert)\.sql$|\.sqlite$", re.I)

    def entries(self):
        found = []
        for folder, _, names in os.walk(self.folder):
            found += [os.path.join(folder, name) for name in names if re.search(r"\.sql(\.postgres)?$", name)]
        kept = [path for path in found if not self.LEFT_OUT.search(path) and re.match(r"\d", os.path.basename(path))]
        return sorted(kept, key=lambda path: natural(os.path.relpath(path, self.folder)))

    def read(self, path):
        return Migration(path, self.text(path), False)


READERS = {"golang-migrate": GolangMigrate, "goose": Goose, "diesel": Diesel, "sqlx": Sqlx, "prisma": Prisma,
           "hasura": Hasura, "dbmate": Dbmate, "sql": Plain}


def reader_of(tool):
    return READERS[tool]
