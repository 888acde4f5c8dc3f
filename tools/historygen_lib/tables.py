"""Steps on tables: create, alter, rename, drop; columns, constraints, indexes, comments."""

from . import kinds, words
from .model import Column, Migration, Table


def live_name(rng, table, kind):
    """A column name of the kind that the table does not have yet, or None."""
    names = [name for name in words.NAMES[kind] if table.column(name) is None]
    return rng.choice(names) if names else None


def make_column(db, table, kind=None):
    rng = db.rng
    if kind is None:
        kind = "enum" if db.enums and rng.random() < 0.06 else kinds.draw(rng)
    name = live_name(rng, table, kind)
    if name is None:
        return None
    if kind == "enum":
        column = Column(name, kind, "", enum=db.some(db.enums))
    else:
        types = kinds.TYPES[kind]
        column = Column(name, kind, types[min(len(types) - 1, int(len(types) * rng.random() ** 1.5))])
    if kind == "state":
        column.values = list(rng.choice(words.STATES))
    column.prefix = rng.choice(["AB", "KD", "RX", "TN", "ZQ"])
    return column


def make_key(db, table):
    rng = db.rng
    style = rng.choices(["bigserial", "serial", "always", "by default", "code"], [30, 15, 25, 22, 8])[0]
    if style == "code":
        table.key = Column("code", "code", "varchar(20)", prefix="K")
    elif style in ("serial", "bigserial"):
        table.key = Column("id", "key", style)
        table.key.value_type = "integer" if style == "serial" else "bigint"
    else:
        table.key = Column("id", "key", "bigint")
        table.key.value_type = "bigint"
        table.key.extra = f"GENERATED {style.upper()} AS IDENTITY"
    table.key_style = style
    table.key.pinned = True
    table.key.not_null = style == "code"
    table.columns.append(table.key)
    db.reserve(table.schema, f"{table.name}_pkey", f"{table.name}_id_seq")


def key_type(table):
    return table.key.type if table.key_style == "code" else table.key.value_type


def make_reference(db, table, parent):
    """A foreign key column to the parent, not yet added to the table; None where its name is taken."""
    name = f"{words.singular(parent.name)}_{parent.key.name}"
    if table.column(name) is not None:
        return None
    column = Column(name, "ref", key_type(parent))
    column.target = parent
    return column


def reference_clause(db, column):
    rng = db.rng
    actions = ["", "", "", "", " ON DELETE RESTRICT"] + ([" ON DELETE SET NULL"] if not column.not_null else [" ON DELETE CASCADE"])
    late = " DEFERRABLE INITIALLY DEFERRED" if rng.random() < 0.04 else ""
    return f"REFERENCES {column.target.ref()} ({column.target.key.name}){rng.choice(actions)}{late}"


def add_column(table, column):
    table.columns.append(column)
    if column.target:
        column.target.referrers.append((table, column))


def parents(db, count):
    found = []
    for _ in range(count):
        parent = db.some(db.tables, lambda t: t.key is not None and not t.has_log)
        if parent and parent not in found:
            found.append(parent)
    return found


def create_table(db):
    """A table of 3 to 20 columns with key, references, defaults and checks."""
    rng = db.rng
    schema = db.some_schema()
    table = Table(schema, db.table_name(schema))
    make_key(db, table)
    lines = [f"{table.key.definition()} PRIMARY KEY"]
    for parent in parents(db, rng.choice([0, 0, 1, 1, 2])):
        column = make_reference(db, table, parent)
        if column is None:
            continue
        column.not_null = bool(parent.keys) and rng.random() < 0.5
        add_column(table, column)
        lines.append(f"{column.definition()} {reference_clause(db, column)}")
    for _ in range(min(17, 2 + int(rng.expovariate(0.25)))):
        column = make_column(db, table)
        if column is not None:
            lines.append(plain_line(db, table, column))
            add_column(table, column)
    db.tables.append(table)
    statements = [f"CREATE TABLE {table.ref()} (\n    " + ",\n    ".join(lines) + "\n)"]
    if rng.random() < 0.10:
        statements.append(index_statement(db, table))
    if rng.random() < 0.08:
        statements.append(table_comment(db, table))
    return Migration(f"create {table.name}", [s for s in statements if s])


