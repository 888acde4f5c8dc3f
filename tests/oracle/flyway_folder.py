"""Reads a Flyway project folder: settings, migrations in their order, callbacks, placeholders, checksums.

Written from Flyway's documentation and sources only; it shares nothing with pggit, because it is the oracle that
pggit is compared with.
"""

import glob
import os
import re
import tomllib
import zlib

SCRIPT_SUFFIXES = (".sh", ".bash", ".bat", ".cmd", ".ps1", ".py")
CALLBACK_EVENTS = """
beforeMigrate beforeEachMigrate beforeEachMigrateStatement afterEachMigrateStatement afterEachMigrateStatementError
afterEachMigrate afterEachMigrateError beforeRepeatables afterVersioned afterMigrateApplied afterMigrate
afterMigrateError beforeUndo beforeEachUndo beforeEachUndoStatement afterEachUndoStatement afterEachUndoStatementError
afterEachUndo afterEachUndoError afterUndo afterUndoError beforeValidate afterValidate afterValidateError
beforeBaseline afterBaseline afterBaselineError beforeRepair afterRepair afterRepairError beforeInfo afterInfo
afterInfoError beforeClean afterClean afterCleanError createSchema beforeCreateSchema beforeConnect afterConnect
""".split()


class Refused(Exception):
    """The folder or its settings cannot be read; the text says why."""


# --- settings

DEFAULTS = {
    "sqlmigrationprefix": "V",
    "repeatablesqlmigrationprefix": "R",
    "undosqlmigrationprefix": "U",
    "baselinemigrationprefix": "B",
    "sqlmigrationseparator": "__",
    "sqlmigrationsuffixes": ".sql",
    "placeholderprefix": "${",
    "placeholdersuffix": "}",
    "placeholderreplacement": "true",
    "encoding": "UTF-8",
    "table": "flyway_schema_history",
    "schemas": "",
    "defaultschema": "",
    "createschemas": "true",
    "executeintransaction": "true",
    "validateonmigrate": "true",
    "mixed": "false",
    "initsql": "",
    "environment": "default",
}


class Settings:
    """Flyway's settings by lower-case key (without the leading `flyway.`), and the placeholders."""

    def __init__(self):
        self.values = dict(DEFAULTS)
        self.placeholders = {}

    def put(self, key, value):
        key = key.strip()
        if key.lower().startswith("flyway."):
            key = key[len("flyway."):]
        if key.lower().startswith("placeholders."):
            self.placeholders[key[len("placeholders."):].lower()] = value
        else:
            self.values[key.lower()] = value

    def get(self, key):
        return self.values.get(key.lower(), "")

    def is_on(self, key):
        return self.get(key).strip().lower() == "true"

    def many(self, key):
        return [part.strip() for part in self.get(key).split(",") if part.strip()]

    def default_schema(self):
        return self.get("defaultSchema") or (self.many("schemas") or ["public"])[0]


def read_properties(path):
    """Pairs of a Java properties file as Flyway reads it: # comments, `\\` at a line's end continues it."""
    pairs, pending = [], ""
    with open(path, encoding="utf-8-sig") as file:
        for line in file.read().splitlines():
            line = pending + line.strip()
            pending = ""
            if not line or line[0] in "#!":
                continue
            if line.endswith("\\"):
                pending = line[:-1]
                continue
            key, _, value = line.partition("=")
            pairs.append((key.strip(), value.strip()))
    return pairs


def flatten_toml(table, prefix=""):
    for key, value in table.items():
        if isinstance(value, dict):
            yield from flatten_toml(value, prefix + key + ".")
        elif isinstance(value, list):
            yield prefix + key, ",".join(str(item) for item in value)
        elif isinstance(value, bool):
            yield prefix + key, str(value).lower()
        else:
            yield prefix + key, str(value)


def read_toml(path, settings):
    with open(path, "rb") as file:
        document = tomllib.load(file)
    for key, value in flatten_toml(document.get("flyway", {})):
        settings.put(key, value)
    environment = document.get("environments", {}).get(settings.get("environment"), {})
    for key, value in flatten_toml(environment):
        if key.split(".")[0] in ("schemas", "defaultSchema", "initSql", "user", "url"):
            settings.put(key, value)


