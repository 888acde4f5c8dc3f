"""Steps with DO blocks and function calls."""

from . import kinds, words
from .model import Migration
from .rows import insert, key_literal, keyed, settable
from .tables import altered


def set_sequence(db):
    """setval after rows were inserted with keys in the text."""
    table = keyed(db, lambda t: t.sequence_column() is not None and t.sequence_at < t.next_key - 1)
    if table is None:
        return None
    table.sequence_at = max(table.keys)
    key = table.key.name
    return Migration(f"reset sequence of {table.name}", [
        f"SELECT setval(pg_get_serial_sequence('{table.ref()}', '{key}'), (SELECT max({key}) FROM {table.ref()}))"])


def call_function(db):
    function = db.some(db.functions, lambda f: not f.is_trigger and f.works())
    if function is None:
        return None
    rng = db.rng
    if function.shape == "sum":
        arguments = f"{rng.randrange(1, 900)}.{rng.randrange(10, 99)}, {rng.randrange(0, 4)}"
    elif function.shape == "label" and len(function.arguments) == 1:
        arguments = kinds.quote(words.phrase(rng))
    elif function.shape == "label":
        arguments = f"{kinds.quote(words.phrase(rng))}, '!'"
    else:
        column = function.uses[1][0]
        arguments = kinds.quote(rng.choice(column.values or ["none"]))
    return Migration(f"call {function.name}", [f"SELECT {function.ref()}({arguments})"])


def block(lines, declare=()):
    head = ["DECLARE"] + [f"    {line};" for line in declare] if declare else []
    return "DO $$\n" + "\n".join(head + ["BEGIN"] + ["    " + line for line in lines] + ["END"]) + "\n$$"


def insert_if_missing(db):
    """IF NOT EXISTS … THEN INSERT: the row is never there, but the author was careful."""
    table = keyed(db, lambda t: t.key_style != "always")
    if table is None:
        return None
    key = f"K-{table.next_key:05}" if table.key_style == "code" else table.next_key
    at = table.sequence_at
    table.sequence_at = -1  # so that the INSERT names its key
    step = insert(db, table, 1)
    table.sequence_at = at
    if step is None:
        return None
    statement = step.statements[0].split(" ON CONFLICT")[0]
    text = block([f"IF NOT EXISTS (SELECT 1 FROM {table.ref()} WHERE {table.key.name} = {key_literal(table, key)}) THEN",
                  f"    {statement};", "END IF;"])
    return Migration(f"make sure of {table.name}", [text])


def loop_over_rows(db):
    table = keyed(db, lambda t: t.sequence_column() is not None and settable(t))
    if table is None:
        return None
    column = db.rng.choice(settable(table))
    value = kinds.literal(db.rng, column, table.serial)
    text = block([f"FOR v_id IN SELECT {table.key.name} FROM {table.ref()} WHERE {column.name} IS NULL ORDER BY 1 LOOP",
                  f"    UPDATE {table.ref()} SET {column.name} = {value} WHERE {table.key.name} = v_id;", "END LOOP;"],
                 ["v_id bigint"])
    return Migration(f"repair {column.name} of {table.name}", [text])


def count_and_tell(db):
    table = altered(db)
    if table is None:
        return None
    text = block([f"SELECT count(*) INTO v_rows FROM {table.ref()};",
                  "IF v_rows > 100000 THEN", f"    RAISE EXCEPTION 'too many rows in {table.name}: %', v_rows;", "END IF;"],
                 ["v_rows bigint"])
    return Migration(f"look at {table.name}", [text])


def dynamic_comments(db):
    """SQL made at run time: what it does cannot be read off the text."""
    tables = [table for table in (altered(db), altered(db)) if table is not None]
    if not tables:
        return None
    names = ", ".join(sorted({kinds.quote(table.ref()) for table in tables}))
    text = block([f"FOREACH v_table IN ARRAY ARRAY[{names}] LOOP",
                  f"    EXECUTE format('COMMENT ON TABLE %s IS %L', v_table, 'Checked by {db.rng.choice(words.AUTHORS)}');", "END LOOP;"],
                 ["v_table text"])
    return Migration("mark checked tables", [text])