def plain_line(db, table, column):
    rng = db.rng
    column.not_null = rng.random() < 0.45
    if rng.random() < 0.35 and column.kind not in kinds.DISTINCT:
        column.default = kinds.default(rng, column)
    extra = ""
    if column.kind in kinds.DISTINCT and rng.random() < 0.5:
        column.unique = True
        extra = " UNIQUE"
        db.reserve(table.schema, f"{table.name}_{column.name}_key")
    elif rng.random() < 0.2:
        check = kinds.check(rng, column)
        extra = f" CHECK ({check})" if check else ""
        db.reserve(table.schema, f"{table.name}_{column.name}_check")
    return column.definition() + extra


def create_join_table(db):
    """A table between two others, its key the pair."""
    pair = parents(db, 4)[:2]
    if len(pair) < 2 or pair[0].name == pair[1].name:
        return None
    schema = db.some_schema()
    table = Table(schema, db.take(schema, f"{pair[0].name}_{pair[1].name}"[:50]))
    columns = [make_reference(db, table, parent) for parent in pair]
    if columns[0].name == columns[1].name:
        return None
    for column in columns:
        column.not_null = True
        column.pinned = True
        add_column(table, column)
    table.pair = columns
    db.reserve(schema, f"{table.name}_pkey")
    body = [f"{c.definition()} REFERENCES {c.target.ref()} ON DELETE CASCADE" for c in columns]
    names = ", ".join(c.name for c in columns)
    body.append(f"PRIMARY KEY ({names})")
    db.tables.append(table)
    return Migration(f"link {pair[0].name} and {pair[1].name}", [f"CREATE TABLE {table.ref()} (\n    " + ",\n    ".join(body) + "\n)"])


def altered(db, wanted=lambda table: True):
    return db.some(db.tables, lambda table: not table.has_log and wanted(table))


def alter_add_column(db):
    table = altered(db, lambda t: len(t.columns) < 20)
    if table is None:
        return None
    rng = db.rng
    if rng.random() < 0.18:
        return alter_add_reference(db, table)
    if rng.random() < 0.05:
        return alter_add_generated(db, table)
    column = make_column(db, table)
    if column is None:
        return None
    if column.kind not in kinds.DISTINCT and rng.random() < 0.4:
        column.default = kinds.default(rng, column)
        column.not_null = column.default is not None and rng.random() < 0.6
    column.filled = column.default is not None or not table_has_rows(table)
    add_column(table, column)
    parts = [f"ADD COLUMN {column.definition()}"]
    if rng.random() < 0.12 and len(table.columns) < 20:
        other = make_column(db, table)
        if other:
            other.filled = not table_has_rows(table)
            add_column(table, other)
            parts.append(f"ADD COLUMN {other.definition()}")
    statements = [f"ALTER TABLE {table.ref()} " + ",\n    ".join(parts)]
    if rng.random() < 0.05:
        statements.append(column_comment(db, table, column))
    return Migration(f"add {column.name} to {table.name}", statements)


def alter_add_reference(db, table):
    for parent in parents(db, 1):
        column = make_reference(db, table, parent)
        if column is None or parent is table:
            return None
        add_column(table, column)
        column.filled = not table_has_rows(table)
        return Migration(f"add {column.name} to {table.name}",
                         [f"ALTER TABLE {table.ref()} ADD COLUMN {column.definition()} {reference_clause(db, column)}"])
    return None


def table_has_rows(table):
    return bool(table.keys) or table.has_log