def read_settings(folder, config_files):
    """The settings of `folder`: its flyway.conf and flyway.toml, or else exactly `config_files`, later ones winning."""
    settings = Settings()
    files = config_files
    if not files:
        files = [os.path.join(folder, name) for name in ("flyway.conf", "flyway.toml", "flyway.user.toml")]
        files = [path for path in files if os.path.exists(path)]
    for path in files:
        if not os.path.exists(path):
            raise Refused(f"{path}: no such file")
        if path.endswith(".toml"):
            read_toml(path, settings)
        else:
            for key, value in read_properties(path):
                settings.put(key, value)
    return settings


# --- names and versions

def version_key(text):
    """A comparable value: parts as whole numbers, zeros at the end removed (1 = 1.0 = 1.0.0)."""
    if not re.fullmatch(r"[0-9]+(?:[._][0-9]+)*", text):
        raise Refused(f"version {text!r} may hold digits and dots only")
    parts = [int(part) for part in re.split(r"[._]", text)]
    while len(parts) > 1 and parts[-1] == 0:
        parts.pop()
    return tuple(parts)


class Script:
    """One file. kind: V R U B (versioned, repeatable, undo, baseline), C (callback), J (Java), S (a program)."""

    def __init__(self, kind, path, script, version=None, description="", event=None, repeatable=False):
        self.kind = kind
        self.path = path
        self.script = script  # as flyway_schema_history calls it
        self.version = version
        self.description = description
        self.event = event
        self.repeatable = repeatable
        self.config = {}

    def key(self):
        return version_key(self.version)


def split_name(stem, settings):
    """(prefix kind, version, description) of a file name without its suffix, or None."""
    prefixes = {
        settings.get("sqlMigrationPrefix"): "V",
        settings.get("repeatableSqlMigrationPrefix"): "R",
        settings.get("undoSqlMigrationPrefix"): "U",
        settings.get("baselineMigrationPrefix"): "B",
    }
    for prefix in sorted(prefixes, key=len, reverse=True):
        if not stem.startswith(prefix):
            continue
        version, _, description = stem[len(prefix):].partition(settings.get("sqlMigrationSeparator"))
        kind = prefixes[prefix]
        if (kind == "R") != (version == ""):
            return None
        if version and not re.fullmatch(r"[0-9]+(?:[._][0-9]+)*", version):
            return None
        return kind, version.replace("_", "."), description.replace("_", " ")
    return None


def read_name(path, script, settings):
    """The Script that the file's name makes it, or None where Flyway would not look at it."""
    name = os.path.basename(path)
    if name.endswith((".java", ".kt")):
        parts = split_name(name.rsplit(".", 1)[0], settings)
        if parts is None:
            return None
        kind, version, description = parts
        class_name = script.rsplit(".", 1)[0].replace("/", ".")
        return Script("J", path, class_name, version, description, repeatable=kind == "R")
    suffixes = settings.many("sqlMigrationSuffixes")
    suffix = next((s for s in suffixes if name.lower().endswith(s.lower())), None)
    if suffix is None:
        if name.lower().endswith(SCRIPT_SUFFIXES):
            parts = split_name(name.rsplit(".", 1)[0], settings)
            if parts:
                return Script("S", path, script, parts[1], parts[2], repeatable=parts[0] == "R")
        return None
    stem = name[:-len(suffix)]
    event, _, description = stem.partition(settings.get("sqlMigrationSeparator"))
    if event in CALLBACK_EVENTS:
        return Script("C", path, script, description=description.replace("_", " "), event=event)
    parts = split_name(stem, settings)
    if parts is None:
        return None
    return Script(parts[0], path, script, parts[1] or None, parts[2], repeatable=parts[0] == "R")


# --- the folder

def location_roots(folder, location):
    """The directories that one entry of flyway.locations stands for, and the package of classes below them."""
    kind, _, path = location.partition(":") if ":" in location else ("classpath", "", location)
    if kind == "filesystem":
        found = glob.glob(os.path.join(folder, path), recursive=True) if "*" in path else [os.path.join(folder, path)]
        return [(root, "") for root in found]
    if kind != "classpath":
        raise Refused(f"location {location!r}: only filesystem: and classpath: can be read here")
    path = path.strip("/")
    roots = [os.path.join(folder, "src/main", part, path) for part in ("resources", "java", "kotlin")]
    return [(root, path) for root in roots if os.path.isdir(root)]


