"""Steps that insert, change and delete rows. The model knows the key of every row that there is."""

from . import kinds
from .model import Migration
from .tables import alter_add_column, alter_add_constraint, alter_default, altered, comment, create_index, create_table


def key_literal(table, key):
    return kinds.quote(key) if isinstance(key, str) else str(key)


def keyed(db, wanted=lambda table: True):
    """A table with rows whose keys are known."""
    return altered(db, lambda t: t.key is not None and t.keys and wanted(t))


# --- INSERT

def can_insert(table):
    return all(not c.not_null or c.default is not None or c.target.keys for c in table.columns if c.kind == "ref")


def insert_columns(db, table):
    """Which columns an INSERT names: all that must have a value, and some of the rest."""
    chosen = []
    for column in table.columns:
        if column is table.key or column.extra or column.kind == "numbered":
            continue
        if column.kind == "ref" and not column.target.keys:
            column.filled = False
            continue
        if (column.not_null and column.default is None) or db.rng.random() < 0.45:
            chosen.append(column)
        elif column.default is None:
            column.filled = False
    return chosen


def insert_value(db, table, column):
    if column.kind == "ref":
        return key_literal(column.target, db.rng.choice(column.target.keys))
    return kinds.literal(db.rng, column, table.serial)


def insert(db, table=None, rows=None):
    """INSERT … VALUES: keys in the text, or left to the sequence where that stands right."""
    table = table or altered(db, lambda t: can_insert(t))
    if table is None or not can_insert(table):
        return None
    if table.pair:
        return insert_pair(db, table)
    rng = db.rng
    rows = rows or rng.choices([1, 2, 3, 5], [60, 20, 14, 6])[0]
    columns = insert_columns(db, table)
    by_sequence = table.sequence_column() is not None and table.sequence_at == table.next_key - 1 and rng.random() < 0.5
    if by_sequence and not columns:
        return None
    names, lines = [column.name for column in columns], []
    if not by_sequence:
        names.insert(0, table.key.name)
    for _ in range(rows):
        table.serial += 1
        key = f"K-{table.next_key:05}" if table.key_style == "code" else table.next_key
        values = [insert_value(db, table, column) for column in columns]
        if not by_sequence:
            values.insert(0, key_literal(table, key))
        lines.append(f"({', '.join(values)})")
        table.keys.append(key)
        table.next_key += 1
    if by_sequence:
        table.sequence_at = table.next_key - 1
    overriding = " OVERRIDING SYSTEM VALUE" if table.key_style == "always" and not by_sequence else ""
    tail = f" ON CONFLICT ({table.key.name}) DO NOTHING" if not by_sequence and rng.random() < 0.06 else ""
    separator = " " if rows == 1 else "\n    "
    return Migration(f"insert {table.name}", [
        f"INSERT INTO {table.ref()} ({', '.join(names)}){overriding} VALUES{separator}" + ",\n    ".join(lines) + tail])


def insert_pair(db, table):
    first, second = table.pair
    if not first.target.keys or not second.target.keys:
        return None
    pair = (db.rng.choice(first.target.keys), db.rng.choice(second.target.keys))
    if pair in table.keys:
        return None
    table.keys.append(pair)
    table.serial += 1
    extra = [c for c in insert_columns(db, table) if c not in table.pair]
    names = [first.name, second.name] + [c.name for c in extra]
    values = [key_literal(first.target, pair[0]), key_literal(second.target, pair[1])]
    values += [insert_value(db, table, column) for column in extra]
    return Migration(f"insert {table.name}", [f"INSERT INTO {table.ref()} ({', '.join(names)}) VALUES ({', '.join(values)})"])


def insert_select(db):
    """INSERT … SELECT from another table's first rows; the new keys come from the sequence."""
    source = keyed(db, lambda t: t.sequence_column() is not None)
    target = altered(db, lambda t: t.sequence_column() is not None and t.sequence_at == t.next_key - 1)
    if source is None or target is None or source is target:
        return None
    names, values = [], []
    for column in target.columns:
        if column is target.key or column.extra or column.kind == "numbered":
            continue
        needed = column.not_null and column.default is None
        if needed and (column.kind in kinds.DISTINCT or (column.kind == "ref" and not column.target.keys)):
            return None
        twin = next((c for c in source.columns if c.kind == column.kind and c.kind in ("name", "note", "count", "amount", "flag", "day")
                     and c.scale == 1.0 and not c.extra and (c.filled or not column.not_null)), None)
        if twin is not None:
            names.append(column.name)
            values.append(f"s.{twin.name}")
            column.filled = column.filled and twin.filled
        elif needed:
            names.append(column.name)
            target.serial += 1
            values.append(insert_value(db, target, column))
        elif column.default is None:
            column.filled = False
    if not any(value.startswith("s.") for value in values):
        return None
    limit = db.rng.choice(sorted(source.keys)[:12])
    count = sum(1 for key in source.keys if key <= limit)
    for _ in range(count):
        target.keys.append(target.next_key)
        target.next_key += 1
    target.sequence_at = target.next_key - 1
    return Migration(f"fill {target.name} from {source.name}", [
        f"INSERT INTO {target.ref()} ({', '.join(names)})\nSELECT {', '.join(values)}\n  FROM {source.ref()} s\n"
        f" WHERE s.{source.key.name} <= {limit}\n ORDER BY s.{source.key.name}"])


# --- UPDATE and DELETE

def settable(table):
    return [c for c in table.columns if c is not table.key and not c.extra and c.kind not in kinds.DISTINCT
            and c.kind not in ("ref", "numbered", "log", "key")]