def alter_add_generated(db, table):
    numbers = [c for c in table.plain() if c.kind in ("count", "amount") and not c.extra]
    texts = [c for c in table.plain() if c.kind in ("name", "code", "note") and not c.extra]
    if len(numbers) >= 2:
        first, second = db.rng.sample(numbers, 2)
        expression, kind, type_, used = f"{first.name}::numeric * {second.name}", "amount", "numeric", [first, second]
    elif texts:
        first = db.rng.choice(texts)
        expression, kind, type_, used = f"lower({first.name})", "note", "text", [first]
    else:
        return None
    column = Column(f"{used[0].name}_computed", kind, type_)
    if table.column(column.name):
        return None
    column.extra = f"GENERATED ALWAYS AS ({expression}) STORED"
    column.pinned = True
    column.filled = False
    for source in used:
        source.pinned = True
    add_column(table, column)
    return Migration(f"add {column.name} to {table.name}", [f"ALTER TABLE {table.ref()} ADD COLUMN {column.definition()}"])


def alter_drop_column(db):
    table = altered(db, lambda t: len(t.columns) > 4 and t.plain())
    if table is None:
        return None
    column = db.rng.choice(table.plain())
    views = db.views_over(table, column)
    if len(views) > 1:
        return None
    statements = []
    for view in reversed(views):
        db.forget_view(view)
        statements.append(f"DROP VIEW {view.ref()}")
    table.forget_column(column)
    column.gone = True
    statements.append(f"ALTER TABLE {table.ref()} DROP COLUMN {column.name}")
    return Migration(f"drop {column.name} from {table.name}", statements)


def alter_default(db):
    table = altered(db, lambda t: t.plain())
    if table is None:
        return None
    column = db.rng.choice(table.plain())
    if column.extra or column.kind in kinds.DISTINCT or column.kind in ("ref", "key"):
        return None
    if column.default is not None and db.rng.random() < 0.35:
        if column.not_null and db.rng.random() < 0.7:
            return None
        column.default = None
        return Migration(f"no default for {column.name} of {table.name}",
                         [f"ALTER TABLE {table.ref()} ALTER COLUMN {column.name} DROP DEFAULT"])
    value = kinds.default(db.rng, column)
    if value is None:
        return None
    column.default = value
    return Migration(f"default for {column.name} of {table.name}",
                     [f"ALTER TABLE {table.ref()} ALTER COLUMN {column.name} SET DEFAULT {value}"])


def alter_null(db):
    """SET NOT NULL where every row has a value, else DROP NOT NULL."""
    table = altered(db, lambda t: t.plain())
    if table is None:
        return None
    column = db.rng.choice(table.plain())
    if column.extra:
        return None
    if column.not_null:
        column.not_null = False
        verb, word = "DROP", "optional"
    elif column.filled and column.kind != "ref":
        column.not_null = True
        verb, word = "SET", "required"
    else:
        return None
    return Migration(f"{column.name} of {table.name} is {word}",
                     [f"ALTER TABLE {table.ref()} ALTER COLUMN {column.name} {verb} NOT NULL"])


def alter_type(db):
    """A wider type; views on the column are dropped before and made again after."""
    table = altered(db, lambda t: t.plain())
    if table is None:
        return None
    wide = [c for c in table.plain() if not c.extra and c.type in kinds.TYPES.get(c.kind, [])[:-1]]
    if not wide:
        return None
    column = db.rng.choice(wide)
    views = db.views_over(table, column)
    if len(views) > 3:
        return None
    types = kinds.TYPES[column.kind]
    column.type = db.rng.choice(types[types.index(column.type) + 1:])
    using = f" USING {column.name} AT TIME ZONE 'UTC'" if column.kind == "at" else ""
    statements = [f"DROP VIEW {view.ref()}" for view in reversed(views)]
    statements.append(f"ALTER TABLE {table.ref()} ALTER COLUMN {column.name} TYPE {column.type}{using}")
    for view in views:
        view.comment = None
        view.number = db.number()
        statements.append(f"CREATE VIEW {view.ref()} AS\n{view.query()}")
    return Migration(f"widen {column.name} of {table.name}", statements)