def scan(folder, settings):
    """Every Script in every location, by name; a file that two locations reach counts once."""
    locations = settings.many("locations")
    if not locations:
        locations = ["filesystem:" + name for name in ("sql", "db/migration", ".") if os.path.isdir(os.path.join(folder, name))][:1]
    seen, scripts = set(), []
    for location in locations:
        for root, package in location_roots(folder, location):
            if not os.path.isdir(root):
                raise Refused(f"location {location!r}: {root} is no directory")
            for directory, _, names in sorted(os.walk(root)):
                for name in sorted(names):
                    path = os.path.join(directory, name)
                    if os.path.realpath(path) in seen:
                        continue
                    seen.add(os.path.realpath(path))
                    relative = os.path.relpath(path, root).replace(os.sep, "/")
                    is_class = name.endswith((".java", ".kt"))
                    script = read_name(path, f"{package}/{relative}" if is_class and package else relative, settings)
                    if script:
                        scripts.append(script)
    for script in scripts:
        if os.path.exists(script.path + ".conf"):
            script.config = {key.lower(): value for key, value in read_properties(script.path + ".conf")}
    return scripts


class Plan:
    """What `flyway migrate` would do on an empty database."""

    def __init__(self, folder, settings):
        scripts = scan(folder, settings)
        self.callbacks = {}
        for script in sorted((s for s in scripts if s.kind == "C"), key=lambda s: s.description):
            self.callbacks.setdefault(script.event, []).append(script)
        versioned = [s for s in scripts if s.kind in "VJS" and not s.repeatable]
        baselines = sorted((s for s in scripts if s.kind == "B"), key=Script.key)
        if baselines:
            newest = baselines[-1]
            versioned = [newest] + [s for s in versioned if s.key() > newest.key()]
        self.versioned = sorted(versioned, key=Script.key)
        for one, other in zip(self.versioned, self.versioned[1:]):
            if one.key() == other.key():
                raise Refused(f"two migrations with version {one.version}: {one.path} and {other.path}")
        self.repeatables = sorted((s for s in scripts if s.repeatable), key=lambda s: s.description)
        self.undo = [s for s in scripts if s.kind == "U"]


# --- text

def read_text(path, encoding):
    with open(path, "rb") as file:
        text = file.read().decode(encoding)
    return text[1:] if text.startswith("\ufeff") else text


def checksum(text):
    """CRC-32 over the lines without their ends, as a signed 32-bit number."""
    lines = re.split(r"\r\n|\r|\n", text[1:] if text.startswith("\ufeff") else text)
    value = zlib.crc32("".join(lines).encode("utf-8"))
    return value - (1 << 32) if value >= 1 << 31 else value


def fill_placeholders(text, values, prefix, suffix, where):
    """`text` with every placeholder filled, comments included; an unknown one is an error, as in Flyway."""
    def value_of(match):
        name = match.group(1)
        if name.lower() not in values:
            line = text.count("\n", 0, match.start()) + 1
            raise Refused(f"{where}:{line}: no value provided for placeholder {match.group(0)}")
        return values[name.lower()]
    return re.sub(re.escape(prefix) + "(.*?)" + re.escape(suffix), value_of, text)


# Strings, quoted names, comments and dollar-quoted bodies: what hides statements from a look at their first words.
HIDDEN = re.compile(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|\$([A-Za-z_0-9]*)\$.*?\$\1\$", re.S)
OUTSIDE_TRANSACTION = re.compile(
    r"(CREATE|DROP) (DATABASE|TABLESPACE|SUBSCRIPTION)\b|ALTER SYSTEM\b"
    r"|(CREATE|DROP)( UNIQUE)? INDEX CONCURRENTLY\b|REINDEX( VERBOSE)? (SCHEMA|DATABASE|SYSTEM)\b"
    r"|VACUUM\b|DISCARD ALL\b", re.I)


def statements(text):
    """First words of each statement, comments and strings gone; good enough to find CONCURRENTLY and the like."""
    plain = HIDDEN.sub(" ", text)
    return [one for one in (" ".join(part.split()) for part in plain.split(";")) if one]


def runs_in_transaction(script, text, settings):
    """Whether Flyway would wrap the script into a transaction. Raises Refused for a mixture it would refuse."""
    outside = [bool(OUTSIDE_TRANSACTION.match(one)) for one in statements(text)]
    if any(outside) and not all(outside) and not settings.is_on("mixed"):
        raise Refused(f"{script.path}: transactional and non-transactional statements in one file (flyway.mixed is off)")
    asked = script.config.get("executeintransaction", settings.get("executeInTransaction"))
    return asked.strip().lower() == "true" and not any(outside)