def update(db):
    table = keyed(db, settable)
    if table is None:
        return None
    column = db.rng.choice(settable(table))
    assignment, condition = change_of(db, table, column)
    if condition is None:
        keys = db.rng.sample(table.keys, min(len(table.keys), db.rng.choice([1, 1, 1, 3])))
        texts = [key_literal(table, key) for key in sorted(keys)]
        condition = f"{table.key.name} = {texts[0]}" if len(texts) == 1 else f"{table.key.name} IN ({', '.join(texts)})"
    where = f" WHERE {condition}" if condition else ""
    return Migration(f"correct {column.name} of {table.name}", [f"UPDATE {table.ref()} SET {column.name} = {assignment}{where}"])


def change_of(db, table, column):
    """(new value, condition); the condition None stands for "by key", "" for all rows."""
    rng, name = db.rng, column.name
    form = rng.random()
    if column.kind == "state" and form < 0.5:
        old, new = rng.sample(column.values, 2)
        return kinds.quote(new), f"{name} = {kinds.quote(old)}"
    if column.kind == "amount" and form < 0.5 and column.scale < 15:
        column.scale *= 1.1
        return f"round({name} * {rng.choice(['1.05', '0.95', '1.10'])}, 2)", rng.choice([f"{name} > 10", f"{name} < 100", ""])
    if column.kind == "count" and form < 0.4 and column.scale < 15:
        column.scale *= 1.05
        return f"{name} + 1", f"{name} < {rng.randrange(50, 400)}"
    if column.kind in ("name", "note") and form < 0.3:
        return f"trim({name})", f"{name} <> trim({name})"
    if column.kind == "doc" and form < 0.5:
        return f"{name} || '{{\"checked\": true}}'", f"{name} ? 'source'"
    if not column.not_null and form < 0.6:
        return kinds.literal(rng, column, table.serial), f"{name} IS NULL"
    return kinds.literal(rng, column, table.serial), None


def update_from(db):
    """A value taken over from the parent row."""
    table = keyed(db, lambda t: any(c.target is not None for c in t.columns))
    if table is None:
        return None
    reference = next(c for c in table.columns if c.target is not None)
    parent = reference.target
    for column in settable(table):
        twin = next((c for c in parent.columns if c.kind == column.kind and c.kind in ("name", "note", "flag", "day", "count")
                     and not c.extra and c.scale == 1.0 and (c.filled or not column.not_null)), None)
        if twin is not None:
            column.filled = column.filled and twin.filled
            return Migration(f"{column.name} of {table.name} from {parent.name}", [
                f"UPDATE {table.ref()} t\n   SET {column.name} = p.{twin.name}\n  FROM {parent.ref()} p\n"
                f" WHERE p.{parent.key.name} = t.{reference.name}"])
    return None


def delete(db):
    table = altered(db, lambda t: t.keys and not t.referrers)
    if table is None:
        return None
    if table.pair:
        pair = table.keys.pop(db.rng.randrange(len(table.keys)))
        first, second = table.pair
        return Migration(f"delete {table.name}", [
            f"DELETE FROM {table.ref()} WHERE {first.name} = {key_literal(first.target, pair[0])} "
            f"AND {second.name} = {key_literal(second.target, pair[1])}"])
    keys = db.rng.sample(table.keys, min(len(table.keys), db.rng.choice([1, 1, 2])))
    for key in keys:
        table.keys.remove(key)
    texts = [key_literal(table, key) for key in sorted(keys)]
    condition = f"= {texts[0]}" if len(texts) == 1 else f"IN ({', '.join(texts)})"
    return Migration(f"delete {table.name}", [f"DELETE FROM {table.ref()} WHERE {table.key.name} {condition}"])


# --- both DDL and rows in one file

def first_of(makers, db):
    for maker in makers:
        made = maker(db)
        if made is not None:
            return made
    return None


def add_and_backfill(db):
    """ADD COLUMN, fill it, and (mostly) SET NOT NULL: the commonest mixture of all."""
    step = alter_add_column(db)
    if step is None:
        return None
    table = next((t for t in db.tables if t.columns and step.statements[0].startswith(f"ALTER TABLE {t.ref()} ADD COLUMN ")), None)
    column = table.columns[-1]
    if len(step.statements) > 1 or column.extra or column.target or column.not_null or column.kind in kinds.DISTINCT or not table.keys:
        return extended(db, step)
    value = kinds.literal(db.rng, column, table.serial)
    where = f" WHERE {column.name} IS NULL" if column.default is None or db.rng.random() < 0.7 else ""
    statements = step.statements + [f"UPDATE {table.ref()} SET {column.name} = {value}{where}"]
    column.filled = True
    if db.rng.random() < 0.55:
        column.not_null = True
        statements.append(f"ALTER TABLE {table.ref()} ALTER COLUMN {column.name} SET NOT NULL")
    return Migration(step.description + " and fill it", statements)


def extended(db, step):
    """The step with an INSERT or UPDATE behind it where one fits. The step itself is never given up: the model has it."""
    more = first_of([insert, update, insert], db)
    return Migration(step.description, step.statements + more.statements) if more else step


def create_and_seed(db):
    step = create_table(db)
    more = insert(db, db.tables[-1], db.rng.choice([2, 3, 5]))
    return Migration(step.description + " with rows", step.statements + more.statements) if more else step


def change_and_write(db):
    """Some DDL with one to three statements on rows behind it."""
    step = first_of([db.rng.choice([create_index, comment, alter_default, alter_add_column, alter_add_constraint]), alter_add_column], db)
    for _ in range(db.rng.choice([1, 1, 2, 3])):
        step = extended(db, step) if step else None
    return step