def alter_add_constraint(db):
    table = altered(db, lambda t: t.plain())
    if table is None:
        return None
    column = db.rng.choice(table.plain())
    if column.extra:
        return None
    prefix = f"ALTER TABLE {table.ref()} ADD CONSTRAINT"
    if column.kind in kinds.DISTINCT and not column.unique:
        column.unique = True
        name = db.take(table.schema, f"uq_{table.name}_{column.name}")
        table.constraints[name] = ("unique", [column])
        return Migration(f"unique {column.name} of {table.name}", [f"{prefix} {name} UNIQUE ({column.name})"])
    check = kinds.check(db.rng, column)
    if check is None or column.scale != 1.0:
        return None
    name = db.take(table.schema, f"ck_{table.name}_{column.name}")
    table.constraints[name] = ("check", [column])
    statement = f"{prefix} {name} CHECK ({check})"
    if db.rng.random() < 0.12:
        return Migration(f"check {column.name} of {table.name}",
                         [statement + " NOT VALID", f"ALTER TABLE {table.ref()} VALIDATE CONSTRAINT {name}"])
    return Migration(f"check {column.name} of {table.name}", [statement])


def alter_drop_constraint(db):
    table = altered(db, lambda t: t.constraints)
    if table is None:
        return None
    name = db.rng.choice(list(table.constraints))
    kind, columns = table.constraints.pop(name)
    if kind == "unique":
        columns[0].unique = False
    return Migration(f"drop constraint {name}", [f"ALTER TABLE {table.ref()} DROP CONSTRAINT {name}"])


def rename_column(db):
    table = altered(db, lambda t: t.plain())
    if table is None:
        return None
    column = db.rng.choice(table.plain())
    if column.kind == "ref":
        return None
    name = live_name(db.rng, table, column.kind)
    if name is None or column.extra:
        return None
    old, column.name = column.name, name
    return Migration(f"rename {old} to {name}", [f"ALTER TABLE {table.ref()} RENAME COLUMN {old} TO {name}"])


def rename_table(db):
    table = altered(db, lambda t: not t.triggers)
    if table is None:
        return None
    old = table.ref()
    table.name = db.table_name(table.schema)
    return Migration(f"rename {old.split('.')[-1]} to {table.name}", [f"ALTER TABLE {old} RENAME TO {table.name}"])


def rename_constraint(db):
    table = altered(db, lambda t: t.constraints)
    if table is None:
        return None
    old = db.rng.choice(list(table.constraints))
    new = db.take(table.schema, old + "_rule")
    table.constraints = {new if name == old else name: value for name, value in table.constraints.items()}
    return Migration(f"rename constraint {old}", [f"ALTER TABLE {table.ref()} RENAME CONSTRAINT {old} TO {new}"])


def drop_table(db):
    table = altered(db, lambda t: not t.referrers and not t.triggers)
    if table is None or len(db.tables) < 12:
        return None
    views = db.views_over(table)
    if len(views) > 2:
        return None
    statements = [f"DROP VIEW {view.ref()}" for view in reversed(views)]
    for view in reversed(views):
        db.forget_view(view)
    for column in table.columns:
        column.gone = True
        if column.target:
            column.target.referrers = [r for r in column.target.referrers if r[0] is not table]
    table.gone = True
    db.tables.remove(table)
    if_exists = "IF EXISTS " if db.rng.random() < 0.2 else ""
    return Migration(f"drop {table.name}", statements + [f"DROP TABLE {if_exists}{table.ref()}"])


def index_statement(db, table):
    """CREATE INDEX in one of its forms, entered into the model; None where the table offers nothing."""
    rng = db.rng
    columns = [c for c in table.columns if c.kind not in ("doc", "tags", "note", "key") and not c.extra]
    if not columns:
        return None
    chosen = rng.sample(columns, min(len(columns), rng.choice([1, 1, 1, 2])))
    keys, method, tail, unique = [c.name for c in chosen], "", "", ""
    documents = [c for c in table.columns if c.kind in ("doc", "tags")]
    form = rng.random()
    if form < 0.06 and documents:
        chosen = [rng.choice(documents)]
        keys, method = [chosen[0].name], " USING gin"
    elif form < 0.16 and chosen[0].kind in ("name", "code", "email", "country"):
        chosen = chosen[:1]
        keys = [f"lower({chosen[0].name})"]
    elif form < 0.28:
        other = rng.choice(columns)
        tail = {"flag": f" WHERE {other.name}", "state": f" WHERE {other.name} = '{(other.values or ['x'])[0]}'"}.get(
            other.kind, f" WHERE {other.name} IS NOT NULL")
        chosen = chosen + [other]
    elif form < 0.34:
        rest = [c for c in columns if c not in chosen]
        if rest:
            chosen = chosen + [rest[0]]
            tail = f" INCLUDE ({rest[0].name})"
    elif form < 0.44:
        keys[-1] += " DESC"
    elif form < 0.80 and len(chosen) == 1 and chosen[0].kind in kinds.DISTINCT:
        unique = "UNIQUE "
        chosen[0].unique = True
    prefix = rng.choice(["ix_{}", "idx_{}", "{}_idx"])
    name = db.take(table.schema, prefix.format(f"{table.name}_{chosen[0].name}"))
    table.indexes[name] = chosen
    return f"CREATE {unique}INDEX {name} ON {table.ref()}{method} ({', '.join(keys)}){tail}"


def create_index(db):
    table = altered(db)
    statement = index_statement(db, table) if table else None
    return Migration(f"index {table.name}", [statement]) if statement else None


def drop_index(db):
    table = altered(db, lambda t: t.indexes)
    if table is None:
        return None
    name = db.rng.choice(list(table.indexes))
    del table.indexes[name]
    where = name if table.schema == "public" else f"{table.schema}.{name}"
    return Migration(f"drop index {name}", [f"DROP INDEX {where}"])


def rename_index(db):
    table = altered(db, lambda t: t.indexes)
    if table is None:
        return None
    old = db.rng.choice(list(table.indexes))
    new = db.take(table.schema, f"ix_{table.name}_{db.rng.choice(words.THINGS)}")
    table.indexes[new] = table.indexes.pop(old)
    where = old if table.schema == "public" else f"{table.schema}.{old}"
    return Migration(f"rename index {old}", [f"ALTER INDEX {where} RENAME TO {new}"])


def remark(db, thing):
    thing.comment = words.sentence(db.rng)
    return kinds.quote(thing.comment)


def table_comment(db, table):
    return f"COMMENT ON TABLE {table.ref()} IS {remark(db, table)}"


def column_comment(db, table, column):
    return f"COMMENT ON COLUMN {table.ref()}.{column.name} IS {kinds.quote(words.sentence(db.rng))}"


def comment(db):
    """COMMENT ON one of the things there are; now and then one is taken away."""
    rng = db.rng
    table = db.some(db.tables)
    if table is None:
        return None
    choice = rng.random()
    if choice < 0.55:
        column = rng.choice(table.columns)
        several = [column_comment(db, table, column)]
        while rng.random() < 0.1:
            several.append(column_comment(db, table, rng.choice(table.columns)))
        return Migration(f"describe {column.name} of {table.name}", several)
    if choice < 0.75:
        if table.comment and rng.random() < 0.3:
            table.comment = None
            return Migration(f"no comment on {table.name}", [f"COMMENT ON TABLE {table.ref()} IS NULL"])
        return Migration(f"describe {table.name}", [table_comment(db, table)])
    if choice < 0.80 and table.indexes:
        name = rng.choice(list(table.indexes))
        where = name if table.schema == "public" else f"{table.schema}.{name}"
        return Migration(f"describe index {name}", [f"COMMENT ON INDEX {where} IS {kinds.quote(words.sentence(rng))}"])
    if choice < 0.83 and table.constraints:
        name = rng.choice(list(table.constraints))
        return Migration(f"describe {name}",
                         [f"COMMENT ON CONSTRAINT {name} ON {table.ref()} IS {kinds.quote(words.sentence(rng))}"])
    for word, things in (("FUNCTION", db.functions), ("VIEW", db.views), ("TYPE", db.enums), ("SEQUENCE", db.sequences)):
        thing = db.some(things) if rng.random() < 0.5 else None
        if thing:
            name = thing.signature() if word == "FUNCTION" else thing.ref()
            return Migration(f"describe {thing.name}", [f"COMMENT ON {word} {name} IS {remark(db, thing)}"])
    return None
